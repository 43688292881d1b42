import { adjustedInterval } from '../../stats/adjusted-interval';
import { type Correction, correctPValues } from '../../stats/correct-p-values';
import type { Effect, Scale } from '../../stats/effect';
import { type Prior, posteriorOf } from '../../stats/posterior';
import { detectableEffect } from '../../stats/power';
import { sequentialTest } from '../../stats/sequential';
import { studentUpperQuantile } from '../../stats/student';
import { type Bounds, bounded, type TestResult, welchPValue } from '../../stats/welch';
import type { Asker } from '../question';
import type { Comparison } from './compare-arms';
import { type Reason, sayReasons } from './experiment-text';
import type { ToldVariant } from './told-experiment';

/** What may be said of a variant: its metric is higher or lower than the baseline's, that is not decided, or no winner may be named. */
export type Verdict = 'HIGHER' | 'LOWER' | 'UNDECIDED' | 'REFUSED';

/** An interval with its level of confidence. */
export interface Interval {
  readonly low: number;
  readonly high: number;
  readonly level: number;
}

/** One variant against the baseline on one metric; null where it cannot be computed, with the reason. */
export interface Judgement {
  readonly metric: string;
  readonly metricName: string;
  readonly role: string | null;
  readonly variant: string;
  readonly baseline: string;
  readonly value: number | null;
  readonly baselineValue: number | null;
  readonly lift: number | null;
  readonly liftInterval: Interval | null;
  readonly difference: number | null;
  readonly differenceInterval: Interval | null;
  /** What the p-values and the sequential and adjusted intervals are about. */
  readonly scale: Scale;
  readonly pValue: number | null;
  readonly adjustedPValue: number | null;
  readonly adjustedInterval: Interval | null;
  readonly sequentialInterval: Interval | null;
  readonly sequentialPValue: number | null;
  /** The smallest effect that so many users would show four times in five, on the scale. */
  readonly detectable: number | null;
  readonly chanceToWin: number | null;
  readonly risk: number | null;
  /** Of CUPED: what of the users' past was taken out, and the share of the difference's variance that went with it. */
  readonly theta: number | null;
  readonly varianceReduction: number | null;
  readonly verdict: Verdict;
  readonly reason: string | null;
  /** What was told of the baseline and of the variant: all that the numbers rest on. */
  readonly rows: readonly ToldVariant[];
}

/** How often one looks: once, as planned, or at any time. */
export type Looks = 'ONE' | 'ANY';

/** What comparisons are judged by. */
export interface Court {
  readonly baseline: string;
  readonly scale: Scale;
  readonly correction: Correction;
  /** Verdicts and adjusted p-values rest on the fixed test, or on the sequential one. */
  readonly looks: Looks;
  /** The users at which the sequential interval is narrowest. */
  readonly tuning: number;
  /** A belief about lifts beforehand; null without one. */
  readonly prior: Prior | null;
  /** Why no arm of the experiment may win, whatever the metric. */
  readonly against: readonly Reason[];
  /** What is to be minded of every metric. */
  readonly mind: readonly Reason[];
  /** Whether the metric is one of those that decide: they are one family, and only they have winners. */
  readonly decides: (metric: string) => boolean;
  /** More that is to be said of a metric and forbids a winner. */
  readonly doubts: (metric: string) => readonly Reason[];
  readonly locale: Asker['locale'];
}

const ALPHA = 0.05;
const LEVEL = 1 - ALPHA;
/** Below so many users in an arm the normal approximation, and with it every number here, is not to be relied on. */
const LEAST_USERS = 150;

/** One comparison with its tests on the scale that was chosen. */
interface Tested {
  readonly compared: Comparison;
  readonly effect: Effect | null;
  readonly pValue: number | null;
  readonly sequential: TestResult | null;
}

/** Judges comparisons together: the p-values of those that decide are one family. */
export function judge(comparisons: readonly Comparison[], court: Court): Judgement[] {
  const tested = comparisons.map((compared) => testedBy(compared, court));
  const family = tested.flatMap(({ compared, pValue, sequential }, at) => {
    const p = court.looks === 'ANY' ? (sequential?.pValue ?? null) : pValue;
    return p !== null && court.decides(compared.metric) ? [{ p, at }] : [];
  });
  const corrected = correctPValues(
    family.map(({ p }) => p),
    court.correction,
  );
  const adjusted = new Map(family.map(({ at }, place) => [at, corrected[place]!]));
  return tested.map((each, at) => judgement(each, adjusted.get(at) ?? null, court));
}

function testedBy(compared: Comparison, { scale, tuning }: Court): Tested {
  const effect = scale === 'RELATIVE' ? compared.relative : compared.absolute;
  return { compared, effect, pValue: effect && welchPValue(effect), sequential: effect && sequentialTest(effect, ALPHA, tuning) };
}

function judgement(tested: Tested, adjusted: number | null, court: Court): Judgement {
  const { compared, effect, pValue, sequential } = tested;
  // Lift and difference have the same degrees of freedom.
  const df = (compared.absolute ?? compared.relative)?.degreesOfFreedom;
  const reach = df === undefined ? Number.NaN : studentUpperQuantile(ALPHA / 2, df);
  const { metric, metricName, role, variant, value, baselineValue } = compared;
  const against = refusals(compared, effect, court);
  const verdict = verdictOf(effect, adjusted, against);
  const fitted = effect && adjusted !== null && court.looks === 'ONE' ? adjustedInterval(effect, adjusted, reach) : null;
  return {
    ...{ metric, metricName, role, variant, baseline: court.baseline, value, baselineValue },
    ...magnitudes(compared, reach, court),
    scale: court.scale,
    pValue,
    adjustedPValue: adjusted,
    adjustedInterval: fitted && interval(fitted),
    sequentialInterval: sequential && interval(sequential),
    sequentialPValue: sequential?.pValue ?? null,
    detectable: effect && detectableEffect(effect.standardError),
    verdict,
    reason: sayReasons([...against, ...compared.missing, ...notes(tested, adjusted, verdict, court)], court.locale),
    rows: compared.rows,
  };
}

/** How much the variant differs, on both scales, within `reach` standard errors, and what that makes one believe. */
function magnitudes({ value, baselineValue, absolute, relative, cuped }: Comparison, reach: number, { prior }: Court) {
  const known = value !== null && baselineValue !== null;
  const plain = known && baselineValue !== 0 ? (value - baselineValue) / Math.abs(baselineValue) : null;
  const posterior = relative && posteriorOf(relative, prior);
  const within = (effect: Effect) => interval(bounded(effect.estimate, reach * effect.standardError, 'BOTH'));
  return {
    lift: relative?.estimate ?? plain,
    liftInterval: relative && within(relative),
    difference: absolute?.estimate ?? (known ? value - baselineValue : null),
    differenceInterval: absolute && within(absolute),
    chanceToWin: posterior?.chanceToWin ?? null,
    risk: posterior?.riskOfTreatment ?? null,
    theta: cuped?.theta ?? null,
    varianceReduction: cuped?.varianceReduction ?? null,
  };
}

/** What is to be minded although a verdict is given. */
function notes({ sequential }: Tested, adjusted: number | null, verdict: Verdict, { looks, mind }: Court): Reason[] {
  const named = verdict === 'HIGHER' || verdict === 'LOWER';
  const oneLook = looks === 'ONE' && named && sequential && sequential.low <= 0 && 0 <= sequential.high;
  return [
    ...(oneLook ? [['oneLook'] as const] : []),
    ...(looks === 'ONE' && adjusted === 1 ? [['noAdjustedInterval'] as const] : []),
    ...(adjusted === null ? [] : mind),
  ];
}

/** Why no winner may be named. */
function refusals({ metric, fewest, missing }: Comparison, effect: Effect | null, court: Court): Reason[] {
  const few: Reason[] = effect && fewest < LEAST_USERS ? [['fewUsers', String(LEAST_USERS)]] : [];
  const aside: Reason[] = court.decides(metric) ? [] : [['notDeciding']];
  return [...court.against, ...few, ...court.doubts(metric), ...aside, ...(effect ? [] : missing)];
}

function verdictOf(effect: Effect | null, adjusted: number | null, against: readonly Reason[]): Verdict {
  if (against.length > 0 || !effect || adjusted === null) return 'REFUSED';
  if (adjusted >= ALPHA) return 'UNDECIDED';
  return effect.estimate > 0 ? 'HIGHER' : 'LOWER';
}

function interval({ low, high }: Bounds): Interval {
  return { low, high, level: LEVEL };
}
