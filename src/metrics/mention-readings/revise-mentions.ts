import { Mention } from '../../../entities/facts/Mention';
import { becomeOnlyWriter, moveVersion } from '../../database/only-writer';
import type { Session } from '../../database/session';
import type { Day } from '../../lib/day';
import { refreshRollups } from '../refresh-rollups';

/** What a mention is to say from now on, by SQL column; a text is what the column's type reads, null is nothing. */
export interface RevisedMention {
  readonly day: Day;
  readonly rowId: bigint;
  readonly values: Readonly<Partial<Record<ReadColumn, string | null>>>;
}

/** The columns of a mention that the hub fills itself. */
const COLUMNS = {
  sentiment: 'text',
  sentiment_by: 'text',
  sentiment_score_micros: 'bigint',
  written: 'text',
  topic: 'text',
  spam: 'text',
} as const;
export type ReadColumn = keyof typeof COLUMNS;

/**
 * Writes what differs to the ledger and sets it, so that what was known before is still answered as of then; returns how many mentions changed. The
 * record that a mention came from stays its record: what changed is how it is read.
 */
export async function reviseMentions(session: Session, revised: readonly RevisedMention[]): Promise<number> {
  const recordedAt = await becomeOnlyWriter(session);
  const changed = new Map<bigint, Day>();
  // Row-level security keeps a nested loop from going by index: it would read the days once for each mention.
  await session.execute('SET LOCAL enable_nestloop = off');
  for (const column of Object.keys(COLUMNS) as ReadColumn[]) {
    const some = revised.filter(({ values }) => column in values);
    for (const { day, row_id } of some.length === 0 ? [] : await reviseColumn(session, column, some, recordedAt)) changed.set(row_id, day);
  }
  await session.execute('SET LOCAL enable_nestloop = on');
  if (changed.size === 0) return 0;
  await refreshRollups(session, Mention, [...new Set(changed.values())]);
  await moveVersion(session, recordedAt);
  return changed.size;
}

async function reviseColumn(
  session: Session,
  column: ReadColumn,
  revised: readonly RevisedMention[],
  recordedAt: string,
): Promise<{ day: Day; row_id: bigint }[]> {
  const days = revised.map(({ day }) => day);
  const given = `unnest($2::date[], $3::bigint[], $4::${COLUMNS[column]}[]) AS n (day, row_id, value)`;
  const matched = 'f.workspace_id = $1 AND f.day = ANY($2::date[]) AND f.day = n.day AND f.row_id = n.row_id';
  const parameters = [session.workspaceId, days, revised.map(({ rowId }) => rowId), revised.map(({ values }) => values[column] ?? null)];
  await session.execute(
    `INSERT INTO hub.revision (workspace_id, fact, day, row_id, measure, recorded_at, old, new, run_id, page_id, record_no, old_page_id, old_record_no)
     SELECT f.workspace_id, 'mention', f.day, f.row_id, '${column}', $5::timestamptz, f.${column}::text, n.value::text, p.run_id, f.page_id, f.record_no,
       f.page_id, f.record_no
     FROM fact.mention f JOIN ${given} ON ${matched} JOIN hub.raw_page p ON p.workspace_id = f.workspace_id AND p.id = f.page_id
     WHERE f.${column} IS DISTINCT FROM n.value`,
    [...parameters, recordedAt],
  );
  return session.query(
    `UPDATE fact.mention f SET ${column} = n.value FROM ${given} WHERE ${matched} AND f.${column} IS DISTINCT FROM n.value RETURNING f.day, f.row_id`,
    parameters,
  );
}
