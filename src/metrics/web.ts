import { WebDay } from '../../entities/facts/WebDay';
import { about, unnamed } from './about';
import { native, ratio, sum } from './kinds';

export const sessions = sum(
  WebDay,
  'sessions',
  about(
    ['Sessions', '访问次数', '造訪次數'],
    ["Visits to the brand's site.", '品牌网站的访问次数。', '品牌網站的造訪次數。'],
    'COUNT',
    'UP',
    'visits',
  ),
);

export const users = native(
  WebDay,
  'users',
  about(
    ['Users', '访客数', '訪客數'],
    [
      'Different visitors as the source counts them; cannot be added up.',
      '由来源统计的去重访客数，不可相加。',
      '由來源統計的去重訪客數，不可相加。',
    ],
    'PEOPLE',
    'UP',
    'visitors',
    'UV',
  ),
);

const siteConversions = sum(WebDay, 'conversions', unnamed('COUNT'));

export const siteConversionRate = ratio(
  siteConversions,
  sessions,
  about(
    ['Site conversion rate', '网站转化率', '網站轉化率'],
    ['Conversions for each visit.', '每次访问带来的转化。', '每次造訪帶來的轉化。'],
    'PERCENT',
    'UP',
    'CVR',
    '转化率',
    '轉化率',
  ),
);
