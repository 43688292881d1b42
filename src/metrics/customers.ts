import { OrderLine } from '../../entities/facts/OrderLine';
import { about } from './about';
import { spend } from './ads';
import { distinct, people, ratio } from './kinds';
import { orders, revenue } from './orders';

export const customers = people(
  OrderLine,
  'customer',
  about(
    ['Customers', '顾客数', '顧客數'],
    [
      'Different customers who ordered; one who orders on two days is one.',
      '下过单的不同顾客数；多日下单只计一次。',
      '下過單的不同顧客數；多日下單只計一次。',
    ],
    'PEOPLE',
    'UP',
    'buyers',
    '客户数',
    '客戶數',
  ),
);

export const newCustomers = distinct(
  OrderLine,
  ['customer'],
  about(
    ['New customers', '新客数', '新客數'],
    ['Different customers whose first order this is.', '首次下单的不同顾客数。', '首次下單的不同顧客數。'],
    'PEOPLE',
    'UP',
    'acquisitions',
    '拉新',
  ),
  [{ property: 'segment', is: 'new' }],
);

export const returningCustomers = people(
  OrderLine,
  'customer',
  about(
    ['Returning customers', '老客数', '舊客數'],
    ['Different customers who had ordered before.', '曾经下过单的不同顾客数。', '曾經下過單的不同顧客數。'],
    'PEOPLE',
    'UP',
    'repeat customers',
    '回头客',
    '回頭客',
  ),
  [{ property: 'segment', is: 'returning' }],
);

export const returningCustomerRate = ratio(
  returningCustomers,
  customers,
  about(
    ['Returning customer rate', '回头客占比', '回頭客占比'],
    ['The share of customers who had ordered before.', '曾经下过单的顾客所占比例。', '曾經下過單的顧客所占比例。'],
    'PERCENT',
    'UP',
    '老客占比',
    '舊客占比',
  ),
);

export const newCustomerRate = ratio(
  newCustomers,
  customers,
  about(
    ['New customer rate', '新客占比', '新客占比'],
    ['The share of customers whose first order this is.', '首次下单的顾客所占比例。', '首次下單的顧客所占比例。'],
    'PERCENT',
    'UP',
  ),
);

export const ordersPerCustomer = ratio(
  orders,
  customers,
  about(
    ['Orders per customer', '人均订单数', '人均訂單數'],
    ['Orders for each different customer.', '每位顾客的订单数。', '每位顧客的訂單數。'],
    'RATIO',
    'UP',
    'purchase frequency',
    '购买频次',
    '購買頻次',
  ),
);

export const revenuePerCustomer = ratio(
  revenue,
  customers,
  about(
    ['Revenue per customer', '人均消费', '人均消費'],
    ['Revenue for each different customer.', '每位顾客带来的收入。', '每位顧客帶來的收入。'],
    'MONEY',
    'UP',
    'ARPU',
    'ARPC',
  ),
);

export const cac = ratio(
  spend,
  newCustomers,
  about(
    ['Customer acquisition cost', '获客成本', '獲客成本'],
    [
      'Ad spend for each new customer, however the customer came; of paid channels alone with a filter by channel.',
      '广告花费除以全部新客数，不论其来源；按渠道筛选可只看付费渠道。',
      '廣告花費除以全部新客數，不論其來源；按渠道篩選可只看付費渠道。',
    ],
    'MONEY',
    'DOWN',
    'CAC',
    'cac_blended',
    'cac_paid',
    '拉新成本',
  ),
);
