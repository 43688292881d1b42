import type { z } from 'zod';
import type { PullContext } from './connector';
import { isNotice, type PagePosts, postsOf } from './erase/page-posts';
import { BadRecord, IngestError } from './errors';
import { type FactRow, factRow } from './fact-row';
import type { AnyStream } from './load-connectors';
import { type CheckedRows, type Reject, rejectOf } from './promote';

/** What a page's records came to: their JSON texts, the rows they became, those that were refused, and the posts they speak of where posts can be deleted. */
export interface ReadRecords {
  readonly records: readonly string[];
  readonly checked: CheckedRows;
  readonly posts?: PagePosts;
}

/**
 * Puts each record through the stream's shape and map, and its rows through the fact's checks. A record that does not pass is refused with
 * the place and the reason; the others go on. One record after the other, so that what is made on the way is forgotten at once.
 */
export function readRecords(stream: AnyStream, records: readonly unknown[], context: PullContext<unknown>): ReadRecords {
  const rows: FactRow[] = [];
  const rejects = new Map<number, Reject>();
  const texts = records.map((record, recordNo) => {
    const before = rows.length;
    try {
      for (const values of rowsOf(stream, record, context)) rows.push(factRow(stream.into, recordNo, values));
    } catch (error) {
      if (!(error instanceof BadRecord)) throw error;
      rows.length = before;
      rejects.set(recordNo, rejectOf(recordNo, error));
    }
    return JSON.stringify(record) ?? 'null';
  });
  return { records: texts, checked: { rows, rejects }, ...(stream.posts && { posts: postsOf(stream.posts, records) }) };
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
