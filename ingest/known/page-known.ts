import type { ByteSpans } from '../../src/lib/byte-spans';
import { type Chunk, chunksOf } from './chunks';
import type { KnownChunk, KnownLinks, KnownRecords, KnownScope } from './known-records';

/** A page is read in full unless so much of it is known: reading it a second time, when it turns out not to be known, is to cost little. */
const MOSTLY = 0.75;

/** What was taken for known is not, or not for sure: the page has to be read in full. */
export class NotKnown extends Error {}

/** The records of a page in chunks: those that need not be read, as it is known what they come to, and those that are read. */
export class PageKnown {
  /** Whether the rows that were read may be kept as known: none of them followed from what differs from pull to pull. */
  mayBeKept = true;

  private constructor(
    readonly scope: KnownScope,
    readonly read: readonly Chunk[],
    private readonly skipped: readonly (Chunk & KnownChunk)[],
  ) {}

  static cut(body: Buffer, spans: ByteSpans, known: KnownRecords): PageKnown {
    const read: Chunk[] = [];
    const skipped: (Chunk & KnownChunk)[] = [];
    let count = 0;
    for (const chunk of chunksOf(body, spans)) {
      const found = known.find(chunk);
      if (found) {
        skipped.push({ ...chunk, ...found });
        count += chunk.to - chunk.from;
      } else read.push(chunk);
    }
    const page = new PageKnown(known.scope, read, skipped);
    return count >= MOSTLY * spans.length ? page : page.inFull();
  }

  /** The same page with nothing left unread. */
  inFull(): PageKnown {
    const all = [...this.read, ...this.skipped].sort((a, b) => a.from - b.from);
    return new PageKnown(this.scope, all, []);
  }

  /** Whether records were left unread. */
  get isUsed(): boolean {
    return this.skipped.length > 0;
  }

  /** The records that are read, those that follow on one another together. */
  get stretches(): { from: number; to: number }[] {
    const stretches: { from: number; to: number }[] = [];
    for (const { from, to } of this.read) {
      const last = stretches.at(-1);
      if (last?.to === from) last.to = to;
      else stretches.push({ from, to });
    }
    return stretches;
  }

  /** The pages that are relied on. */
  get pages(): ReadonlySet<bigint> {
    return new Set(this.skipped.map(({ pageId }) => pageId));
  }

  /** What the unread records name. */
  get links(): ReadonlySet<KnownLinks> {
    return new Set(this.skipped.flatMap(({ links }) => links));
  }

  /** How many more outcomes the unread records count for than they are. */
  get surplus(): number {
    return this.skipped.reduce((sum, { from, to, outcomes }) => sum + outcomes - (to - from), 0);
  }
}
