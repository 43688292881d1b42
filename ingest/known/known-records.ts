import type { DataSource } from 'typeorm';
import { type FactClass, factOf } from '../../entities/facts/fact';
import { inWorkspace, type Session } from '../../src/database/session';
import type { DayRange } from '../../src/lib/day';
import type { RowLinks } from '../fact-values';
import { unpacked } from '../record-lines';
import { type Chunk, DIGEST_BYTES } from './chunks';

/** What rows name, and the ids that this led to. */
export interface KnownLinks {
  readonly links: RowLinks;
  readonly ids: readonly number[];
}

/** What the records of a chunk came to when they were read. */
export interface KnownChunk {
  readonly pageId: bigint;
  /** How many outcomes they count for: each as many as it has rows, and one when it has none. */
  readonly outcomes: number;
  readonly links: readonly KnownLinks[];
}

/** How what is known of a page is kept, beside the hashes of its chunks: of each chunk its outcomes, and which links its rows have. */
export interface KnownContent {
  readonly links: readonly KnownLinks[];
  readonly chunks: readonly (readonly [outcomes: number, ...links: number[]])[];
}

/** Of what part of which stream something is known, and by which reading. */
export interface KnownScope {
  readonly sourceId: number;
  readonly fact: FactClass;
  readonly stream: string;
  readonly part: string;
  readonly reading: Buffer;
}

/** After so long a page is read in full again, whatever is known of it. */
export const LASTS = '7 days';
/** So many chunks are held in memory at once, some 1.6 million records; what is known of more pages is left unused. */
const MOST_CHUNKS = 100_000;

/** What is known of records in some days. */
export class KnownRecords {
  private constructor(
    readonly scope: KnownScope,
    private readonly chunks: ReadonlyMap<string, KnownChunk>,
  ) {}

  /** What the records of a chunk came to, when they were read before and their rows were not changed since. */
  find({ digest }: Chunk): KnownChunk | undefined {
    return this.chunks.get(digest);
  }

  static async load(database: DataSource, workspaceId: number, scope: KnownScope, { from, to }: DayRange): Promise<KnownRecords> {
    const { sourceId, fact, stream, part, reading } = scope;
    const pages = await inWorkspace(database, workspaceId, (session) =>
      session.query<KnownPageRow>(
        `SELECT page_id, chunks, content FROM (
           SELECT page_id, chunks, content, sum(octet_length(chunks)) OVER (ORDER BY page_id DESC) AS bytes FROM hub.known_page
           WHERE workspace_id = $1 AND source_id = $2 AND fact = $3 AND stream = $4 AND part = $5 AND reading = $6
             AND first_day <= $8::date AND last_day >= $7::date AND kept_at > now() - interval '${LASTS}') k
         WHERE bytes <= $9 ORDER BY page_id`,
        [workspaceId, sourceId, factOf(fact).table, stream, part, reading, from, to, MOST_CHUNKS * DIGEST_BYTES],
      ),
    );
    const chunks = new Map<string, KnownChunk>();
    for (const { page_id: pageId, chunks: digests, content } of pages) {
      const known = JSON.parse((await unpacked(content)).toString()) as KnownContent;
      for (const [at, [outcomes, ...links]] of known.chunks.entries()) {
        const digest = digests.toString('latin1', at * DIGEST_BYTES, (at + 1) * DIGEST_BYTES);
        chunks.set(digest, { pageId, outcomes, links: links.map((link) => known.links[link]!) });
      }
    }
    return new KnownRecords(scope, chunks);
  }
}

interface KnownPageRow {
  readonly page_id: bigint;
  readonly chunks: Buffer;
  readonly content: Buffer;
}

/** Whether all of these pages are still known. The caller holds the workspace's row, so that they stay so. */
export async function areKnown(session: Session, sourceId: number, pages: ReadonlySet<bigint>): Promise<boolean> {
  const [found] = await session.query<{ pages: bigint }>(
    'SELECT count(*) AS pages FROM hub.known_page WHERE workspace_id = $1 AND source_id = $2 AND page_id = ANY($3::bigint[])',
    [session.workspaceId, sourceId, [...pages]],
  );
  return Number(found!.pages) === pages.size;
}
