import { columnOf, type FactClass, factOf } from '../../../entities/facts/fact';
import type { Session } from '../../database/session';
import { addDays, type Day, type DayRange, dayIn, daysBetween } from '../../lib/day';

/** What was known of a row's refunds at the end of each day, from the day on which the row was first recorded. */
export class RefundHistory {
  constructor(
    /** The day of the livestream. */
    readonly day: Day,
    /** Days with the sum known from then on, in units, ascending. */
    private readonly steps: readonly { readonly day: Day; readonly amount: number | null }[],
    /** The last day on which anybody looked. */
    private readonly lastLook: Day,
  ) {}

  /** The sum that was known at the end of a day; null before the row was recorded, after the last look, or where the source did not say. */
  knownOn(day: Day): number | null {
    if (day > this.lastLook) return null;
    return this.steps.findLast((step) => step.day <= day)?.amount ?? null;
  }

  /** The sums by age in days, from 0 to the age of the last look, at most `lastAge`. */
  byAge(lastAge: number): (number | null)[] {
    const ages = Math.min(lastAge, daysBetween(this.day, this.lastLook));
    return Array.from({ length: Math.max(0, ages + 1) }, (_, age) => this.knownOn(addDays(this.day, age)));
  }
}

/** Which rows' histories, as known when (now when absent), on which day. */
export interface HistoryQuestion {
  readonly range: DayRange;
  readonly asOf?: Date | undefined;
  readonly today: Day;
}

interface StepRow {
  row: bigint;
  day: Day;
  at: Date;
  amount: number | null;
  lastLook: Date;
}

/**
 * The histories of the refunds of a fact's rows by row id, from the revision ledger: what the row first said, and each value that took its place.
 * Days are the workspace's. The last look is the last successful run of the row's source, or the last change where no run is on record.
 */
export async function refundHistories(
  session: Session,
  fact: FactClass,
  { range, asOf, today }: HistoryQuestion,
): Promise<Map<bigint, RefundHistory>> {
  const { table } = factOf(fact);
  const { column } = columnOf(fact, 'refunded');
  const rows = await session.query<StepRow>(
    `WITH said AS (
       SELECT f.row_id, f.day, f.source_id, f.recorded_at, f.${column} AS present FROM fact.${table} f
       WHERE f.workspace_id = $1 AND f.day BETWEEN $2 AND $3 AND f.recorded_at <= $4::timestamptz
     ),
     change AS (
       SELECT r.day, r.row_id, r.recorded_at, r.old, r.new FROM hub.revision r
       WHERE r.workspace_id = $1 AND r.fact = $5 AND r.measure = $6 AND r.day BETWEEN $2 AND $3
     ),
     step AS (
       SELECT s.row_id, s.day, s.source_id, s.recorded_at AS at,
         CASE WHEN EXISTS (SELECT FROM change c WHERE (c.day, c.row_id) = (s.day, s.row_id))
           THEN (SELECT c.old::bigint FROM change c WHERE (c.day, c.row_id) = (s.day, s.row_id) ORDER BY c.recorded_at LIMIT 1) ELSE s.present END AS amount
       FROM said s
       UNION ALL
       SELECT s.row_id, s.day, s.source_id, c.recorded_at, c.new::bigint FROM change c JOIN said s ON (s.day, s.row_id) = (c.day, c.row_id)
       WHERE c.recorded_at <= $4::timestamptz
     ),
     look AS (
       SELECT x.source_id, coalesce(
         (SELECT max(i.finished_at) FROM hub.ingest_run i
          WHERE i.workspace_id = $1 AND i.source_id = x.source_id AND i.status = 'SUCCEEDED' AND i.finished_at <= $4::timestamptz),
         max(x.at)) AS at
       FROM step x GROUP BY x.source_id
     )
     SELECT t.row_id AS row, t.day, t.at, t.amount::float8 / 1e6 AS amount, l.at AS "lastLook"
     FROM step t JOIN look l USING (source_id) ORDER BY t.day, t.row_id, t.at`,
    [session.workspaceId, range.from, range.to, asOf?.toISOString() ?? 'infinity', table, column],
  );
  return historiesOf(rows, await timeZoneOf(session), today);
}

function historiesOf(rows: readonly StepRow[], timeZone: string, today: Day): Map<bigint, RefundHistory> {
  const byRow = new Map<bigint, StepRow[]>();
  for (const row of rows) byRow.set(row.row, [...(byRow.get(row.row) ?? []), row]);
  return new Map(
    [...byRow].map(([row, steps]): [bigint, RefundHistory] => {
      const looked = dayIn(timeZone, steps[0]!.lastLook);
      const known = steps.map(({ at, amount }) => ({ day: dayIn(timeZone, at), amount }));
      return [row, new RefundHistory(steps[0]!.day, known, looked < today ? looked : today)];
    }),
  );
}

async function timeZoneOf(session: Session): Promise<string> {
  const [row] = await session.query<{ timeZone: string }>('SELECT time_zone AS "timeZone" FROM hub.workspace WHERE id = $1', [
    session.workspaceId,
  ]);
  if (!row) throw new Error(`workspace ${session.workspaceId} does not exist, or is not the session's`);
  return row.timeZone;
}
