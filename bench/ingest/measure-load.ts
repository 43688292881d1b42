import { performance } from 'node:perf_hooks';
import { Pool, type PoolClient } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { DataSource } from 'typeorm';
import { type BenchHub, WORKSPACE } from '../bench-hub';
import { adRecord, type Extent } from './ad-records';
import { HubLoad, type RunCounts } from './hub-load';
import { PlainAd } from './PlainAd';
import { answerOf, PAGE, type PageFiles, rowsOf } from './page-files';
import { FILL_PLAIN, plainAd, RAW_COPY, RAW_TABLE } from './plain-rows';
import { Turns } from './turns';

/** What happens to the rows: they are new, they are read again as they were, or a tenth of them is restated. */
export const PHASES = ['new', 'unchanged', 'restated'] as const;
export type Phase = (typeof PHASES)[number];

/** Times of one phase of one round, and the most memory that the process held at the end of a page. */
export interface Load {
  readonly phase: Phase;
  readonly hubMs: number;
  readonly rawMs: number;
  readonly cpuMs: number;
  readonly rssBytes: number;
}

/** Times of the last rows that were loaded before the table had so many. */
export interface Grown {
  readonly rows: number;
  readonly measured: number;
  readonly hubMs: number;
  readonly rawMs: number;
}

/** Pages that are measured where the table has grown. */
const STRETCH = 30;

/** Pages in a turn: a pull reads the next page while one is promoted, which it could not with turns of one page. */
export const TURN = 10;
const CHUNK = 1_000;

/** Loads rows in turns: through the hub, and by bare COPY. */
export class LoadBench {
  private readonly pool: Pool;
  private readonly plain: DataSource;
  private sourceId = 0;
  /** How often the rows were restated. */
  private edition = 0;

  constructor(
    private readonly hub: BenchHub,
    private readonly files: PageFiles,
  ) {
    this.pool = new Pool({ connectionString: hub.superuserUrl, max: 1 });
    this.plain = new DataSource({ type: 'postgres', url: hub.superuserUrl, entities: [PlainAd], poolSize: 1 });
  }

  async open(): Promise<void> {
    const { superuser } = this.hub;
    for (const sql of ['CREATE SCHEMA bench', RAW_TABLE]) await superuser.query(sql);
    await this.plain.initialize();
    await this.plain.synchronize();
    const { rows } = await superuser.query<{ id: number }>(
      `INSERT INTO hub.source (workspace_id, key, name, connector, schedule, time_zone) VALUES ($1, 'bench', 'Bench', 'bench', '', 'UTC') RETURNING id`,
      [WORKSPACE],
    );
    this.sourceId = rows[0]!.id;
    this.files.writeRows();
  }

  async close(): Promise<void> {
    await this.plain.destroy();
    await this.pool.end();
    this.files.remove();
  }

  /** Everything that was loaded goes, and what it left to be written is written. */
  async empty(): Promise<void> {
    this.edition = 0;
    this.files.writeAnswers(0);
    await this.hub.superuser.query(
      'TRUNCATE fact.ad_day, rollup.ad_day_campaign, rollup.ad_day_brand, rollup.ad_month_brand, rollup.ad_week_campaign, rollup.source_day, rollup.fact_currency, hub.revision, hub.raw_page, hub.ingest_run, hub.source_cursor, hub.campaign, bench.raw_ad, bench.plain_ad',
    );
    await this.hub.superuser.query('CHECKPOINT');
  }

  /** One phase over all rows. */
  async load(phase: Phase): Promise<Load> {
    if (phase === 'restated') this.files.writeAnswers(++this.edition);
    const { files } = this;
    const load = await HubLoad.begin(this.hub.database, this.sourceId, files.extent);
    const raw = await this.pool.connect();
    const turns = new Turns(['hub', 'raw']);
    let cpuMs = 0;
    try {
      await raw.query('TRUNCATE bench.raw_ad');
      for (let first = 0; first < files.pages; first += TURN) {
        const pages = Array.from({ length: Math.min(TURN, files.pages - first) }, (_, at) => first + at);
        await turns.take(first / TURN, {
          hub: () => {
            // Read from their files when they are asked for, so that no more of them lie in memory than the hub itself keeps.
            const answers = pages.map((page) => () => files.answer(page));
            return async () => {
              const before = process.cpuUsage();
              await load.read(answers);
              const { user, system } = process.cpuUsage(before);
              cpuMs += (user + system) / 1000;
            };
          },
          raw: () => copyPages(raw, pages, (page) => files.rows(page)),
        });
      }
    } finally {
      raw.release();
    }
    this.check(phase, await load.end());
    return { phase, hubMs: turns.ms.hub, rawMs: turns.ms.raw, cpuMs, rssBytes: load.rssBytes };
  }

  /**
   * New rows until the table has as many as the extent; before each of some counts of rows a stretch is measured in turns with COPY, the rest is only
   * loaded.
   */
  async grow(extent: Extent, marks: readonly number[]): Promise<Grown[]> {
    const load = await HubLoad.begin(this.hub.database, this.sourceId, extent);
    const raw = await this.pool.connect();
    const grown: Grown[] = [];
    try {
      for (const mark of marks) {
        const turns = new Turns(['hub', 'raw']);
        const end = mark / PAGE;
        await raw.query('TRUNCATE bench.raw_ad');
        for (let first = (grown.at(-1)?.rows ?? 0) / PAGE; first < end; first += TURN) {
          const pages = Array.from({ length: Math.min(TURN, end - first) }, (_, at) => first + at);
          const bodies = pages.map((page) => answerOf(extent, page, 0));
          const answers = bodies.map((body) => () => body);
          if (first < end - STRETCH) await load.read(answers);
          else
            await turns.take(first / TURN, {
              hub: () => () => load.read(answers),
              raw: () => copyPages(raw, pages, (page) => rowsOf(extent, page)),
            });
        }
        grown.push({ rows: mark, measured: Math.min(STRETCH, end) * PAGE, hubMs: turns.ms.hub, rawMs: turns.ms.raw });
      }
    } finally {
      raw.release();
    }
    await load.end();
    return grown;
  }

  /** TypeORM's upsert of so many new rows, in chunks of a thousand, into a table that has half of all rows already; milliseconds. */
  async upsert(count: number): Promise<number> {
    const { rows, ads } = this.files.extent;
    const half = Math.floor(rows / 2);
    await this.hub.superuser.query(FILL_PLAIN, [half]);
    await this.hub.superuser.query('ANALYZE bench.plain_ad');
    await this.hub.superuser.query('CHECKPOINT');
    const repository = this.plain.getRepository(PlainAd);
    const plain = Array.from({ length: Math.min(count, rows - half) }, (_, at) => plainAd(adRecord(half + at, 0, ads)));
    const start = performance.now();
    for (let at = 0; at < plain.length; at += CHUNK) {
      await repository.upsert(plain.slice(at, at + CHUNK), ['day', 'campaignId', 'sourceId', 'adGroup', 'ad', 'device', 'region']);
    }
    return ((performance.now() - start) / plain.length) * count;
  }

  /** Holds a run's counters against what the phase must come to. */
  private check(phase: Phase, { inserted, revised, unchanged }: RunCounts): void {
    const { rows } = this.files.extent;
    const tenth = Math.floor((rows + 2) / 10);
    const meant = { new: [rows, 0, 0], unchanged: [0, 0, rows], restated: [0, tenth, rows - tenth] }[phase];
    const counted = [inserted, revised, unchanged];
    if (String(counted) !== String(meant)) throw new Error(`bench: ${phase} counted ${counted} inserted, revised, unchanged, not ${meant}`);
  }
}

/** Copies pages whose bytes are made ready one by one, which is not timed. */
function copyPages(client: PoolClient, pages: readonly number[], bytesOf: (page: number) => Buffer): () => Promise<number> {
  return async () => {
    let ms = 0;
    for (const page of pages) {
      const bytes = bytesOf(page);
      const start = performance.now();
      await copyBytes(client, bytes);
      ms += performance.now() - start;
    }
    return ms;
  };
}

/** Appends rows that are bytes of COPY already. */
function copyBytes(client: PoolClient, bytes: Buffer): Promise<void> {
  return new Promise((resolve, reject) => {
    const target = client.query(copyFrom(RAW_COPY));
    target.on('error', reject);
    target.on('finish', () => resolve());
    target.end(bytes);
  });
}
