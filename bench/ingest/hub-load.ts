import { setImmediate as others } from 'node:timers/promises';
import type { DataSource } from 'typeorm';
import { FieldWatch } from '../../ingest/field-watch';
import { pull } from '../../ingest/pull';
import { claimRun, createRun, finishRun } from '../../ingest/runs';
import { inWorkspace } from '../../src/database/session';
import { WORKSPACE } from '../bench-hub';
import { AD_CLOCK, AdPlatform } from './ad-platform';
import { daysOfRows, type Extent } from './ad-records';
import { adSource } from './ad-stream';

/** What a run has counted. */
export interface RunCounts {
  readonly inserted: number;
  readonly revised: number;
  readonly unchanged: number;
}

/** A pull of the bench's source, which goes on by so many pages whenever it is told to, and stands still in between. */
export class HubLoad {
  readonly #platform = new AdPlatform();
  #committed = 0;
  #reached: () => void = () => undefined;
  #work: Promise<unknown> = Promise.resolve();
  /** The most memory that the process held at the end of a page. */
  rssBytes = 0;

  private constructor(
    private readonly database: DataSource,
    private readonly sourceId: number,
    readonly runId: number,
  ) {}

  static async begin(database: DataSource, sourceId: number, extent: Extent): Promise<HubLoad> {
    const window = daysOfRows(extent);
    const id = await inWorkspace(database, WORKSPACE, (session) => createRun(session, { sourceId, window }));
    const run = await claimRun(database, WORKSPACE, id!, 'bench', 3600);
    if (!run) throw new Error('bench: the run could not be taken');
    const load = new HubLoad(database, sourceId, run.runId);
    const fetching = load.#platform.fetching();
    const onProgress = () => load.#progress();
    load.#work = pull({ database, clock: AD_CLOCK, fetching, fields: new FieldWatch(), onProgress }, run, adSource(sourceId)).then(() =>
      inWorkspace(database, WORKSPACE, (session) => finishRun(session, run, { status: 'SUCCEEDED', error: null })),
    );
    return load;
  }

  /** Reads the next pages and returns when they are committed. */
  async read(answers: readonly (() => Buffer)[]): Promise<void> {
    const until = this.#committed + answers.length;
    const reached = new Promise<void>((resolve) => {
      this.#reached = () => this.#committed >= until && resolve();
    });
    this.#platform.allow(answers);
    await Promise.race([reached, this.#work.then(() => reached)]);
    // What belongs to the page after its commit is still the page's.
    await others();
  }

  /** Waits for the run's end, and returns what it counted. */
  async end(): Promise<RunCounts> {
    await this.#work;
    return inWorkspace(this.database, WORKSPACE, async (session) => {
      const [counts] = await session.query<{ inserted: bigint; revised: bigint; unchanged: bigint }>(
        'SELECT inserted, revised, unchanged FROM hub.ingest_run WHERE workspace_id = $1 AND id = $2 AND source_id = $3',
        [WORKSPACE, this.runId, this.sourceId],
      );
      return { inserted: Number(counts!.inserted), revised: Number(counts!.revised), unchanged: Number(counts!.unchanged) };
    });
  }

  #progress(): void {
    this.#committed += 1;
    this.rssBytes = Math.max(this.rssBytes, process.memoryUsage.rss());
    this.#reached();
  }
}
