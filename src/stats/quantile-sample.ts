import { upperQuantile } from './normal';
import type { Sample } from './sample';

/** The places, from 1, of sorted values that a quantile and its error are read from. */
export interface QuantilePlaces {
  /** The quantile lies between these neighbours, this part of the way. */
  readonly below: number;
  readonly above: number;
  readonly part: number;
  /** The ends of an interval of confidence 95 %. */
  readonly low: number;
  readonly high: number;
}

const ALPHA = 0.05;

/**
 * Where the quantile `share` (0 to 1) of `n` sorted values stands (Hyndman & Fan, The American Statistician 50, 1996, type 7), and its interval by order
 * statistics, which needs no density: n·q ∓ z·√(n·q·(1 − q)) (David & Nagaraja, Order Statistics, 2003, 7.1). Null where an end of the interval falls off
 * the values: so few cannot tell how sure the quantile is.
 */
export function quantilePlaces(n: number, share: number): QuantilePlaces | null {
  if (!(share > 0 && share < 1)) throw new RangeError(`quantilePlaces: share ${share}; expected between 0 and 1`);
  const place = (n - 1) * share;
  const below = Math.floor(place);
  const reach = upperQuantile(ALPHA / 2) * Math.sqrt(n * share * (1 - share));
  const [low, high] = [Math.floor(n * share - reach), Math.ceil(n * share + reach) + 1];
  if (low < 1 || high > n) return null;
  return { below: below + 1, above: Math.min(below + 2, n), part: place - below, low, high };
}

/** The quantile as one arm's sample, from the values at its places: the error is the interval's length over 2z. */
export function quantileSample(
  n: number,
  { part }: QuantilePlaces,
  at: Readonly<Record<'below' | 'above' | 'low' | 'high', number>>,
): Sample {
  const standardError = (at.high - at.low) / (2 * upperQuantile(ALPHA / 2));
  return { n, value: at.below + part * (at.above - at.below), variance: n * standardError ** 2 };
}
