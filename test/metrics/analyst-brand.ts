import { type Analyst, money, of, per, table } from './analyst';

const mentions = table('mention');
const days = table('social_day');
const answers = table('survey_answer');
const ACME = `brand_id = (SELECT id FROM hub.brand WHERE key = 'acme')`;

const market = table('market_day');
const ofSearch = `${market('sum(searches_micros)', ACME)}::numeric / ${market('sum(searches_micros)')}`;
const ofMarket = `${market(`sum(${money('sales')})`, ACME)} / ${market(`sum(${money('sales')})`)}`;

const all = 'count(*)';
const sided = (...sentiments: string[]) => mentions(all, `sentiment IN (${sentiments.map((each) => `'${each}'`).join(', ')})`);
const net = `(${sided('positive')} - ${sided('negative')})`;
const ofAcme = (expression: string) => mentions(expression, ACME);
const newest = (
  where = '',
) => `(SELECT sum(followers) FROM (SELECT DISTINCT ON (source_id, brand_id, platform, account) followers FROM fact.social_day
  WHERE day BETWEEN FROM_DAY AND TO_DAY AND followers IS NOT NULL ${where} ORDER BY source_id, brand_id, platform, account, day DESC) newest)`;

const asked = (question: string) => `question = '${question}' AND score_micros IS NOT NULL`;
const weight = (question: string, scores = '', brand = '') =>
  answers(
    'coalesce(sum(weight_micros), 0)',
    `${asked(question)}${scores && ` AND score_micros / 1e6 ${scores}`}${brand && ` AND ${brand}`}`,
  );
const top = (question: string, least: number, brand = '') =>
  `${weight(question, `>= ${least}`, brand)}::numeric / ${weight(question, '', brand)}`;
const netOf = (question: string, up: number, down: number, brand = '') =>
  `100 * (${weight(question, `>= ${up}`, brand)} - ${weight(question, `< ${down}`, brand)})::numeric / ${weight(question, '', brand)}`;

const acmeSided = (...sentiments: string[]) =>
  mentions(all, `${ACME} AND sentiment IN (${sentiments.map((each) => `'${each}'`).join(', ')})`);
const acmeNet = `(${acmeSided('positive')} - ${acmeSided('negative')})::numeric`;

/** Mentions, sentiment, the brand's own accounts, surveys, and the index made of them. */
export const BRAND: Readonly<Record<string, Analyst>> = {
  mentions: of(mentions(all)),
  mentionViews: of(mentions('sum(views)')),
  mentionEngagements: of(mentions('sum(engagements)')),
  mentionAuthors: of(mentions('count(DISTINCT author)')),
  mentionsUnique: of(mentions('count(DISTINCT cluster)')),
  brandSearches: of(market('sum(searches_micros) / 1e6')),
  shareOfSearch: of(ofSearch, 'acme'),
  marketSales: of(market(`sum(${money('sales')})`)),
  marketShare: of(ofMarket, 'acme'),
  marketBuyers: of(market('max(buyers)'), 'solo'),
  marketPopulation: of(market('max(population)'), 'solo'),
  penetration: per(market('max(buyers)'), market('max(population)'), 'solo'),
  excessShareOfVoice: of(`100 * (${ofAcme(all)}::numeric / ${mentions(all)} - ${ofMarket})`, 'acme'),
  excessShareOfSearch: of(`100 * (${ofSearch} - ${ofMarket})`, 'acme'),
  mentionRate: per(ofAcme(all), mentions('count(DISTINCT (source_id, post))'), 'acme'),
  shareOfVoice: per(ofAcme(all), mentions(all), 'acme'),
  shareOfVoiceViews: per(ofAcme('sum(views)'), mentions('sum(views)'), 'acme'),
  shareOfVoiceEngagements: per(ofAcme('sum(engagements)'), mentions('sum(engagements)'), 'acme'),
  mentionsPositive: of(sided('positive')),
  mentionsNeutral: of(sided('neutral')),
  mentionsNegative: of(sided('negative')),
  netSentiment: per(net, sided('positive', 'neutral', 'negative')),
  polarSentiment: per(net, sided('positive', 'negative')),
  positiveSentimentRate: per(sided('positive'), sided('positive', 'negative')),
  negativeSentimentRate: per(sided('negative'), sided('positive', 'neutral', 'negative')),
  followers: of(newest()),
  followersGained: of(days('sum(followers_gained)')),
  followersLost: of(days('sum(followers_lost)')),
  followersNetGain: of(days('sum(followers_gained) - sum(followers_lost)')),
  socialPosts: of(days('sum(posts)')),
  socialImpressions: of(days('sum(impressions)')),
  socialViews: of(days('sum(views)')),
  engagements: of(days('sum(engagements)')),
  engagementRate: per(days('sum(engagements)'), days('sum(impressions)')),
  engagementRateViews: per(days('sum(engagements)'), days('sum(views)')),
  engagementRateFollowers: per(days('sum(engagements)'), newest()),
  engagementsPerPost: per(days('sum(engagements)'), days('sum(posts)')),
  nps: of(netOf('nps', 9, 7)),
  csat: of(top('csat', 4)),
  awarenessAided: of(top('aware_aided', 1)),
  awarenessUnaided: of(top('aware_unaided', 1)),
  adAwareness: of(top('aware_ad', 1)),
  consideration: of(top('consider', 1)),
  purchaseIntent: of(top('purchase_intent', 4)),
  favourabilityNet: of(netOf('favourability', 4, 3)),
  recommendNet: of(netOf('recommend', 4, 3)),
  repurchaseIntent: of(top('repurchase', 4)),
  customerEffort: of(answers('sum(weight_micros::numeric * score_micros / 1e6) / sum(weight_micros)', asked('ces'))),
  brandHealth: of(
    `0.25 * 100 * ${top('aware_aided', 1, ACME)} + 0.20 * 50 * (1 + ${acmeNet} / ${acmeSided('positive', 'negative')})
     + 0.15 * 50 * (1 + ${acmeNet} / ${acmeSided('positive', 'neutral', 'negative')}) + 0.15 * 100 * ${ofAcme(all)}::numeric / ${mentions(all)}
     + 0.25 * (100 + ${netOf('nps', 9, 7, ACME)}) / 2`,
    'acme',
  ),
};
