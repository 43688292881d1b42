import { median, quantile } from '../median';
import { tableOf } from '../results-file';
import { type Measured, SETTLING_MS, type Turns } from './in-turns';
import { PEERS, type Peer } from './peers';
import { AGGREGATES, QUESTIONS, type QuestionName, WORDS } from './questions';

/** What a run was. */
export interface Run {
  readonly command: string;
  /** What there was to ask for, in words. */
  readonly size: string;
  readonly turns: Turns;
}

/** What a run over the sums was, and what is counted in it. */
export interface SumsRun extends Run {
  readonly statements: ReadonlyMap<QuestionName, number>;
  /** Of a list of fifty campaigns with goals and numbers. */
  readonly withGoals: number;
  /** Of the hub, of the hub that keeps answers, and of the bare server. */
  readonly rss: readonly number[];
}

type All = ReadonlyMap<QuestionName, ReadonlyMap<string, Measured>>;

/** The section of the results, without its parts. */
export function report(all: All, run: SumsRun): string {
  const peers = peersIn(all);
  const words = peers.map((peer) => `${peer}: ${PEERS[peer].words}`);
  const others = ['bare', 'bare plain', ...peers];
  return [
    `${runOf(run)} Client, servers and database share the machine; the client takes an answer's bytes and does not look at them, and every server reaches the database by its Unix socket, over ten connections that it keeps through the turns of the others.`,
    "The hub answers GraphQL as it does in service: caller, limits, row-level security, one read-only snapshot; `hub` answers every question anew, `kept` gives an answer again as long as nothing has changed that it follows from. `bare` is node:http and pg with SQL by hand and nothing else, as superuser, over the very same sums: in Q1 and Q5 by month and in Q3 by week, with the days before the first whole one by day and the last one as a whole, too, where nothing is known of its later days, in Q2 out of the days that each campaign's week holds, and in Q4 by the index of words and brands; `bare plain` reads the sums by day alone, and looks at the brand of the mentions that have the words. `static` sends as many bytes from the process of `kept`, by the hub's own HTTP server with what it does for every request (an id, a line in the log, its time, headers), and asks nobody. Before anything was measured the answers to each question were compared: they are equal in every bit, the quotients that PostGraphile leaves to its client included.",
    ...(words.length > 0
      ? [
          `Other GraphQL servers, over the same sums by day, as superuser, without limits or callers: they sum days, and look at the brand of the mentions that have the words: months, weeks, the days that weeks hold and words of a brand are the hub's own choice of what to read. ${words.join(' ')}`,
        ]
      : []),
    tableOf(
      [
        'question',
        ...others.map((other) => `hub : ${other}`),
        'kept : static',
        'kept : hub',
        'statements of the hub (who calls, BEGIN and COMMIT included)',
      ],
      QUESTIONS.map((name) => [
        `${name}: ${WORDS[name]}`,
        ...others.map((other) => ratio(all, name, 'hub', other)),
        ratio(all, name, 'kept', 'static'),
        ratio(all, name, 'kept', 'hub'),
        String(run.statements.get(name)),
      ]),
    ),
    'Those are ratios of answers a second (median of rounds). The slowest hundredth: the p99 of the others over the p99 of the hub in the same round (median of rounds), above 1 where the hub is the faster one:',
    tableOf(
      ['question', ...others.map((other) => `${other} : hub`)],
      QUESTIONS.map((name) => [name, ...others.map((other) => ratioOfSlowest(all, name, other, 'hub'))]),
    ),
    'Here, answers a second; p50 / p99 in ms; ms of processor that the answering process takes for an answer, without the database:',
    figures(all, QUESTIONS, ['hub', 'kept', 'static', ...others]),
    `Fifty campaigns with their goals and five metrics of their last 30 days: ${run.withGoals} statements, who calls, BEGIN and COMMIT included.`,
    `Memory after it all: hub ${megabytes(run.rss[0])}, hub that keeps answers ${megabytes(run.rss[1])}, bare ${megabytes(run.rss[2])}.`,
  ].join('\n\n');
}

/** The part about others that have the facts alone. */
export function reportFacts(all: All, run: Run): string {
  const others = ['bare', ...peersIn(all)];
  return [
    runOf(run),
    "The same servers as above, as they would be without the hub's sums by day: each sums the rows of AdDay themselves, over the index of their key. `hub` answers every question anew. An answer over the facts takes a processor for so long that there are fewer connections, for the hub too, and fewer rounds. The answers were compared before, as above. Ratios of answers a second (median of rounds):",
    tableOf(
      ['question', ...others.map((other) => `hub : ${other} on the facts`)],
      AGGREGATES.map((name) => [`${name}: ${WORDS[name]}`, ...others.map((other) => ratio(all, name, 'hub', other))]),
    ),
    'Here, answers a second; p50 / p99 in ms; ms of processor that the answering process takes for an answer, without the database:',
    figures(all, AGGREGATES, ['hub', ...others]),
  ].join('\n\n');
}

function runOf({ command, size, turns }: Run): string {
  return `\`${command}\`: ${size}; ${turns.connections} keep-alive connections, slices of ${turns.sliceMs / 1000} s in turns, each after ${SETTLING_MS / 1000} s that are not measured, ${turns.rounds} rounds after one of ${(turns.warmingMs ?? turns.sliceMs) / 1000} s to warm up.`;
}

function peersIn(all: All): Peer[] {
  return (Object.keys(PEERS) as Peer[]).filter((peer) => [...all.values()].some((each) => each.has(peer)));
}

function figures(all: All, questions: readonly QuestionName[], ways: readonly string[]): string {
  return tableOf(
    ['question', ...ways],
    questions.map((name) => [
      name,
      ...ways.map((way) => {
        const measured = all.get(name)?.get(way);
        if (!measured) return '';
        const { perSecond, cpuMs } = measured;
        const latencies = measured.latencies.flat();
        const rate = median(perSecond);
        return `${rate.toFixed(rate < 10 ? 1 : 0)}; ${quantile(latencies, 0.5).toFixed(1)} / ${quantile(latencies, 0.99).toFixed(1)}; ${median(cpuMs).toFixed(2)}`;
      }),
    ]),
  );
}

function ratio(all: All, name: QuestionName, way: string, to: string): string {
  return byRounds(all, name, way, to, ({ perSecond }) => perSecond);
}

function ratioOfSlowest(all: All, name: QuestionName, way: string, to: string): string {
  return byRounds(all, name, way, to, ({ latencies }) => latencies.map((round) => quantile(round, 0.99)));
}

/** One way over another, round by round, and of that the median. */
function byRounds(all: All, name: QuestionName, way: string, to: string, numbers: (measured: Measured) => number[]): string {
  const [one, other] = [all.get(name)?.get(way), all.get(name)?.get(to)];
  if (!one || !other) return '';
  const below = numbers(other);
  return median(numbers(one).map((number, round) => number / below[round]!)).toFixed(2);
}

function megabytes(bytes = 0): string {
  return `${Math.round(bytes / 1024 ** 2)} MB`;
}
