import type { Session } from '../database/session';
import { addDays, type Day } from '../lib/day';
import { decimalFromMicros, type Micros } from '../lib/money';
import type { Asker } from '../metrics/question';
import { actualOf, addsUp, lineageOf, needOf } from './actual-rule';
import { type Freshness, readFreshness } from './freshness';
import { type Pace, paceOf } from './pace';
import type { PlannedGoal } from './read-goals';
import { readSeries, type Series } from './read-series';
import { type StatusAnswer, statusOf } from './status';
import { type Evaluation, STATUS_RULE } from './status-rule';

/** Where a goal stands as of a day, and why. */
export interface GoalEvaluation extends Evaluation, Pace, StatusAnswer {
  /** Hand to `lineage` for the records behind the actual; null when it is not one number of the metric. */
  readonly lineage: string | null;
}

/** A colour can change only when that many evaluations agree, and it has to change from something. */
const DAYS_OF_STATUS = STATUS_RULE.confirmations + 1;

/**
 * Evaluates goals, in their order: the actual so far against what was due, and the status by the last days' evaluations. Goals that differ only in
 * their metric are asked for together. The session has to be a snapshot.
 */
export async function evaluateGoals(session: Session, goals: readonly PlannedGoal[], asker: Asker): Promise<GoalEvaluation[]> {
  const fresh = await readFreshness(
    session,
    goals.map(({ goal }) => goal),
    asker,
  );
  const asked = goals.map((planned, i) => ({ planned, freshness: fresh[i]!, days: daysToEvaluate(planned, fresh[i]!.through) }));
  const needs = asked.flatMap(({ planned, days }) => needsOf(planned, days));
  const series = (await readSeries(session, needs, asker)).values();
  return asked.map(({ planned, freshness, days }) => {
    const own = needsOf(planned, days).map(() => series.next().value!);
    return evaluationOf(planned, freshness, days, own, asker.locale);
  });
}

/** The days as of which a goal is evaluated, oldest first, the last being the present one; empty before its start. */
function daysToEvaluate({ target }: PlannedGoal, through: Day): Day[] {
  const last = through < target.range.to ? through : target.range.to;
  return Array.from({ length: DAYS_OF_STATUS }, (_, i) => addDays(last, i + 1 - DAYS_OF_STATUS)).filter((day) => day >= target.range.from);
}

/** A total's earlier stands follow from its days; every other actual is asked for anew. */
function needsOf(planned: PlannedGoal, days: readonly Day[]) {
  const { from } = planned.target.range;
  if (addsUp(planned)) return days.slice(-1).map((day) => needOf(planned, { from, to: day }, 'DAY'));
  return days.map((day) => needOf(planned, { from, to: day }));
}

function evaluationOf(
  planned: PlannedGoal,
  freshness: Freshness,
  days: readonly Day[],
  series: readonly Series[],
  locale: Asker['locale'],
): GoalEvaluation {
  const actuals = addsUp(planned) ? totalsToDate(days, series[0]) : series.map((each) => actualOf(planned, each));
  const stands = days.map((day, i) => standOf(planned, { ...freshness, through: day }, actuals[i] ?? null));
  const present = standOf(planned, freshness, actuals.at(-1) ?? null);
  const last = series.at(-1);
  const lineage = last ? lineageOf(planned, last) : null;
  const answer = statusOf([...stands.slice(0, -1), present], locale);
  const why = last && present.actual === null ? last.warnings : [];
  return { ...present, ...paceOf(present), ...answer, reasons: [...answer.reasons, ...why], lineage };
}

function totalsToDate(days: readonly Day[], series: Series | undefined): (number | null)[] {
  const whole = series?.whole?.value ?? null;
  if (!series || whole === null) return days.map(() => null);
  const later = (day: Day) => [...series.buckets].reduce((total, [each, value]) => (each > day ? total + value : total), 0);
  return days.map((day, i) => (i === days.length - 1 ? whole : whole - later(day)));
}

function standOf({ target, path }: PlannedGoal, { freshTo, through }: Freshness, actual: number | null): Evaluation {
  const { aggregation, better, range, baseline, band } = target;
  const due = path.toDate(through);
  return {
    aggregation,
    better,
    range,
    through,
    freshTo,
    target: amount(target.target),
    baseline: baseline === null ? null : amount(baseline),
    band: band && { low: amount(band.low), high: amount(band.high) },
    actual,
    expectedToDate: due === null ? null : amount(due),
  };
}

/** Millionths as the nearest number. */
export function amount(micros: Micros): number {
  return Number(decimalFromMicros(micros));
}
