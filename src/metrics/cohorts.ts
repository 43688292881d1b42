import { CustomerMonth } from '../../entities/facts/CustomerMonth';
import { about, unnamed } from './about';
import { apart, count, partOf, ratio } from './kinds';
import type { About } from './metric';

const FIRST = { property: 'age', is: '0' };

export const cohortCustomers = count(
  CustomerMonth,
  about(
    ['Cohort size', '首购顾客数', '首購顧客數'],
    [
      'Customers by the day of their first order of a brand; who is told to have ordered before the hub knew of it is left out.',
      '按品牌首次下单日统计的顾客数；来源标明此前已下过单的顾客不计入。',
      '按品牌首次下單日統計的顧客數；來源標明此前已下過單的顧客不計入。',
    ],
    'PEOPLE',
    'UP',
    'cohort',
    '首购',
    '首購',
  ),
  [FIRST],
);

/** Of those whose first order is more than so many days ago, who ordered again within them. */
function repeatWithin(days: 30 | 90 | 365, said: About) {
  const observed = { property: 'observedDays', atLeast: BigInt(days) };
  const repeated = count(CustomerMonth, unnamed('PEOPLE'), [observed, { property: 'daysToSecond', below: BigInt(days + 1) }]);
  return ratio(repeated, count(CustomerMonth, unnamed('PEOPLE'), [observed]), said);
}

function aboutRepeat(days: number, ...synonyms: string[]): About {
  return about(
    [`Repeat rate (${days} days)`, `复购率（${days}天）`, `復購率（${days}天）`],
    [
      `The share of customers who ordered a second time within ${days} days of their first order of the brand, by the day of the first order; only those whose ${days} days are over count, above the line and below it.`,
      `首次下单后${days}天内再次下单的顾客占比，按首次下单日统计；分子分母均只计已满${days}天的顾客。`,
      `首次下單後${days}天內再次下單的顧客占比，按首次下單日統計；分子分母均只計已滿${days}天的顧客。`,
    ],
    'PERCENT',
    'UP',
    ...synonyms,
  );
}

export const repeatRate = repeatWithin(90, aboutRepeat(90, 'repeat_rate', 'repurchase rate', '复购率', '復購率', '回購率'));

export const repeatRate30 = repeatWithin(30, aboutRepeat(30));

export const repeatRate365 = repeatWithin(365, aboutRepeat(365));

export const retainedCustomers = apart(['COHORT', 'AGE'])(
  count(
    CustomerMonth,
    about(
      ['Retained customers', '留存顾客数', '留存顧客數'],
      [
        'Customers of one cohort (calendar month of the first order) who ordered in the calendar month so many months later; months that are not over yet are left out.',
        '同一首购月份的顾客中，在其后第若干个自然月内下单的顾客数；未结束的月份不计入。',
        '同一首購月份的顧客中，在其後第若干個自然月內下單的顧客數；未結束的月份不計入。',
      ],
      'PEOPLE',
    ),
  ),
);

const wholeCohort = apart(['COHORT'])(count(CustomerMonth, unnamed('PEOPLE'), [FIRST]));

export const retentionRate = partOf(
  retainedCustomers,
  wholeCohort,
  'AGE',
  about(
    ['Retention rate', '留存率', '留存率'],
    [
      'The part of one cohort (customers by the calendar month of their first order) that ordered in the calendar month so many months later, by COHORT and AGE; months that are not over yet have none.',
      '同一首购月份的顾客中，在其后第若干个自然月内下单者所占比例，按首购月份与月数查询；未结束的月份无数据。',
      '同一首購月份的顧客中，在其後第若干個自然月內下單者所占比例，按首購月份與月數查詢；未結束的月份無資料。',
    ],
    'PERCENT',
    'UP',
    'retention',
    'retention_rate',
    'cohort retention',
  ),
);
