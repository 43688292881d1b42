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
    'traffic',
    '会话',
    '工作階段',
    '流量',
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

export const pageViews = sum(
  WebDay,
  'pageViews',
  about(
    ['Page views', '页面浏览量', '網頁瀏覽量'],
    ["Pages of the brand's site that were seen.", '品牌网站页面被浏览的次数。', '品牌網站頁面被瀏覽的次數。'],
    'COUNT',
    'UP',
    'PV',
  ),
);

export const pagesPerSession = ratio(
  pageViews,
  sessions,
  about(
    ['Pages per session', '平均访问页数', '平均造訪頁數'],
    ['Pages seen in each visit.', '每次访问浏览的页面数。', '每次造訪瀏覽的頁面數。'],
    'RATIO',
    'UP',
    'visit depth',
  ),
);

const bounces = sum(WebDay, 'bounces', unnamed('COUNT'));

export const bounceRate = ratio(
  bounces,
  sessions,
  about(
    ['Bounce rate', '跳出率', '跳出率'],
    [
      'The share of visits that saw one page, or were not engaged, as the source counts them.',
      '只浏览一页或无互动的访问所占比例，以来源口径为准。',
      '只瀏覽一頁或無互動的造訪所占比例，以來源口徑為準。',
    ],
    'PERCENT',
    'DOWN',
  ),
);

const visitTime = sum(WebDay, 'visitSeconds', unnamed('SECONDS'));

export const visitTimeAverage = ratio(
  visitTime,
  sessions,
  about(
    ['Average visit time', '平均访问时长', '平均造訪時間'],
    ['Seconds spent on the site in each visit.', '每次访问停留的秒数。', '每次造訪停留的秒數。'],
    'SECONDS',
    'UP',
    'time on site',
    '停留时长',
    '停留時間',
  ),
);

export const siteConversions = sum(
  WebDay,
  'conversions',
  about(
    ['Site conversions', '网站转化', '網站轉化'],
    ['Conversions on the site as its analytics count them.', '网站分析工具统计的转化次数。', '網站分析工具統計的轉化次數。'],
    'COUNT',
    'UP',
    'goal completions',
  ),
);

export const siteConversionRate = ratio(
  siteConversions,
  sessions,
  about(
    ['Site conversion rate', '网站转化率', '網站轉化率'],
    ['Conversions for each visit.', '每次访问带来的转化。', '每次造訪帶來的轉化。'],
    'PERCENT',
    'UP',
    'CVR',
    'site_cvr',
    '转化率',
    '轉化率',
  ),
);

export const siteRevenue = sum(
  WebDay,
  'revenue',
  about(
    ['Site revenue (analytics)', '网站收入（统计）', '網站收入（統計）'],
    [
      "Revenue as the site's analytics see it; orders themselves say more exactly what was paid.",
      '网站分析工具记录的收入；实付金额以订单为准。',
      '網站分析工具記錄的收入；實付金額以訂單為準。',
    ],
    'MONEY',
  ),
);

export const siteRevenuePerSession = ratio(
  siteRevenue,
  sessions,
  about(
    ['Revenue per session', '单次访问价值', '單次造訪價值'],
    ["Revenue in the site's analytics for each visit.", '网站分析工具记录的每次访问收入。', '網站分析工具記錄的每次造訪收入。'],
    'MONEY',
    'UP',
    'session value',
  ),
);
