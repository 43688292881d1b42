import type { ByteSpans } from '../src/lib/byte-spans';
import type { Json } from '../src/lib/lossless-json';
import type { HttpRequest, Page, PullContext } from './connector';
import { refuseStatus } from './http';
import type { KnownRecords } from './known/known-records';
import { PageKnown } from './known/page-known';
import type { AnyStream } from './load-connectors';
import { pageOf } from './page';
import { type ReadRecords, readRecordsInTurns } from './read-records';
import { RecordSpans } from './record-lines';

/** All that a stream makes of one page: its records and rows, the request after it (null after the last), where the next pull goes on, what could not be had. */
export interface UnderstoodPage {
  readonly read: ReadRecords;
  /** Reads all of its records, when what was taken for known turns out not to be. */
  readonly readInFull: () => Promise<ReadRecords>;
  readonly next: HttpRequest | null;
  readonly cursor: Json | null;
  readonly missing: string | null;
  readonly waitMs: number;
}

/**
 * Reads a page as its stream does: the connector's word on errors first, then the status's, then records, paging and cursor.
 * It runs before a page is kept, so that a page of which nothing can be made is asked for again instead. `knownOf` tells what is known of records
 * that come again; without it all are read.
 */
export async function understandPage(
  stream: AnyStream,
  page: Page,
  context: PullContext<unknown>,
  knownOf?: () => Promise<KnownRecords | null>,
): Promise<UnderstoodPage> {
  // What is made of its JSON is not held by the page that goes on.
  const once = pageOf(page);
  stream.classify?.(once);
  refuseStatus(once);
  const records = stream.records(once);
  const spans = once.spansOf(records);
  const known = await knownIn(page, spans, knownOf);
  const texts = spans && new RecordSpans(page.body, spans);
  return {
    read: await readRecordsInTurns(stream, records, context, texts, known),
    readInFull: () => readRecordsInTurns(stream, records, context, texts, known?.inFull()),
    next: stream.next?.(once, context) ?? null,
    cursor: stream.cursor?.(once, context) ?? context.cursor,
    missing: stream.missing?.(once, context) ?? null,
    waitMs: stream.waitMs?.(once) ?? 0,
  };
}

/** Fewer records are read in no time. */
const WORTHWHILE = 500;

async function knownIn(page: Page, spans: ByteSpans | null, knownOf?: () => Promise<KnownRecords | null>): Promise<PageKnown | null> {
  if (spans === null || spans.length < WORTHWHILE) return null;
  const known = await knownOf?.();
  return known ? PageKnown.cut(page.body, spans, known) : null;
}
