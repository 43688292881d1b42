import type { DataSource } from 'typeorm';
import { addDays, type Day, type DayRange, dayIn, lengthOf } from '../src/lib/day';
import type { Json } from '../src/lib/lossless-json';
import { type AskedPage, type Asking, askPage } from './ask-page';
import type { Clock } from './clock';
import type { HttpRequest } from './connector';
import { IngestError, Skippable, TooLarge } from './errors';
import type { Fetching } from './fetch-page';
import type { FieldWatch } from './field-watch';
import { hideSecrets, showSecrets } from './hide-secrets';
import { type LandedPage, land, landedPage } from './land';
import type { AnyStream } from './load-connectors';
import { LoopGuard } from './loop-guard';
import { promotePage } from './promote';
import { daysDue, halved, type PartPosition, type PullPosition, positionOf, windowFrom } from './pull-position';
import { type PulledPart, type PullSource, partKey, partsOf } from './pull-source';
import { ReadAhead } from './read-ahead';
import type { ReadRecords } from './read-records';
import type { KeptRecords } from './record-lines';
import type { ClaimedRun, PageCounts } from './runs';
import { type UnderstoodPage, understandPage } from './understand-page';

/** How a pull goes, after each page; `fractionDone` runs from 0 to 1. */
export interface PullProgress {
  readonly runId: number;
  readonly source: string;
  readonly stream: string;
  readonly window: DayRange;
  readonly pages: number;
  readonly records: number;
  readonly fractionDone: number;
}

/** What a pull works with. `stopping` is asked after each page; when it says so, the pull ends with what was asked for. */
export interface PullDeps {
  readonly database: DataSource;
  readonly clock: Clock;
  readonly fetching: Fetching;
  readonly fields: FieldWatch;
  readonly onProgress?: (progress: PullProgress) => void;
  readonly stopping?: () => boolean;
}

/** How a pull ended: all was read that could be, or it was stopped on the way and can go on. `troubles` are what could not be had, or not exactly. */
export interface PullOutcome {
  readonly ended: 'complete' | 'stopped';
  readonly troubles: readonly string[];
  readonly records: number;
  readonly quarantined: number;
}

/** So many records must have come before their share in quarantine says anything; beyond that share the source is not read further. */
const ENOUGH_RECORDS = 100;
const TOO_MANY_BAD = 0.05;
/** Beside a page of more bytes no other is kept in memory. */
const MOST_BESIDE = 32 * 1024 * 1024;

/**
 * Pulls a source from where its run stands: stream by stream, part by part, window by window, page by page. Each page lands, is promoted and
 * moves the position in turn, so that whoever takes the run over goes on with the page after the last one committed; a page that landed and was
 * not promoted is not asked for again. While a page is promoted the next one of its part is fetched. Skippable and a page that comes twice end a
 * part, TooLarge halves its window; all else passes through.
 */
export function pull(deps: PullDeps, run: ClaimedRun, source: PullSource): Promise<PullOutcome> {
  return new Pull(deps, run, source).work();
}

/** A part while it is read: the longest window that the platform still answers, and what to watch for within the window. */
interface PartReading {
  readonly stream: AnyStream;
  limit: number | undefined;
  cursor: Json | null;
  guard: LoopGuard;
  at: PartPosition;
}

/** A page in hand, and what it was asked for with. */
interface LandedAndRead {
  readonly landed: LandedPage;
  readonly understood: UnderstoodPage;
  /** Its records as they are kept, when making them ready was begun already. */
  readonly records?: Promise<KeptRecords>;
  readonly url: string;
  readonly bytes: number;
}

class Pull {
  readonly #ahead = new ReadAhead<AskedPage>();
  #position: PullPosition;
  #firstPage: boolean;
  #pages: number;
  #records: number;
  #quarantined: number;

  constructor(
    private readonly deps: PullDeps,
    private readonly run: ClaimedRun,
    private readonly source: PullSource,
  ) {
    this.#position = positionOf(run.position, dayIn(source.facing.timeZone, deps.clock.now()));
    this.#firstPage = true;
    this.#pages = run.pages;
    this.#records = run.records;
    this.#quarantined = run.quarantined;
  }

  async work(): Promise<PullOutcome> {
    try {
      return await this.#work();
    } catch (error) {
      // What is told of an error is stored and shown; an address or an answer in it may hold a secret.
      if (error instanceof IngestError) error.message = this.#hiddenText(error.message);
      throw error;
    } finally {
      await this.#ahead.drop();
    }
  }

  async #work(): Promise<PullOutcome> {
    const parts = partsOf(this.source);
    const { at } = this.#position;
    const isAt = ({ stream, part }: PulledPart) => stream.name === at?.stream && part === at.part;
    const first = Math.max(0, parts.findIndex(isAt));
    for (const [place, part] of parts.entries()) {
      if (place < first) continue;
      const reading = this.#beginPart(part, isAt(part) ? at : null);
      const ended = reading && (await this.#readPart(reading, (fraction) => (place + fraction) / parts.length));
      if (ended === 'stopped') return this.#outcome('stopped');
      if (ended === 'spoilt') break;
    }
    return this.#outcome('complete');
  }

  #outcome(ended: PullOutcome['ended']): PullOutcome {
    return { ended, troubles: this.#position.troubles, records: this.#records, quarantined: this.#quarantined };
  }

  /** Where a part begins, or goes on; null when nothing is due of it. */
  #beginPart({ stream, part }: PulledPart, resumed: PartPosition | null): PartReading | null {
    const end = this.source.ends.get(partKey(stream.name, part));
    const { windowFrom: from, windowTo: to } = this.run;
    const { today } = this.#position;
    const historyDays = stream.historyDays ?? this.source.connector.historyDays;
    const days = resumed?.days ?? daysDue(stream, end, { today, historyDays, from, to });
    if (days === null) return null;
    const limit = stream.windowDays;
    // What is asked for by hand is read from its beginning, whatever the last pull has seen.
    const cursor = resumed === null && from !== null ? null : (end?.cursor ?? null);
    const at = resumed ?? { stream: stream.name, part, days, window: windowFrom(days.from, days, limit), request: null };
    return { stream, limit, cursor, guard: new LoopGuard(), at };
  }

  async #readPart(reading: PartReading, fraction: (ofPart: number) => number): Promise<'done' | 'stopped' | 'spoilt'> {
    while (reading.at.window !== null) {
      const { window } = reading.at;
      try {
        await this.#readPage(reading, window);
      } catch (error) {
        if (error instanceof TooLarge && this.#shorten(reading, window)) continue;
        if (!(error instanceof Skippable || error instanceof TooLarge)) throw error;
        this.#giveUpPart(reading, window, error);
        return 'done';
      }
      this.#report(reading, window, fraction);
      if (this.#isSpoilt()) return 'spoilt';
      // A page that was asked for is taken in; none is asked for after it.
      if (this.deps.stopping?.() && !this.#ahead.isBegun) return 'stopped';
    }
    return 'done';
  }

  /** One page: fetched, or found landed, then promoted together with the position after it, while the one after it is fetched. */
  async #readPage(reading: PartReading, window: DayRange): Promise<void> {
    const { stream, at } = reading;
    const { fetching, database } = this.deps;
    const page = await this.#landedOrAsked(reading);
    const { landed, records, understood } = page;
    const { read, next, cursor, missing } = understood;
    if (missing !== null) this.#addTrouble(troubleAt(at, window, missing));
    const after: PartPosition =
      next === null
        ? { ...at, window: windowFrom(addDays(window.to, 1), at.days, reading.limit), request: null }
        : { ...at, request: this.#hidden(next) };
    if (next === null) reading.guard = new LoopGuard();
    await fetching.rateOf(page.url, at.part).hold(understood.waitMs);
    // What was fetched is read when the database is busy: reading it all at once would keep this page's first statements waiting.
    const { promise: time, resolve: meanwhile } = Promise.withResolvers<void>();
    const position = { ...this.#position, seq: landed.seq + 1, at: after };
    const promotion = {
      run: this.run,
      page: { id: landed.id, stream: stream.name },
      fact: stream.into,
      records: read.records,
      posts: read.posts,
      position: position as unknown as Json,
      meanwhile,
      cursor: this.#cursorAfter(reading, next === null ? window : null, cursor),
    };
    if (page.bytes <= MOST_BESIDE && !this.#isLast(read)) this.#readAhead(reading, after, cursor, time);
    const counts = await promotePage(database, promotion, read.checked, records).finally(meanwhile);
    this.#count(counts);
    this.deps.fields.look(stream.name, read.records);
    this.#position = position;
    reading.at = after;
    reading.cursor = cursor;
  }

  /** The page in hand, landed: fetched while the one before it was promoted, left by another worker, or fetched now. */
  async #landedOrAsked(reading: PartReading): Promise<LandedAndRead> {
    const ahead = this.#ahead.take();
    if (ahead) return this.#landed(await ahead);
    const asking = this.#asking(reading, reading.at, reading.cursor);
    const { stream, context } = asking;
    // Only the first page of a worker's turn can have been left landed by another.
    const asked = { stream: stream.name, part: context.part, window: context.window };
    const found = this.#firstPage ? await landedPage(this.deps.database, this.run, this.#position.seq, asked) : null;
    this.#firstPage = false;
    if (found) this.#position = { ...this.#position, seq: found.landed.seq + 1 };
    if (!found?.page) return this.#landed(await askPage(asking));
    const understood = await understandPage(stream, this.#shown(found.page), context);
    return { landed: found.landed, understood, url: asking.request.url, bytes: found.page.body.length };
  }

  async #landed({ landing, kept, records, understood, url }: AskedPage): Promise<LandedAndRead> {
    const landed = await land(this.deps.database, this.run, { ...landing, seq: this.#position.seq }, kept);
    return { landed, records, understood, url, bytes: landing.body.length };
  }

  #asking({ stream, guard }: PartReading, at: PartPosition, cursor: Json | null): Asking {
    const { fetching, clock } = this.deps;
    const { facing, config, brands } = this.source;
    const window = at.window!;
    const context = { source: facing, config, window, cursor, part: at.part, brands, today: this.#position.today };
    return { fetching, clock, stream, guard, context, request: at.request ?? stream.request(context) };
  }

  /** Begins to fetch the part's next page. What it throws is thrown in its turn, when the page in hand has been committed. */
  #readAhead(reading: PartReading, after: PartPosition, cursor: Json | null, time: Promise<void>): void {
    if (after.window === null) return;
    this.#ahead.begin(async (dropped) => {
      const asking = this.#asking(reading, after, cursor);
      const { signal } = asking.fetching;
      return askPage({ ...asking, time, fetching: { ...asking.fetching, signal: signal ? AbortSignal.any([signal, dropped]) : dropped } });
    });
  }

  /** Whether nothing will be read after a page: the pull is to stop, or its bad records are too many. */
  #isLast({ records, checked }: ReadRecords): boolean {
    return this.deps.stopping?.() === true || tooManyBad(this.#records + records.length, this.#quarantined + checked.rejects.size);
  }

  /** Halves the window of a part whose answer was too large; false when a day cannot be halved, or the stream has no windows. */
  #shorten(reading: PartReading, window: DayRange): boolean {
    const shorter = reading.limit === undefined ? null : halved(window);
    if (shorter === null) return false;
    reading.limit = shorter;
    reading.at = { ...reading.at, window: windowFrom(window.from, reading.at.days, shorter), request: null };
    reading.guard = new LoopGuard();
    return true;
  }

  #giveUpPart({ at }: PartReading, window: DayRange, error: Error): void {
    this.#addTrouble(troubleAt(at, window, error.message));
    this.#position = { ...this.#position, at: { ...at, window: null, request: null } };
  }

  /** What the page's commit says of the next pull: the cursor, and after a window's last page the day that is answered. */
  #cursorAfter({ stream, at }: PartReading, done: DayRange | null, cursor: Json | null) {
    if (stream.cursor === undefined && done === null) return undefined;
    const key = partKey(stream.name, at.part);
    const known = this.source.ends.get(key)?.freshTo ?? null;
    // A window that leaves a gap behind the days already answered does not make the source fresh.
    const joins = done !== null && (known === null || done.from <= addDays(known, 1));
    // A day that is not over is not answered in full, though what there is of it was read.
    const yesterday = addDays(this.#position.today, -1);
    const freshTo = joins ? later(known, done.to < yesterday ? done.to : yesterday) : known;
    this.source.ends.set(key, { cursor, freshTo });
    return { part: at.part, cursor, freshTo };
  }

  #count(counts: PageCounts): void {
    this.#pages += 1;
    this.#records += counts.records;
    this.#quarantined += counts.quarantined;
  }

  #isSpoilt(): boolean {
    if (!tooManyBad(this.#records, this.#quarantined)) return false;
    this.#addTrouble(`stopped reading: more than ${TOO_MANY_BAD * 100} % of the records had to be quarantined`);
    return true;
  }

  /** A trouble is told once, however many pages of a window it shows on. */
  #addTrouble(trouble: string): void {
    const troubles = [...new Set([...this.#position.troubles, this.#hiddenText(trouble)])];
    this.#position = { ...this.#position, troubles };
  }

  #report({ stream, at }: PartReading, window: DayRange, fraction: (ofPart: number) => number): void {
    const { run, source } = this;
    const done = at.window === null ? 1 : lengthOf({ from: at.days.from, to: addDays(at.window.from, -1) }) / lengthOf(at.days);
    const counted = { pages: this.#pages, records: this.#records, fractionDone: fraction(done) };
    this.deps.onProgress?.({ runId: run.runId, source: source.key, stream: stream.name, window, ...counted });
  }

  #hidden(request: HttpRequest): HttpRequest {
    return hideSecrets(request, this.deps.fetching.credentials.secrets());
  }

  #hiddenText(text: string): string {
    return hideSecrets([text], this.deps.fetching.credentials.secrets())[0] as string;
  }

  #shown<T extends { request: HttpRequest }>(page: T): T {
    return { ...page, request: showSecrets(page.request, this.deps.fetching.credentials.secrets()) };
  }
}

function tooManyBad(records: number, quarantined: number): boolean {
  return records >= ENOUGH_RECORDS && quarantined > TOO_MANY_BAD * records;
}

/** What could not be had, with its place. */
function troubleAt({ stream, part }: PartPosition, { from, to }: DayRange, what: string): string {
  return `${part === '' ? stream : `${stream} ${part}`}, ${from} to ${to}: ${what}`;
}

function later(a: Day | null, b: Day): Day {
  return a !== null && a > b ? a : b;
}
