import { type FactClass, factOf } from '../../entities/facts/fact';
import { textOfCell } from '../../src/database/copy';
import type { Session } from '../../src/database/session';
import { layoutOf } from '../fact-layout';
import { quoted } from '../fact-statements';
import type { LinkedRow } from '../link-rows';

/** The versions of a stream that some records came with, by their numbers: whole numbers as text, null where the sender counts none. */
export interface RowVersions {
  readonly stream: string;
  readonly of: ReadonlyMap<number, string | null>;
}

/** Rows that were written, or found as they are, in the order of their records. */
export interface VersionedRows {
  readonly fact: FactClass;
  readonly sourceId: number;
  readonly rows: readonly LinkedRow[];
}

/** Remembers with which version of its stream each row was last said, so that what a later version leaves out can be told. A version never goes back. */
export async function keepVersions(session: Session, { fact, sourceId, rows }: VersionedRows, versions: RowVersions): Promise<void> {
  const last = [...new Map(rows.map((row) => [row.key, row])).values()];
  if (last.length === 0) return;
  const { table } = factOf(fact);
  const { links, keys } = layoutOf(fact);
  const columns = [{ column: 'day', sqlType: 'date' }, ...links, ...keys];
  const cells = last.map(({ keyText }) => keyText.split('\t').map(textOfCell));
  const given = columns.map((_, at) => `$${at + 7}::text[]`).join(', ');
  const days = last.map(({ day }) => day).sort();
  // As for the load itself: a nested loop would read the days' index once for each row.
  await session.execute('SET LOCAL enable_nestloop = off');
  await session.execute(
    `INSERT INTO hub.row_version AS v (workspace_id, fact, day, row_id, source_id, stream, version)
     SELECT f.workspace_id, '${table}', f.day, f.row_id, f.source_id, $3::text, s.version FROM fact.${quoted(table)} f
     JOIN unnest($6::bigint[], ${given}) s (version, ${columns.map((_, at) => `c${at}`).join(', ')})
       ON ${columns.map(({ column, sqlType }, at) => `f.${quoted(column)} = s.c${at}::${sqlType}`).join(' AND ')}
     WHERE f.workspace_id = $1 AND f.source_id = $2 AND f.day BETWEEN $4 AND $5
     ON CONFLICT (workspace_id, fact, day, row_id) DO UPDATE SET stream = EXCLUDED.stream, version = greatest(v.version, EXCLUDED.version)
     WHERE v.stream <> EXCLUDED.stream OR v.version IS DISTINCT FROM greatest(v.version, EXCLUDED.version)`,
    [
      session.workspaceId,
      sourceId,
      versions.stream,
      days[0],
      days.at(-1),
      last.map(({ recordNo }) => versions.of.get(recordNo) ?? null),
      ...columns.map((_, at) => cells.map((row) => row[at]!)),
    ],
  );
  await session.execute('SET LOCAL enable_nestloop = on');
}
