import type { MixDesign } from './mix-design';
import type { MixInput } from './mix-input';
import type { MixFit, MixMoments } from './mix-moments';

/** What a fit expects of a week, all panels together. */
export function expectedTotal(design: MixDesign, moments: MixMoments, fit: MixFit, week: number): number {
  const { panels } = design.input;
  return panels.reduce((sum, { size }, panel) => sum + size * moments.expected(fit, week * panels.length + panel), 0);
}

/** The outcome of each week, all panels together. */
export function weeklyTotals({ weeks, panels }: MixInput): number[] {
  return weeks.map((_, week) => panels.reduce((sum, { outcome }) => sum + outcome[week]!, 0));
}

/** From the smallest to the largest; 1 where they are equal. */
export function rangeOf(values: readonly number[]): number {
  return Math.max(...values) - Math.min(...values) || 1;
}
