import { performance } from 'node:perf_hooks';
import { Pool } from 'pg';
import { DataSource } from 'typeorm';
import type { RunHold } from '../../ingest/run-hold';
import { claimRun, createRun } from '../../ingest/runs';
import { copyRows } from '../../src/database/copy';
import { inWorkspace } from '../../src/database/session';
import { type BenchHub, WORKSPACE } from '../bench-hub';
import { type AdRecord, adRecord } from './ad-records';
import { loadPage } from './load-page';
import { PlainAd } from './PlainAd';
import { PLAIN_TABLE, plainAd, RAW_COLUMNS, RAW_TABLE, rawRow } from './plain-rows';
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

const PAGE = 10_000;
const CHUNK = 1_000;

/** Loads rows by the page in turns: through the hub, and by bare COPY. */
export class LoadBench {
  private readonly pool: Pool;
  private readonly plain: DataSource;
  private sourceId = 0;
  /** How often the rows were restated. */
  private edition = 0;

  constructor(
    private readonly hub: BenchHub,
    private readonly rows: number,
  ) {
    this.pool = new Pool({ connectionString: hub.superuserUrl, max: 1 });
    this.plain = new DataSource({ type: 'postgres', url: hub.superuserUrl, entities: [PlainAd], poolSize: 1 });
  }

  async open(): Promise<void> {
    const { superuser } = this.hub;
    for (const sql of ['CREATE SCHEMA bench', RAW_TABLE, PLAIN_TABLE]) await superuser.query(sql);
    await this.plain.initialize();
    const { rows } = await superuser.query<{ id: number }>(
      `INSERT INTO hub.source (workspace_id, key, name, connector, schedule, time_zone) VALUES (1, 'bench', 'Bench', 'bench', '', 'UTC') RETURNING id`,
    );
    this.sourceId = rows[0]!.id;
  }

  async close(): Promise<void> {
    await this.plain.destroy();
    await this.pool.end();
  }

  /** Everything that was loaded goes. */
  async empty(): Promise<void> {
    this.edition = 0;
    await this.hub.superuser.query(
      'TRUNCATE fact.ad_day, rollup.ad_day_campaign, rollup.source_day, hub.revision, hub.raw_page, hub.ingest_run, hub.campaign, bench.raw_ad, bench.plain_ad',
    );
  }

  /** One phase over all rows. */
  async load(phase: Phase): Promise<Load> {
    if (phase === 'restated') this.edition += 1;
    const run = await this.startRun();
    const raw = await this.pool.connect();
    const turns = new Turns(['hub', 'raw']);
    let cpuMs = 0;
    let rssBytes = 0;
    try {
      await raw.query('TRUNCATE bench.raw_ad');
      for (let page = 0; page * PAGE < this.rows; page++) {
        await turns.take(page, {
          hub: () => {
            const body = Buffer.from(JSON.stringify({ data: this.records(page) }));
            return async () => {
              const before = process.cpuUsage();
              await loadPage(this.hub.database, run, page, body);
              const { user, system } = process.cpuUsage(before);
              cpuMs += (user + system) / 1000;
            };
          },
          raw: () => {
            const cells = this.records(page).map(rawRow);
            return () => copyRows(raw, 'bench.raw_ad', RAW_COLUMNS, cells);
          },
        });
        rssBytes = Math.max(rssBytes, process.memoryUsage.rss());
      }
    } finally {
      raw.release();
    }
    await this.endRun(run, phase);
    return { phase, hubMs: turns.ms.hub, rawMs: turns.ms.raw, cpuMs, rssBytes };
  }

  /** TypeORM's upsert of so many of the rows, in chunks of a thousand, into an empty table; milliseconds. */
  async upsert(count: number): Promise<number> {
    const repository = this.plain.getRepository(PlainAd);
    const ads = Array.from({ length: count }, (_, place) => plainAd(adRecord(place, 0)));
    const start = performance.now();
    for (let at = 0; at < count; at += CHUNK) {
      await repository.upsert(ads.slice(at, at + CHUNK), ['day', 'campaignId', 'adGroup', 'ad', 'device']);
    }
    return performance.now() - start;
  }

  private records(page: number): AdRecord[] {
    const length = Math.min(PAGE, this.rows - page * PAGE);
    return Array.from({ length }, (_, at) => adRecord(page * PAGE + at, this.edition));
  }

  private async startRun(): Promise<RunHold> {
    const id = await inWorkspace(this.hub.database, WORKSPACE, (session) => createRun(session, { sourceId: this.sourceId }));
    const run = await claimRun(this.hub.database, WORKSPACE, id!, 'bench');
    if (!run) throw new Error('bench: the run could not be taken');
    return run;
  }

  /** Ends the run and holds its counters against what the phase must come to. */
  private async endRun(run: RunHold, phase: Phase): Promise<void> {
    const { rows } = await this.hub.superuser.query<{ inserted: string; revised: string; unchanged: string }>(
      `UPDATE hub.ingest_run SET status = 'SUCCEEDED', finished_at = clock_timestamp() WHERE workspace_id = $1 AND id = $2 RETURNING inserted, revised, unchanged`,
      [WORKSPACE, run.runId],
    );
    const tenth = Math.floor((this.rows + 2) / 10);
    const meant = { new: [this.rows, 0, 0], unchanged: [0, 0, this.rows], restated: [0, tenth, this.rows - tenth] }[phase];
    const counted = [rows[0]!.inserted, rows[0]!.revised, rows[0]!.unchanged].map(Number);
    if (String(counted) !== String(meant)) throw new Error(`bench: ${phase} counted ${counted} inserted, revised, unchanged, not ${meant}`);
  }
}
