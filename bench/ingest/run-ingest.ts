import { cpus, loadavg, totalmem } from 'node:os';
import { withBenchHub } from '../bench-hub';
import type { BenchOptions } from '../main';
import { median } from '../median';
import { type Section, tableOf } from '../results-file';
import { type StatementTimes, watchStatements } from '../statement-times';
import { type Grown, type Load, LoadBench, PHASES, type Phase, TURN } from './measure-load';
import { PAGE, PageFiles } from './page-files';

const ROWS = 300_000;
const UPSERTED = 20_000;
/** Of each campaign, on a day. */
const ADS = 5;

interface Round {
  readonly loads: readonly Load[];
  readonly upsertMs: number;
}

type Profile = Map<Phase, { statements: StatementTimes['times']; pages: number; load: Load }>;

/** Loading, against bare COPY of the same rows and against an ORM's upsert. */
export function runIngest({ rows = ROWS, rounds, growth, command }: BenchOptions): Promise<Section> {
  const times = watchStatements();
  return withBenchHub(async (hub) => {
    const bench = new LoadBench(hub, new PageFiles({ rows, ads: ADS }));
    await bench.open();
    try {
      const done: Round[] = [];
      const profile: Profile = new Map();
      // The first round only warms: code, caches and the tables' files.
      for (let round = 0; round <= rounds; round++) {
        const measured = await takeRound(bench, times, profile, rows);
        if (round > 0) done.push(measured);
        process.stderr.write(`ingest: round ${round} of ${rounds}\n`);
      }
      const grown = growth === undefined ? [] : await grow(bench, growth);
      return { title: 'ingest', body: report(done, profile, { rows, command, version: hub.version, grown }) };
    } finally {
      await bench.close();
    }
  });
}

async function takeRound(bench: LoadBench, times: StatementTimes, profile: Profile, rows: number): Promise<Round> {
  await bench.empty();
  const loads: Load[] = [];
  let upsertMs = 0;
  for (const phase of PHASES) {
    times.clear();
    const load = await bench.load(phase);
    profile.set(phase, { statements: new Map(times.times), pages: Math.ceil(rows / PAGE), load });
    loads.push(load);
    if (phase === 'new') upsertMs = await bench.upsert(UPSERTED);
  }
  return { loads, upsertMs };
}

/** Where a table that grows is looked at. */
const MARKS = [1_000_000, 5_000_000, 10_000_000, 20_000_000];
/** So many of each campaign make a page a day, and of twenty million rows five and a half years. */
const ADS_GROWN = 50;

async function grow(bench: LoadBench, growth: number): Promise<Grown[]> {
  await bench.empty();
  const marks = [...MARKS.filter((mark) => mark < growth), growth];
  process.stderr.write(`ingest: growing to ${growth} rows\n`);
  return bench.grow({ rows: growth, ads: ADS_GROWN }, marks);
}

function growthOf(grown: readonly Grown[]): string[] {
  if (grown.length === 0) return [];
  const count = (rows: number) => rows.toLocaleString('en');
  const rate = ({ measured, hubMs }: Grown) => measured / hubMs;
  const lines = grown.map((each) => [
    count(each.rows),
    (each.rawMs / each.hubMs).toFixed(3),
    (rate(each) / rate(grown[0]!)).toFixed(2),
    count(Math.round(rate(each) * 1000)),
  ]);
  return [
    `A table that grows, a page a day (${ADS_GROWN} ads of each campaign): the last rows before each count, in turns with COPY.`,
    tableOf(['rows in the fact', 'of the rate of bare COPY', `of its own rate at ${count(grown[0]!.rows)}`, 'rows/s here'], lines),
  ];
}

/** What it ran on, and how busy that was: who is to work on two processors at once shows less when others have them. */
function machine(): string {
  const [first, ...others] = cpus();
  const load = loadavg().map((each) => each.toFixed(1));
  return `${others.length + 1} processors (${first?.model.trim()}), ${Math.round(totalmem() / 1024 ** 3)} GB, load of the last 1, 5 and 15 minutes ${load.join(', ')}`;
}

function report(
  rounds: readonly Round[],
  profile: Profile,
  run: { rows: number; command: string; version: string; grown: readonly Grown[] },
): string {
  const of = (phase: Phase) => rounds.map(({ loads }) => loads.find((load) => load.phase === phase)!);
  const perSecond = (ms: number) => Math.round((run.rows / ms) * 1000).toLocaleString('en');
  const head = [
    'rows',
    'of the rate of bare COPY (median of rounds)',
    'lowest and highest',
    'rows/s here',
    'COPY rows/s here',
    'node CPU share',
  ];
  const table = PHASES.map((phase) => {
    const ratios = of(phase).map(({ hubMs, rawMs }) => rawMs / hubMs);
    return [
      phase,
      median(ratios).toFixed(3),
      `${Math.min(...ratios).toFixed(3)} to ${Math.max(...ratios).toFixed(3)}`,
      perSecond(median(of(phase).map(({ hubMs }) => hubMs))),
      perSecond(median(of(phase).map(({ rawMs }) => rawMs))),
      `${Math.round(median(of(phase).map(({ cpuMs, hubMs }) => cpuMs / hubMs)) * 100)} %`,
    ];
  });
  const upserts = rounds.map(({ upsertMs, loads }) => upsertMs / UPSERTED / (loads[0]!.hubMs / run.rows));
  const rss = Math.max(...rounds.flatMap(({ loads }) => loads.map(({ rssBytes }) => rssBytes)));
  return [
    `\`${run.command}\`: ${run.rows.toLocaleString('en')} rows of AdDay in pages of 10,000 records, ${rounds.length} rounds after one to warm up; PostgreSQL ${run.version}, Node ${process.version}; ${machine()}.`,
    `The hub pulls as it does in service, but without the wire: it parses the answer, checks and maps each record, keeps the page, and commits facts, ledger, rollups, cursor and counters, page by page. Records that come again as they were it knows by their bytes, and reads a page in full when a tenth of it is restated. Bare COPY appends bytes that are ready in memory to a table without key, index and log, a statement a page. They work in turns of ${TURN} pages, because the hub reads a page while the one before it is promoted.`,
    tableOf(head, table),
    `New rows come in ${median(upserts).toFixed(1)} times (${Math.min(...upserts).toFixed(1)} to ${Math.max(...upserts).toFixed(1)}) as fast as TypeORM's \`upsert\` takes them, in chunks of 1,000, into the table of an ordinary entity, with the fact's natural key as unique index, that has half of all rows already (${UPSERTED.toLocaleString('en')} rows, per row).`,
    `Memory of the whole process at its highest, over ${Math.ceil(run.rows / PAGE)} pages: ${Math.round(rss / 1024 ** 2)} MB.`,
    ...growthOf(run.grown),
    'What a page of the last round waited for (ms for each statement). Beside that the next page is read, so that the sum is not the whole:',
    ...PHASES.map((phase) => profileTable(phase, profile)),
  ].join('\n\n');
}

function profileTable(phase: Phase, profile: Profile): string {
  const { statements, pages, load } = profile.get(phase)!;
  const ours = [...statements].filter(([name]) => !name.includes('bench.')).sort(([, a], [, b]) => b.ms - a.ms);
  const waited = ours.reduce((sum, [, { ms }]) => sum + ms, 0);
  const lines = ours.slice(0, 9).map(([name, { ms }]) => [name, (ms / pages).toFixed(1)]);
  const total = [
    ['all statements', (waited / pages).toFixed(1)],
    ['processor time of Node', (load.cpuMs / pages).toFixed(1)],
    ['the whole page', (load.hubMs / pages).toFixed(1)],
  ];
  return tableOf([phase, 'ms a page'], [...lines, ...total]);
}
