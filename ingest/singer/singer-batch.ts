import type { StreamMeaning } from '../landed/stream-meaning';
import { StreamPage } from '../landed/stream-page';
import type { RecordMessage } from './message';

/** When a batch is committed: at so many records, bytes, or milliseconds after its first message, whichever comes first. */
export interface BatchSize {
  readonly records: number;
  readonly bytes: number;
  readonly ms: number;
}

/** Some ten megabytes in memory, and no record waits longer than it takes to look for it. */
export const BATCH_SIZE: BatchSize = { records: 5_000, bytes: 8_000_000, ms: 10_000 };

/** The records of one stream in a batch, with the messages as they came. */
export interface BatchPage {
  readonly page: StreamPage;
  readonly bodies: Buffer[];
}

/** What came since the last commit: the records of each stream in their order, and what is to be told once they are committed. */
export class SingerBatch {
  private readonly pages = new Map<string, BatchPage>();
  private readonly states: { line: number; value: string }[] = [];
  /** When its first message came, milliseconds since 1970; null while there is none. */
  since: number | null = null;
  records = 0;
  bytes = 0;

  has(stream: string): boolean {
    return this.pages.has(stream);
  }

  /** Takes up a record; `bytes` is its message. Throws Fatal when the record cannot be written down. */
  add(meaning: StreamMeaning, line: number, { record, version }: RecordMessage, bytes: Buffer): void {
    const page = this.pages.get(meaning.stream) ?? { page: new StreamPage(meaning), bodies: [] };
    page.page.add({ line, record, version });
    page.bodies.push(bytes);
    this.pages.set(meaning.stream, page);
    this.records += 1;
    this.bytes += bytes.length;
  }

  addState(line: number, value: string): void {
    this.states.push({ line, value });
    this.bytes += value.length;
  }

  isFull(size: BatchSize): boolean {
    return this.records >= size.records || this.bytes >= size.bytes;
  }

  streams(): BatchPage[] {
    return [...this.pages.values()];
  }

  /** The last state before a line. */
  stateBefore(line: number): string | null {
    return this.states.findLast((each) => each.line < line)?.value ?? null;
  }
}
