import { addDays, type Day, daysBetween } from '../lib/day';
import { medianOf } from './median';

/** One day of a series, or one week by its Monday. A day that is still open is neither judged nor learnt from. */
export interface DailyValue {
  readonly day: Day;
  /** Null where nothing is known. */
  readonly value: number | null;
  readonly open?: boolean;
}

/** What is held to be unusual. */
export interface AnomalyRule {
  /** COUNT: whole things that are counted, whose chance is at least Poisson's. MEASURE: anything else. */
  readonly kind: 'COUNT' | 'MEASURE';
  /** How many weeks back the same weekday is looked at, and how many of them must be known. */
  readonly weeks: number;
  readonly fewestWeeks: number;
  /** The |z| beyond which a value is unusual. */
  readonly threshold: number;
  /** Of counts: neither the value nor what was expected reaches this, and the day is too small to speak of. */
  readonly leastCount: number;
  /** As a share of what was expected: a smaller change is not worth a word, however steady the days before. */
  readonly leastChange: number;
}

/** Eight weeks, four of them known; 3.5 robust deviations (Iglewicz & Hoaglin, 1993), ten things, a fifth more or less. */
export const ANOMALY_RULE: AnomalyRule = {
  kind: 'COUNT',
  weeks: 8,
  fewestWeeks: 4,
  threshold: 3.5,
  leastCount: 10,
  leastChange: 0.2,
};

/**
 * Why a value was not judged: it is UNKNOWN, its day is OPEN, too few same weekdays before it are known (SHORT_HISTORY), or all of them are equal and it
 * is no count (NO_SPREAD). Or why an unusual one is not told: SMALL_COUNT, SMALL_CHANGE.
 */
export type AnomalyReason = 'UNKNOWN' | 'OPEN' | 'SHORT_HISTORY' | 'NO_SPREAD' | 'SMALL_COUNT' | 'SMALL_CHANGE';

/** How unusual one value is, in the series' own unit. */
export interface Anomaly {
  /** How many deviations it lies above (below when negative) what was expected; null where it was not judged. */
  readonly z: number | null;
  /** The median of the same weekdays before it; null where too few are known. */
  readonly expected: number | null;
  /** The values between which nothing is unusual. */
  readonly low: number | null;
  readonly high: number | null;
  /** UP or DOWN where the value is worth a word; null otherwise. */
  readonly direction: 'UP' | 'DOWN' | null;
  readonly reason: AnomalyReason | null;
}

/** What makes a median absolute deviation, and a mean one, the standard deviation of normal values. */
const [MEDIAN_DEVIATION, MEAN_DEVIATION] = [1.4826, 1.2533];
const NOT_JUDGED = { z: null, low: null, high: null, direction: null } as const;

/**
 * Judges the value at `index` of a series in order of days, gaps allowed, by nothing but what lies before it: the same weekdays of the weeks before.
 * z is (value − median) / (1.4826 × MAD). Where more than half of them are equal (MAD 0): of counts z is 2(√(x + ⅜) − √(λ + ⅜)), Anscombe's for
 * Poisson counts (Biometrika 35, 1948), which also holds where nothing was ever counted; of measures the mean absolute deviation stands in.
 * Throws a RangeError for an index outside the series.
 */
export function anomalyAt(series: readonly DailyValue[], index: number, rule: Partial<AnomalyRule> = {}): Anomaly {
  const judged = series[index];
  if (!judged) throw new RangeError(`anomalyAt: index ${index}; expected one of the ${series.length} days`);
  const full = { ...ANOMALY_RULE, ...rule };
  const before = sameWeekdays(series, index, full.weeks);
  if (before.length < full.fewestWeeks) return { ...NOT_JUDGED, expected: null, reason: reasonOf(judged) ?? 'SHORT_HISTORY' };
  const expected = medianOf(before);
  const scale = scaleOf(before, expected, full);
  const bounds = scale && { low: scale.at(-full.threshold), high: scale.at(full.threshold) };
  const reason = reasonOf(judged) ?? (scale ? null : 'NO_SPREAD');
  if (reason || !scale || judged.value === null) return { ...NOT_JUDGED, ...bounds, expected, reason };
  const z = scale.z(judged.value);
  const small = Math.abs(z) > full.threshold ? tooSmall(judged.value, expected, full) : null;
  const unusual = Math.abs(z) > full.threshold && !small;
  return {
    z,
    expected,
    low: scale.at(-full.threshold),
    high: scale.at(full.threshold),
    direction: unusual ? (z > 0 ? 'UP' : 'DOWN') : null,
    reason: small,
  };
}

function reasonOf({ value, open }: DailyValue): AnomalyReason | null {
  if (open) return 'OPEN';
  return value === null ? 'UNKNOWN' : null;
}

function tooSmall(value: number, expected: number, { kind, leastCount, leastChange }: AnomalyRule): AnomalyReason | null {
  if (kind === 'COUNT' && Math.max(value, expected) < leastCount) return 'SMALL_COUNT';
  return Math.abs(value - expected) < leastChange * Math.abs(expected) ? 'SMALL_CHANGE' : null;
}

/** The known values of the same weekday in the weeks before. */
function sameWeekdays(series: readonly DailyValue[], index: number, weeks: number): number[] {
  const { day } = series[index] as DailyValue;
  const first = addDays(day, -7 * weeks);
  const found: number[] = [];
  for (let i = index - 1; i >= 0; i--) {
    const { day: earlier, value, open } = series[i] as DailyValue;
    if (earlier < first) break;
    if (value !== null && !open && daysBetween(earlier, day) % 7 === 0) found.push(value);
  }
  return found;
}

/** A scale on which values are told in deviations from what was expected, and back. */
interface Scale {
  z(value: number): number;
  at(z: number): number;
}

function scaleOf(before: readonly number[], expected: number, { kind }: AnomalyRule): Scale | null {
  const deviations = before.map((value) => Math.abs(value - expected));
  const robust = MEDIAN_DEVIATION * medianOf(deviations);
  if (robust > 0) return linear(expected, robust);
  if (kind === 'COUNT') return poisson(expected);
  const mean = (MEAN_DEVIATION * deviations.reduce((total, each) => total + each, 0)) / deviations.length;
  return mean > 0 ? linear(expected, mean) : null;
}

function linear(expected: number, deviation: number): Scale {
  return { z: (value) => (value - expected) / deviation, at: (z) => expected + z * deviation };
}

function poisson(expected: number): Scale {
  const root = (count: number) => Math.sqrt(Math.max(count, 0) + 3 / 8);
  const middle = root(expected);
  return {
    z: (value) => 2 * (root(value) - middle),
    at: (z) => Math.max(0, Math.max(0, middle + z / 2) ** 2 - 3 / 8),
  };
}
