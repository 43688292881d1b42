import { normalCdf } from '../stats/normal';
import { studentCdf } from '../stats/student';
import type { Direction } from './goal-target';

/** What an outcome has to meet. Amounts in the goal's unit. */
export interface Aim {
  readonly better: Direction;
  readonly target: number;
  readonly band: { readonly low: number; readonly high: number } | null;
}

/**
 * The chance that an outcome around `value` with standard deviation `sd` meets the target: above it (UP), below it (DOWN) or inside the band. The outcome is
 * normal where the deviation is known, and Student's where it was learnt, with as many degrees of freedom `df`.
 */
export function probabilityToHit(goal: Aim, value: number, sd: number, df = Number.POSITIVE_INFINITY): number {
  const cdf = (z: number) => (df === Number.POSITIVE_INFINITY ? normalCdf(z) : studentCdf(z, df));
  const below = (bound: number) => (sd > 0 ? cdf((bound - value) / sd) : value < bound ? 1 : 0);
  if (goal.better === 'UP') return 1 - below(goal.target);
  if (goal.better === 'DOWN') return sd > 0 ? below(goal.target) : Number(value <= goal.target);
  const { low, high } = goal.band ?? { low: goal.target, high: goal.target };
  return sd > 0 ? below(high) - below(low) : Number(value >= low && value <= high);
}
