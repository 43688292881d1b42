import type { BrandComponent, BrandHealth } from './BrandHealth';
import type { BrandHealthChange } from './BrandHealthChange';

/**
 * How brand health changed, split into its parts. Intervals of independent samples are joined by the root of the sum of their squared half-widths.
 * Null change where the index is not known on either side.
 */
export function healthChange(before: BrandHealth, after: BrandHealth): BrandHealthChange {
  const change = before.score === null || after.score === null ? null : after.score - before.score;
  const parts = after.components.map(({ name, contribution }, at) => {
    const earlier = before.components[at]!.contribution;
    return { name, before: earlier, after: contribution, change: (contribution ?? 0) - (earlier ?? 0) };
  });
  const interval = change === null ? null : intervalOf(change, [...before.components, ...after.components]);
  const isSignificant = interval && (interval.low > 0 || interval.high < 0);
  return { before: before.score, after: after.score, change, interval, isSignificant, parts, weightsVersion: after.weightsVersion };
}

function intervalOf(change: number, components: readonly BrandComponent[]): { low: number; high: number; level: number } | null {
  const sampled = components.flatMap(({ interval }) => interval ?? []);
  const [first] = sampled;
  if (!first) return null;
  const half = Math.sqrt(sampled.reduce((sum, { low, high }) => sum + ((high - low) / 2) ** 2, 0));
  return { low: change - half, high: change + half, level: first.level };
}
