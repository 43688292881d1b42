import type { DataSource } from 'typeorm';
import type { Day } from '../../src/lib/day';
import type { Json } from '../../src/lib/lossless-json';
import { Fatal } from '../errors';
import type { ImportBrands } from '../import-brands';
import { judgePage } from '../import-judge';
import type { Landing } from '../land';
import type { ReadPage } from '../landed/read-page';
import type { StreamPage } from '../landed/stream-page';
import type { Reject } from '../promote';
import type { ClaimedRun } from '../runs';
import { takeIn } from '../take-in';
import type { LoadPosition } from './keep-position';
import type { LoadTally } from './load-tally';
import type { BatchPage, SingerBatch } from './singer-batch';

/** What committing a batch works with. */
export interface Committing {
  readonly database: DataSource;
  readonly run: ClaimedRun;
  readonly brands: ImportBrands;
  /** Nothing from the first bad record on is committed. */
  readonly isStrict: boolean;
  readonly tally: LoadTally;
}

/** A page of a batch with its last word on each record. */
interface JudgedPage extends ReadPage {
  readonly lines: readonly number[];
  readonly bodies: readonly Buffer[];
  readonly lastDay: Day | null;
  readonly repeated: number;
}

const LF = Buffer.from('\n');

/**
 * Commits a batch, a page a stream. Returns the state that may be told now, and the bad record that ends the load where one does: everything before its
 * line was committed then, and nothing after it.
 */
export async function commitBatch(work: Committing, batch: SingerBatch): Promise<{ state: string | null; stop: Fatal | null }> {
  const whole = await judged(work.brands, batch.streams());
  const first = work.isStrict ? firstReject(whole) : null;
  if (!first) {
    const stop = await commitPages(work, whole);
    return { state: stop ? null : batch.stateBefore(Number.POSITIVE_INFINITY), stop };
  }
  const { line } = first;
  const cut = await judged(
    work.brands,
    batch.streams().flatMap((page) => pageBefore(page, line)),
  );
  const stop = (await commitPages(work, cut)) ?? new Fatal(`line ${line}: stream ${first.stream}: ${first.reason}`);
  return { state: batch.stateBefore(line), stop };
}

async function judged(brands: ImportBrands, pages: readonly BatchPage[]): Promise<JudgedPage[]> {
  const all: JudgedPage[] = [];
  for (const { page, bodies } of pages) {
    const { meaning, records, lines, landed, versions } = page;
    const { rows, rejects, lastDay, repeated } = meaning.target
      ? await judgePage(meaning.target.fact, page, brands)
      : { ...page, lastDay: null, repeated: 0 };
    all.push({ meaning, records, lines, landed, versions, rows, rejects, lastDay, repeated, bodies });
  }
  return all;
}

function firstReject(pages: readonly JudgedPage[]): (Reject & { line: number; stream: string }) | null {
  const rejects = pages.flatMap(({ meaning: { stream }, rejects, lines }) =>
    rejects.map((reject) => ({ ...reject, stream, line: lines[reject.recordNo]! })),
  );
  return rejects.length === 0 ? null : rejects.reduce((first, each) => (each.line < first.line ? each : first));
}

function pageBefore({ page, bodies }: BatchPage, line: number): BatchPage[] {
  const before: StreamPage = page.before(line);
  return before.records.length === 0 ? [] : [{ page: before, bodies: bodies.slice(0, before.records.length) }];
}

/** Commits pages in their order. A record may still turn out bad here (its brand was deleted, its number is too large for a sum): that stops a strict load. */
async function commitPages(work: Committing, pages: readonly JudgedPage[]): Promise<Fatal | null> {
  const { database, run, tally } = work;
  for (const page of pages) {
    const { stream } = page.meaning;
    const position: LoadPosition = { seq: tally.pages + 1, line: page.lines.at(-1)!, state: tally.state };
    const incoming = {
      workspaceId: run.workspaceId,
      sourceId: run.sourceId,
      landing: landingOf(page, tally.pages),
      page,
      position: { ...position } as Json,
    };
    const { counts } = await takeIn(database, incoming, { begin: async () => run });
    tally.pages += 1;
    tally.addPage(stream, counts);
    tally.addDay(page.lastDay);
    tally.repeated += page.repeated;
    if (work.isStrict && counts.quarantined > 0)
      return new Fatal(`lines ${page.lines[0]} to ${page.lines.at(-1)}: stream ${stream}: ${counts.quarantined} records were quarantined`);
  }
  return null;
}

function landingOf({ meaning: { stream }, lines, bodies }: JudgedPage, seq: number): Landing {
  return {
    stream,
    seq,
    request: { url: `singer:${stream}`, firstLine: lines[0]!, lastLine: lines.at(-1)! },
    status: 200,
    headers: { 'content-type': 'application/jsonl' },
    body: Buffer.concat(bodies.flatMap((body) => [body, LF])),
    fetchedAt: new Date(),
  };
}
