import { betaQuantile } from './beta';
import { upperQuantile } from './normal';
import type { Bounds } from './welch';

/**
 * Ways to an interval of a share (Brown, Cai & DasGupta, Statistical Science 16, 2001): the textbook's normal one, Wilson's score, Agresti and Coull's
 * shortening of it, the Bayesian one under Jeffreys' prior, and the exact one of Clopper and Pearson.
 */
export type ShareInterval = 'NORMAL' | 'WILSON' | 'AGRESTI_COULL' | 'JEFFREYS' | 'EXACT';

/** The interval of confidence 1 − α of the share `count` / `n`, within 0 and 1; n > 0, and need not be whole: a weighted share has its effective n. */
export function proportionInterval(count: number, n: number, way: ShareInterval = 'WILSON', alpha = 0.05): Bounds {
  if (!(n > 0) || !(count >= 0) || count > n) throw new RangeError(`proportionInterval: ${count} of ${n}; expected 0 to n, n above 0`);
  const z = upperQuantile(alpha / 2);
  const p = count / n;
  if (way === 'WILSON') {
    const grown = 1 + (z * z) / n;
    const { low, high } = within(p + (z * z) / (2 * n), z * Math.sqrt((p * (1 - p)) / n + ((z / n) * z) / (4 * n)), grown);
    // At the ends the two halves are the same but for rounding.
    return { low: count === 0 ? 0 : low, high: count === n ? 1 : high };
  }
  if (way === 'NORMAL') return within(p, z * Math.sqrt((p * (1 - p)) / n));
  if (way === 'AGRESTI_COULL') {
    const more = n + z * z;
    const middle = (count + (z * z) / 2) / more;
    return within(middle, z * Math.sqrt((middle * (1 - middle)) / more));
  }
  if (way === 'JEFFREYS')
    return { low: betaQuantile(alpha / 2, count + 0.5, n - count + 0.5), high: betaQuantile(1 - alpha / 2, count + 0.5, n - count + 0.5) };
  return {
    low: count === 0 ? 0 : betaQuantile(alpha / 2, count, n - count + 1),
    high: count === n ? 1 : betaQuantile(1 - alpha / 2, count + 1, n - count),
  };
}

function within(middle: number, margin: number, by = 1): Bounds {
  return { low: Math.max((middle - margin) / by, 0), high: Math.min((middle + margin) / by, 1) };
}
