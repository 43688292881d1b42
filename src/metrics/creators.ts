import { CreatorPost } from '../../entities/facts/CreatorPost';
import { about, unnamed } from './about';
import { count, ratio, sum, told, total } from './kinds';
import type { About, Metric } from './metric';

type Told = 'views' | 'followers' | 'cost';

export const creatorPosts = count(
  CreatorPost,
  about(
    ['Creator posts', '达人内容数', '達人內容數'],
    ['Posts of creators and of the own accounts about the brand.', '达人及自有账号发布的品牌内容数。', '達人及自有帳號發布的品牌內容數。'],
    'COUNT',
    'UP',
    'KOL posts',
    'influencer posts',
    '种草笔记',
    '種草筆記',
  ),
);

export const creatorImpressions = sum(
  CreatorPost,
  'impressions',
  about(
    ['Creator impressions', '达人内容曝光', '達人內容曝光'],
    ['How often the posts of creators were shown.', '达人内容的曝光次数。', '達人內容的曝光次數。'],
    'COUNT',
    'UP',
    'KOL impressions',
  ),
);

export const creatorViews = sum(
  CreatorPost,
  'views',
  about(
    ['Creator views', '达人内容播放量', '達人內容觀看數'],
    ['How often the posts of creators were played or read.', '达人内容被播放或阅读的次数。', '達人內容被觀看或閱讀的次數。'],
    'COUNT',
    'UP',
    'KOL views',
    '播放量',
    '阅读量',
    '閱讀量',
  ),
);

export const creatorClicks = sum(
  CreatorPost,
  'clicks',
  about(
    ['Creator clicks', '达人内容点击', '達人內容點擊'],
    ['Clicks on the links of creators’ posts.', '达人内容中链接的点击次数。', '達人內容中連結的點擊次數。'],
    'COUNT',
    'UP',
    'KOL clicks',
  ),
);

export const creatorEngagements = engagementsOf(
  [],
  about(
    ['Creator engagements', '达人内容互动量', '達人內容互動量'],
    [
      'Likes, comments, shares and saves of posts, each as far as it is told; posts that hide their likes are left out.',
      '点赞、评论、分享与收藏之和，以平台提供为准；隐藏点赞数的内容不计。',
      '按讚、留言、分享與收藏之和，以平台提供為準；隱藏按讚數的內容不計。',
    ],
    'COUNT',
    'UP',
    'KOL engagements',
    '赞藏评',
    '讚藏評',
  ),
);

export const creatorEngagementRateViews = ratio(
  engagementsOf(['views']),
  sum(CreatorPost, 'views', unnamed('COUNT'), told('likes')),
  about(
    ['Creator engagement rate (views)', '达人互动率（播放）', '達人互動率（觀看）'],
    [
      'Engagements for each view, over the posts whose likes and views are both told.',
      '互动量除以播放量，仅含点赞与播放均有数据的内容。',
      '互動量除以觀看數，僅含按讚與觀看均有資料的內容。',
    ],
    'PERCENT',
    'UP',
    'er_views',
    'KOL engagement rate',
    '互动率',
    '互動率',
  ),
);

export const creatorEngagementRateFollowers = ratio(
  engagementsOf(['followers']),
  sum(CreatorPost, 'followers', unnamed('PEOPLE'), told('likes')),
  about(
    ['Creator engagement rate (followers)', '达人互动率（粉丝）', '達人互動率（粉絲）'],
    [
      'Engagements for each follower that a post went out to, over the posts whose likes and followers are both told.',
      '互动量除以发布时粉丝数，仅含点赞与粉丝数均有数据的内容。',
      '互動量除以發布時粉絲數，僅含按讚與粉絲數均有資料的內容。',
    ],
    'PERCENT',
    'UP',
    'er_followers',
    'KOL engagement rate',
    '互动率',
    '互動率',
  ),
);

/** Engagements of the posts that tell their likes and some more. Not every platform has saves: what there is none of is missing without harm. */
export function engagementsOf(also: readonly Told[], described: About = unnamed('COUNT')): Metric {
  const part = (property: 'likes' | 'comments' | 'shares' | 'saves') =>
    sum(CreatorPost, property, unnamed('COUNT'), told(...(property === 'likes' ? [] : ['likes']), ...also));
  return total(part('likes'), [part('comments'), part('shares'), part('saves')], described, true);
}
