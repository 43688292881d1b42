import type { FactClass } from '../../entities/facts/fact';
import type { Session } from '../../src/database/session';
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
  const named = rows.map((row) => ({ platform: row.valueOf(posts.platform), post: row.valueOf(posts.post) }));
  const gone = await session.query<{ platform: string; post: string }>(
    `SELECT e.platform, e.post FROM hub.erased_post e JOIN (SELECT DISTINCT * FROM unnest($2::text[], $3::text[])) p (platform, post)
       ON e.platform = p.platform AND e.post = p.post WHERE e.workspace_id = $1`,
    [session.workspaceId, named.map(({ platform }) => platform), named.map(({ post }) => post)],
  );
  if (gone.length === 0) return { rows, erased: NONE };
  const keys = new Set(gone.map(keyOf));
  const erased = new Set<number>();
  const nothing = new Map(posts.content.map((column) => [column, null]));
  const left = rows.map((row, at) => {
    if (!keys.has(keyOf(named[at]!))) return row;
    erased.add(row.recordNo);
    return row.with(nothing);
  });
  return { rows: left, erased };
}

function keyOf({ platform, post }: { platform: string | null; post: string | null }): string {
  return `${platform}\0${post}`;
}
