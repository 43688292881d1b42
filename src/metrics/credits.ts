import { OrderCredit } from '../../entities/facts/OrderCredit';
import { about } from './about';
import { spend } from './ads';
import { distinct, ratio, sum } from './kinds';

export const conversionsAttributed = sum(
  OrderCredit,
  'conversions',
  about(
    ['Conversions (attributed)', '归因转化', '歸因轉化'],
    [
      'Orders credited to the touches before them by the workspace’s reporting model, on the day of the order; each order is shared out once. Orders without a known touch are credited to nobody.',
      '按工作区的报告归因模型分配给先前触点的订单，记在下单日；每笔订单只分配一次，没有已知触点的订单不归因。',
      '按工作區的報告歸因模型分配給先前觸點的訂單，記在下單日；每筆訂單只分配一次，沒有已知觸點的訂單不歸因。',
    ],
    'COUNT',
    'UP',
    'conv_attributed',
    'credited orders',
  ),
);

export const revenueAttributed = sum(
  OrderCredit,
  'revenue',
  about(
    ['Revenue (attributed)', '归因收入', '歸因收入'],
    [
      'Revenue, net of refunds, of the orders that the workspace’s reporting model credits to touches, on the day of the order.',
      '报告归因模型分配给触点的订单收入（已扣退款），记在下单日。',
      '報告歸因模型分配給觸點的訂單收入（已扣退款），記在下單日。',
    ],
    'MONEY',
    'UP',
    'credited revenue',
  ),
);

export const roasAttributed = ratio(
  revenueAttributed,
  spend,
  about(
    ['ROAS (attributed)', '归因投产比', '歸因投產比'],
    [
      'Attributed revenue, by the day of the order, for each unit of ad spend of the same days.',
      '归因收入（按下单日）与同期广告花费之比。',
      '歸因收入（按下單日）與同期廣告花費之比。',
    ],
    'RATIO',
    'UP',
    'roas_attr',
  ),
);

export const cpaAttributed = ratio(
  spend,
  conversionsAttributed,
  about(
    ['Cost per attributed conversion', '归因转化成本', '歸因轉化成本'],
    ['Ad spend for each attributed order of the same days.', '同期广告花费除以归因转化。', '同期廣告花費除以歸因轉化。'],
    'MONEY',
    'DOWN',
    'cpa_attr',
  ),
);

export const ordersTouched = distinct(
  OrderCredit,
  ['sourceId', 'orderId'],
  about(
    ['Orders touched', '触点参与订单数', '觸點參與訂單數'],
    [
      'Different orders with a touch of it in the journey before them, whatever it is credited with; an order touched by two channels counts for both.',
      '路径中含有该触点的不同订单数，不论获得多少归因；多个渠道触及的订单在各渠道均计一次。',
      '路徑中含有該觸點的不同訂單數，不論獲得多少歸因；多個渠道觸及的訂單在各渠道均計一次。',
    ],
    'COUNT',
    'UP',
    'assisted conversions',
    '助攻转化',
    '助攻轉化',
  ),
);
