import type { Day } from '../../src/lib/day';
import type { Json } from '../../src/lib/lossless-json';
import type { PageCounts } from '../runs';

/** What a load has come to so far. */
export class LoadTally {
  /** The last line that was read. */
  line = 0;
  /** Pages that were committed. */
  pages = 0;
  /** The last state that was told, as the run keeps it. */
  state: Json = null;
  /** States that were told. */
  states = 0;
  /** Rows with the key of an earlier row of their batch, whose place they took. */
  repeated = 0;
  lastDay: Day | null = null;
  private readonly streams = new Map<string, PageCounts & { deleted: number }>();

  /** What the records of a stream came to. */
  of(stream: string): PageCounts & { deleted: number } {
    return this.streams.get(stream) ?? { records: 0, inserted: 0, revised: 0, unchanged: 0, quarantined: 0, deleted: 0 };
  }

  addPage(stream: string, counts: PageCounts): void {
    const before = this.of(stream);
    this.streams.set(stream, {
      records: before.records + counts.records,
      inserted: before.inserted + counts.inserted,
      revised: before.revised + counts.revised,
      unchanged: before.unchanged + counts.unchanged,
      quarantined: before.quarantined + counts.quarantined,
      deleted: before.deleted,
    });
  }

  addDeleted(stream: string, deleted: number): void {
    const before = this.of(stream);
    this.streams.set(stream, { ...before, deleted: before.deleted + deleted });
  }

  addDay(day: Day | null): void {
    if (day !== null && (this.lastDay === null || day > this.lastDay)) this.lastDay = day;
  }
}
