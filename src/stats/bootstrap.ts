import { quantile } from './spread';

/** Where most of an estimate's resampled values lie. */
export interface BootstrapInterval {
  readonly low: number;
  readonly high: number;
  readonly level: number;
}

/**
 * Percentile intervals of several estimates by resampling `n` units (days, say) with replacement: `estimate` gets how often each unit was drawn and
 * returns all estimates (null where one cannot be made). The draws are the same for the same seed. Null of fewer than five units, or where a tenth
 * of the draws made no estimate.
 */
export function bootstrapIntervals(
  n: number,
  estimate: (drawn: readonly number[]) => readonly (number | null)[],
  { rounds = 400, seed = 1, level = 0.9 }: { rounds?: number; seed?: number; level?: number } = {},
): (BootstrapInterval | null)[] {
  if (n < 5) return estimate(Array<number>(n).fill(1)).map(() => null);
  const found: number[][] = [];
  let state = seed >>> 0 || 1;
  for (let round = 0; round < rounds; round++) {
    const drawn = Array<number>(n).fill(0);
    for (let i = 0; i < n; i++) {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      drawn[Math.floor((state / 4_294_967_296) * n)]!++;
    }
    estimate(drawn).forEach((value, i) => {
      found[i] ??= [];
      if (value !== null) found[i].push(value);
    });
  }
  return found.map((values) => {
    if (values.length < 0.9 * rounds) return null;
    const sorted = values.sort((a, b) => a - b);
    return { low: quantile(sorted, (1 - level) / 2), high: quantile(sorted, (1 + level) / 2), level };
  });
}
