import { webcrypto } from 'node:crypto';
import type { DataSource } from 'typeorm';
import { inWorkspace, type Session } from '../src/database/session';
import type { Day, DayRange } from '../src/lib/day';
import type { Json } from '../src/lib/lossless-json';
import type { HttpRequest, Page } from './connector';
import { keepPosts } from './erase/keep-posts';
import type { PagePosts } from './erase/page-posts';
import { pageOf } from './page';
import { packed, unpacked } from './record-lines';
import { Fenced, type RunHold } from './run-hold';

/** A page as it lies in the database: its number there and its place in the run. */
export interface LandedPage {
  readonly id: bigint;
  readonly seq: number;
  readonly sha256: Buffer;
}

/** What lands: bytes with their status and header lines, and the request without credentials (for a file: its name). */
export interface Landing {
  readonly stream: string;
  readonly seq: number;
  /** The part and the days that were asked for; absent for a file. */
  readonly part?: string;
  readonly window?: DayRange;
  readonly request: Json;
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly body: Buffer;
  readonly fetchedAt: Date;
  /** The posts whose words are in it, where posts can be deleted. */
  readonly posts?: PagePosts | undefined;
}

const { subtle } = webcrypto;

const PRIVATE_HEADERS = new Set(['set-cookie', 'www-authenticate', 'proxy-authenticate', 'authorization']);

/**
 * Keeps a page as it came, in a transaction of its own, before anything is made of it: from here on it is never asked for again.
 * Throws Fenced when the run has passed to another worker.
 */
export async function land(database: DataSource, run: RunHold, page: Landing, kept = keepable(page.body)): Promise<LandedPage> {
  const ready = await kept;
  return inWorkspace(database, run.workspaceId, async (session) => {
    // A page that a server loses with its power is asked for again; one that is promoted lies on the disk with what became of it.
    await session.execute('SET LOCAL synchronous_commit = off');
    return landIn(session, run, page, ready);
  });
}

/** The bytes of a page as they are kept: compressed, with their hash. */
export interface KeptBytes {
  readonly packed: Buffer;
  readonly sha256: Buffer;
}

/** Makes {@link KeptBytes}, beside the thread that asks. */
export async function keepable(body: Buffer): Promise<KeptBytes> {
  const [bytes, hash] = await Promise.all([packed(body), subtle.digest('SHA-256', body as Uint8Array<ArrayBuffer>)]);
  return { packed: bytes, sha256: Buffer.from(hash) };
}

/** {@link land} in the caller's transaction; `kept` are the page's bytes. */
export async function landIn(session: Session, run: RunHold, page: Landing, { packed: body, sha256 }: KeptBytes): Promise<LandedPage> {
  const headers = Object.fromEntries(Object.entries(page.headers).filter(([name]) => !PRIVATE_HEADERS.has(name)));
  const [row] = await session.query<{ id: bigint }>(
    `INSERT INTO hub.raw_page (workspace_id, run_id, source_id, stream, seq, request, status, headers, fetched_at, sha256, bytes, body, part, window_from, window_to)
     SELECT r.workspace_id, r.id, r.source_id, $4::text, $5::integer, $6::jsonb, $7::integer, $8::jsonb, $9::timestamptz, $10::bytea, $11::integer, $12::bytea,
       $13::text, $14::date, $15::date
     FROM hub.ingest_run r WHERE r.workspace_id = $1 AND r.id = $2 AND r.epoch = $3 AND r.status = 'RUNNING' FOR UPDATE
     RETURNING id`,
    [
      run.workspaceId,
      run.runId,
      run.epoch,
      page.stream,
      page.seq,
      JSON.stringify(page.request),
      page.status,
      JSON.stringify(headers),
      page.fetchedAt,
      sha256,
      page.body.length,
      body,
      page.part ?? '',
      page.window?.from ?? null,
      page.window?.to ?? null,
    ],
  );
  if (!row) throw new Fenced(run);
  if (page.posts) await keepPosts(session, row.id, page.posts);
  return { id: row.id, seq: page.seq, sha256 };
}

interface StoredPage {
  id: bigint;
  stream: string;
  part: string;
  window_from: Day | null;
  window_to: Day | null;
  request: HttpRequest;
  status: number;
  headers: Record<string, string>;
  body: Buffer;
  sha256: Buffer;
}

/** A page that was left behind: what it answers, and the page itself when that is what was asked for. */
export interface LeftPage {
  readonly landed: LandedPage;
  readonly page: Page | null;
}

/**
 * The page that landed at a place of the run but was not promoted, when there is one: what a worker that was cut off left behind. Its `page` is
 * null where it answers something else than is asked for now: other days (a window that was halved before the cut), or a part that is no more.
 */
export async function landedPage(database: DataSource, run: RunHold, seq: number, asked: AskedPage): Promise<LeftPage | null> {
  const [row] = await inWorkspace(database, run.workspaceId, (session) =>
    session.query<StoredPage>(
      `SELECT id, stream, part, window_from, window_to, request, status, headers, body, sha256 FROM hub.raw_page
       WHERE workspace_id = $1 AND run_id = $2 AND seq = $3 AND promoted_at IS NULL`,
      [run.workspaceId, run.runId, seq],
    ),
  );
  if (!row) return null;
  const { id, sha256, request, status, headers } = row;
  const landed = { id, seq, sha256 };
  if (!answers(row, asked)) return { landed, page: null };
  return { landed, page: pageOf({ request, status, headers, body: await unpacked(row.body) }) };
}

/** What a page is wanted for. */
export type AskedPage = Pick<Landing, 'stream' | 'part' | 'window'>;

function answers({ stream, part, window_from, window_to }: StoredPage, asked: AskedPage): boolean {
  if (window_from === null) return stream === asked.stream;
  return stream === asked.stream && part === asked.part && window_from === asked.window?.from && window_to === asked.window.to;
}
