import { addDays, type Day, type DayRange, dayIn } from '../src/lib/day';
import type { Json } from '../src/lib/lossless-json';
import { IngestError, Skippable, TooLarge } from './errors';
import type { FieldWatch } from './field-watch';
import { hideSecrets } from './hide-secrets';
import { NotKnown } from './known/page-known';
import { LoopGuard } from './loop-guard';
import { type PageDeps, type PageInHand, PagesInTurn } from './pages-in-turn';
import { PartReading } from './part-reading';
import { type Promotion, promotePage } from './promote';
import { type PartPosition, type PullPosition, positionOf } from './pull-position';
import { type PulledPart, type PullSource, partKey, partsOf } from './pull-source';
import { PullTally } from './pull-tally';
import type { ReadRecords } from './read-records';
import type { ClaimedRun, PageCounts } from './runs';

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
export interface PullDeps extends PageDeps {
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

class Pull {
  readonly #from: PullPosition;
  readonly #pages: PagesInTurn;
  readonly #tally: PullTally;

  constructor(
    private readonly deps: PullDeps,
    private readonly run: ClaimedRun,
    private readonly source: PullSource,
  ) {
    this.#from = positionOf(run.position, dayIn(source.facing.timeZone, deps.clock.now()));
    this.#pages = new PagesInTurn(deps, run, source, this.#from);
    this.#tally = new PullTally(run, this.#from.troubles);
  }

  async work(): Promise<PullOutcome> {
    try {
      return await this.#work();
    } catch (error) {
      // What is told of an error is stored and shown; an address or an answer in it may hold a secret.
      if (error instanceof IngestError) error.message = this.#hiddenText(error.message);
      throw error;
    } finally {
      await this.#pages.drop();
    }
  }

  async #work(): Promise<PullOutcome> {
    const parts = partsOf(this.source);
    const { at, today } = this.#from;
    const isAt = ({ stream, part }: PulledPart) => stream.name === at?.stream && part === at.part;
    const first = Math.max(0, parts.findIndex(isAt));
    for (const [place, part] of parts.entries()) {
      if (place < first) continue;
      const reading = PartReading.begin(this.source, this.run, part, isAt(part) ? at : null, today);
      const ended = reading && (await this.#readPart(reading, (fraction) => (place + fraction) / parts.length));
      if (ended === 'stopped') return this.#outcome('stopped');
      if (ended === 'spoilt') break;
    }
    return this.#outcome('complete');
  }

  #outcome(ended: PullOutcome['ended']): PullOutcome {
    const { troubles, records, quarantined } = this.#tally;
    return { ended, troubles, records, quarantined };
  }

  async #readPart(reading: PartReading, fraction: (ofPart: number) => number): Promise<'done' | 'stopped' | 'spoilt'> {
    while (reading.at.window !== null) {
      const { window } = reading.at;
      try {
        await this.#readPage(reading, window);
      } catch (error) {
        if (error instanceof TooLarge && reading.shorten(window)) continue;
        if (!(error instanceof Skippable || error instanceof TooLarge)) throw error;
        this.#addTrouble(troubleAt(reading.at, window, error.message));
        return 'done';
      }
      this.#report(reading, window, fraction);
      if (this.#tally.isSpoilt()) return 'spoilt';
      // A page that was asked for is taken in; none is asked for after it.
      if (this.deps.stopping?.() && !this.#pages.isAhead) return 'stopped';
    }
    return 'done';
  }

  /** One page: fetched, or found landed, then promoted together with the position after it, while the one after it is fetched. */
  async #readPage(reading: PartReading, window: DayRange): Promise<void> {
    const { fetching } = this.deps;
    const { stream, at } = reading;
    const page = await this.#pages.take(reading);
    const { read, next, cursor, missing, waitMs } = page.understood;
    if (missing !== null) this.#addTrouble(troubleAt(at, window, missing));
    const after = reading.after(window, next && hideSecrets(next, fetching.credentials.secrets()));
    if (next === null) reading.guard = new LoopGuard();
    await fetching.rateOf(page.url, at.part).hold(waitMs);
    // What was fetched is read when the database is busy: reading it all at once would keep this page's first statements waiting.
    const { promise: time, resolve: meanwhile } = Promise.withResolvers<void>();
    const promotion = { ...this.#promotion(reading, page, next === null ? window : null, after), meanwhile };
    if (page.bytes <= MOST_BESIDE && !this.#isLast(page)) this.#pages.readAhead(reading, after, cursor, time);
    const counts = await this.#promote(promotion, page).finally(meanwhile);
    this.#tally.count(counts);
    this.deps.fields.look(stream.name, read.records);
    this.#pages.pass(page);
    reading.at = after;
    reading.cursor = cursor;
  }

  /** Promotes a page, and when not all was known of it that seemed to be, once more with all of its records read. */
  async #promote(promotion: Promotion, { understood, records }: PageInHand): Promise<PageCounts> {
    const { read, readInFull } = understood;
    const promoted = ({ known, checked }: ReadRecords) => promotePage(this.deps.database, { ...promotion, known }, checked, records);
    try {
      return await promoted(read);
    } catch (error) {
      if (!(error instanceof NotKnown)) throw error;
      return promoted(await readInFull());
    }
  }

  /** What is committed with a page; `done` is the window whose last page it is. */
  #promotion(reading: PartReading, { landed, understood }: PageInHand, done: DayRange | null, after: PartPosition): Promotion {
    const { stream } = reading;
    const { read, cursor } = understood;
    const position: PullPosition = { ...this.#from, seq: landed.seq + 1, at: after, troubles: this.#tally.troubles };
    return {
      run: this.run,
      page: { id: landed.id, stream: stream.name },
      fact: stream.into,
      records: read.records,
      posts: read.posts,
      position: position as unknown as Json,
      ...this.#cursorAfter(reading, done, cursor),
    };
  }

  /** What the page's commit says of the next pull: the cursor, and after a window's last page the day that is answered. */
  #cursorAfter({ stream, at }: PartReading, done: DayRange | null, cursor: Json | null): Pick<Promotion, 'cursor'> {
    if (stream.cursor === undefined && done === null) return {};
    const key = partKey(stream.name, at.part);
    const known = this.source.ends.get(key)?.freshTo ?? null;
    // A window that leaves a gap behind the days already answered does not make the source fresh.
    const joins = done !== null && (known === null || done.from <= addDays(known, 1));
    // A day that is not over is not answered in full, though what there is of it was read.
    const yesterday = addDays(this.#from.today, -1);
    const freshTo = joins ? later(known, done.to < yesterday ? done.to : yesterday) : known;
    this.source.ends.set(key, { cursor, freshTo });
    return { cursor: { part: at.part, cursor, freshTo } };
  }

  /** Whether nothing will be read after a page: the pull is to stop, or its bad records are too many. */
  #isLast({ understood }: PageInHand): boolean {
    return this.deps.stopping?.() === true || this.#tally.isSpoiltBy(understood.read);
  }

  #addTrouble(trouble: string): void {
    this.#tally.addTrouble(this.#hiddenText(trouble));
  }

  #report(reading: PartReading, window: DayRange, fraction: (ofPart: number) => number): void {
    const { run, source } = this;
    const { pages, records } = this.#tally;
    const counted = { pages, records, fractionDone: fraction(reading.fractionDone) };
    this.deps.onProgress?.({ runId: run.runId, source: source.key, stream: reading.stream.name, window, ...counted });
  }

  #hiddenText(text: string): string {
    return hideSecrets([text], this.deps.fetching.credentials.secrets())[0] as string;
  }
}

/** What could not be had, with its place. */
function troubleAt({ stream, part }: PartPosition, { from, to }: DayRange, what: string): string {
  return `${part === '' ? stream : `${stream} ${part}`}, ${from} to ${to}: ${what}`;
}

function later(a: Day | null, b: Day): Day {
  return a !== null && a > b ? a : b;
}
