import type { Confusion } from './confusion';
import { randomFrom } from './random';

/** A number with the interval that holds it at the level. */
export interface Estimate {
  readonly value: number;
  readonly low: number;
  readonly high: number;
  readonly level: number;
}

/** Shares of classes freed from what a classifier is known to mistake: one for each class, and the last less the first (the net). */
export interface CorrectedShares {
  readonly shares: readonly Estimate[];
  readonly net: Estimate;
}

const LEVEL = 0.95;
const DRAWS = 1_000;
const STEPS = 500;
/** A step that moves no share by more than this is the last. */
const SETTLED = 1e-6;
/** Half a count in each cell (Jeffreys): a mistake that the sample did not show may happen yet. */
const PRIOR = 0.5;

/**
 * The true shares of classes behind `counts` of labels, given an audited sample (`audit[truth][label]`): the shares that make the labels most likely
 * (maximum likelihood by expectation-maximisation, which for two classes is Rogan and Gladen's 1978 estimate kept between 0 and 1). The interval is
 * from 1,000 draws of the audit's rows and of the labels' shares (Dirichlet), so that it is wide where the audit is small. `known` are counts whose
 * class is known for sure; they are added as they are. Null when a class was never audited, or nothing is labelled by the classifier.
 */
export function correctedShares(
  counts: readonly number[],
  audit: Confusion,
  known = counts.map(() => 0),
  seed = 1,
): CorrectedShares | null {
  const total = sumOf(counts);
  if (total === 0 || audit.some((row) => sumOf(row) === 0)) return null;
  const withKnown = (shares: readonly number[]) => shares.map((share, c) => (share * total + known[c]!) / (total + sumOf(known)));
  const random = randomFrom(seed);
  const point = withKnown(likeliest(normal(counts), audit.map(smoothed)));
  const jittered = (row: readonly number[]) =>
    dirichlet(
      row.map((count) => count + PRIOR),
      random,
    );
  const draws = Array.from({ length: DRAWS }, () => withKnown(likeliest(jittered(counts), audit.map(jittered))));
  const netOf = (shares: readonly number[]) => shares.at(-1)! - shares[0]!;
  return {
    shares: point.map((value, c) =>
      estimate(
        value,
        draws.map((draw) => draw[c]!),
      ),
    ),
    net: estimate(netOf(point), draws.map(netOf)),
  };
}

/** The shares whose labels, mistaken as the rows say, come nearest to the labels' shares. */
function likeliest(labels: readonly number[], rows: readonly (readonly number[])[]): number[] {
  const shares = labels.map(() => 1 / labels.length);
  for (let step = 0; step < STEPS; step++) {
    const expected = labels.map((_, label) => dot(shares, rows, label));
    let moved = 0;
    for (const [truth, share] of shares.entries()) {
      let next = 0;
      for (const [at, label] of labels.entries()) if (expected[at]! > 0) next += (label * share * rows[truth]![at]!) / expected[at]!;
      shares[truth] = next;
      moved = Math.max(moved, Math.abs(next - share));
    }
    if (moved < SETTLED) break;
  }
  return shares;
}

function dot(shares: readonly number[], rows: readonly (readonly number[])[], label: number): number {
  let sum = 0;
  for (const [truth, share] of shares.entries()) sum += share * rows[truth]![label]!;
  return sum;
}

function smoothed(row: readonly number[]): number[] {
  return normal(row.map((count) => count + PRIOR));
}

function normal(counts: readonly number[]): number[] {
  const total = sumOf(counts);
  return counts.map((count) => count / total);
}

function estimate(value: number, draws: readonly number[]): Estimate {
  const sorted = draws.toSorted((a, b) => a - b);
  const at = (part: number) => sorted[Math.round(part * (sorted.length - 1))]!;
  return { value, low: Math.min(value, at((1 - LEVEL) / 2)), high: Math.max(value, at((1 + LEVEL) / 2)), level: LEVEL };
}

function dirichlet(weights: readonly number[], random: () => number): number[] {
  return normal(weights.map((weight) => gamma(weight, random)));
}

/** A gamma variate of a shape (Marsaglia and Tsang 2000; below 1 by their remark). */
function gamma(shape: number, random: () => number): number {
  if (shape < 1) return gamma(shape + 1, random) * positive(random) ** (1 / shape);
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const x = Math.sqrt(-2 * Math.log(positive(random))) * Math.cos(2 * Math.PI * random());
    const v = (1 + c * x) ** 3;
    if (v > 0 && Math.log(positive(random)) < 0.5 * x * x + d - d * v + d * Math.log(v)) return d * v;
  }
}

function positive(random: () => number): number {
  return Math.max(random(), 2 ** -33);
}

function sumOf(counts: readonly number[]): number {
  return counts.reduce((a, b) => a + b, 0);
}
