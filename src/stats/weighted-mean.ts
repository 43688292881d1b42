/** A weighted mean with what its sample is worth. */
export interface WeightedMean {
  readonly value: number;
  /** By Taylor linearisation, as of a sample drawn with these weights: √(n/(n − 1) · Σ w²(x − x̄)²) / Σw; null of one answer. */
  readonly standardError: number | null;
  readonly n: number;
  readonly weight: number;
  /** Kish's effective number. */
  readonly effectiveN: number;
}

/**
 * The mean of values by weights (a share where they are 0 and 1) with its design-based error (Särndal, Swensson & Wretman, Model Assisted Survey
 * Sampling, 1992, 5.7); null where no weight is above 0. Margins that the weights were raked to are not credited: the error is on the safe side.
 */
export function weightedMean(values: readonly number[], weights: readonly number[]): WeightedMean | null {
  if (values.length !== weights.length) throw new RangeError(`weightedMean: ${values.length} values, ${weights.length} weights`);
  let [weight, squares, sum] = [0, 0, 0];
  for (const [at, w] of weights.entries()) {
    weight += w;
    squares += w * w;
    sum += w * values[at]!;
  }
  if (!(weight > 0)) return null;
  const value = sum / weight;
  const n = weights.filter((w) => w > 0).length;
  let spread = 0;
  for (const [at, w] of weights.entries()) spread += (w * (values[at]! - value)) ** 2;
  return {
    value,
    standardError: n > 1 ? Math.sqrt((n / (n - 1)) * spread) / weight : null,
    n,
    weight,
    effectiveN: (weight * weight) / squares,
  };
}
