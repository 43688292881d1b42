import { CustomerMonth } from '../../entities/facts/CustomerMonth';
import { among } from '../../src/database/among';
import type { Session } from '../../src/database/session';
import type { Day, DayRange } from '../../src/lib/day';
import { changedCustomers } from './changed-customers';
import type { Derivation, Portion } from './derivation';
import type { WorkedOutRow } from './replace-rows';

/** So many customers make a portion. */
const MOST_CUSTOMERS = 5_000;

/** The months of customers follow from their orders and from the days that have gone by: customers of whom any of it changed are worked out anew. */
export const customerMonths: Derivation = {
  fact: CustomerMonth,
  column: 'customer',
  setting: async () => '',
  async portions(session, since, today) {
    const customers = since ? await changedCustomers(session, since, today) : await allCustomers(session);
    const range = customers.length > 0 ? await knownDays(session) : null;
    if (!range) return [];
    const portions: Portion[] = [];
    for (let from = 0; from < customers.length; from += MOST_CUSTOMERS) {
      const values = customers.slice(from, from + MOST_CUSTOMERS);
      const sql = monthsSql(values.length);
      const read = async (reading: Session) => [
        { values, rows: await reading.query<WorkedOutRow>(sql, [reading.workspaceId, values, today]) },
      ];
      portions.push({ range, read });
    }
    return portions;
  },
  changedSince: changedCustomers,
};

/** In the order of their first days, so that a portion's rows lie on few. */
async function allCustomers(session: Session): Promise<string[]> {
  const rows = await session.query<{ customer: string }>(
    `SELECT c.customer FROM (
       SELECT l.customer, min(l.day) AS day FROM fact.order_line l WHERE l.workspace_id = $1 AND l.customer <> '' GROUP BY l.customer
       UNION ALL SELECT m.customer, min(m.day) FROM fact.customer_month m WHERE m.workspace_id = $1 GROUP BY m.customer
     ) c GROUP BY c.customer ORDER BY min(c.day), c.customer`,
    [session.workspaceId],
  );
  return rows.map(({ customer }) => customer);
}

async function knownDays(session: Session): Promise<DayRange | null> {
  const [row] = await session.query<{ from: Day | null; to: Day | null }>(
    `SELECT min(d.day) AS from, max(d.day) AS to FROM rollup.source_day d WHERE d.workspace_id = $1 AND d.fact IN ('order_line', 'customer_month')`,
    [session.workspaceId],
  );
  return row?.from && row.to ? { from: row.from, to: row.to } : null;
}

const monthOf = (day: string) => `(extract(year FROM ${day}) * 12 + extract(month FROM ${day}))`;

/** $1 workspace, $2 so many customers, $3 today. Orders are put in order by day, then instant, then source and number: which is the first is told by nothing else. */
const monthsSql = (customers: number) => `
WITH one AS (
  SELECT l.brand_id, l.customer, l.source_id, l.order_id, min(l.day) AS day, min(l.placed_at) AS placed_at,
    (array_agg(ARRAY[l.segment, l.channel, l.region] ORDER BY l.day, l.line))[1:1] AS told,
    (array_agg(l.page_id ORDER BY l.day, l.line))[1] AS page_id, (array_agg(l.record_no ORDER BY l.day, l.line))[1] AS record_no
  FROM fact.order_line l WHERE l.workspace_id = $1 AND ${among('l.customer', '$2', customers)} AND l.customer <> ''
  GROUP BY l.brand_id, l.customer, l.source_id, l.order_id
), placed AS (
  SELECT o.*, row_number() OVER own AS n, first_value(o.day) OVER own AS first_day, first_value(o.source_id) OVER own AS first_source,
    first_value(o.told) OVER own AS first_told, nth_value(o.day, 2) OVER (own ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) AS second_day
  FROM one o WINDOW own AS (PARTITION BY o.brand_id, o.customer ORDER BY o.day, o.placed_at, o.source_id, o.order_id)
), aged AS (
  SELECT p.*, ${monthOf('p.day')} - ${monthOf('p.first_day')} AS age, ${monthOf('$3::date')} - ${monthOf('p.day')} AS over FROM placed p
)
SELECT a.first_day AS day, a.first_source AS source_id, (array_agg(a.page_id::text ORDER BY a.n))[1] AS page_id, (array_agg(a.record_no ORDER BY a.n))[1] AS record_no,
  a.brand_id, a.customer, a.age::integer::text AS age, to_char(a.first_day, 'YYYY-MM') AS cohort, a.first_told[1][2] AS channel, a.first_told[1][3] AS region,
  count(*)::text AS orders,
  CASE WHEN a.age = 0 THEN (a.second_day - a.first_day)::text END AS days_to_second,
  CASE WHEN a.age = 0 THEN (SELECT max(m)::text FROM unnest(ARRAY[0, 30, 90, 180, 365]) m WHERE m = 0 OR $3::date - a.first_day > m) END AS observed_days
FROM aged a
WHERE a.first_told[1][1] IS DISTINCT FROM 'returning' AND (a.age = 0 OR a.over > 0)
GROUP BY a.brand_id, a.customer, a.first_day, a.first_source, a.first_told, a.second_day, a.age`;
