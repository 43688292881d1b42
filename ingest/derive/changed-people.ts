import type { Session } from '../../src/database/session';
import type { Day, DayRange } from '../../src/lib/day';

/** Whose journeys may have changed, and on which days something did; `days` is null when nothing has. `people` is null when it is most of them. */
export interface ChangedPeople {
  readonly people: readonly string[] | null;
  readonly days: DayRange | null;
}

/** Beyond so many, everybody is looked at. */
const MOST_PEOPLE = 100_000;

const PERSON = 'hub.person_key(l.customer)';

/** What of an order its credits follow from. */
const ORDER_COLUMNS = `('customer', 'placed_at', 'currency', 'revenue_micros')`;

/** Rows of a fact that the ledger speaks of since: only the days that it names are read. */
function revised(fact: string, alias: string, where = ''): string {
  const since = `r.workspace_id = $1 AND r.fact = '${fact}' AND r.recorded_at > $2::timestamptz${where}`;
  return `hub.revision r JOIN fact.${fact} ${alias} ON ${alias}.workspace_id = $1 AND ${alias}.day = r.day AND ${alias}.row_id = r.row_id
      AND ${alias}.day = ANY (ARRAY(SELECT DISTINCT r.day FROM hub.revision r WHERE ${since}))
    WHERE ${since}`;
}

const CHANGED = `
  SELECT t.person, t.day FROM fact.touch t WHERE t.workspace_id = $1 AND t.recorded_at > $2::timestamptz
  UNION ALL SELECT t.person, t.day FROM ${revised('touch', 't')}
  UNION ALL SELECT o.content->>'person', o.day FROM hub.removed_row o WHERE o.workspace_id = $1 AND o.fact = 'touch' AND o.removed_at > $2::timestamptz
  UNION ALL SELECT ${PERSON}, l.day FROM fact.order_line l WHERE l.workspace_id = $1 AND l.recorded_at > $2::timestamptz
  UNION ALL SELECT ${PERSON}, l.day FROM ${revised('order_line', 'l', ` AND r.measure IN ${ORDER_COLUMNS}`)}
  UNION ALL SELECT hub.person_key(r.old), r.day FROM hub.revision r
    WHERE r.workspace_id = $1 AND r.fact = 'order_line' AND r.measure = 'customer' AND r.recorded_at > $2::timestamptz
  UNION ALL SELECT hub.person_key(o.content->>'customer'), o.day FROM hub.removed_row o
    WHERE o.workspace_id = $1 AND o.fact = 'order_line' AND o.removed_at > $2::timestamptz
  UNION ALL SELECT t.person, t.day FROM fact.touch t WHERE t.workspace_id = $1 AND t.campaign_name = ANY (ARRAY(
    SELECT n.name FROM hub.campaign c CROSS JOIN LATERAL (VALUES (c.key), (c.name)) n (name) WHERE c.workspace_id = $1 AND c.changed_at > $2::timestamptz))
  UNION ALL SELECT f.person, f.day FROM fact.order_credit f WHERE f.workspace_id = $1 AND f.campaign_id = ANY (ARRAY(
    SELECT c.id FROM hub.campaign c WHERE c.workspace_id = $1 AND c.changed_at > $2::timestamptz))`;

/** The people of whom a touch, an order, or a campaign that a touch names has changed since an instant (PostgreSQL's own text). */
export async function changedPeople(session: Session, since: string): Promise<ChangedPeople> {
  const [row] = await session.query<{ people: string[] | null; from: Day | null; to: Day | null }>(
    `SELECT (array_agg(p.person))[1:${MOST_PEOPLE + 1}] AS people, min(p.first) AS from, max(p.last) AS to
     FROM (SELECT c.person, min(c.day) AS first, max(c.day) AS last FROM (${CHANGED}) c (person, day) WHERE c.person <> '' GROUP BY c.person) p`,
    [session.workspaceId, since],
  );
  const people = row?.people ?? [];
  return { people: people.length > MOST_PEOPLE ? null : people, days: row?.from && row.to ? { from: row.from, to: row.to } : null };
}
