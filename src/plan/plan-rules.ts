import { decimalFromMicros } from '../lib/money';
import type { PlanPath } from './plan-file';
import type { DraftProblem, PlacedGoal } from './plan-from-draft';

/** A problem at every second use of a key. */
export function repeatedKeys(entries: readonly { readonly key: string; readonly path: PlanPath }[]): DraftProblem[] {
  const seen = new Set<string>();
  return entries.flatMap(({ key, path }) => {
    if (!seen.has(key)) {
      seen.add(key);
      return [];
    }
    return [{ path: [...path, 'key'], message: 'this key is used already; expected a key of its own' }];
  });
}

/** A problem at every SUM goal whose sub-goals on the same metric do not add up to it, unless it says `partial: true`. */
export function rollupProblems(placed: readonly PlacedGoal[]): DraftProblem[] {
  return placed.flatMap(({ goal, path }) => {
    const parts = placed.filter(({ goal: part }) => part.parent === goal.key && part.metric === goal.metric && part.aggregation === 'SUM');
    if (goal.aggregation !== 'SUM' || goal.partial || parts.length === 0) return [];
    const total = parts.reduce((sum, part) => sum + part.goal.target, 0n);
    if (total === goal.target) return [];
    const difference = decimalFromMicros(goal.target - total);
    const message = `its sub-goals on ${goal.metric} add up to ${decimalFromMicros(total)}, ${difference} away; expected the same sum, or partial: true`;
    return [{ path: [...path, 'target'], message }];
  });
}
