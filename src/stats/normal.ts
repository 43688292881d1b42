const ROOT_TWO_PI = Math.sqrt(2 * Math.PI);

/** The standard normal density at z. */
export function normalDensity(z: number): number {
  return Math.exp((-z * z) / 2) / ROOT_TWO_PI;
}

/**
 * The standard normal distribution function Φ(z), to about 1e-15 near the middle and to a relative 1e-13 in the lower tail. Near the middle by the
 * power series of the integral, in the tails by the continued fraction of the Mills ratio (Abramowitz & Stegun 26.2.11 and 26.2.14).
 */
export function normalCdf(z: number): number {
  if (Number.isNaN(z)) return z;
  return z > 0 ? 1 - normalSurvival(z) : normalSurvival(-z);
}

/** 1 − Φ(z), with its relative accuracy kept in the upper tail. */
export function normalSurvival(z: number): number {
  if (Number.isNaN(z)) return z;
  if (z < 0) return 1 - normalSurvival(-z);
  return z > 3 ? normalDensity(z) * millsRatio(z) : 0.5 - normalDensity(z) * oddSeries(z);
}

/** The Mills ratio (1 − Φ(z)) / φ(z) for z > 2, to a relative 1e-14. */
export function millsRatio(z: number): number {
  return 1 / (z + millsRest(z));
}

/**
 * What the continued fraction of the Mills ratio adds to z: 1/(z + 2/(z + 3/(z + …))). For z > 2. It converges as exp(−2z√n), so that far out few levels
 * say all that a double can hold.
 */
export function millsRest(z: number): number {
  const levels = Math.ceil(12 + 450 / (z * z));
  let fraction = z;
  for (let level = levels; level > 1; level -= 1) fraction = z + level / fraction;
  return 1 / fraction;
}

/**
 * The quantile z with Φ(z) = p; −∞ at 0 and ∞ at 1, NaN outside [0, 1]. A rational start (Abramowitz & Stegun 26.2.23, good to 4.5e-4) is carried
 * to double precision by Halley's method on the tail that p lies in.
 */
export function normalQuantile(p: number): number {
  if (!(p >= 0 && p <= 1)) return Number.NaN;
  return p > 0.5 ? upperQuantile(1 - p) : 0 - upperQuantile(p);
}

/** The z ≥ 0 whose upper tail is `tail`, 0 to 0.5: exact also for tails that 1 − p could not tell from 1. */
export function upperQuantile(tail: number): number {
  if (tail === 0) return Number.POSITIVE_INFINITY;
  if (tail === 0.5) return 0;
  const t = Math.sqrt(-2 * Math.log(tail));
  let z = t - (2.515517 + t * (0.802853 + t * 0.010328)) / (1 + t * (1.432788 + t * (0.189269 + t * 0.001308)));
  for (let step = 0; step < 4; step += 1) {
    // By the logarithm far out, where the tail itself is too flat to be followed.
    const off = z > 3 ? farOff(z, tail) : (normalSurvival(z) - tail) / normalDensity(z);
    const next = z + (z > 3 ? off : off / (1 - (off * z) / 2));
    if (Math.abs(next - z) <= 1e-16 * Math.abs(z)) return next;
    z = next;
  }
  return Math.max(z, 0);
}

/** Newton's step on the logarithm of the tail. */
function farOff(z: number, tail: number): number {
  const mills = millsRatio(z);
  return Math.log((normalDensity(z) * mills) / tail) * mills;
}

/** The sum z + z³/3 + z⁵/(3·5) + …, which is (Φ(z) − ½) / φ(z). */
function oddSeries(z: number): number {
  let term = z;
  let total = z;
  for (let odd = 3; Math.abs(term) > 1e-17 * Math.abs(total); odd += 2) {
    term *= (z * z) / odd;
    total += term;
  }
  return total;
}
