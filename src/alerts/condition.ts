import type { Day } from '../lib/day';
import type { MetricUnit, Texts } from '../metrics/metric';

/** What is watched, with the levels of each from the least to the worst. */
export const ALERT_LEVELS = {
  CRISIS: ['WATCH', 'ALERT', 'CRISIS'],
  GOAL: ['AT_RISK', 'OFF_TRACK'],
  SOURCE_FAILING: ['FAILING'],
  SOURCE_STALE: ['STALE'],
  UNUSUAL_DAY: ['DOWN', 'UP'],
  QUARANTINE: ['GROWING'],
} as const;

/** A kind of alert. */
export type AlertKind = keyof typeof ALERT_LEVELS;
export const ALERT_KINDS = Object.keys(ALERT_LEVELS) as AlertKind[];

/** The level of an alert whose thing is well again. */
export const OVER = 'OVER';

/** The numbers of an alert, what they are held against, and where to trace them. What does not apply is null. */
export interface AlertDetails {
  /** What it is about, as people call it. */
  readonly subject: Texts;
  readonly brand: string | null;
  readonly goal: string | null;
  readonly source: string | null;
  readonly metric: string | null;
  /** The day that the number is of, or up to which it counts. */
  readonly day: Day | null;
  readonly value: number | null;
  /** What was expected of it: by its weekdays before, by the plan to date, or the limit of its rule. */
  readonly expected: number | null;
  readonly target: number | null;
  /** Of the numbers; null of counts of runs, records and days. */
  readonly unit: MetricUnit | null;
  readonly currency: string | null;
  /** Other numbers that decided, by name. */
  readonly numbers: Readonly<Record<string, number>>;
  /** What a machine said of it, in English: an error, a reason. */
  readonly said: string | null;
  /** Hand to `lineage` for the records behind the value. */
  readonly lineage: string | null;
  /** Who answers for the goal, or has the crisis in hand. */
  readonly owner: string | null;
  /** Sources behind the number that are late: it may still change. */
  readonly behind: readonly string[];
}

/** Something that is wrong now. */
export interface Condition {
  readonly kind: AlertKind;
  readonly thing: string;
  readonly level: string;
  readonly details: AlertDetails;
  /** Nobody is to be told before this day has passed. */
  readonly silentUntil?: Day | null;
}

/** What a look found of some kinds. */
export interface Found {
  readonly conditions: readonly Condition[];
  /** Things, as `kind thing`, that could not be judged: what is told of them stays as it is. `kind *` stands for all of a kind. */
  readonly unsure: readonly string[];
}

/** Details of which only some apply. */
export function detailsOf(known: Partial<AlertDetails> & Pick<AlertDetails, 'subject'>): AlertDetails {
  const none = { brand: null, goal: null, source: null, metric: null, day: null, value: null, expected: null, target: null };
  return { ...none, unit: null, currency: null, numbers: {}, said: null, lineage: null, owner: null, behind: [], ...known };
}

/** How bad a level is; 0 is well. */
export function rankOf(kind: AlertKind, level: string): number {
  return (ALERT_LEVELS[kind] as readonly string[]).indexOf(level) + 1;
}

/** One text for all languages: names that are not translated. */
export function plainly(text: string): Texts {
  return { en: text, zhHans: text, zhHant: text };
}
