import { factOf } from '../../entities/facts/fact';
import type { Session } from '../../src/database/session';
import type { LinkedRow } from '../link-rows';
import { packed } from '../record-lines';
import type { Chunk } from './chunks';
import { type KnownContent, type KnownLinks, LASTS } from './known-records';
import type { PageKnown } from './page-known';

/** A page whose rows stand in their fact as its records say. */
export interface SettledPage {
  readonly id: bigint;
  /** Its rows, in the order of their records. */
  readonly rows: readonly LinkedRow[];
  readonly rejects: ReadonlyMap<number, unknown>;
}

/** Keeps what the records of a page came to that were read, and removes what is kept too long. The caller holds the workspace's row and has just written theirs. */
export async function keepKnown(session: Session, page: SettledPage, known: PageKnown): Promise<void> {
  if (!known.mayBeKept) return;
  const { chunks, content, days } = contentOf(page, known.read);
  if (days.length === 0) return;
  const { sourceId, fact, stream, part, reading } = known.scope;
  await session.execute(
    `WITH late AS (DELETE FROM hub.known_page WHERE workspace_id = $1 AND source_id = $2 AND kept_at <= now() - interval '${LASTS}')
     INSERT INTO hub.known_page (workspace_id, source_id, page_id, fact, stream, part, reading, first_day, last_day, chunks, content)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
    [
      session.workspaceId,
      sourceId,
      page.id,
      factOf(fact).table,
      stream,
      part,
      reading,
      days[0],
      days.at(-1),
      Buffer.from(chunks.map(({ digest }) => digest).join(''), 'latin1'),
      await packed(JSON.stringify(content)),
    ],
  );
}

/** The chunks of which all records were taken, what each came to, and the days of their rows. */
function contentOf({ rows, rejects }: SettledPage, read: readonly Chunk[]) {
  const places = new LinkPlaces();
  const chunks: Chunk[] = [];
  const came: KnownContent['chunks'][number][] = [];
  const days = new Set<string>();
  const refused = [...rejects.keys()].sort((a, b) => a - b);
  let at = 0;
  let bad = 0;
  for (const chunk of read) {
    while (at < rows.length && rows[at]!.recordNo < chunk.from) at++;
    while (bad < refused.length && refused[bad]! < chunk.from) bad++;
    if (bad < refused.length && refused[bad]! < chunk.to) continue;
    const named = new Set<number>();
    let outcomes = chunk.to - chunk.from;
    for (let last = -1; at < rows.length && rows[at]!.recordNo < chunk.to; at++) {
      const row = rows[at]!;
      if (row.recordNo === last) outcomes += 1;
      last = row.recordNo;
      days.add(row.day);
      named.add(places.of(row));
    }
    chunks.push(chunk);
    came.push([outcomes, ...named]);
  }
  return { chunks, content: { links: places.links, chunks: came } satisfies KnownContent, days: [...days].sort() };
}

/** The links of a page's rows, each once. */
class LinkPlaces {
  readonly links: KnownLinks[] = [];
  readonly #places = new Map<string, number>();
  #last: { head: LinkedRow['head']; links: unknown; place: number } | undefined;

  of({ head, row: { links } }: LinkedRow): number {
    if (this.#last?.head === head && this.#last.links === links) return this.#last.place;
    const key = JSON.stringify(links);
    const place = this.#places.get(key) ?? this.links.push({ links, ids: head.ids }) - 1;
    this.#places.set(key, place);
    this.#last = { head, links, place };
    return place;
  }
}
