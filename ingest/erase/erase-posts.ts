import type { Session } from '../../src/database/session';
import { quoted } from '../fact-statements';
import { POST_FACTS, type PostFact } from './content';
import type { PagePosts } from './page-posts';
import { type RecordAt, recordsAt, redactRecords } from './redact-records';

/** A page that was promoted, the posts that its records speak of, and the numbers of those whose rows are of posts erased before. */
export interface PromotedPage {
  readonly runId: number;
  readonly pageId: bigint;
  readonly posts: PagePosts | undefined;
  readonly erased: ReadonlySet<number>;
}

/**
 * Erases what a page says is gone: words, authors and addresses in rows of facts and in the ledger, and the raw records that hold them, in whatever
 * source of the workspace. Rows and numbers stay, so that every answer, also one of then, is what it was. Of the page itself also those records are
 * overwritten that show posts which were erased before. Returns the numbers of the records whose word changed something. The caller holds the
 * workspace's row.
 */
export async function erasePosts(session: Session, page: PromotedPage): Promise<ReadonlySet<number>> {
  const { runId, pageId, posts, erased } = page;
  const places = recordsAt(pageId, new Set([...erased, ...(posts ? await shownAgain(session, posts) : [])]));
  if (!posts || posts.gone.length === 0) {
    await redactRecords(session, runId, places);
    return new Set();
  }
  const found = await findGone(session, posts);
  const rows: ErasedRow[] = [];
  for (const fact of POST_FACTS) rows.push(...(await eraseRows(session, fact, posts.platform, [...found.names.keys()])));
  await forgetTexts(session, [...found.names.keys()]);
  const redacted = await redactRecords(session, runId, distinct([...places, ...found.places, ...rows.flatMap(({ saidBy }) => saidBy)]));
  if (rows.length > 0)
    await session.execute('UPDATE hub.workspace SET data_version = data_version + 1 WHERE id = $1', [session.workspaceId]);
  const isElsewhere = new Set(redacted.filter((place) => place.pageId !== pageId).map(textOf));
  const changed = new Set([
    ...rows.flatMap(({ post }) => found.names.get(post) ?? []),
    ...found.places.filter((place) => isElsewhere.has(textOf(place))).map(({ told }) => told),
  ]);
  await remember(
    session,
    page,
    posts,
    new Map([...found.names].filter(([post]) => found.isKnown.has(post) || rows.some((row) => row.post === post))),
  );
  return new Set(posts.gone.filter(({ post }) => changed.has(post)).map(({ recordNo }) => recordNo));
}

/** Forgets what texts of posts were boiled down to. A post of another platform that is called the same is boiled down anew when it is told again. */
async function forgetTexts(session: Session, posts: readonly string[]): Promise<void> {
  const parameters = [session.workspaceId, posts];
  const bands = await session.query<{ band: bigint }>(
    'SELECT unnest(bands) AS band FROM hub.mention_text WHERE workspace_id = $1 AND post = ANY($2::text[])',
    parameters,
  );
  if (bands.length > 0)
    await session.execute('DELETE FROM hub.mention_band WHERE workspace_id = $1 AND post = ANY($2::text[]) AND band = ANY($3::bigint[])', [
      ...parameters,
      bands.map(({ band }) => band),
    ]);
  await session.execute('DELETE FROM hub.mention_text WHERE workspace_id = $1 AND post = ANY($2::text[])', parameters);
}

/** The records of a page that hold posts which were erased before. */
async function shownAgain(session: Session, { platform, held }: PagePosts): Promise<number[]> {
  if (held.length === 0) return [];
  const rows = await session.query<{ post: string }>(
    'SELECT post FROM hub.erased_post WHERE workspace_id = $1 AND platform = $2 AND post = ANY($3::text[])',
    [session.workspaceId, platform, held.map(({ post }) => post)],
  );
  const gone = new Set(rows.map(({ post }) => post));
  return gone.size === 0 ? [] : held.filter(({ post }) => gone.has(post)).map(({ recordNo }) => recordNo);
}

/** What is held of posts that are gone. */
interface Gone {
  /** Each post, with the name under which it was told as gone: its own, or its account's. */
  readonly names: ReadonlyMap<string, string>;
  /** The posts of which any record is held. */
  readonly isKnown: ReadonlySet<string>;
  readonly places: readonly (RecordAt & { readonly told: string })[];
}

async function findGone(session: Session, { platform, gone }: PagePosts): Promise<Gone> {
  const told = [...new Set(gone.map(({ post }) => post))];
  const places = await session.query<Gone['places'][number]>(
    `SELECT post AS told, page_id AS "pageId", record_no AS "recordNo" FROM hub.post_record
     WHERE workspace_id = $1 AND platform = $2 AND post = ANY($3::text[])`,
    [session.workspaceId, platform, told],
  );
  const isAccount = (name: string) => name.endsWith('/');
  const ofAccounts = await postsOf(
    session,
    places.filter((place) => isAccount(place.told)),
  );
  const posts = told.filter((name) => !isAccount(name));
  return {
    names: new Map([...posts.map((post): [string, string] => [post, post]), ...ofAccounts]),
    isKnown: new Set([...places.map((place) => place.told).filter((name) => !isAccount(name)), ...ofAccounts.keys()]),
    places,
  };
}

/** The posts of accounts, each with its account's name, in the records that are known to hold any of them; such a record may hold others' posts too. */
async function postsOf(session: Session, places: Gone['places']): Promise<Map<string, string>> {
  if (places.length === 0) return new Map();
  const accounts = Map.groupBy(places, textOf);
  const held = await session.query<RecordAt & { post: string }>(
    `SELECT post, page_id AS "pageId", record_no AS "recordNo" FROM hub.post_record
     WHERE workspace_id = $1 AND (page_id, record_no) IN (SELECT * FROM unnest($2::bigint[], $3::integer[]))`,
    [session.workspaceId, places.map(({ pageId }) => pageId), places.map(({ recordNo }) => recordNo)],
  );
  return new Map(
    held.flatMap((record): [string, string][] => {
      const account = accounts.get(textOf(record))!.find(({ told }) => record.post !== told && record.post.startsWith(told));
      return account ? [[record.post, account.told]] : [];
    }),
  );
}

/** A row whose words were erased, and the raw records that said them. */
interface ErasedRow {
  readonly post: string;
  readonly saidBy: readonly RecordAt[];
}

interface SaidRow {
  readonly post: string;
  readonly day: string;
  readonly row_id: bigint;
  readonly page_id: bigint;
  readonly record_no: number;
}

async function eraseRows(session: Session, fact: PostFact, on: string, posts: readonly string[]): Promise<ErasedRow[]> {
  const { table, post, platform, content } = fact;
  const columns = content.map(({ column }) => quoted(column));
  const parameters = [session.workspaceId, posts, on];
  const present = await session.query<SaidRow>(
    `UPDATE fact.${quoted(table)} f SET ${columns.map((column) => `${column} = NULL`).join(', ')}
     WHERE f.workspace_id = $1 AND f.${quoted(post.column)} = ANY($2::text[]) AND f.${quoted(platform.column)} = $3
       AND (${columns.map((column) => `f.${column} IS NOT NULL`).join(' OR ')})
     RETURNING f.${quoted(post.column)} AS post, f.day, f.row_id, f.page_id, f.record_no`,
    parameters,
  );
  const removed = await session.query<SaidRow>(
    `UPDATE hub.removed_row r SET content = r.content || $5::jsonb
     WHERE r.workspace_id = $1 AND r.fact = $4 AND r.content->>'${post.column}' = ANY($2::text[]) AND r.content->>'${platform.column}' = $3
       AND (${content.map(({ column }) => `r.content->>'${column}' IS NOT NULL`).join(' OR ')})
     RETURNING r.content->>'${post.column}' AS post, r.day, r.row_id, (r.content->>'page_id')::bigint AS page_id, (r.content->>'record_no')::integer AS record_no`,
    [...parameters, table, JSON.stringify(Object.fromEntries(content.map(({ column }) => [column, null])))],
  );
  const rows = [...present, ...removed];
  if (rows.length === 0) return [];
  const ledger = await eraseLedger(
    session,
    table,
    rows,
    content.map(({ column }) => column),
  );
  return rows.map(({ post, row_id: rowId, page_id: pageId, record_no: recordNo }) => ({
    post,
    saidBy: [{ pageId, recordNo }, ...(ledger.get(rowId) ?? [])],
  }));
}

/** Empties the words in the ledger of some rows; returns, by row, the raw records that any revision of it speaks of. */
async function eraseLedger(
  session: Session,
  table: string,
  rows: readonly { day: string; row_id: bigint }[],
  content: readonly string[],
): Promise<Map<bigint, RecordAt[]>> {
  const ofRows = 'workspace_id = $1 AND fact = $2 AND (day, row_id) IN (SELECT * FROM unnest($3::date[], $4::bigint[]))';
  const parameters = [session.workspaceId, table, rows.map(({ day }) => day), rows.map(({ row_id: rowId }) => rowId)];
  await session.execute(`UPDATE hub.revision SET old = NULL, new = NULL WHERE ${ofRows} AND measure = ANY($5::text[])`, [
    ...parameters,
    content,
  ]);
  const said = await session.query<RecordAt & { rowId: bigint }>(
    `SELECT row_id AS "rowId", page_id AS "pageId", record_no AS "recordNo" FROM hub.revision WHERE ${ofRows}
     UNION SELECT row_id, old_page_id, old_record_no FROM hub.revision WHERE ${ofRows}`,
    parameters,
  );
  return Map.groupBy(said, ({ rowId }) => rowId);
}

/** Keeps what is gone in mind, of what the hub knew: a whole network's deletions are nobody's business. */
async function remember(
  session: Session,
  { runId, pageId }: PromotedPage,
  { platform, gone }: PagePosts,
  known: ReadonlyMap<string, string>,
): Promise<void> {
  if (known.size === 0) return;
  const saidBy = new Map(gone.map(({ post, recordNo }) => [post, recordNo]));
  await session.execute(
    `INSERT INTO hub.erased_post (workspace_id, platform, post, run_id, page_id, record_no)
     SELECT $1, $2, p.post, $3, $4, p.record_no FROM unnest($5::text[], $6::integer[]) p (post, record_no)
     ON CONFLICT (workspace_id, platform, post) DO NOTHING`,
    [session.workspaceId, platform, runId, pageId, [...known.keys()], [...known.values()].map((told) => saidBy.get(told)!)],
  );
}

function distinct(places: readonly RecordAt[]): RecordAt[] {
  return [...new Map(places.map((place) => [textOf(place), place])).values()];
}

function textOf({ pageId, recordNo }: RecordAt): string {
  return `${pageId}:${recordNo}`;
}
