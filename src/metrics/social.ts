import { SocialDay } from '../../entities/facts/SocialDay';
import { about } from './about';
import { difference, last, ratio, sum } from './kinds';

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
    '关注数',
    '追蹤數',
  ),
);

export const followersGained = sum(
  SocialDay,
  'followersGained',
  about(
    ['Followers gained', '新增粉丝', '新增粉絲'],
    ["Who began to follow the brand's accounts.", '新关注品牌账号的人次。', '新追蹤品牌帳號的人次。'],
    'COUNT',
    'UP',
    'new followers',
    '涨粉',
    '漲粉',
  ),
);

export const followersLost = sum(
  SocialDay,
  'followersLost',
  about(
    ['Followers lost', '取关粉丝', '取消追蹤'],
    ["Who ceased to follow the brand's accounts.", '取消关注品牌账号的人次。', '取消追蹤品牌帳號的人次。'],
    'COUNT',
    'DOWN',
    'unfollows',
    '掉粉',
  ),
);

export const followersNetGain = difference(
  followersGained,
  [followersLost],
  about(
    ['Followers net gain', '净增粉丝', '淨增粉絲'],
    ['Followers gained less followers lost.', '新增粉丝减去取关粉丝。', '新增粉絲減去取消追蹤。'],
    'COUNT',
    'UP',
    '净增关注',
    '淨增追蹤',
  ),
);

export const socialPosts = sum(
  SocialDay,
  'posts',
  about(
    ['Posts', '发布数', '發布數'],
    ["Posts of the brand's own accounts.", '品牌自有账号发布的内容数。', '品牌自有帳號發布的內容數。'],
    'COUNT',
    'UP',
    '发文量',
    '發文量',
  ),
);

export const socialImpressions = sum(
  SocialDay,
  'impressions',
  about(
    ['Social impressions', '社媒曝光', '社群曝光'],
    ["How often the brand's own posts were shown.", '品牌自有内容的曝光次数。', '品牌自有內容的曝光次數。'],
    'COUNT',
  ),
);

export const socialViews = sum(
  SocialDay,
  'views',
  about(
    ['Social views', '社媒播放量', '社群觀看數'],
    [
      "Plays of the brand's own videos, reads of its own articles.",
      '品牌自有视频的播放与文章的阅读次数。',
      '品牌自有影片的播放與文章的閱讀次數。',
    ],
    'COUNT',
    'UP',
    'plays',
    'reads',
    '阅读量',
    '閱讀量',
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
    ['Engagements for each impression of own posts.', '自有内容每次曝光带来的互动。', '自有內容每次曝光帶來的互動。'],
    'PERCENT',
    'UP',
    'ER',
    'er_impressions',
  ),
);

export const engagementRateViews = ratio(
  engagements,
  socialViews,
  about(
    ['Engagement rate (views)', '互动率（播放）', '互動率（觀看）'],
    ['Engagements for each view of own posts.', '自有内容每次播放或阅读带来的互动。', '自有內容每次觀看或閱讀帶來的互動。'],
    'PERCENT',
    'UP',
    'er_views',
  ),
);

export const engagementRateFollowers = ratio(
  engagements,
  followers,
  about(
    ['Engagement rate (followers)', '互动率（粉丝）', '互動率（粉絲）'],
    ["Engagements for each follower of the brand's own accounts at the end.", '互动量除以期末粉丝数。', '互動量除以期末粉絲數。'],
    'PERCENT',
    'UP',
    'er_followers',
  ),
);

export const engagementsPerPost = ratio(
  engagements,
  socialPosts,
  about(
    ['Engagements per post', '篇均互动', '篇均互動'],
    ["Engagements for each post of the brand's own accounts.", '每篇自有内容的互动量。', '每篇自有內容的互動量。'],
    'RATIO',
  ),
);
