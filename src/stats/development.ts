import { normalQuantile } from './normal';

/**
 * Something that comes in over time for a known exposure (refunds of what was paid). `known` is the sum by the end of each age, from age 0;
 * null before anybody looked. Its last entry is what is known now.
 */
export interface Cohort {
  readonly exposure: number;
  readonly known: readonly (number | null)[];
}

/** What came in at one age: the share of the exposure, its variance for one unit of exposure, and what it was learnt from. */
export interface DevelopmentStep {
  readonly age: number;
  readonly rate: number;
  /** Null where it was seen of one cohort only. */
  readonly variance: number | null;
  readonly n: number;
  readonly exposure: number;
}

/** What is likely to have come in at the end, for some cohorts together, with a prediction interval. */
export interface Projection {
  readonly known: number;
  readonly amount: number;
  readonly low: number;
  readonly high: number;
  readonly level: number;
  /** The part that is still to come. */
  readonly pending: number;
}

/**
 * Learns how much comes in at each age up to `lastAge`: the increments of all cohorts that were looked at both before and after it over their
 * exposures (the additive method of loss reserving; Schmidt and Zocher 2008; Mack 1991). Null at an age that no cohort was seen at.
 */
export function learnDevelopment(cohorts: readonly Cohort[], lastAge: number): (DevelopmentStep | null)[] {
  return Array.from({ length: lastAge + 1 }, (_, age) => stepOf(cohorts, age));
}

function stepOf(cohorts: readonly Cohort[], age: number): DevelopmentStep | null {
  const seen = cohorts.flatMap(({ exposure, known }) => {
    const before = age === 0 ? 0 : (known[age - 1] ?? null);
    const after = known[age] ?? null;
    return exposure > 0 && before !== null && after !== null ? [{ exposure, more: after - before }] : [];
  });
  if (seen.length === 0) return null;
  const exposure = seen.reduce((sum, each) => sum + each.exposure, 0);
  const rate = seen.reduce((sum, { more }) => sum + more, 0) / exposure;
  const squares = seen.reduce((sum, each) => sum + each.exposure * (each.more / each.exposure - rate) ** 2, 0);
  return { age, rate, variance: seen.length < 2 ? null : squares / (seen.length - 1), n: seen.length, exposure };
}

/**
 * What the cohorts are likely to come to at the end, together: what is known, and for every age that they have not reached its rate on their
 * exposure. The interval holds the chance of the increments and that of the rates, which the cohorts share; nothing goes back out. Null where
 * an age to come was seen of fewer than two cohorts, or a cohort is not known at all.
 */
export function project(steps: readonly (DevelopmentStep | null)[], cohorts: readonly Cohort[], level = 0.9): Projection | null {
  let known = 0;
  let pending = 0;
  let variance = 0;
  for (const cohort of cohorts) {
    const last = cohort.known.at(-1) ?? null;
    if (last === null) return null;
    known += last;
  }
  for (const [age, step] of steps.entries()) {
    const open = cohorts.reduce((sum, { exposure, known: seen }) => (seen.length <= age ? sum + exposure : sum), 0);
    if (open === 0) continue;
    if (!step || step.variance === null) return null;
    pending += open * step.rate;
    variance += step.variance * (open + open ** 2 / step.exposure);
  }
  const amount = known + pending;
  const half = normalQuantile((1 + level) / 2) * Math.sqrt(variance);
  return { known, amount, low: Math.max(known, amount - half), high: Math.max(known, amount + half), level, pending };
}
