import type { Pacing } from './question';
import type { RowTarget } from './target-reader';

/**
 * How a number stands by yesterday against what of its target was due by then. `index` is actual / due. Of totals: `projected` goes on at this index over
 * what is still due, `projectedEvenly` at the days' mean; `requiredPerDay` is what each day left has to bring, at least 0. Null where it is not defined.
 */
export function pacingOf({ target, due, isTotal, days, daysLeft }: RowTarget, actual: number | null): Pacing | null {
  if (due === null) return null;
  const index = actual === null || !(due > 0) ? null : actual / due;
  const gone = days - daysLeft;
  return {
    expected: due,
    index,
    projected: isTotal && index !== null ? target * index : null,
    projectedEvenly: isTotal && actual !== null && gone > 0 ? (actual / gone) * days : null,
    requiredPerDay: isTotal && actual !== null && daysLeft > 0 ? Math.max(0, target - actual) / daysLeft : null,
    daysLeft,
  };
}
