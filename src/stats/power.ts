import { noncentralSurvival } from './noncentral-t';
import { normalCdf, upperQuantile } from './normal';
import { studentUpperQuantile } from './student';

/** What is asked of a two-sided test: its level and the probability to see an effect of the planned size. */
export interface Demand {
  readonly alpha: number;
  readonly power: number;
}
export const USUAL_DEMAND: Demand = { alpha: 0.05, power: 0.8 };

/**
 * How the standard error of two shares is reckoned in a plan: from each share's own variance, with the variance of their mean under the null
 * hypothesis, or on the scale of arcsines, where it does not depend on the shares (Cohen's h). They differ by a few users in ten thousand.
 */
export type ProportionPlan = 'UNPOOLED' | 'POOLED_NULL' | 'ARCSINE';

/** Users per arm, not rounded, to tell a share of `to` from one of `from` (both 0 to 1) in two arms of one size. */
export function usersForShares(from: number, to: number, plan: ProportionPlan, { alpha, power }: Demand = USUAL_DEMAND): number {
  const each = from * (1 - from) + to * (1 - to);
  if (plan === 'UNPOOLED') return (reach({ alpha, power }) / (to - from)) ** 2 * each;
  if (plan === 'ARCSINE') return 2 * (reach({ alpha, power }) / cohensH(from, to)) ** 2;
  const mean = (from + to) / 2;
  const root = upperQuantile(alpha / 2) * Math.sqrt(2 * mean * (1 - mean)) + upperQuantile(1 - power) * Math.sqrt(each);
  return (root / (to - from)) ** 2;
}

/** Users per arm, not rounded, to see a difference of means of `difference` when a value's standard deviation is `deviation` in both arms. */
export function usersForMeans(difference: number, deviation: number, demand: Demand = USUAL_DEMAND): number {
  return 2 * ((reach(demand) * deviation) / difference) ** 2;
}

/** The same by the t-test's own power, for small arms: the noncentral t instead of the normal distribution. */
export function usersForMeansByT(difference: number, deviation: number, { alpha, power }: Demand = USUAL_DEMAND): number {
  const enough = (n: number) => tPower(n, difference / deviation, alpha) >= power;
  let high = Math.max(2, usersForMeans(difference, deviation, { alpha, power }));
  while (!enough(high)) high *= 2;
  return bisected(1.001, high, enough);
}

/** The power of the two-sided t-test of two arms of `n` users each for an effect of `d` standard deviations. */
export function tPower(n: number, d: number, alpha = USUAL_DEMAND.alpha): number {
  const df = 2 * n - 2;
  const critical = studentUpperQuantile(alpha / 2, df);
  const delta = Math.abs(d) * Math.sqrt(n / 2);
  return noncentralSurvival(critical, df, delta) + noncentralSurvival(critical, df, -delta);
}

/** The smallest difference of means that two arms of `n` users each can be expected to show. */
export function detectableDifference(n: number, deviation: number, demand: Demand = USUAL_DEMAND): number {
  return detectableEffect(deviation * Math.sqrt(2 / n), demand);
}

/** The smallest effect that a test whose estimate has this standard error can be expected to show. */
export function detectableEffect(standardError: number, demand: Demand = USUAL_DEMAND): number {
  return (demand === USUAL_DEMAND ? USUAL_REACH : reach(demand)) * standardError;
}

/** The smallest lift over a share of `from` (0.1 is a tenth more) that two arms of `n` users each can be expected to show; null where none up to 1 is. */
export function detectableLift(n: number, from: number, plan: ProportionPlan, demand: Demand = USUAL_DEMAND): number | null {
  const enough = (to: number) => usersForShares(from, to, plan, demand) <= n;
  if (!enough(1)) return null;
  return bisected(from, 1, enough) / from - 1;
}

/** Whole days until each of `arms` arms has `n` users, when `usersADay` come and a `share` of them (0 to 1) takes part. */
export function daysToRun(n: number, arms: number, usersADay: number, share = 1): number {
  return Math.ceil((Math.ceil(n) * arms) / (usersADay * share));
}

/** The distance of the effect from 0, in standard errors, at which a two-sided normal test has its power; it may also be seen on the wrong side. */
function reach({ alpha, power }: Demand): number {
  const critical = upperQuantile(alpha / 2);
  const enough = (delta: number) => normalCdf(delta - critical) + normalCdf(-delta - critical) >= power;
  return bisected(0, critical + 40, enough);
}

/** What nearly every result is told with. */
const USUAL_REACH = reach(USUAL_DEMAND);

function cohensH(from: number, to: number): number {
  return 2 * (Math.asin(Math.sqrt(to)) - Math.asin(Math.sqrt(from)));
}

/** Where `enough` turns from false at `low` to true at `high`. */
function bisected(from: number, to: number, enough: (value: number) => boolean): number {
  let [low, high] = [from, to];
  for (let step = 0; step < 200; step += 1) {
    const middle = (low + high) / 2;
    if (middle === low || middle === high) break;
    if (enough(middle)) high = middle;
    else low = middle;
  }
  return high;
}
