import { binaryTotals, covarianceOf, meanOf, type PairTotals, type Totals, varianceOf } from './totals';

/** One arm as a comparison sees it: its users, the metric's value, and the variance of one user's part in it, so that variance / n is the value's. */
export interface Sample {
  readonly n: number;
  readonly value: number;
  readonly variance: number;
  /** Where the value was adjusted, what it was before: lifts are told over it. */
  readonly level?: number;
}

/** The share of `n` users who did something, `successes` of them: variance p(1 − p), of a coin whose p is its mean. */
export function proportionSample(n: number, successes: number): Sample {
  return meanSample(binaryTotals(n, successes));
}

/** The mean of a value of each user: variance with n − 1, or that of a coin where the values are binary. */
export function meanSample(totals: Totals): Sample {
  return { n: totals.n, value: meanOf(totals), variance: varianceOf(totals) };
}

/**
 * A ratio of sums, Σx / Σy over the same users, such as clicks per page. Its variance by the delta method, from the variances and the covariance of
 * numerator and denominator, each with n − 1 or as a coin's (Deng, Knoblich & Lu, "Applying the Delta Method in Metric Analytics", KDD 2018).
 */
export function ratioSample(totals: PairTotals): Sample {
  const { x, y } = totals;
  const denominator = meanOf(y);
  const value = meanOf(x) / denominator;
  const variance = (varianceOf(x) - 2 * value * covarianceOf(totals) + value * value * varianceOf(y)) / (denominator * denominator);
  return { n: x.n, value, variance };
}
