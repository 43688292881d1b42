import { logGamma } from './gamma';
import { normalCdf } from './normal';

/** Steps on either side of the middle: the integrand falls like a bell, for which equal steps converge faster than any power. */
const STEPS = 400;
/** How many of its standard deviations the scale is followed. */
const REACH = 12;

/**
 * P(T > t) of a noncentral t with `df` degrees of freedom and noncentrality `delta`, to about 1e-12 from two degrees of freedom on: the mean of
 * Φ(δ − t·s) over s = √(χ²/df), by the trapezoidal rule in ln s.
 */
export function noncentralSurvival(t: number, df: number, delta: number): number {
  const width = REACH / Math.sqrt(2 * df) / STEPS;
  // ln s has the density c·exp(df·(u − e²ᵘ/2)); its logarithm is taken relative to the middle, u = 0.
  const atMiddle = Math.log(2) + (df / 2) * Math.log(df / 2) - df / 2 - logGamma(df / 2);
  let total = 0;
  for (let step = -STEPS; step <= STEPS; step += 1) {
    const u = step * width;
    const logDensity = atMiddle - df * (Math.expm1(2 * u) / 2 - u);
    if (logDensity > -80) total += Math.exp(logDensity) * normalCdf(delta - t * Math.exp(u));
  }
  return total * width;
}
