import { SearchDay } from '../../entities/facts/SearchDay';
import { about, unnamed } from './about';
import { ratio, sum } from './kinds';

export const searchClicks = sum(
  SearchDay,
  'clicks',
  about(
    ['Search clicks', '搜索点击', '搜尋點擊'],
    ['Clicks from organic search results.', '来自自然搜索结果的点击。', '來自自然搜尋結果的點擊。'],
    'COUNT',
    'UP',
    'SEO',
    'GSC',
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
  ),
);

export const searchCtr = ratio(
  searchClicks,
  searchImpressions,
  about(
    ['Search click-through rate', '搜索点击率', '搜尋點擊率'],
    ['The share of appearances that were clicked.', '搜索曝光中被点击的比例。', '搜尋曝光中被點擊的比例。'],
    'PERCENT',
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
  ),
);
