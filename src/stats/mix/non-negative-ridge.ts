const MOST_SWEEPS = 5000;
const CLOSE = 1e-10;

/** A least squares problem by its moments: X'X, X'y, what each squared coefficient costs, and which coefficients may not be negative. */
export interface RidgeProblem {
  readonly gram: readonly (readonly number[])[];
  readonly cross: readonly number[];
  readonly penalties: readonly number[];
  readonly isBounded: readonly boolean[];
}

/**
 * The coefficients b that minimise b'X'Xb - 2·b'X'y + Σ penalty·b², those that are bounded not below 0. The problem is convex; solved by coordinate descent,
 * which needs no step and meets the bound exactly. A column without variation has the coefficient 0.
 * It ends when a sweep moves nothing by more than the share `close` of what is explained.
 */
export function nonNegativeRidge({ gram, cross, penalties, isBounded }: RidgeProblem, close = CLOSE): number[] {
  const size = cross.length;
  const found = new Float64Array(size);
  const gradient = Float64Array.from(cross);
  for (let sweep = 0; sweep < MOST_SWEEPS; sweep += 1) {
    let moved = 0;
    for (let at = 0; at < size; at += 1) {
      const curve = gram[at]![at]! + penalties[at]!;
      if (!(curve > 0)) continue;
      const free = found[at]! + (gradient[at]! - penalties[at]! * found[at]!) / curve;
      const next = isBounded[at] ? Math.max(0, free) : free;
      const step = next - found[at]!;
      if (step === 0) continue;
      found[at] = next;
      const row = gram[at]!;
      for (let other = 0; other < size; other += 1) gradient[other]! -= step * row[other]!;
      moved = Math.max(moved, Math.abs(step) * Math.sqrt(curve));
    }
    const scale = Math.sqrt(size) * close;
    if (moved <= scale * Math.max(1e-300, norm(found, gram))) break;
  }
  return [...found];
}

/** The length of what the coefficients explain, by which steps are judged. */
function norm(found: Float64Array, gram: readonly (readonly number[])[]): number {
  let sum = 0;
  for (let at = 0; at < found.length; at += 1) sum += found[at]! * found[at]! * gram[at]![at]!;
  return Math.sqrt(sum);
}
