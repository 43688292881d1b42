import { Decimal } from 'decimal.js';
import { type Micros, microsFromDecimal } from '../../src/lib/money';

/** Σx and Σx² over some users. */
export interface Moments {
  readonly sum: Micros;
  readonly sumSquares: Micros;
}

const Exact = Decimal.clone({ precision: 80 });

/** Of a value that is 0 or 1 the variance is m(1 − m); a platform computes it in doubles. */
const SAME = 1e-12;

/**
 * What a mean and a standard deviation of `n` users were computed from, as decimal text, rounded once and only at the end: Σx = n·m and
 * Σx² = (n − 1)·s² + n·m². Where s² is m(1 − m) each x is 0 or 1, and Σx² = Σx. Throws a DecimalError when a text is no decimal number.
 */
export function momentsOf(mean: string | number, stddev: string | number, n: bigint): Moments {
  const count = new Exact(String(n));
  const m = new Exact(String(mean));
  const variance = new Exact(String(stddev)).pow(2);
  const sum = count.times(m);
  const ofShare = m.times(new Exact(1).minus(m));
  const isShare = m.gt(0) && m.lt(1) && variance.minus(ofShare).abs().lte(ofShare.times(SAME));
  const sumSquares = isShare ? sum : variance.times(count.minus(1)).plus(count.times(m.pow(2)));
  return { sum: microsOf(sum), sumSquares: microsOf(sumSquares) };
}

function microsOf(value: Decimal): Micros {
  return microsFromDecimal(value.toFixed(7));
}
