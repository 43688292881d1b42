import { median, quantile } from '../median';
import { tableOf } from '../results-file';
import type { Measured } from './in-turns';
import { PEERS, type Peer } from './peers';
import { QUESTIONS, type QuestionName, WORDS } from './questions';
import { CONNECTIONS, SLICE_MS } from './run-graphql';

/** What a run was. */
export interface Run {
  readonly filled: number;
  readonly mentions: number;
  readonly rounds: number;
  readonly command: string;
  readonly version: string;
  readonly statements: ReadonlyMap<QuestionName, number>;
  /** Of a list of fifty campaigns with goals and numbers. */
  readonly withGoals: number;
  /** Of the hub, of the hub that keeps answers, and of the bare server. */
  readonly rss: readonly number[];
}

type All = ReadonlyMap<QuestionName, ReadonlyMap<string, Measured>>;

/** The section of the results. */
export function report(all: All, run: Run): string {
  const peers = (Object.keys(PEERS) as Peer[]).filter((peer) => [...all.values()].some((each) => each.has(peer)));
  const words = peers.map((peer) => `${peer}: ${PEERS[peer].words}`);
  return [
    `\`${run.command}\`: ${run.filled.toLocaleString('en')} rows of AdDay in the order of day and campaign (200 campaigns, 500 days), ${run.mentions.toLocaleString('en')} mentions, ${CONNECTIONS} keep-alive connections, slices of ${SLICE_MS / 1000} s in turns, ${run.rounds} rounds after one to warm up; PostgreSQL ${run.version}, Node ${process.version}. Client, servers and database share the machine.`,
    'The hub answers GraphQL as it does in service: caller, limits, row-level security, one read-only snapshot, warnings; `hub` answers every question anew, `kept` gives an answer again as long as nothing has changed that it follows from. `bare` is node:http and pg with SQL by hand and nothing else, as superuser; `static` sends as many bytes from the process of `kept`, and asks nobody. Before anything was measured the answers to each question were compared: they are equal in every bit, the quotients that PostGraphile leaves to its client included.',
    ...(words.length > 0 ? [`Other GraphQL servers, over the same sums, as superuser, without limits or callers. ${words.join(' ')}`] : []),
    tableOf(
      [
        'question',
        'hub : bare on the same rollup',
        'hub : bare on the facts',
        ...peers.map((peer) => `hub : ${peer}`),
        'kept : static',
        'kept : hub',
        'statements of the hub (who calls, BEGIN and COMMIT included)',
      ],
      QUESTIONS.map((name) => [
        `${name}: ${WORDS[name]}`,
        ratio(all, name, 'hub', 'rollup'),
        ratio(all, name, 'hub', 'facts'),
        ...peers.map((peer) => ratio(all, name, 'hub', peer)),
        ratio(all, name, 'kept', 'static'),
        ratio(all, name, 'kept', 'hub'),
        String(run.statements.get(name)),
      ]),
    ),
    'Ratios of answers a second (median of rounds). Here, answers a second; p50 / p99 in ms; ms of processor that the answering process takes for an answer, without the database:',
    figures(all, ['hub', 'kept', 'static', 'rollup', 'facts', ...peers]),
    `Fifty campaigns with their goals and five metrics of their last 30 days: ${run.withGoals} statements, who calls, BEGIN and COMMIT included.`,
    `Memory after it all: hub ${megabytes(run.rss[0])}, hub that keeps answers ${megabytes(run.rss[1])}, bare ${megabytes(run.rss[2])}.`,
  ].join('\n\n');
}

function figures(all: All, ways: readonly string[]): string {
  return tableOf(
    ['question', ...ways],
    QUESTIONS.map((name) => [
      name,
      ...ways.map((way) => {
        const measured = all.get(name)?.get(way);
        if (!measured) return '';
        const { perSecond, latencies, cpuMs } = measured;
        return `${median(perSecond).toFixed(0)}; ${quantile(latencies, 0.5).toFixed(1)} / ${quantile(latencies, 0.99).toFixed(1)}; ${median(cpuMs).toFixed(2)}`;
      }),
    ]),
  );
}

function ratio(all: All, name: QuestionName, way: string, to: string): string {
  const [one, other] = [all.get(name)?.get(way), all.get(name)?.get(to)];
  return one && other ? median(one.perSecond.map((rate, round) => rate / other.perSecond[round]!)).toFixed(2) : '';
}

function megabytes(bytes = 0): string {
  return `${Math.round(bytes / 1024 ** 2)} MB`;
}
