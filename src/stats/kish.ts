/** What unequal weights cost. */
export interface WeightEffect {
  /** By how much the variance of a weighted mean grows: 1 with equal weights. */
  readonly designEffect: number;
  /** As many equally weighted answers would tell as much. */
  readonly effectiveN: number;
}

/** Kish's design effect n·Σw² / (Σw)² and effective sample size (Kish, Survey Sampling, 1965, 11.7); null where no weight is above 0. */
export function weightEffect(weights: readonly number[]): WeightEffect | null {
  const sum = weights.reduce((total, weight) => total + weight, 0);
  const squares = weights.reduce((total, weight) => total + weight * weight, 0);
  if (!(sum > 0)) return null;
  const effectiveN = (sum * sum) / squares;
  return { designEffect: weights.length / effectiveN, effectiveN };
}
