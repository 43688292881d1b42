/**
 * Divides a total by weights into parts that are multiples of the step and add up to the total exactly (largest remainder;
 * ties go to the earlier part). What is left of a total that is no multiple of the step goes to the heaviest part.
 * A negative total gives the mirrored parts. RangeError on a step below 1, a negative weight, or a non-zero total with no weight at all.
 */
export function apportion(total: bigint, weights: readonly bigint[], step: bigint): bigint[] {
  if (step < 1n) throw new RangeError(`step: ${step} is not positive; expected at least one millionth`);
  const negative = weights.findIndex((weight) => weight < 0n);
  if (negative >= 0) throw new RangeError(`weights[${negative}]: ${weights[negative]} is negative; expected 0 or more`);
  if (total < 0n) return apportion(-total, weights, step).map((part) => -part);
  const sum = weights.reduce((a, b) => a + b, 0n);
  if (sum === 0n) {
    if (total === 0n) return weights.map(() => 0n);
    throw new RangeError(
      `weights: all ${weights.length} are 0, so ${total} millionths have nowhere to go; expected at least one positive weight`,
    );
  }
  return wholeSteps(total / step, weights, sum).map((steps, index) => steps * step + (index === heaviest(weights) ? total % step : 0n));
}

function wholeSteps(steps: bigint, weights: readonly bigint[], sum: bigint): bigint[] {
  const parts = weights.map((weight) => (steps * weight) / sum);
  let left = steps - parts.reduce((a, b) => a + b, 0n);
  const byRemainder = weights
    .map((weight, index) => ({ index, remainder: (steps * weight) % sum }))
    .sort((a, b) => (a.remainder === b.remainder ? a.index - b.index : a.remainder > b.remainder ? -1 : 1));
  for (const { index } of byRemainder) {
    if (left === 0n) break;
    parts[index] = parts[index]! + 1n;
    left -= 1n;
  }
  return parts;
}

function heaviest(weights: readonly bigint[]): number {
  return weights.reduce((best, weight, index) => (weight > weights[best]! ? index : best), 0);
}
