import { decimalFromMicros, type Micros, microsFromDecimal } from '../../src/lib/money';
import type { GoalTarget } from '../../src/plan/goal-target';
import { WEEKDAYS } from '../../src/plan/working-calendar';

/** Millionths of a number as a person writes it. */
export function micros(amount: number): Micros {
  return microsFromDecimal(amount);
}

/** The targets of periods as plain numbers. */
export function amounts(periods: readonly { target: Micros }[]): number[] {
  return periods.map((period) => Number(decimalFromMicros(period.target)));
}

/** A SUM goal of 1,200 pieces over 2026, evenly spread, with the given differences. */
export function goalTarget(differences: Partial<GoalTarget> = {}): GoalTarget {
  return {
    range: { from: '2026-01-01', to: '2026-12-31' },
    aggregation: 'SUM',
    better: 'UP',
    target: micros(1200),
    baseline: null,
    band: null,
    step: 1_000_000n,
    split: { method: 'EQUAL', phasing: 'DAYS' },
    calendar: WEEKDAYS,
    ...differences,
  };
}
