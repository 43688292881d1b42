import { type Analyst, money, of, per, table } from './analyst';

const search = table('search_day');
const visits = table('web_day');
const mails = table('email_send');
const SITE = `scope = 'property'`;
const NAMED = `scope = 'query'`;

const gap = (column: string) => `(${search(`sum(${column})`, SITE)} - ${search(`sum(${column})`, NAMED)})`;
const delivered = mails('sum(sent) - sum(bounced)');
const siteRevenue = visits(`sum(${money('revenue')})`);
const claimed = mails(`sum(${money('revenue')})`);
const latest = (column: string) => `(SELECT ${column} FROM fact.variant_day WHERE day BETWEEN FROM_DAY AND TO_DAY AND metric = 'bought'
  AND variant = 'short' AND ${column} IS NOT NULL ORDER BY day DESC LIMIT 1)`;

/** Search, the site, e-mail and experiments. */
export const SITES: Readonly<Record<string, Analyst>> = {
  searchClicks: of(search('sum(clicks)', SITE)),
  searchImpressions: of(search('sum(impressions)', SITE)),
  searchCtr: per(search('sum(clicks)', SITE), search('sum(impressions)', SITE)),
  searchPosition: per(search('sum(position_sum_micros) / 1e6', SITE), search('sum(impressions)', SITE)),
  searchClicksAnonymous: of(gap('clicks')),
  searchImpressionsAnonymous: of(gap('impressions')),
  searchAnonymousRate: per(gap('clicks'), search('sum(clicks)', SITE)),
  searchPositionBest: of(search('min(round(position_sum_micros / nullif(impressions, 0)::numeric)) / 1e6', NAMED)),
  sessions: of(visits('sum(sessions)')),
  users: of(visits('max(users)'), 'solo'),
  pageViews: of(visits('sum(page_views)')),
  pagesPerSession: per(visits('sum(page_views)'), visits('sum(sessions)')),
  bounceRate: per(visits('sum(bounces)'), visits('sum(sessions)')),
  visitTimeAverage: per(visits('sum(visit_seconds)'), visits('sum(sessions)')),
  siteConversions: of(visits('sum(conversions)')),
  siteConversionRate: per(visits('sum(conversions)'), visits('sum(sessions)')),
  siteRevenue: of(siteRevenue),
  siteRevenuePerSession: per(siteRevenue, visits('sum(sessions)')),
  emailsSent: of(mails('sum(sent)')),
  emailsDelivered: of(delivered),
  emailBounceRate: per(mails('sum(bounced)'), mails('sum(sent)')),
  emailOpens: of(mails('sum(opens)')),
  emailClicks: of(mails('sum(clicks)')),
  emailOpenRate: per(mails('sum(opens)'), delivered),
  emailClickRate: per(mails('sum(clicks)'), delivered),
  emailClickToOpenRate: per(mails('sum(clicks)'), mails('sum(opens)')),
  emailUnsubscribeRate: per(mails('sum(unsubscribed)'), delivered),
  emailComplaintRate: per(mails('sum(complaints)'), delivered),
  emailOrdersClaimed: of(mails('sum(orders)')),
  emailRevenueClaimed: of(claimed),
  revenuePerEmailClaimed: per(claimed, delivered),
  variantUsers: of(latest('users'), 'variant'),
  outcomePerUser: of(`${latest('sum_micros')} / 1e6 / ${latest('users')}`, 'variant'),
  outcomeRatio: per(latest('sum_micros'), latest('denominator_micros'), 'variant'),
};
