/** Diminishing returns: x^slope / (x^slope + half^slope), ½ at `half`, which is an amount in the units of x; 0 at 0. Above slope 1 it begins as an S. */
export function hill(x: number, slope: number, half: number): number {
  if (!(slope > 0 && half > 0)) throw new RangeError(`hill: slope ${slope} and half ${half}; expected both above 0`);
  if (x <= 0) return 0;
  return 1 / (1 + (half / x) ** slope);
}

/**
 * The same with its half-point at the share γ of the largest x that was seen. Only the form of the curve is kept when data come in: a larger x moves
 * the half-point, and with it every value before.
 */
export function hillOfLargest(x: number, slope: number, gamma: number, largest: number): number {
  return hill(x, slope, gamma * largest);
}
