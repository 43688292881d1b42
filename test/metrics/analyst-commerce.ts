import { type Analyst, money, of, per, table } from './analyst';

const ads = table('ad_day');
const lines = table('order_line');
const spend = ads(`sum(${money('spend')})`);
const claimedRevenue = ads(`sum(${money('revenue_claimed')})`);
const claimed = ads('sum(conversions_claimed_micros) / 1e6');
const revenue = lines(`sum(${money('revenue')})`);
const gross = lines(`sum(${money('gross')})`);
const refunds = lines(`sum(${money('refunded')})`);
const orders = lines('count(DISTINCT (source_id, order_id))');
const units = lines('sum(quantity)');
const customers = lines('count(DISTINCT customer)');
const newCustomers = lines('count(DISTINCT customer)', `segment = 'new'`);
const returning = lines('count(DISTINCT customer)', `segment = 'returning'`);
const refundedOrders = lines('count(DISTINCT (source_id, order_id))', 'refunded_micros > 0');

const levels = table('ad_level_day');
const keywords = table('ad_split_day');
const split = (expression: string) => keywords(expression, `split = 'keyword'`);
const splitSpend = split(`sum(${money('spend')})`);
const splitRevenue = split(`sum(${money('revenue_claimed')})`);

/** Ads, orders, customers, and what ads gave for their money. */
export const COMMERCE: Readonly<Record<string, Analyst>> = {
  spend: of(spend),
  impressions: of(ads('sum(impressions)')),
  clicks: of(ads('sum(clicks)')),
  conversionsClaimed: of(claimed),
  adReach: of(levels('max(reach)'), 'solo'),
  adFrequency: per(levels('max(impressions)'), levels('max(reach)'), 'solo'),
  revenueClaimed: of(claimedRevenue),
  ctr: per(ads('sum(clicks)'), ads('sum(impressions)')),
  cpc: per(spend, ads('sum(clicks)')),
  cpm: of(`1000 * ${spend} / ${ads('sum(impressions)')}`),
  cpa: per(spend, claimed),
  cvrClick: per(claimed, ads('sum(clicks)')),
  cvrImpression: per(claimed, ads('sum(impressions)')),
  roasClaimed: per(claimedRevenue, spend),
  valuePerConversionClaimed: per(claimedRevenue, claimed),
  acosClaimed: per(spend, claimedRevenue),
  splitSpend: of(splitSpend, 'split'),
  splitImpressions: of(split('sum(impressions)'), 'split'),
  splitClicks: of(split('sum(clicks)'), 'split'),
  splitConversionsClaimed: of(split('sum(conversions_claimed_micros) / 1e6'), 'split'),
  splitRevenueClaimed: of(splitRevenue, 'split'),
  splitCtr: per(split('sum(clicks)'), split('sum(impressions)'), 'split'),
  splitCpc: per(splitSpend, split('sum(clicks)'), 'split'),
  splitRoasClaimed: per(splitRevenue, splitSpend, 'split'),
  revenue: of(revenue),
  revenueGross: of(gross),
  refundedRevenue: of(refunds),
  orderRefundRateAmount: per(refunds, gross),
  orders: of(orders),
  ordersRefunded: of(refundedOrders),
  orderRefundRateCount: per(refundedOrders, orders),
  averageOrderValue: per(revenue, orders),
  unitsSold: of(units),
  unitsPerOrder: per(units, orders),
  averageUnitPrice: per(revenue, units),
  customers: of(customers),
  newCustomers: of(newCustomers),
  returningCustomers: of(returning),
  returningCustomerRate: per(returning, customers),
  newCustomerRate: per(newCustomers, customers),
  ordersPerCustomer: per(orders, customers),
  revenuePerCustomer: per(revenue, customers),
  cac: per(spend, newCustomers),
  mer: per(revenue, spend),
  roi: of(`(${revenue} - ${spend}) / ${spend}`),
  costRatio: per(spend, revenue),
  costPerOrder: per(spend, orders),
  overclaimRatio: per(claimed, orders),
  overclaimRatioRevenue: per(claimedRevenue, revenue),
};
