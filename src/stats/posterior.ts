import type { Effect } from './effect';
import { millsRest, normalCdf, normalDensity, normalQuantile } from './normal';
import type { Bounds } from './welch';

/** A normal belief about an effect before the data, on the effect's scale. */
export interface Prior {
  readonly mean: number;
  readonly standardDeviation: number;
}

/** A belief about a lift, told in the metric's own unit: both its numbers times the size of the baseline. */
export function priorInUnit({ mean, standardDeviation }: Prior, baseline: number): Prior {
  return { mean: mean * Math.abs(baseline), standardDeviation: standardDeviation * Math.abs(baseline) };
}

/** The normal belief about an effect after the data, and what follows from it. */
export interface Posterior extends Bounds {
  readonly mean: number;
  readonly standardDeviation: number;
  /** The probability that the effect is above 0. */
  readonly chanceToWin: number;
  /** What is lost on average, on the effect's scale, by choosing the treatment where the effect is really below 0. */
  readonly riskOfTreatment: number;
  /** The same of staying with the baseline where the effect is really above 0. */
  readonly riskOfBaseline: number;
}

/**
 * The posterior of an effect: the data weighed against the prior by their precisions; the data alone without a prior. Its interval holds 1 − α
 * of the belief. The conjugate normal model with known variance (Gelman et al., Bayesian Data Analysis, 2.5).
 */
export function posteriorOf(effect: Effect, prior: Prior | null = null, alpha = 0.05): Posterior {
  const { mean, standardDeviation } = prior ? weighed(effect, prior) : { mean: effect.estimate, standardDeviation: effect.standardError };
  const margin = -normalQuantile(alpha / 2) * standardDeviation;
  return {
    mean,
    standardDeviation,
    low: mean - margin,
    high: mean + margin,
    chanceToWin: normalCdf(mean / standardDeviation),
    riskOfTreatment: expectedLoss(mean, standardDeviation),
    riskOfBaseline: expectedLoss(-mean, standardDeviation),
  };
}

function weighed({ estimate, standardError }: Effect, prior: Prior): Prior {
  const ofData = 1 / standardError ** 2;
  const ofPrior = 1 / prior.standardDeviation ** 2;
  const precision = ofData + ofPrior;
  return { mean: (estimate * ofData + prior.mean * ofPrior) / precision, standardDeviation: Math.sqrt(1 / precision) };
}

/**
 * E[max(−X, 0)] of a normal X: σ(φ(z) − z(1 − Φ(z))) at z = μ/σ, the mean of the truncated normal times its probability. Far out the two terms cancel,
 * and beyond 37 the density is nothing that a double could hold: there the loss is 0 on one side and −μ on the other.
 */
function expectedLoss(mean: number, deviation: number): number {
  const z = mean / deviation;
  if (z > 37) return 0;
  if (z < -37) return -mean;
  if (z > 3) {
    const rest = millsRest(z);
    return (deviation * normalDensity(z) * rest) / (z + rest);
  }
  return deviation * normalDensity(z) - mean * normalCdf(-z);
}
