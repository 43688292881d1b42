import { upperGamma } from './gamma';
import { normalSurvival } from './normal';

/** The upper tail of χ² with `df` > 0 degrees of freedom: the probability of at least `statistic` ≥ 0. */
export function chiSquaredSurvival(statistic: number, df: number): number {
  return df === 1 ? 2 * normalSurvival(Math.sqrt(statistic)) : upperGamma(df / 2, statistic / 2);
}
