import type { Asker, Dimension } from './question';
import { noneLabel } from './warning-text';

type Names = readonly [en: string, zhHans: string, zhHant: string];

/** The keys that the hub itself gives; everything else is named by its source. */
const NAMES: Partial<Record<Dimension, Readonly<Record<string, Names>>>> = {
  CHANNEL: {
    paid_search: ['Paid search', '付费搜索', '付費搜尋'],
    paid_shopping: ['Paid shopping', '购物广告', '購物廣告'],
    paid_social: ['Paid social', '付费社交', '付費社群'],
    paid_video: ['Paid video', '视频广告', '影音廣告'],
    paid_display: ['Paid display', '展示广告', '多媒體廣告'],
    paid_performance_max: ['Performance Max', '效果最大化广告', '最高成效廣告'],
    paid_app: ['Paid app', '应用广告', '應用程式廣告'],
    paid_travel: ['Paid travel', '旅行广告', '旅遊廣告'],
    paid_other: ['Other paid', '其他付费', '其他付費'],
    organic_search: ['Organic search', '自然搜索', '自然搜尋'],
    organic_social: ['Organic social', '自然社交', '自然社群'],
    social: ['Social media', '社交媒体', '社群媒體'],
    news: ['News and blogs', '新闻与博客', '新聞與部落格'],
    email: ['E-mail', '电子邮件', '電子郵件'],
    sms: ['SMS', '短信', '簡訊'],
    affiliate: ['Affiliate', '联盟营销', '聯盟行銷'],
    referral: ['Referral', '引荐', '參照連結'],
    creator: ['Creators', '达人', '網紅'],
    livestream: ['Livestream', '直播', '直播'],
    direct: ['Direct', '直接访问', '直接造訪'],
    other: ['Other', '其他', '其他'],
  },
  PLATFORM: {
    'google-ads': ['Google Ads', 'Google Ads', 'Google Ads'],
    'meta-ads': ['Meta Ads', 'Meta 广告', 'Meta 廣告'],
    google: ['Google', '谷歌', 'Google'],
    mastodon: ['Mastodon', 'Mastodon', 'Mastodon'],
    wechat: ['WeChat', '微信公众号', '微信公眾號'],
    'wechat-channels': ['WeChat Channels', '视频号', '視頻號'],
    weibo: ['Weibo', '微博', '微博'],
    douyin: ['Douyin', '抖音', '抖音'],
    web: ['Web', '网页', '網頁'],
    'ocean-engine': ['Ocean Engine', '巨量引擎', '巨量引擎'],
    'tiktok-ads': ['TikTok Ads', 'TikTok 广告', 'TikTok 廣告'],
    tiktok: ['TikTok', 'TikTok', 'TikTok'],
    xiaohongshu: ['Xiaohongshu', '小红书', '小紅書'],
    youtube: ['YouTube', 'YouTube', 'YouTube'],
    reddit: ['Reddit', 'Reddit', 'Reddit'],
    bluesky: ['Bluesky', 'Bluesky', 'Bluesky'],
    'hacker-news': ['Hacker News', 'Hacker News', 'Hacker News'],
  },
  SENTIMENT: {
    positive: ['Positive', '正面', '正面'],
    neutral: ['Neutral', '中性', '中性'],
    negative: ['Negative', '负面', '負面'],
  },
  TOPIC: {
    price: ['Price', '价格', '價格'],
    delivery: ['Delivery', '物流', '物流'],
    service: ['Service', '服务', '服務'],
    safety: ['Safety', '安全', '安全'],
    authenticity: ['Authenticity', '真伪', '真偽'],
    quality: ['Quality', '质量', '品質'],
    design: ['Design', '设计', '設計'],
    availability: ['Availability', '供货', '供貨'],
  },
  WRITTEN: {
    en: ['English', '英文', '英文'],
    'zh-hans': ['Simplified Chinese', '简体中文', '簡體中文'],
    'zh-hant': ['Traditional Chinese', '繁体中文', '繁體中文'],
    mixed: ['Chinese and English', '中英混合', '中英混合'],
    other: ['Other', '其他', '其他'],
  },
  JUDGED_BY: {
    human: ['A person', '人工', '人工'],
    source: ['The source', '来源', '來源'],
  },
  SPAM: {
    ok: ['No spam', '非垃圾信息', '非垃圾訊息'],
    spam: ['Spam', '垃圾信息', '垃圾訊息'],
  },
  SEGMENT: {
    new: ['New customers', '新客户', '新客戶'],
    returning: ['Returning customers', '老客户', '舊客戶'],
  },
  DEVICE: {
    desktop: ['Desktop', '桌面', '桌機'],
    mobile: ['Mobile', '手机', '手機'],
    tablet: ['Tablet', '平板', '平板'],
    tv: ['Connected TV', '联网电视', '連網電視'],
    other: ['Other', '其他', '其他'],
  },
  INITIATIVE: {
    creator: ['Creators', '达人合作', '網紅合作'],
    livestream: ['Livestream', '直播', '直播'],
  },
  SPLIT: {
    keyword: ['Keyword', '关键词', '關鍵字'],
    search_term: ['Search term', '搜索词', '搜尋字詞'],
    creative: ['Creative', '素材', '素材'],
    region: ['Region', '地区', '地區'],
    placement: ['Placement', '版位', '版位'],
    age: ['Age', '年龄', '年齡'],
    gender: ['Gender', '性别', '性別'],
    conversion_action: ['Conversion action', '转化操作', '轉換動作'],
  },
  TIER: {
    nano: ['Nano', '素人', '素人'],
    micro: ['Micro', '尾部达人', '微型網紅'],
    mid: ['Mid-tier', '腰部达人', '中型網紅'],
    macro: ['Macro', '头部达人', '大型網紅'],
    mega: ['Mega', '超头部达人', '頂級網紅'],
  },
  RELATION: {
    own: ['Own', '自有', '自有'],
    paid: ['Paid', '付费合作', '付費合作'],
    earned: ['Earned', '自发', '自發'],
  },
  FORMAT: {
    post: ['Post', '帖子', '貼文'],
    comment: ['Comment', '评论', '留言'],
    video: ['Video', '视频', '影片'],
    note: ['Note', '笔记', '筆記'],
    article: ['Article', '文章', '文章'],
    image: ['Image', '图文', '圖文'],
    live_slice: ['Live clip', '直播切片', '直播切片'],
  },
  ENGINE: {
    chatgpt: ['ChatGPT', 'ChatGPT', 'ChatGPT'],
    gemini: ['Gemini', 'Gemini', 'Gemini'],
    perplexity: ['Perplexity', 'Perplexity', 'Perplexity'],
    copilot: ['Copilot', 'Copilot', 'Copilot'],
    deepseek: ['DeepSeek', 'DeepSeek', 'DeepSeek'],
    kimi: ['Kimi', 'Kimi', 'Kimi'],
    doubao: ['Doubao', '豆包', '豆包'],
  },
  LANGUAGE: {
    en: ['English', '英文', '英文'],
    zh: ['Chinese', '中文', '中文'],
    ja: ['Japanese', '日文', '日文'],
    other: ['Other', '其他', '其他'],
  },
};

/** The names of countries in the languages of askers, as Unicode's CLDR has them. */
const COUNTRIES: Readonly<Record<Asker['locale'], Intl.DisplayNames>> = {
  EN: countriesIn('en'),
  ZH_HANS: countriesIn('zh-Hans'),
  ZH_HANT: countriesIn('zh-Hant'),
};

/** What people call a key of a dimension, in the asker's language: `stored` is the name of the row that it links to, where it links to one. */
export function labelOf(dimension: Dimension, key: string, stored: string | undefined, locale: Asker['locale']): string {
  if (key === '') return noneLabel(locale);
  if (dimension === 'REGION' && /^[A-Z]{2}$/.test(key)) return COUNTRIES[locale].of(key) ?? key;
  const names = NAMES[dimension]?.[key.toLowerCase()];
  return names?.[{ EN: 0, ZH_HANS: 1, ZH_HANT: 2 }[locale]] ?? (stored || key);
}

function countriesIn(language: string): Intl.DisplayNames {
  return new Intl.DisplayNames(language, { type: 'region', fallback: 'none' });
}
