import { deepStrictEqual } from 'node:assert';
import { Agent } from 'node:http';
import { withBenchHub } from '../bench-hub';
import type { BenchOptions } from '../main';
import { median, quantile } from '../median';
import { type Section, tableOf } from '../results-file';
import { ask, repeat, type Target } from './ask';
import { fillCampaignDays } from './campaign-days';
import { ChildServer } from './child-server';
import { QUERIES, QUESTIONS, type QuestionName, WORDS } from './questions';

const ROWS = 1_000_000;
const CONNECTIONS = 4;
const SLICE_MS = 2_000;

const WAYS = ['hub', 'rollup', 'facts'] as const;
type Way = (typeof WAYS)[number];
type Measured = Record<Way, { perSecond: number[]; latencies: number[] }>;

/** Answering over HTTP, against hand-written SQL behind node:http over the same sums by day, and over the facts. */
export function runGraphql({ rows = ROWS, rounds, command }: BenchOptions): Promise<Section> {
  return withBenchHub(async (hub) => {
    const filled = await fillCampaignDays(hub, rows);
    const servers = [await ChildServer.start('hub-server.js', hub.appUrl), await ChildServer.start('bare-server.js', hub.superuserUrl)];
    const [ours, bare] = servers as [ChildServer, ChildServer];
    const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
    try {
      for (const name of QUESTIONS) await compareAnswers(targetsOf(name, ours, bare), agent);
      const statements = await statementsOf(ours, agent);
      const measured = new Map<QuestionName, Measured>();
      for (const name of QUESTIONS) {
        measured.set(name, await measure(targetsOf(name, ours, bare), agent, rounds));
        process.stderr.write(`graphql: ${name} measured\n`);
      }
      const rss = [await ours.state(), await bare.state()].map(({ rssBytes }) => `${Math.round(rssBytes / 1024 ** 2)} MB`);
      return { title: 'graphql', body: report(measured, { filled, rounds, command, version: hub.version, statements, rss }) };
    } finally {
      agent.destroy();
      for (const server of servers) await server.stop();
    }
  });
}

function targetsOf(name: QuestionName, ours: ChildServer, bare: ChildServer): Record<Way, Target> {
  const by = (table: string) => ({ url: `${bare.url}/${table}/${name}`, body: '{}' });
  return { hub: { url: ours.url, body: JSON.stringify({ query: QUERIES[name] }) }, rollup: by('rollup'), facts: by('facts') };
}

/** Nothing is measured whose answers differ in one bit. */
async function compareAnswers(targets: Record<Way, Target>, agent: Agent): Promise<void> {
  const [hub, rollup, facts] = await Promise.all(WAYS.map(async (way) => JSON.parse(await ask(targets[way], agent))));
  deepStrictEqual(hub, rollup);
  deepStrictEqual(rollup, facts);
}

/** How many statements the hub's server sends for one answer to each question, BEGIN and COMMIT among them. */
async function statementsOf(ours: ChildServer, agent: Agent): Promise<Record<QuestionName, number>> {
  const counts: [QuestionName, number][] = [];
  for (const name of QUESTIONS) {
    await ours.state();
    await ask({ url: ours.url, body: JSON.stringify({ query: QUERIES[name] }) }, agent);
    counts.push([name, (await ours.state()).statements]);
  }
  return Object.fromEntries(counts) as Record<QuestionName, number>;
}

async function measure(targets: Record<Way, Target>, agent: Agent, rounds: number): Promise<Measured> {
  const measured: Measured = {
    hub: { perSecond: [], latencies: [] },
    rollup: { perSecond: [], latencies: [] },
    facts: { perSecond: [], latencies: [] },
  };
  // The first round only warms; who is first changes with the round.
  for (let round = 0; round <= rounds; round++) {
    for (let turn = 0; turn < WAYS.length; turn++) {
      const way = WAYS[(round + turn) % WAYS.length]!;
      const { latencies, ms } = await repeat(targets[way], agent, CONNECTIONS, SLICE_MS);
      if (round === 0) continue;
      measured[way].perSecond.push((latencies.length / ms) * 1000);
      measured[way].latencies.push(...latencies);
    }
  }
  return measured;
}

interface Run {
  readonly filled: number;
  readonly rounds: number;
  readonly command: string;
  readonly version: string;
  readonly statements: Record<QuestionName, number>;
  readonly rss: readonly string[];
}

function report(measured: ReadonlyMap<QuestionName, Measured>, run: Run): string {
  const ratio = (name: QuestionName, to: Way) => {
    const { hub, [to]: other } = measured.get(name)!;
    return median(hub.perSecond.map((rate, round) => rate / other.perSecond[round]!)).toFixed(2);
  };
  const times = (name: QuestionName, way: Way) => {
    const { latencies, perSecond } = measured.get(name)![way];
    return `${median(perSecond).toFixed(0)}; ${quantile(latencies, 0.5).toFixed(1)} / ${quantile(latencies, 0.99).toFixed(1)}`;
  };
  return [
    `\`${run.command}\`: ${run.filled.toLocaleString('en')} rows of AdDay in the order of day and campaign (200 campaigns, 500 days), ${CONNECTIONS} keep-alive connections, slices of ${SLICE_MS / 1000} s in turns, ${run.rounds} rounds after one to warm up; PostgreSQL ${run.version}, Node ${process.version}.`,
    'The hub answers GraphQL as it does in service: caller, limits, row-level security, one read-only snapshot, warnings. The other is node:http and pg with SQL by hand and nothing else, as superuser. Before anything was measured the three answers to each question were compared: they are equal in every bit.',
    tableOf(
      [
        'question',
        'hub : bare on the same rollup',
        'hub : bare on the facts',
        'statements of the hub (BEGIN, COMMIT and settings included)',
      ],
      QUESTIONS.map((name) => [`${name}: ${WORDS[name]}`, ratio(name, 'rollup'), ratio(name, 'facts'), String(run.statements[name])]),
    ),
    'Ratios of answers a second (median of rounds). Here, answers a second; p50 / p99 in ms:',
    tableOf(
      ['question', 'hub', 'bare on the rollup', 'bare on the facts'],
      QUESTIONS.map((name) => [name, ...WAYS.map((way) => times(name, way))]),
    ),
    `Memory after it all: hub ${run.rss[0]}, bare ${run.rss[1]}.`,
  ].join('\n\n');
}
