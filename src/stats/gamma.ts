/** Coefficients of Stirling's series, B₂ₖ / (2k(2k − 1)) (Abramowitz & Stegun 6.1.41). */
const STIRLING = [1 / 12, -1 / 360, 1 / 1260, -1 / 1680, 1 / 1188, -691 / 360360, 1 / 156, -3617 / 122400];
const HALF_LOG_TWO_PI = 0.5 * Math.log(2 * Math.PI);
/** From here on Stirling's series is good to the last digit. */
const LARGE = 16;
const TINY = 1e-300;
const MOST_STEPS = 100_000;

/** What Stirling's formula leaves out of ln Γ(x): ln Γ(x) − (x − ½) ln x + x − ½ ln 2π, for x ≥ 16. */
function stirlingRest(x: number): number {
  const square = 1 / (x * x);
  return STIRLING.reduceRight((sum, coefficient) => sum * square + coefficient, 0) / x;
}

/** ln Γ(x) for x > 0, to about 1e-15 of its size; by Stirling's series, shifted up by the recurrence where x is small. */
export function logGamma(x: number): number {
  if (!(x > 0)) throw new RangeError(`logGamma: ${x}; expected a number above 0`);
  let product = 1;
  let at = x;
  for (; at < LARGE; at += 1) product *= at;
  return (at - 0.5) * Math.log(at) - at + HALF_LOG_TWO_PI + stirlingRest(at) - Math.log(product);
}

/** ln B(a, b) for a, b > 0, without the cancellation that the difference of large logarithms of Γ would bring. */
export function logBeta(a: number, b: number): number {
  const [small, large] = a < b ? [a, b] : [b, a];
  if (large < LARGE) return logGamma(small) + logGamma(large) - logGamma(small + large);
  // ln Γ(large) − ln Γ(large + small), the terms in ln large having been taken against each other.
  const both = small + large;
  const fall = stirlingRest(large) - stirlingRest(both) - (large - 0.5) * Math.log1p(small / large) - small * Math.log(both) + small;
  return logGamma(small) + fall;
}

/**
 * The regularised upper incomplete gamma function Q(a, x) for a > 0, x ≥ 0, to about 1e-13: by the series of its complement for x < a + 1, else by
 * Legendre's continued fraction (Abramowitz & Stegun 6.5.29 and 6.5.31, evaluated by Lentz's method).
 */
export function upperGamma(a: number, x: number): number {
  if (!(a > 0) || !(x >= 0)) throw new RangeError(`upperGamma(${a}, ${x}): expected a > 0 and x ≥ 0`);
  if (x === 0) return 1;
  if (x === Number.POSITIVE_INFINITY) return 0;
  const front = Math.exp(a * Math.log(x) - x - logGamma(a));
  return x < a + 1 ? 1 - front * lowerSeries(a, x) : front * upperFraction(a, x);
}

function lowerSeries(a: number, x: number): number {
  let term = 1 / a;
  let total = term;
  for (let step = 1; step < MOST_STEPS && term > 1e-17 * total; step += 1) {
    term *= x / (a + step);
    total += term;
  }
  return total;
}

function upperFraction(a: number, x: number): number {
  let b = x + 1 - a;
  let c = 1 / TINY;
  let d = 1 / b;
  let value = d;
  for (let step = 1; step < MOST_STEPS; step += 1) {
    const numerator = -step * (step - a);
    b += 2;
    d = 1 / notZero(numerator * d + b);
    c = notZero(b + numerator / c);
    const factor = c * d;
    value *= factor;
    if (Math.abs(factor - 1) < 1e-16) break;
  }
  return value;
}

/** Lentz's method divides by these: nothing may be exactly 0. */
export function notZero(value: number): number {
  return Math.abs(value) < TINY ? TINY : value;
}
