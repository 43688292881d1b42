const PAID = /^(cpc|ppc|paid.*|sem|cpm|display|retargeting)$/;
const SEARCH = /google|bing|baidu|yahoo|duckduckgo|sogou|so\.com|yandex/;
const SOCIAL =
  /facebook|instagram|^ig$|^fb$|meta|tiktok|douyin|xiaohongshu|weibo|wechat|twitter|^x$|linkedin|pinterest|reddit|youtube|mastodon|bluesky/;

/**
 * The channel that brought a visit, from its campaign parameters: `paid_search`, `paid_social`, `paid_shopping`,
 * `paid_display`, `email`, `sms`, `affiliate`, `referral`, `organic_search`, `organic_social`, `direct`, or `other` when they fit none.
 */
export function channelOfVisit(source: string | null | undefined, medium: string | null | undefined): string {
  const from = (source ?? '').toLowerCase();
  const by = (medium ?? '').toLowerCase();
  if (from === '' && by === '') return 'direct';
  if (by.includes('shopping')) return 'paid_shopping';
  if (PAID.test(by)) return by.includes('social') || SOCIAL.test(from) ? 'paid_social' : SEARCH.test(from) ? 'paid_search' : 'paid_display';
  if (/e-?mail|newsletter|edm/.test(`${by} ${from}`)) return 'email';
  if (by === 'sms') return 'sms';
  if (by.startsWith('affiliate')) return 'affiliate';
  if (by === 'social' || SOCIAL.test(from)) return 'organic_social';
  if (by === 'organic' || SEARCH.test(from)) return 'organic_search';
  return by === 'referral' ? 'referral' : 'other';
}
