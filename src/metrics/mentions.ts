import { Mention } from '../../entities/facts/Mention';
import { about, unnamed } from './about';
import { count, distinct, partOf, people, share, sum } from './kinds';

export const mentions = count(
  Mention,
  about(
    ['Mentions', '提及量', '提及量'],
    ['Posts and articles that name the brand.', '提到品牌的帖子与文章数。', '提到品牌的帖子與文章數。'],
    'COUNT',
    'UP',
    'buzz',
    'volume',
    '声量',
    '聲量',
    '品牌提及量',
  ),
);

export const mentionViews = sum(
  Mention,
  'views',
  about(
    ['Mention views', '提及曝光量', '提及曝光量'],
    [
      'How often mentions were seen, as far as their platforms tell.',
      '提及内容被浏览的次数，仅含平台提供数据的部分。',
      '提及內容被瀏覽的次數，僅含平台提供資料的部分。',
    ],
    'COUNT',
    'UP',
    'reach of mentions',
  ),
);

export const mentionEngagements = sum(
  Mention,
  'engagements',
  about(
    ['Mention engagements', '提及互动量', '提及互動量'],
    ['Reactions, comments and shares on mentions.', '提及内容获得的点赞、评论与分享。', '提及內容獲得的按讚、留言與分享。'],
    'COUNT',
  ),
);

export const mentionAuthors = people(
  Mention,
  'author',
  about(
    ['Mention authors', '提及作者数', '提及作者數'],
    [
      'Different authors who named the brand; one who does so on two days is one.',
      '提到品牌的不同作者数，多日提及只计一次。',
      '提到品牌的不同作者數，多日提及只計一次。',
    ],
    'PEOPLE',
  ),
);

export const mentionsUnique = people(
  Mention,
  'cluster',
  about(
    ['Mentions without copies', '去重提及量', '去重提及量'],
    [
      'Mentions with reposts and near copies of one text counted once, whatever the platform and the day.',
      '提及数，同一内容的转发与近似复制只计一次，跨平台、跨日亦然。',
      '提及數，同一內容的轉發與近似複製只計一次，跨平台、跨日亦然。',
    ],
    'COUNT',
    'UP',
    'syndicated once',
    'stories',
    '去重声量',
    '去重聲量',
  ),
);

const posts = distinct(Mention, ['sourceId', 'post'], unnamed('COUNT'));

export const mentionRate = partOf(
  mentions,
  posts,
  'BRAND',
  about(
    ['Mention rate', '提及率', '提及率'],
    [
      'The share of the posts about any tracked brand that name this one; a post may name several.',
      '提及任一跟踪品牌的内容中，提到本品牌的比例；一篇内容可提到多个品牌。',
      '提及任一追蹤品牌的內容中，提到本品牌的比例；一篇內容可提到多個品牌。',
    ],
    'PERCENT',
    'UP',
    'brand mention rate',
    '品牌提及率',
  ),
);

export const shareOfVoice = share(
  mentions,
  'BRAND',
  about(
    ['Share of voice', '声量份额', '聲量份額'],
    ['The part of the mentions of all tracked brands.', '占全部跟踪品牌提及量的份额。', '占全部追蹤品牌提及量的份額。'],
    'PERCENT',
    'UP',
    'SOV',
    'sov_mentions',
    '声量占比',
    '聲量占比',
  ),
);

export const shareOfVoiceViews = share(
  mentionViews,
  'BRAND',
  about(
    ['Share of voice (views)', '声量份额（曝光）', '聲量份額（曝光）'],
    [
      'The part of the views of mentions of all tracked brands, as far as platforms tell them.',
      '占全部跟踪品牌提及曝光量的份额，仅含平台提供数据的部分。',
      '占全部追蹤品牌提及曝光量的份額，僅含平台提供資料的部分。',
    ],
    'PERCENT',
    'UP',
    'sov_reach',
    'weighted share of voice',
  ),
);

export const shareOfVoiceEngagements = share(
  mentionEngagements,
  'BRAND',
  about(
    ['Share of voice (engagements)', '声量份额（互动）', '聲量份額（互動）'],
    [
      'The part of the engagements with mentions of all tracked brands.',
      '占全部跟踪品牌提及互动量的份额。',
      '占全部追蹤品牌提及互動量的份額。',
    ],
    'PERCENT',
    'UP',
    'share of engagement',
  ),
);
