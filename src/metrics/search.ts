import { SearchDay } from '../../entities/facts/SearchDay';
import { about, unnamed } from './about';
import { difference, lowest, ratio, scoped, sum } from './kinds';

export const searchClicks = sum(
  SearchDay,
  'clicks',
  about(
    ['Search clicks', '搜索点击', '搜尋點擊'],
    ['Clicks from organic search results.', '来自自然搜索结果的点击。', '來自自然搜尋結果的點擊。'],
    'COUNT',
    'UP',
    'SEO',
    'gsc_clicks',
    'organic clicks',
    '自然点击',
    '自然點擊',
  ),
);

export const searchImpressions = sum(
  SearchDay,
  'impressions',
  about(
    ['Search impressions', '搜索曝光', '搜尋曝光'],
    ['Appearances in organic search results.', '在自然搜索结果中的出现次数。', '在自然搜尋結果中的出現次數。'],
    'COUNT',
    'UP',
    'SEO',
    'gsc_impressions',
    '自然曝光',
  ),
);

export const searchCtr = ratio(
  searchClicks,
  searchImpressions,
  about(
    ['Search click-through rate', '搜索点击率', '搜尋點擊率'],
    ['The share of appearances that were clicked.', '搜索曝光中被点击的比例。', '搜尋曝光中被點擊的比例。'],
    'PERCENT',
    'UP',
    'SEO',
    'gsc_ctr',
  ),
);

const positionSum = sum(SearchDay, 'positionSum', unnamed('POSITION'));

export const searchPosition = ratio(
  positionSum,
  searchImpressions,
  about(
    ['Search position', '搜索排名', '搜尋排名'],
    ['The mean position, weighted by impressions; 1 is the top.', '按曝光加权的平均排名，1 为首位。', '按曝光加權的平均排名，1 為首位。'],
    'POSITION',
    'DOWN',
    'ranking',
    'SEO',
    'gsc_position_w',
    '平均排名',
  ),
);

const property = { clicks: scoped(searchClicks, 'property'), impressions: scoped(searchImpressions, 'property') };
const named = { clicks: scoped(searchClicks, 'query'), impressions: scoped(searchImpressions, 'query') };

export const searchClicksAnonymous = difference(
  property.clicks,
  [named.clicks],
  about(
    ['Search clicks (anonymous)', '搜索点击（匿名词）', '搜尋點擊（匿名詞）'],
    [
      'Clicks of the whole site less those of the queries that the search engine names.',
      '全站搜索点击减去可识别搜索词的点击。',
      '全站搜尋點擊減去可識別搜尋詞的點擊。',
    ],
    'COUNT',
    'BAND',
    'gsc_anon_gap',
    'anonymised queries',
    '匿名搜索词',
    '匿名搜尋詞',
  ),
);

export const searchImpressionsAnonymous = difference(
  property.impressions,
  [named.impressions],
  about(
    ['Search impressions (anonymous)', '搜索曝光（匿名词）', '搜尋曝光（匿名詞）'],
    [
      'Appearances of the whole site less those for the queries that the search engine names; below 0 where one search shows several pages.',
      '全站搜索曝光减去可识别搜索词的曝光；同一次搜索展示多个页面时可能为负。',
      '全站搜尋曝光減去可識別搜尋詞的曝光；同一次搜尋展示多個頁面時可能為負。',
    ],
    'COUNT',
    'BAND',
    'anonymised queries',
  ),
);

export const searchAnonymousRate = ratio(
  searchClicksAnonymous,
  property.clicks,
  about(
    ['Anonymous search rate', '匿名搜索占比', '匿名搜尋占比'],
    [
      'The part of search clicks whose query the search engine keeps to itself.',
      '搜索点击中搜索引擎不公开搜索词的比例。',
      '搜尋點擊中搜尋引擎不公開搜尋詞的比例。',
    ],
    'PERCENT',
    'BAND',
    'gsc_anon_gap',
  ),
);

export const searchPositionBest = scoped(
  lowest(
    SearchDay,
    ['positionSum', 'impressions'],
    about(
      ['Best search position', '最佳搜索排名', '最佳搜尋排名'],
      [
        'The best mean position that any query had on any page and day; 1 is the top.',
        '任一搜索词在任一页面与日期的最佳平均排名，1 为首位。',
        '任一搜尋詞在任一頁面與日期的最佳平均排名，1 為首位。',
      ],
      'POSITION',
      'DOWN',
      'rank_best',
      'best rank',
    ),
  ),
  'query',
);
