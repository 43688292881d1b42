import type { FactClass, FactColumn } from '../../entities/facts/fact';
import { NULL_CELL, textOfCell } from '../../src/database/copy';
import type { Session } from '../../src/database/session';
import { layoutOf } from '../fact-layout';
import type { FactRow } from '../fact-row';
import { postFactOf } from './content';

/** Rows without the words of posts that were erased, and the numbers of the records that they came from. */
export interface RowsLeft {
  readonly rows: readonly FactRow[];
  readonly erased: ReadonlySet<number>;
}

const NONE: ReadonlySet<number> = new Set();

/**
 * Takes the words out of rows whose post was erased before: a cache, another source, or a record that waited may still show it. The caller holds
 * the workspace's row, so that no post is erased meanwhile.
 */
export async function withoutWords(session: Session, fact: FactClass, rows: readonly FactRow[]): Promise<RowsLeft> {
  const posts = postFactOf(fact);
  if (posts === null || rows.length === 0) return { rows, erased: NONE };
  const cellOf = readerOf(fact);
  const named = rows.map((row) => ({ platform: cellOf(row, posts.platform), post: cellOf(row, posts.post) }));
  const gone = await session.query<{ platform: string; post: string }>(
    `SELECT e.platform, e.post FROM hub.erased_post e JOIN (SELECT DISTINCT * FROM unnest($2::text[], $3::text[])) p (platform, post)
       ON e.platform = p.platform AND e.post = p.post WHERE e.workspace_id = $1`,
    [session.workspaceId, named.map(({ platform }) => platform), named.map(({ post }) => post)],
  );
  if (gone.length === 0) return { rows, erased: NONE };
  const keys = new Set(gone.map(keyOf));
  const erased = new Set<number>();
  const left = rows.map((row, at) => {
    if (!keys.has(keyOf(named[at]!))) return row;
    erased.add(row.recordNo);
    return blanked(row, fact, posts.content);
  });
  return { rows: left, erased };
}

function keyOf({ platform, post }: { platform: string | null; post: string | null }): string {
  return `${platform}\0${post}`;
}

function readerOf(fact: FactClass): (row: FactRow, column: FactColumn) => string | null {
  const { keys, values } = layoutOf(fact);
  return (row, column) => {
    const isKey = column.role === 'key';
    const at = (isKey ? keys : values).indexOf(column);
    return textOfCell((isKey ? row.keys : row.values).split('\t')[at]!);
  };
}

function blanked(row: FactRow, fact: FactClass, content: readonly FactColumn[]): FactRow {
  const { values } = layoutOf(fact);
  const cells = row.values.split('\t').map((cell, at) => (content.includes(values[at]!) ? NULL_CELL : cell));
  return { ...row, values: cells.join('\t') };
}
