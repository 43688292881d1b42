import { type Analyst, money, of, per, table } from './analyst';

const credits = table('order_credit');
const spend = table('ad_day')(`sum(${money('spend')})`);
const credited = credits('sum(conversions_micros) / 1e6');
const revenue = credits(`sum(${money('revenue')})`);

const months = table('customer_month');
const repeat = (days: number) =>
  per(months('count(*)', `observed_days >= ${days} AND days_to_second <= ${days}`), months('count(*)', `observed_days >= ${days}`));
const january = (where: string) => months('count(*)', `cohort = '2026-01' AND ${where}`);

const runs = table('answer_run');
const acme = (expression: string, where = 'true') =>
  runs(expression, `brand_id = (SELECT id FROM hub.brand WHERE key = 'acme') AND ${where}`);
const asked = acme('count(*)', 'named IS NOT NULL');

const lines = table('order_line');
const margin = lines(`sum(${money('revenue')}) - sum(${money('goods_cost')})`, 'goods_cost_micros IS NOT NULL');
const cost = lines(`sum(${money('goods_cost')})`);

/** What follows from orders: credits, cohorts and margins; and what answer engines say. */
export const FOLLOW_UPS: Readonly<Record<string, Analyst>> = {
  conversionsAttributed: of(credited),
  revenueAttributed: of(revenue),
  roasAttributed: per(revenue, spend),
  cpaAttributed: per(spend, credited),
  ordersTouched: of(credits('count(DISTINCT (source_id, order_id))')),
  cohortCustomers: of(months('count(*)', `age = '0'`)),
  repeatRate: repeat(90),
  repeatRate30: repeat(30),
  repeatRate365: repeat(365),
  retainedCustomers: of(january(`age = '1'`), 'cohort'),
  retentionRate: per(january(`age = '1'`), january(`age = '0'`), 'cohort'),
  aiRuns: of(asked, 'acme'),
  aiVisibility: per(acme('sum(named)'), asked, 'acme'),
  aiShareOfVoice: per(acme('sum(named)'), runs('sum(named)'), 'acme'),
  aiPosition: per(acme('sum(place)'), acme('count(place)'), 'acme'),
  aiCitationRate: per(acme('count(*)', 'named IS NOT NULL AND cited IS NOT NULL'), asked, 'acme'),
  goodsCost: of(cost),
  grossMargin: of(margin),
  grossMarginRate: per(margin, lines(`sum(${money('revenue')})`, 'goods_cost_micros IS NOT NULL')),
  roiMargin: of(`(${margin} - ${spend})::numeric / ${spend}`),
};
