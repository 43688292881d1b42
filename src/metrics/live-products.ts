import { LiveProduct } from '../../entities/facts/LiveProduct';
import { about, unnamed } from './about';
import { ratio, sum } from './kinds';

export const shelfGmvPaid = sum(
  LiveProduct,
  'gmvPaid',
  about(
    ['Shelf GMV (paid)', '货架支付GMV', '貨架支付GMV'],
    [
      'Paid in livestreams for the products on their shelves, before refunds.',
      '直播间商品的支付金额，未扣退款。',
      '直播間商品的支付金額，未扣退款。',
    ],
    'MONEY',
    'UP',
    '单品成交额',
    '單品成交額',
  ),
);

export const shelfUnits = sum(
  LiveProduct,
  'units',
  about(
    ['Shelf units sold', '货架销量', '貨架銷量'],
    ['Pieces sold in livestreams.', '直播间售出的商品件数。', '直播間售出的商品件數。'],
    'COUNT',
  ),
);

const exposures = sum(LiveProduct, 'exposures', unnamed('COUNT'));
const clicks = sum(LiveProduct, 'clicks', unnamed('COUNT'));
const orders = sum(LiveProduct, 'orders', unnamed('COUNT'));
const refunded = sum(LiveProduct, 'refunded', unnamed('MONEY'));

export const shelfClickRate = ratio(
  clicks,
  exposures,
  about(
    ['Shelf click rate', '货架点击率', '貨架點擊率'],
    [
      'Clicks on a product for each time that it was shown in a livestream.',
      '直播间商品每次曝光带来的点击。',
      '直播間商品每次曝光帶來的點擊。',
    ],
    'PERCENT',
  ),
);

export const shelfOrderRate = ratio(
  orders,
  clicks,
  about(
    ['Shelf order rate', '货架成交率', '貨架成交率'],
    ['Orders for each click on a product of a livestream.', '直播间商品每次点击带来的订单。', '直播間商品每次點擊帶來的訂單。'],
    'PERCENT',
  ),
);

export const shelfRefundRate = ratio(
  refunded,
  shelfGmvPaid,
  about(
    ['Shelf refund rate', '货架退款率', '貨架退款率'],
    [
      'The part of the GMV of products in livestreams that was refunded.',
      '直播间商品支付金额中被退款的比例。',
      '直播間商品支付金額中被退款的比例。',
    ],
    'PERCENT',
    'DOWN',
  ),
);
