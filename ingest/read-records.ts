import { setImmediate } from 'node:timers/promises';
import type { z } from 'zod';
import { LateList } from '../src/lib/late-list';
import type { PullContext } from './connector';
import { isNotice, type PagePosts, postsOf } from './erase/page-posts';
import { BadRecord, IngestError } from './errors';
import { type FactRow, factRow } from './fact-row';
import type { PageKnown } from './known/page-known';
import { NotedContext } from './known/reading';
import type { AnyStream } from './load-connectors';
import { type CheckedRows, type Reject, rejectOf } from './promote';
import { type PageRecords, RecordLines } from './record-lines';

/** What a page's records came to: their JSON texts, the rows they became, those that were refused, and the posts they speak of where posts can be deleted. */
export interface ReadRecords {
  readonly records: PageRecords;
  readonly checked: CheckedRows;
  readonly posts: PagePosts | undefined;
  /** Which of the records were not read, as it is known what they come to; null where nothing of the page can be known. */
  readonly known: PageKnown | null;
}

/**
 * Puts each record through the stream's shape and map, and its rows through the fact's checks. A record that does not pass is refused with
 * the place and the reason; the others go on. One record after the other, so that what is made on the way is forgotten at once.
 */
export function readRecords(stream: AnyStream, records: readonly unknown[], context: PullContext<unknown>): ReadRecords {
  const reading = new Reading(stream, records, context);
  for (const { from, to } of reading.stretches()) reading.read(from, to);
  return reading;
}

/** So many records take about half a millisecond. */
const STRETCH = 100;

/**
 * {@link readRecords} in short stretches, between which others are let in: the database is not to wait for this one's processor. `texts` are the
 * records' texts where they are known without writing them anew; `known` says which of the records need not be read.
 */
export async function readRecordsInTurns(
  stream: AnyStream,
  records: readonly unknown[],
  context: PullContext<unknown>,
  texts: PageRecords | null,
  known: PageKnown | null = null,
): Promise<ReadRecords> {
  const reading = new Reading(stream, records, context, texts, known);
  for (const { from, to } of reading.stretches()) {
    reading.read(from, to);
    await setImmediate();
  }
  return reading;
}

class Reading implements ReadRecords {
  readonly records: PageRecords;
  readonly #lines: RecordLines | null;
  readonly #noted: NotedContext;
  readonly posts: PagePosts | undefined;
  readonly checked = { rows: [] as FactRow[], rejects: new Map<number, Reject>() };

  constructor(
    private readonly stream: AnyStream,
    private readonly given: readonly unknown[],
    context: PullContext<unknown>,
    texts: PageRecords | null = null,
    readonly known: PageKnown | null = null,
  ) {
    this.#noted = new NotedContext(context);
    this.#lines = texts === null ? new RecordLines() : null;
    this.records = texts ?? this.#lines!;
    this.posts = stream.posts && postsOf(stream.posts, given);
  }

  /** The records that are to be read, in short stretches. */
  *stretches(): Generator<{ from: number; to: number }> {
    for (const { from, to } of this.known?.stretches ?? [{ from: 0, to: this.given.length }]) {
      for (let at = from; at < to; at += STRETCH) yield { from: at, to: Math.min(at + STRETCH, to) };
    }
  }

  /** Reads a stretch of the records. */
  read(from: number, to: number): void {
    const { rows, rejects } = this.checked;
    const texts: string[] = [];
    const { context } = this.#noted;
    // What is read here is not kept by the page, and so forgotten at once.
    const given = LateList.behind(this.given)?.read(from, to) ?? this.given.slice(from, to);
    for (const [at, record] of given.entries()) {
      const recordNo = from + at;
      const before = rows.length;
      try {
        for (const values of rowsOf(this.stream, record, context)) rows.push(factRow(this.stream.into, recordNo, values));
      } catch (error) {
        if (!(error instanceof BadRecord)) throw error;
        rows.length = before;
        rejects.set(recordNo, rejectOf(recordNo, error));
      }
      if (this.#lines) texts.push(JSON.stringify(record) ?? 'null');
    }
    this.#lines?.add(texts);
    if (this.known && this.#noted.wasAsked) this.known.mayBeKept = false;
  }
}

/** The rows that one record becomes: none of a notice that posts are gone. Throws BadRecord when it has not the stream's shape or cannot be mapped. */
export function rowsOf(stream: AnyStream, record: unknown, context: PullContext<unknown>): object[] {
  if (stream.posts && isNotice(stream.posts.tell(record))) return [];
  const shaped = stream.shape.safeParse(record);
  if (!shaped.success) throw misshapen(shaped.error, record);
  try {
    return stream.map(shaped.data, context);
  } catch (error) {
    // What the runner acts on goes up; anything else is the record's: one odd record must not stop a source.
    if (error instanceof IngestError) throw error;
    throw new BadRecord(error instanceof Error ? error.message : String(error));
  }
}

const SHOWN = 200;

function misshapen(error: z.ZodError, record: unknown): BadRecord {
  const issue = error.issues[0]!;
  const place = issue.path.map(String).join('.');
  const value = issue.path.reduce<unknown>((at, step) => (at as Record<PropertyKey, unknown> | null | undefined)?.[step], record);
  const more = error.issues.length > 1 ? ` (and ${error.issues.length - 1} more)` : '';
  return new BadRecord(`${place || 'record'}: ${issue.message}${more}`, place || undefined, JSON.stringify(value)?.slice(0, SHOWN));
}
