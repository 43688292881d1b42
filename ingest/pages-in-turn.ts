import type { DataSource } from 'typeorm';
import type { Json } from '../src/lib/lossless-json';
import { type AskedPage, type Asking, askPage } from './ask-page';
import type { Clock } from './clock';
import type { Fetching } from './fetch-page';
import { showSecrets } from './hide-secrets';
import { KnownInTurn } from './known/known-in-turn';
import { type LandedPage, land, landedPage } from './land';
import type { PartReading } from './part-reading';
import type { PartPosition, PullPosition } from './pull-position';
import type { PullSource } from './pull-source';
import { ReadAhead } from './read-ahead';
import type { KeptRecords } from './record-lines';
import type { ClaimedRun } from './runs';
import { type UnderstoodPage, understandPage } from './understand-page';

/** What pages are had with. */
export interface PageDeps {
  readonly database: DataSource;
  readonly clock: Clock;
  readonly fetching: Fetching;
}

/** A page in hand, landed and read, and where it was asked for. */
export interface PageInHand {
  readonly landed: LandedPage;
  readonly understood: UnderstoodPage;
  /** Its records as they are kept, when making them ready was begun already. */
  readonly records?: Promise<KeptRecords>;
  readonly url: string;
  readonly bytes: number;
}

/** The pages of a run, one after the other: each landed under the next number, one fetched ahead where that is begun. */
export class PagesInTurn {
  readonly #ahead = new ReadAhead<AskedPage>();
  readonly #known: KnownInTurn;
  readonly #today: PullPosition['today'];
  /** Only the first page of a worker's turn can have been left landed by another. */
  #isFirst = true;
  #seq: number;

  constructor(
    private readonly deps: PageDeps,
    private readonly run: ClaimedRun,
    private readonly source: PullSource,
    { seq, today }: Pick<PullPosition, 'seq' | 'today'>,
  ) {
    this.#known = new KnownInTurn(deps.database, run, source);
    this.#seq = seq;
    this.#today = today;
  }

  /** The number of the next page. */
  get seq(): number {
    return this.#seq;
  }

  /** Whether a page was asked for that has not been taken. */
  get isAhead(): boolean {
    return this.#ahead.isBegun;
  }

  /** The part's next page: fetched ahead, left landed by another worker, or fetched now. Throws what asking for it throws. */
  async take(reading: PartReading): Promise<PageInHand> {
    const ahead = this.#ahead.take();
    if (ahead) return this.#landed(await ahead);
    const asking = this.#asking(reading, reading.at, reading.cursor);
    const left = this.#isFirst ? await this.#left(asking) : null;
    this.#isFirst = false;
    return left ?? this.#landed(await askPage(asking));
  }

  /** Begins to fetch the part's next page. What it throws is thrown in its turn, when the page in hand has been committed. */
  readAhead(reading: PartReading, after: PartPosition, cursor: Json | null, time: Promise<void>): void {
    if (after.window === null) return;
    this.#ahead.begin(async (dropped) => {
      const asking = this.#asking(reading, after, cursor);
      const { signal } = asking.fetching;
      return askPage({ ...asking, time, fetching: { ...asking.fetching, signal: signal ? AbortSignal.any([signal, dropped]) : dropped } });
    });
  }

  /** Goes on to the number after a page. */
  pass({ landed }: PageInHand): void {
    this.#seq = landed.seq + 1;
  }

  /** Gives up the page ahead, and waits until that has ended. */
  drop(): Promise<void> {
    return this.#ahead.drop();
  }

  /** What another worker left landed, when it answers what is asked for now; its number is taken in any case. */
  async #left({ stream, context, request }: Asking): Promise<PageInHand | null> {
    const { part, window } = context;
    const found = await landedPage(this.deps.database, this.run, this.#seq, { stream: stream.name, part, window });
    if (found) this.#seq = found.landed.seq + 1;
    if (!found?.page) return null;
    const shown = { ...found.page, request: showSecrets(found.page.request, this.deps.fetching.credentials.secrets()) };
    const understood = await understandPage(stream, shown, context);
    return { landed: found.landed, understood, url: request.url, bytes: found.page.body.length };
  }

  async #landed({ landing, kept, records, understood, url }: AskedPage): Promise<PageInHand> {
    const landed = await land(this.deps.database, this.run, { ...landing, seq: this.#seq }, kept);
    return { landed, records, understood, url, bytes: landing.body.length };
  }

  #asking({ stream, guard }: PartReading, at: PartPosition, cursor: Json | null): Asking {
    const { fetching, clock } = this.deps;
    const { facing, config, brands } = this.source;
    const context = { source: facing, config, window: at.window!, cursor, part: at.part, brands, today: this.#today };
    const knownOf = () => this.#known.of(stream, context);
    return { fetching, clock, stream, guard, context, knownOf, request: at.request ?? stream.request(context) };
  }
}
