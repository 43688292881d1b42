import { logBeta, notZero } from './gamma';

const MOST_STEPS = 100_000;

/**
 * The regularised incomplete beta function Iₓ(a, b) for a, b > 0, to about 1e-13, by its continued fraction (Abramowitz & Stegun 26.5.8, evaluated by
 * Lentz's method) on the side where that converges. `rest` is 1 − x, given where it is known better than x tells it.
 */
export function incompleteBeta(x: number, a: number, b: number, rest = 1 - x): number {
  if (!(a > 0) || !(b > 0) || !(x >= 0) || !(x <= 1))
    throw new RangeError(`incompleteBeta(${x}, ${a}, ${b}): expected 0 ≤ x ≤ 1, a > 0 and b > 0`);
  if (x === 0) return 0;
  if (rest === 0) return 1;
  return x <= (a + 1) / (a + b + 2) ? lowerPart(x, rest, a, b) : 1 - lowerPart(rest, x, b, a);
}

/** The quantile x with Iₓ(a, b) = p, by bisection: the function is monotone, and 1,100 halvings reach every double. */
export function betaQuantile(p: number, a: number, b: number): number {
  if (!(p >= 0 && p <= 1)) return Number.NaN;
  if (p === 0 || p === 1) return p;
  let low = 0;
  let high = 1;
  while (true) {
    const middle = (low + high) / 2;
    if (middle === low || middle === high) return middle;
    if (incompleteBeta(middle, a, b) < p) low = middle;
    else high = middle;
  }
}

function lowerPart(x: number, rest: number, a: number, b: number): number {
  const logX = x > 0.5 ? Math.log1p(-rest) : Math.log(x);
  const logRest = rest > 0.5 ? Math.log1p(-x) : Math.log(rest);
  return (Math.exp(a * logX + b * logRest - logBeta(a, b)) / a) * fraction(x, a, b);
}

function fraction(x: number, a: number, b: number): number {
  let c = 1;
  let d = 1 / notZero(1 - ((a + b) * x) / (a + 1));
  let value = d;
  for (let m = 1; m < MOST_STEPS; m += 1) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / notZero(1 + even * d);
    c = notZero(1 + even / c);
    value *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / notZero(1 + odd * d);
    c = notZero(1 + odd / c);
    const factor = d * c;
    value *= factor;
    if (Math.abs(factor - 1) < 1e-16) break;
  }
  return value;
}
