import { type Analyst, money, of, per, table } from './analyst';

const posts = table('creator_post');
const streams = table('live_session');
const shelf = table('live_product');

const booked = (entry: string) => table('settlement_line')(`sum(${money('amount')})`, `entry = '${entry}'`);
const part = (entry: string) => `coalesce(${booked(entry)}, 0)`;
const agreed = `(${['slot_fee', 'commission', 'sample', 'boost'].map(part).join(' + ')} - ${part('guarantee')})`;
const keptGmv = `(${booked('gmv')} - ${booked('refund')})`;

const engagements = (more: string) =>
  posts(
    'sum(likes + coalesce(comments, 0) + coalesce(shares, 0) + coalesce(saves, 0))',
    `likes IS NOT NULL${more && ` AND ${more} IS NOT NULL`}`,
  );
const both = (expression: string, one: string, other: string) => posts(expression, `${one} IS NOT NULL AND ${other} IS NOT NULL`);
const cost = `sum(${money('cost')})`;
const paid = `sum(${money('gmv_paid')})`;
const back = `sum(${money('refunded')})`;
const bought = (expression: string) => both(expression, 'cost_micros', 'gmv_paid_micros');
const live = (column: string) => streams(`sum(${column})`);
const gmv = (kind: string) => streams(`sum(${money(kind)})`);
const one = (column: string) => streams(`max(${column})`);
const netGmv = `(${gmv('gmv_paid')} - ${gmv('refunded')})`;

/** Creators, livestreams and the products on their shelves. */
export const SELLERS: Readonly<Record<string, Analyst>> = {
  creatorPosts: of(posts('count(*)')),
  creatorImpressions: of(posts('sum(impressions)')),
  creatorViews: of(posts('sum(views)')),
  creatorClicks: of(posts('sum(clicks)')),
  creatorEngagements: of(engagements('')),
  creatorEngagementRateViews: per(engagements('views'), both('sum(views)', 'likes', 'views')),
  creatorEngagementRateFollowers: per(engagements('followers'), both('sum(followers)', 'likes', 'followers')),
  creatorCost: of(posts(cost)),
  creatorCpe: per(both(cost, 'likes', 'cost_micros'), engagements('cost_micros')),
  creatorCpv: per(both(cost, 'views', 'cost_micros'), both('sum(views)', 'views', 'cost_micros')),
  creatorCpm: of(`1000 * ${both(cost, 'impressions', 'cost_micros')} / ${both('sum(impressions)', 'impressions', 'cost_micros')}`),
  creatorOrders: of(posts('sum(orders)')),
  creatorGmvPaid: of(posts(paid)),
  creatorGmvNet: of(posts(`${paid} - ${back}`)),
  creatorRefundRate: per(posts(back), posts(paid)),
  creatorGpm: of(`1000 * ${both(paid, 'views', 'gmv_paid_micros')} / ${both('sum(views)', 'views', 'gmv_paid_micros')}`),
  creatorRoas: per(bought(paid), bought(cost)),
  creatorRoiRevenue: of(`(${bought(paid)} - ${bought(back)} - ${bought(cost)}) / ${bought(cost)}`),
  collaborationGmvPaid: of(booked('gmv')),
  collaborationRefunded: of(booked('refund')),
  collaborationGmvNet: of(keptGmv),
  collaborationSlotFees: of(booked('slot_fee')),
  collaborationCommission: of(booked('commission')),
  collaborationSampleCost: of(booked('sample')),
  collaborationBoostCost: of(booked('boost')),
  collaborationGuarantee: of(booked('guarantee')),
  collaborationGoodsCost: of(booked('goods')),
  collaborationCost: of(agreed),
  collaborationProfit: of(`${keptGmv} - ${booked('goods')} - ${agreed}`),
  collaborationRoas: per(booked('gmv'), agreed),
  collaborationRoi: of(`(${keptGmv} - ${agreed}) / ${agreed}`),
  collaborationRoiNet: of(`(${keptGmv} - ${booked('goods')} - ${agreed}) / ${agreed}`),
  collaborationOpenLines: of(table('settlement_line')('count(*)', "status = 'open'")),
  creatorEarnedMediaValue: of(
    `${posts('sum(impressions)')} * ${table('ad_day')(`sum(${money('spend')})`)} / ${table('ad_day')('sum(impressions)')}`,
  ),
  gmvPlaced: of(gmv('gmv_placed')),
  gmvPaid: of(gmv('gmv_paid')),
  gmvRefunded: of(gmv('refunded')),
  gmvNet: of(netGmv),
  gmvSettled: of(gmv('gmv_settled')),
  gmvAfterLive: of(gmv('gmv_after')),
  gmvPaymentRate: per(gmv('gmv_paid'), gmv('gmv_placed')),
  refundRate: per(gmv('refunded'), gmv('gmv_paid')),
  liveSessions: of(streams('count(*)')),
  liveExposures: of(live('exposures')),
  liveViews: of(live('views')),
  viewersUnique: of(one('viewers'), 'solo'),
  viewersPeak: of(one('peak_viewers')),
  viewersAverage: per(live('watch_seconds'), live('live_seconds')),
  watchTime: of(live('watch_seconds')),
  airTime: of(live('live_seconds')),
  watchTimePerViewer: per(live('watch_seconds'), one('viewers'), 'solo'),
  watchTimePerView: per(live('watch_seconds'), live('views')),
  liveNewFollowers: of(live('new_followers')),
  liveFollowRate: per(live('new_followers'), live('views')),
  liveEnterRate: per(live('views'), live('exposures')),
  liveInteractionRate: per(streams('sum(likes) + sum(comments) + sum(shares)'), live('views')),
  liveProductClickRate: per(live('product_clicks'), live('product_exposures')),
  liveMinuteGmvPaid: of(table('live_minute')(paid)),
  liveProductExposures: of(live('product_exposures')),
  liveProductClicks: of(live('product_clicks')),
  liveProductExposureRate: per(live('product_exposures'), live('views')),
  liveOrdersPlaced: of(live('orders_placed')),
  liveOrderPlacingRate: per(live('orders_placed'), live('product_clicks')),
  liveOrderPaymentRate: per(live('orders'), live('orders_placed')),
  liveOrders: of(live('orders')),
  liveOrderRateClicks: per(live('orders'), live('product_clicks')),
  liveOrderRateViews: per(live('orders'), live('views')),
  buyersUnique: of(one('buyers'), 'solo'),
  liveConversionRate: per(one('buyers'), one('viewers'), 'solo'),
  liveAverageOrderValue: per(gmv('gmv_paid'), live('orders')),
  gmvPerBuyer: per(gmv('gmv_paid'), one('buyers'), 'solo'),
  gpm: of(`1000 * ${gmv('gmv_paid')} / ${live('views')}`),
  gpmNet: of(`1000 * ${netGmv} / ${live('views')}`),
  gpmUv: of(`1000 * ${gmv('gmv_paid')} / ${one('viewers')}`, 'solo'),
  uvValue: per(gmv('gmv_paid'), one('viewers'), 'solo'),
  liveCost: of(gmv('cost')),
  liveAdCost: of(gmv('ad_cost')),
  liveRoas: per(gmv('gmv_paid'), gmv('cost')),
  liveRoasAds: per(gmv('gmv_paid'), gmv('ad_cost')),
  liveRoiNet: of(`(${netGmv} - ${gmv('goods_cost')} - ${gmv('cost')}) / ${gmv('cost')}`),
  shelfGmvPaid: of(shelf(paid)),
  shelfUnits: of(shelf('sum(units)')),
  shelfClickRate: per(shelf('sum(clicks)'), shelf('sum(exposures)')),
  shelfOrderRate: per(shelf('sum(orders)'), shelf('sum(clicks)')),
  shelfRefundRate: per(shelf(back), shelf(paid)),
};
