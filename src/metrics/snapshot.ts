import type { Session } from '../database/session';
import type { Day } from '../lib/day';

/** What the workspace is at the session's instant. */
export interface Snapshot {
  /** The instant of the last change, to the microsecond, as ISO 8601 text. */
  readonly recordedAt: string;
  readonly version: string;
  readonly currency: string;
}

/** A source that has ever given rows of a fact. */
export interface Feed {
  /** The fact's table. */
  readonly fact: string;
  readonly key: string;
  readonly name: string;
  readonly brand: string | null;
  readonly timeZone: string;
  readonly freshTo: Day | null;
  readonly lookbackDays: number;
  /** On a schedule, so that more is to come; false for files and for what is disabled. */
  readonly pulled: boolean;
  /** Whether it has rows in the range asked for. */
  readonly present: boolean;
}

/** Reads the workspace's row. */
export async function snapshotOf(session: Session): Promise<Snapshot> {
  const [row] = await session.query<{ recorded_at: string; data_version: bigint; reporting_currency: string }>(
    `SELECT to_char(recorded_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS recorded_at, data_version, reporting_currency
     FROM hub.workspace WHERE id = $1`,
    [session.workspaceId],
  );
  if (!row) throw new Error(`workspace ${session.workspaceId} does not exist, or is not the session's`);
  return { recordedAt: row.recorded_at, version: String(row.data_version), currency: row.reporting_currency };
}

/** The sources that feed some facts (by table). */
export async function feedsOf(session: Session, facts: readonly string[], range: { from: Day; to: Day }): Promise<Feed[]> {
  const days = 'SELECT FROM rollup.source_day d WHERE d.workspace_id = $1 AND d.fact = f.fact AND d.source_id = s.id';
  return session.query<Feed>(
    `SELECT f.fact, s.key, s.name, b.key AS brand, s.time_zone AS "timeZone", s.fresh_to AS "freshTo", s.lookback_days AS "lookbackDays",
       s.enabled AND s.schedule <> '' AS pulled,
       EXISTS (${days} AND d.day BETWEEN $3 AND $4) AS present
     FROM hub.source s CROSS JOIN unnest($2::text[]) f(fact)
     LEFT JOIN hub.brand b ON b.workspace_id = $1 AND b.id = s.brand_id
     WHERE s.workspace_id = $1 AND EXISTS (${days})
     ORDER BY f.fact, s.key`,
    [session.workspaceId, facts, range.from, range.to],
  );
}

/** An instant as text to the microsecond: such texts sort as the instants do. */
export function instantText(date: Date): string {
  return date.toISOString().replace('Z', '000Z');
}

/** The first whole millisecond that is not before the instant: what a Date can hold without losing what was known. */
export function dateNotBefore(instant: string): Date {
  const micros = Number(/\.\d{3}(\d{3})Z$/.exec(instant)?.[1] ?? 0);
  return new Date(Date.parse(instant.replace(/(\.\d{3})\d+Z$/, '$1Z')) + (micros > 0 ? 1 : 0));
}
