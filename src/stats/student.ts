import { incompleteBeta } from './beta';
import { logBeta } from './gamma';
import { normalSurvival, upperQuantile } from './normal';

/** From here on the normal approximation is better than the beta function's continued fraction, which converges ever more slowly. */
const MANY = 1e6;

/**
 * The upper tail of Student's t with `df` > 0 degrees of freedom, which need not be whole; relative accuracy is kept in the far tail. By the incomplete
 * beta function; for very many degrees of freedom by Wallace's normal approximation (Annals of Mathematical Statistics 30, 1959), good there to 2e-11 within five standard errors.
 */
export function studentSurvival(t: number, df: number): number {
  if (!(df > 0)) throw new RangeError(`studentSurvival: ${df} degrees of freedom; expected more than 0`);
  if (t < 0) return 1 - studentSurvival(-t, df);
  if (t === Number.POSITIVE_INFINITY) return 0;
  if (df > MANY) return normalSurvival(((8 * df + 1) / (8 * df + 3)) * Math.sqrt(df * Math.log1p((t * t) / df)));
  const whole = df + t * t;
  return 0.5 * incompleteBeta(df / whole, df / 2, 0.5, (t * t) / whole);
}

/** The distribution function of Student's t with `df` degrees of freedom. */
export function studentCdf(t: number, df: number): number {
  return studentSurvival(-t, df);
}

/** The density of Student's t. */
function studentDensity(t: number, df: number): number {
  return Math.exp(-((df + 1) / 2) * Math.log1p((t * t) / df) - logBeta(df / 2, 0.5)) / Math.sqrt(df);
}

/** The quantile t with P(T ≤ t) = p; ±∞ at 0 and 1, NaN outside. */
export function studentQuantile(p: number, df: number): number {
  if (!(p >= 0 && p <= 1)) return Number.NaN;
  if (p === 0.5) return 0;
  return p > 0.5 ? studentUpperQuantile(1 - p, df) : -studentUpperQuantile(p, df);
}

/**
 * The t ≥ 0 whose upper tail is `tail`, 0 to 0.5. Newton's method on the logarithm of the tail, which is concave in t, and for a heavy tail in the
 * logarithm of t as well, from an expansion of the normal quantile, which far more degrees of freedom than standard errors make as exact as a double.
 */
export function studentUpperQuantile(tail: number, df: number): number {
  if (tail === 0) return Number.POSITIVE_INFINITY;
  if (tail >= 0.5) return 0;
  const z = upperQuantile(tail);
  let t = expandedQuantile(z, df);
  // The next term would be z (z²/df)⁵ times 7e-5: nothing that a double could hold.
  if (df >= 1000 && z * z <= df / 100) return t;
  let low = 0;
  let high = Number.POSITIVE_INFINITY;
  for (let step = 0; step < 200; step += 1) {
    const reached = studentSurvival(t, df);
    if (reached > tail) low = t;
    else high = t;
    const slope = (studentDensity(t, df) * t) / reached;
    const newton = t * Math.exp(Math.log(reached / tail) / slope);
    const next = newton > low && newton < high ? newton : high === Number.POSITIVE_INFINITY ? low * 2 : (low + high) / 2;
    if (Math.abs(next - t) <= 1e-14 * t) return next;
    t = next;
  }
  return t;
}

/** The quantile of Student's t from the normal one, in powers of 1 / df (Abramowitz & Stegun 26.7.5); its first two terms where df is small. */
function expandedQuantile(z: number, df: number): number {
  const q = z * z;
  const first = (q + 1) / 4;
  if (df < 30) return z * (1 + first / Math.max(df, 1));
  const second = ((5 * q + 16) * q + 3) / 96;
  const third = (((3 * q + 19) * q + 17) * q - 15) / 384;
  const fourth = ((((79 * q + 776) * q + 1482) * q - 1920) * q - 945) / 92160;
  return z * (1 + (first + (second + (third + fourth / df) / df) / df) / df);
}
