import type { Session } from '../../src/database/session';
import type { Day } from '../../src/lib/day';
import type { Worked } from './derivation';

/** What of an order line the months of its customer follow from. */
const COLUMNS = `('customer', 'placed_at', 'segment', 'channel', 'region')`;

const REVISED = `r.workspace_id = $1 AND r.fact = 'order_line' AND r.measure IN ${COLUMNS} AND r.recorded_at > $2::timestamptz`;

/** $1 workspace, $2 the instant since when. */
const CHANGED = `
  SELECT l.customer FROM fact.order_line l WHERE l.workspace_id = $1 AND l.recorded_at > $2::timestamptz
  UNION SELECT l.customer FROM hub.revision r JOIN fact.order_line l ON l.workspace_id = $1 AND l.day = r.day AND l.row_id = r.row_id
    AND l.day = ANY (ARRAY(SELECT DISTINCT r.day FROM hub.revision r WHERE ${REVISED})) WHERE ${REVISED}
  UNION SELECT r.old FROM hub.revision r
    WHERE r.workspace_id = $1 AND r.fact = 'order_line' AND r.measure = 'customer' AND r.recorded_at > $2::timestamptz
  UNION SELECT o.content->>'customer' FROM hub.removed_row o
    WHERE o.workspace_id = $1 AND o.fact = 'order_line' AND o.removed_at > $2::timestamptz`;

/** $1 workspace, $3 the day of then, $4 today: those for whom 30, 90, 180 or 365 days, or a calendar month with an order, are over since. */
const AGED = `
  UNION SELECT m.customer FROM fact.customer_month m CROSS JOIN unnest(ARRAY[30, 90, 180, 365]) d (days)
    WHERE m.workspace_id = $1 AND m.age = '0' AND m.observed_days < d.days AND m.day < $4::date - d.days
  UNION SELECT l.customer FROM fact.order_line l
    WHERE l.workspace_id = $1 AND l.day >= date_trunc('month', $3::date)::date AND l.day < date_trunc('month', $4::date)::date`;

/** The customers of whom an order has changed since, or time has told something. */
export async function changedCustomers(session: Session, { through, day }: Worked, today: Day): Promise<string[]> {
  const isNewDay = day !== today;
  const rows = await session.query<{ customer: string }>(
    `SELECT c.customer FROM (${CHANGED}${isNewDay ? AGED : ''}) c (customer) WHERE c.customer <> ''`,
    [session.workspaceId, through, ...(isNewDay ? [day, today] : [])],
  );
  return rows.map(({ customer }) => customer);
}
