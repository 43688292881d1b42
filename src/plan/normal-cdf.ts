/**
 * The standard normal distribution function, Φ(z), to about 1e-13. Near the middle by the power series of the integral, in the tails by the
 * continued fraction of the Mills ratio (Abramowitz & Stegun 26.2.11 and 26.2.14).
 */
export function normalCdf(z: number): number {
  if (z > 0) return 1 - normalCdf(-z);
  const density = Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);
  return z < -3 ? density * millsRatio(-z) : 0.5 - density * oddSeries(-z);
}

function oddSeries(z: number): number {
  let term = z;
  let total = z;
  for (let odd = 3; term > 1e-17 * total; odd += 2) {
    term *= (z * z) / odd;
    total += term;
  }
  return total;
}

function millsRatio(z: number): number {
  let fraction = z;
  for (let level = 120; level > 0; level -= 1) fraction = z + level / fraction;
  return 1 / fraction;
}
