import { logGamma } from './gamma';
import { normalCdf } from './normal';

/** Steps over all: the integrand falls like a bell, for which equal steps converge faster than any power. */
const STEPS = 800;

/**
 * P(T > t) of a noncentral t with `df` degrees of freedom and noncentrality `delta`, to about 1e-12 from one degree of freedom on: the mean of
 * Φ(δ − t·s) over s = √(χ²/df), by the trapezoidal rule in ln s.
 */
export function noncentralSurvival(t: number, df: number, delta: number): number {
  // ln s has the density c·exp(df·(u − e²ᵘ/2)), which falls slowly to the left where degrees are few; its logarithm is taken relative to u = 0.
  const atMiddle = Math.log(2) + (df / 2) * Math.log(df / 2) - df / 2 - logGamma(df / 2);
  const high = 12 / Math.sqrt(2 * df);
  const low = -high - 36 / df;
  const width = (high - low) / STEPS;
  let total = 0;
  for (let step = 0; step <= STEPS; step += 1) {
    const u = low + step * width;
    const logDensity = atMiddle - df * (Math.expm1(2 * u) / 2 - u);
    if (logDensity > -80) total += Math.exp(logDensity) * normalCdf(delta - t * Math.exp(u));
  }
  return total * width;
}
