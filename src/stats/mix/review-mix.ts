import type { EffectRange } from './bootstrap-mix';
import type { MixModel } from './fit-mix';
import { channelEffects, weeklyContributions } from './mix-effects';

export type ReviewOutcome = 'PASS' | 'REVIEW' | 'FAIL';

/** What is checked, in the order of the card. */
export const REVIEW_CHECKS = [
  'weeksPerColumn',
  'fit',
  'outOfSample',
  'mediaHelp',
  'baselineShare',
  'negativeBaseline',
  'residualsTogether',
  'mediaTogether',
  'plausibleReturn',
  'sureReturn',
] as const;
export type ReviewCheckName = (typeof REVIEW_CHECKS)[number];

/** One check: what was found and the bounds beyond which it is to be looked at, or fails. `channel` is the one that is worst, where channels are checked. */
export interface ReviewCheck {
  readonly name: ReviewCheckName;
  readonly outcome: ReviewOutcome;
  readonly value: number | null;
  readonly reviewBeyond: number;
  readonly failBeyond: number;
  /** Whether more is better. */
  readonly isMoreBetter: boolean;
  readonly channel: number | null;
}

/** The card, and what follows from it: a model that fails a check is not to be used for budgets. */
export interface MixReview {
  readonly checks: readonly ReviewCheck[];
  readonly verdict: 'USE' | 'REVIEW' | 'DO_NOT_USE';
}

/** Return beyond these many units of outcome for each unit of spend is doubted: below a fiftieth nothing worked, above 20 something else did. */
const DOUBTED = { low: 0.02, high: 20 };

/**
 * Holds a model against what a good one shows. `valuePerOutcome` is what a unit of the outcome is worth in units of spend, 1 where it is revenue; null
 * where that is not known, and plausibility is then not checked.
 */
export function reviewMix(model: MixModel, ranges: readonly EffectRange[], valuePerOutcome: number | null = 1): MixReview {
  const baseline = baselineOf(model);
  const returns = channelEffects(model).map(({ roas }) => (roas === null || valuePerOutcome === null ? null : roas * valuePerOutcome));
  const { error, errorWithoutMedia } = model.outOfSample;
  const checks: ReviewCheck[] = [
    atLeast('weeksPerColumn', model.design.rows / model.design.columns.length, 8, 4),
    atLeast('fit', explained(model), 0.8, 0.5),
    atMost('outOfSample', error, 0.15, 0.3),
    atMost('mediaHelp', errorWithoutMedia === 0 ? null : error / errorWithoutMedia, 1, 1.25),
    atLeast('baselineShare', baseline.share, 0.1, 0),
    atMost('negativeBaseline', baseline.negative, 0.05, 0.2),
    atMost('residualsTogether', Math.abs(autocorrelation(model)), 0.4, 0.7),
    worst('mediaTogether', mediaTogether(model), 0.8, 0.95),
    worst(
      'plausibleReturn',
      returns.map((value) => (value === null || value === 0 ? null : Math.max(value / DOUBTED.high, DOUBTED.low / value))),
      1,
      5,
    ),
    worst(
      'sureReturn',
      ranges.map(({ contribution: { low, high } }) => (high <= 0 ? null : (high - low) / ((high + low) / 2))),
      1.5,
      4,
    ),
  ];
  const has = (outcome: ReviewOutcome) => checks.some((check) => check.outcome === outcome);
  return { checks, verdict: has('FAIL') ? 'DO_NOT_USE' : has('REVIEW') ? 'REVIEW' : 'USE' };
}

/** The part of the outcome's variation that the model explains, R²: of the weeks, and where there are several panels of the weeks of each around its own mean. */
export function explained({ design, moments, fit, input: { panels } }: MixModel): number {
  const means = panels.map(({ outcome, size }) => outcome.reduce((sum, value) => sum + value, 0) / outcome.length / size);
  const around = design.outcome.reduce((sum, value, row) => sum + (value - means[row % panels.length]!) ** 2, 0);
  const missed = design.outcome.reduce((sum, value, row) => sum + (value - moments.expected(fit, row)) ** 2, 0);
  return around === 0 ? 0 : 1 - missed / around;
}

/** The baseline's share of what is expected, and the share of weeks in which it is below 0. */
export function baselineOf(model: MixModel): { share: number; negative: number } {
  const contributions = weeklyContributions(model);
  const byWeek = model.expected.map((value, week) => value - contributions.reduce((sum, channel) => sum + channel[week]!, 0));
  const total = model.expected.reduce((sum, value) => sum + value, 0);
  return {
    share: byWeek.reduce((sum, value) => sum + value, 0) / total,
    negative: byWeek.filter((value) => value < 0).length / byWeek.length,
  };
}

/** Of residuals with those of the week before. */
function autocorrelation({ outcome, expected }: MixModel): number {
  const residuals = outcome.map((value, week) => value - expected[week]!);
  const around = residuals.reduce((sum, value) => sum + value * value, 0);
  const together = residuals.slice(1).reduce((sum, value, week) => sum + value * residuals[week]!, 0);
  return around === 0 ? 0 : together / around;
}

/** Of each channel the largest correlation with another, as they work. */
function mediaTogether({ design, input }: MixModel): (number | null)[] {
  const columns = input.channels.map((_, channel) => design.columns[channel]!.values);
  return columns.map((one, at) => {
    const others = columns.flatMap((other, place) => (place === at ? [] : [Math.abs(correlation(one, other))]));
    return others.length === 0 ? null : Math.max(...others);
  });
}

function correlation(a: Float64Array, b: Float64Array): number {
  const [meanA, meanB] = [a.reduce((sum, value) => sum + value, 0) / a.length, b.reduce((sum, value) => sum + value, 0) / b.length];
  let [ab, aa, bb] = [0, 0, 0];
  for (let row = 0; row < a.length; row += 1) {
    ab += (a[row]! - meanA) * (b[row]! - meanB);
    aa += (a[row]! - meanA) ** 2;
    bb += (b[row]! - meanB) ** 2;
  }
  return aa === 0 || bb === 0 ? 0 : ab / Math.sqrt(aa * bb);
}

function atMost(
  name: ReviewCheckName,
  value: number | null,
  reviewBeyond: number,
  failBeyond: number,
  channel: number | null = null,
): ReviewCheck {
  const outcome = value === null || value <= reviewBeyond ? 'PASS' : value <= failBeyond ? 'REVIEW' : 'FAIL';
  return { name, outcome, value, reviewBeyond, failBeyond, isMoreBetter: false, channel };
}

function atLeast(name: ReviewCheckName, value: number, reviewBeyond: number, failBeyond: number): ReviewCheck {
  const outcome = value >= reviewBeyond ? 'PASS' : value >= failBeyond ? 'REVIEW' : 'FAIL';
  return { name, outcome, value, reviewBeyond, failBeyond, isMoreBetter: true, channel: null };
}

/** The channel that is worst decides. */
function worst(name: ReviewCheckName, values: readonly (number | null)[], reviewBeyond: number, failBeyond: number): ReviewCheck {
  const known = values.flatMap((value, channel) => (value === null ? [] : [{ value, channel }]));
  const most = known.sort((a, b) => b.value - a.value)[0];
  return atMost(name, most?.value ?? null, reviewBeyond, failBeyond, most?.channel ?? null);
}
