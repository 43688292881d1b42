import type { BenchOptions } from '../main';
import { SETTLING_MS } from './in-turns';
import { FACTS_TURNS } from './measure-facts';
import { FIRST_SIZE, GROWTH_TURNS, sizesUpTo } from './measure-growth';
import { SUMS_TURNS } from './measure-sums';
import { AGGREGATES, QUESTIONS } from './questions';

/** How much the hub holds while it is measured. */
export interface Size {
  /** Of AdDay. */
  readonly rows: number;
  readonly campaigns: number;
  readonly mentions: number;
}

/** What a run measures. */
export interface Plan {
  readonly size: Size;
  /** Answers against others that have the same sums by day. */
  readonly sums: boolean;
  /** Against others that have the facts alone. */
  readonly facts: boolean;
  /** So many rows are grown to first; absent means that growth is not looked at. */
  readonly growth?: number;
}

const USUAL: Size = { rows: 5_000_000, campaigns: 500, mentions: 2_000_000 };
const QUICK: Size = { rows: 1_000_000, campaigns: 200, mentions: 100_000 };
const GROWTH = 20_000_000;
const PARTS = ['sums', 'facts', 'growth'];

/** What the options ask for: mentions in their usual share of the rows, and without `only` all parts, growth when it is said how far. */
export function planOf({ rows, campaigns, mentions, quick, only, growth }: BenchOptions): Plan {
  if (only !== undefined && !PARTS.includes(only)) throw new Error(`--only: there is no part "${only}"; there are ${PARTS.join(', ')}`);
  const usual = quick ? QUICK : USUAL;
  const most = growth ?? (only === 'growth' ? GROWTH : undefined);
  const wanted = rows ?? usual.rows;
  return {
    size: {
      rows: wanted,
      campaigns: campaigns ?? usual.campaigns,
      mentions: mentions ?? Math.round((wanted * usual.mentions) / usual.rows),
    },
    sums: only === undefined || only === 'sums',
    facts: only === undefined || only === 'facts',
    ...(most === undefined || (only !== undefined && only !== 'growth') ? {} : { growth: most }),
  };
}

/** About how long things took on two processors, in seconds: only to say beforehand how long a run will take. A row of AdDay, and a mention. */
const ROW_ADDED = 12e-6;
const MENTION_ADDED = 110e-6;
/** Of a row that is read for the rollups and for housekeeping, whenever others were added; and what that takes besides. */
const ROW_READ_AGAIN = 6e-6;
const SETTLED = 15;
/** Of a fact in the answers that take longer than their slice, in all their turns together. */
const FACT_ANSWERED = 10e-6;
/** Ways that are measured: the hub, the hub that keeps answers, bare in the hub's way and in a plain one, static and four peers; over the facts the hub, bare and the peers. */
const WAYS = 9;

/** How long the run will take, in words. */
export function estimateOf({ size, sums, facts, growth }: Plan, rounds: number): string {
  const turnOf = ({ sliceMs, warmingMs = sliceMs }: { sliceMs: number; warmingMs?: number }, most: number) =>
    (warmingMs + SETTLING_MS + (sliceMs + SETTLING_MS) * Math.min(rounds, most)) / 1000;
  const sizes = growth === undefined ? [] : [FIRST_SIZE, ...sizesUpTo(growth)];
  const grown = sizes.reduce((sum, each) => sum + each * ROW_READ_AGAIN + SETTLED, (growth ?? 0) * ROW_ADDED);
  const parts: [string, number][] = [
    [
      'growing',
      grown + sizes.slice(1).length * 2 * AGGREGATES.length * ((GROWTH_TURNS.sliceMs + SETTLING_MS) / 1000) * (GROWTH_TURNS.rounds + 1),
    ],
    ['filling', sums || facts ? size.rows * (ROW_ADDED + ROW_READ_AGAIN) + SETTLED + size.mentions * MENTION_ADDED : 0],
    ['over the same sums', sums ? QUESTIONS.length * WAYS * turnOf(SUMS_TURNS, rounds) : 0],
    ['over the facts', facts ? AGGREGATES.length * ((WAYS - 3) * turnOf(FACTS_TURNS, FACTS_TURNS.rounds) + size.rows * FACT_ANSWERED) : 0],
  ];
  const minutes = (seconds: number) => (seconds / 60).toFixed(1);
  const total = parts.reduce((sum, [, seconds]) => sum + seconds, 0);
  const each = parts.filter(([, seconds]) => seconds > 0).map(([name, seconds]) => `${name} ${minutes(seconds)}`);
  return `about ${minutes(total)} minutes: ${each.join(', ')}`;
}
