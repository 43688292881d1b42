import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import { Client } from 'pg';
import { startEmbeddedPostgres } from '../../src/database/embedded/start-embedded-postgres';
import { createLog } from '../../src/lib/log';
import type { BenchOptions } from '../main';
import { type Section, tableOf } from '../results-file';
import { withTemporaryHome } from '../temporary-home';

const PROGRAM = path.join(__dirname, '../../src/cli/main.js');

interface RunLine {
  readonly key: string;
  readonly from_s: number;
  readonly s: number;
  readonly pages: number;
  readonly records: number;
  readonly status: string;
}

/** The program's first start on an empty home, which pulls the demo world, and the start after it, until each says `ready`. */
export function runFirstStart({ command }: BenchOptions): Promise<Section> {
  return withTemporaryHome(async (home) => {
    let runs: RunLine[] = [];
    const first = await startOnce(home, async () => {
      runs = await runsOf(home);
    });
    const second = await startOnce(home, async () => undefined);
    const pulled = runs.reduce((end, { from_s, s }) => Math.max(end, from_s + s), 0);
    const records = runs.reduce((sum, each) => sum + each.records, 0);
    const body = [
      `\`${command}\`: \`brandhub start\` on an empty home folder until \`ready\`, and again on the same home. Node ${process.version}.`,
      tableOf(
        ['start', 'seconds'],
        [
          ['first', (first / 1000).toFixed(1)],
          ['of it pulling the demo world', pulled.toFixed(1)],
          ['second', (second / 1000).toFixed(1)],
        ],
      ),
      `The first start pulled ${records.toLocaleString('en')} records. By source:`,
      tableOf(
        ['source', 'begins at s', 'takes s', 'pages', 'records', 'status'],
        runs.map(({ key, from_s, s, pages, records: count, status }) => [
          key,
          from_s.toFixed(1),
          s.toFixed(1),
          String(pages),
          String(count),
          status,
        ]),
      ),
    ].join('\n\n');
    return { title: 'first-start', body };
  });
}

/** Starts the program, waits until it is ready, does something while it runs, and stops it. Returns the milliseconds until it was ready. */
async function startOnce(home: string, whenReady: () => Promise<void>): Promise<number> {
  const start = performance.now();
  const child = spawn(process.execPath, [PROGRAM, 'start'], {
    env: { ...process.env, BRANDHUB_HOME: home, PORT: '0', DATABASE_URL: '' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const exited = once(child, 'exit');
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => {
    said = (said + chunk.toString()).slice(-4_000);
  });
  try {
    await new Promise<void>((resolve, reject) => {
      let out = '';
      child.stdout.on('data', (chunk: Buffer) => {
        out += chunk.toString();
        if (/^ready /m.test(out)) resolve();
      });
      child.once('error', reject);
      child.once('exit', (code) => reject(new Error(`bench: the program ended with ${code} before it was ready: ${said}`)));
    });
    const ms = performance.now() - start;
    await whenReady();
    return ms;
  } finally {
    child.kill('SIGTERM');
    await exited;
  }
}

/** The runs of the home's database, while the program runs it; seconds are counted from the first run's beginning. */
async function runsOf(home: string): Promise<RunLine[]> {
  const server = await startEmbeddedPostgres({ home, log: createLog('error') });
  const client = new Client({ connectionString: server.superuserUrl });
  try {
    await client.connect();
    const { rows } = await client.query<RunLine>(
      `SELECT s.key, r.status, r.pages, r.records::integer AS records,
         extract(epoch FROM r.started_at - min(r.started_at) OVER ())::float8 AS from_s,
         extract(epoch FROM r.finished_at - r.started_at)::float8 AS s
       FROM hub.ingest_run r JOIN hub.source s ON s.workspace_id = r.workspace_id AND s.id = r.source_id
       WHERE r.finished_at IS NOT NULL ORDER BY r.started_at`,
    );
    return rows;
  } finally {
    await client.end();
    await server.stop();
  }
}
