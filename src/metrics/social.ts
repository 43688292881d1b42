import { SocialDay } from '../../entities/facts/SocialDay';
import { about } from './about';
import { last, ratio, sum } from './kinds';

export const followers = last(
  SocialDay,
  'followers',
  about(
    ['Followers', '粉丝数', '粉絲數'],
    [
      "Followers of the brand's accounts on the last day that each account is known for.",
      '品牌各账号最近一日的粉丝数之和。',
      '品牌各帳號最近一日的粉絲數之和。',
    ],
    'PEOPLE',
    'UP',
    'fans',
  ),
);

export const socialImpressions = sum(
  SocialDay,
  'impressions',
  about(
    ['Social impressions', '社媒曝光', '社群曝光'],
    ["Views of the brand's own posts.", '品牌自有内容的曝光次数。', '品牌自有內容的曝光次數。'],
    'COUNT',
  ),
);

export const engagements = sum(
  SocialDay,
  'engagements',
  about(
    ['Engagements', '互动量', '互動量'],
    ["Reactions, comments and shares on the brand's own posts.", '品牌自有内容的点赞、评论与分享。', '品牌自有內容的按讚、留言與分享。'],
    'COUNT',
  ),
);

export const engagementRate = ratio(
  engagements,
  socialImpressions,
  about(
    ['Engagement rate', '互动率', '互動率'],
    ['Engagements for each view.', '每次曝光带来的互动。', '每次曝光帶來的互動。'],
    'PERCENT',
    'UP',
    'ER',
  ),
);
