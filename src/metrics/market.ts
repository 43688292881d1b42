import { MarketDay } from '../../entities/facts/MarketDay';
import { about } from './about';
import { Exact } from './exact';
import { difference, native, ratio, share, sum } from './kinds';
import { shareOfVoice } from './mentions';
import type { About, Metric } from './metric';

export const brandSearches = sum(
  MarketDay,
  'searches',
  about(
    ['Brand searches', '品牌搜索量', '品牌搜尋量'],
    [
      'Searches for the brand as a trend service or a keyword tool tells them: a volume, or an index on one scale.',
      '趋势服务或关键词工具提供的品牌搜索量或同一尺度的指数。',
      '趨勢服務或關鍵字工具提供的品牌搜尋量或同一尺度的指數。',
    ],
    'COUNT',
    'UP',
    'search interest',
    'search index',
    '搜索指数',
    '搜尋指數',
  ),
);

export const shareOfSearch = share(
  brandSearches,
  'BRAND',
  about(
    ['Share of search', '搜索份额', '搜尋份額'],
    [
      'The part of the searches for all brands of the category; leads market share, and jumps with scandals too.',
      '占同类全部品牌搜索量的份额；领先于市场份额，负面事件也会推高。',
      '占同類全部品牌搜尋量的份額；領先於市占率，負面事件也會推高。',
    ],
    'PERCENT',
    'UP',
    'SOS',
    'share_of_search',
    '搜索占比',
    '搜索份額',
  ),
);

export const marketSales = sum(
  MarketDay,
  'sales',
  about(
    ['Market sales', '市场销售额', '市場銷售額'],
    [
      'What was bought of the brand from anyone, as a panel or a study tells it.',
      '面板或研究给出的品牌全渠道销售额。',
      '面板或研究給出的品牌全通路銷售額。',
    ],
    'MONEY',
    'UP',
    'sell-out',
    'category sales',
  ),
);

export const marketShare = share(
  marketSales,
  'BRAND',
  about(
    ['Market share', '市场份额', '市場占有率'],
    ['The part of what was bought of all brands of the market.', '占该市场全部品牌销售额的份额。', '占該市場全部品牌銷售額的份額。'],
    'PERCENT',
    'UP',
    'SOM',
    'market_share',
    '市占率',
    '市場份額',
  ),
);

export const marketBuyers = native(
  MarketDay,
  'buyers',
  about(
    ['Market buyers', '市场购买人数', '市場購買人數'],
    [
      'Different people who bought the brand in the period, as a panel tells it of that period.',
      '面板给出的该期品牌购买人数。',
      '面板給出的該期品牌購買人數。',
    ],
    'PEOPLE',
  ),
);

export const marketPopulation = native(
  MarketDay,
  'population',
  about(
    ['Market population', '市场人口', '市場人口'],
    ['The people or households who could buy.', '可能购买的人数或家庭数。', '可能購買的人數或家庭數。'],
    'PEOPLE',
    'BAND',
  ),
);

export const penetration = ratio(
  marketBuyers,
  marketPopulation,
  about(
    ['Penetration', '渗透率', '滲透率'],
    [
      'The share of the population who bought the brand in the period; of one period and region at a time.',
      '该期购买过本品牌的人口比例，每次只看一个时期与地区。',
      '該期購買過本品牌的人口比例，每次只看一個時期與地區。',
    ],
    'PERCENT',
    'UP',
    'household penetration',
  ),
);

export const excessShareOfVoice = excess(
  shareOfVoice,
  about(
    ['Excess share of voice', '超额声量份额', '超額聲量份額'],
    [
      'By how many percentage points the share of voice is above the market share.',
      '声量份额高出市场份额的百分点。',
      '聲量份額高出市占率的百分點。',
    ],
    'POINTS',
    'UP',
    'ESOV',
  ),
);

export const excessShareOfSearch = excess(
  shareOfSearch,
  about(
    ['Excess share of search', '超额搜索份额', '超額搜尋份額'],
    [
      'By how many percentage points the share of search is above the market share.',
      '搜索份额高出市场份额的百分点。',
      '搜尋份額高出市占率的百分點。',
    ],
    'POINTS',
    'UP',
    'ESOS',
  ),
);

/** A share less the market share, in percentage points. */
function excess(part: Metric, told: About): Metric {
  const less = difference(part, [marketShare], told);
  return {
    ...less,
    evaluate: (values) => ({ value: less.evaluate(values).value?.times(new Exact(100n)) ?? null }),
    formula: (nameOf) => `100 × ${less.formula(nameOf)}`,
  };
}
