import { normalSurvival, upperQuantile } from './normal';
import { proportionInterval } from './proportion-interval';
import type { Bounds } from './welch';

/** Two shares that are compared: successes of users. */
export interface Share {
  readonly count: number;
  readonly n: number;
}

/** The z of the difference a − b with the variance of both together (as under the null hypothesis) or of each, and its two-sided p-value. */
export function compareProportions(
  a: Share,
  b: Share,
  variance: 'POOLED' | 'UNPOOLED' = 'POOLED',
): { readonly z: number; readonly pValue: number } {
  const [p, q] = [a.count / a.n, b.count / b.n];
  const both = (a.count + b.count) / (a.n + b.n);
  const square = variance === 'POOLED' ? both * (1 - both) * (1 / a.n + 1 / b.n) : (p * (1 - p)) / a.n + (q * (1 - q)) / b.n;
  const z = (p - q) / Math.sqrt(square);
  return { z, pValue: 2 * normalSurvival(Math.abs(z)) };
}

/**
 * The interval of confidence 1 − α of the difference a − b: Wald's; Agresti and Caffo's, with a success and a failure added to each arm (The American
 * Statistician 54, 2000); or Newcombe's, from the two score intervals (Statistics in Medicine 17, 1998, method 10).
 */
export function differenceInterval(a: Share, b: Share, way: 'WALD' | 'AGRESTI_CAFFO' | 'NEWCOMBE', alpha = 0.05): Bounds {
  if (way === 'AGRESTI_CAFFO') return wald({ count: a.count + 1, n: a.n + 2 }, { count: b.count + 1, n: b.n + 2 }, alpha);
  if (way === 'WALD') return wald(a, b, alpha);
  const [p, q] = [a.count / a.n, b.count / b.n];
  const [ofA, ofB] = [proportionInterval(a.count, a.n, 'WILSON', alpha), proportionInterval(b.count, b.n, 'WILSON', alpha)];
  return { low: p - q - Math.hypot(p - ofA.low, ofB.high - q), high: p - q + Math.hypot(ofA.high - p, q - ofB.low) };
}

function wald(a: Share, b: Share, alpha: number): Bounds {
  const [p, q] = [a.count / a.n, b.count / b.n];
  const margin = upperQuantile(alpha / 2) * Math.sqrt((p * (1 - p)) / a.n + (q * (1 - q)) / b.n);
  return { low: p - q - margin, high: p - q + margin };
}
