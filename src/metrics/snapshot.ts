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

interface WorkspaceRow {
  readonly recorded_at: string;
  readonly data_version: bigint;
  readonly reporting_currency: string;
}

const WORKSPACE = `to_char(w.recorded_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS recorded_at, w.data_version, w.reporting_currency`;

/** Reads the workspace's row. */
export async function snapshotOf(session: Session): Promise<Snapshot> {
  const sql = `SELECT ${WORKSPACE} FROM hub.workspace w WHERE w.id = $1`;
  return snapshotIn(await session.query(sql, [session.workspaceId], 'snapshot'), session);
}

function snapshotIn([row]: readonly WorkspaceRow[], { workspaceId }: Session): Snapshot {
  if (!row) throw new Error(`workspace ${workspaceId} does not exist, or is not the session's`);
  return { recordedAt: row.recorded_at, version: String(row.data_version), currency: row.reporting_currency };
}

/** Reads the workspace's row, and the sources that feed some facts (by table), with the days of a range on which they do. */
export async function snapshotWithFeeds(
  session: Session,
  facts: readonly string[],
  range: { from: Day; to: Day },
): Promise<Snapshot & { readonly feeds: readonly Feed[] }> {
  const rows = await session.query<WorkspaceRow & Feed>(
    `SELECT ${WORKSPACE}, s.*
     FROM hub.workspace w LEFT JOIN (${FEEDS}) s ON true
     WHERE w.id = $1 ORDER BY s.fact, s.key`,
    [session.workspaceId, facts, range.from, range.to],
    'snapshot-with-feeds',
  );
  return { ...snapshotIn(rows, session), feeds: rows.filter(({ fact }) => fact !== null) };
}

const DAYS = 'FROM rollup.source_day d WHERE d.workspace_id = $1 AND d.fact = f.fact AND d.source_id = s.id';

/** A scalar subquery is looked up in the index once a source, where EXISTS would read the days of all. */
const FEEDS = `SELECT f.fact, s.key, s.name, b.key AS brand, s.time_zone AS "timeZone", s.fresh_to AS "freshTo", s.lookback_days AS "lookbackDays",
       s.enabled AND s.schedule <> '' AS pulled,
       EXISTS (SELECT ${DAYS} AND d.day BETWEEN $3 AND $4) AS present
     FROM hub.source s CROSS JOIN unnest($2::text[]) f(fact)
     LEFT JOIN hub.brand b ON b.workspace_id = $1 AND b.id = s.brand_id
     WHERE s.workspace_id = $1 AND (SELECT true ${DAYS} LIMIT 1)`;

/** An instant as text to the microsecond: such texts sort as the instants do. */
export function instantText(date: Date): string {
  return date.toISOString().replace('Z', '000Z');
}

/** The first whole millisecond that is not before the instant: what a Date can hold without losing what was known. */
export function dateNotBefore(instant: string): Date {
  const micros = Number(/\.\d{3}(\d{3})Z$/.exec(instant)?.[1] ?? 0);
  return new Date(Date.parse(instant.replace(/(\.\d{3})\d+Z$/, '$1Z')) + (micros > 0 ? 1 : 0));
}
