import type { Session } from '../database/session';
import { type Day, startOf, type Unit } from '../lib/day';
import type { Asker } from '../metrics/question';
import { actualsOf, needOf } from './actual-rule';
import { amount } from './evaluate-goals';
import { readFreshness } from './freshness';
import { paceOf } from './pace';
import type { PlannedGoal } from './read-goals';
import { readSeries } from './read-series';

/** One period of a goal, cut to the goal's days. */
export interface GoalPeriod {
  readonly start: Day;
  readonly end: Day;
  readonly target: number;
  /** To date in a period that is under way; null in one that is to come, or where the metric is not defined. */
  readonly actual: number | null;
  /** As the goal's own attainment, against the period's target. */
  readonly attainment: number | null;
}

/** The periods of goals, in the goals' order. The targets of a SUM goal add up to its target exactly. The session has to be a snapshot. */
export async function goalPeriods(session: Session, goals: readonly PlannedGoal[], grain: Unit, asker: Asker): Promise<GoalPeriod[][]> {
  const fresh = await readFreshness(
    session,
    goals.map(({ goal }) => goal),
    asker,
  );
  const begun = goals.map(({ target: { range } }, i) => {
    const { through } = fresh[i]!;
    return through < range.from ? null : { from: range.from, to: through < range.to ? through : range.to };
  });
  const needs = goals.flatMap((planned, i) => (begun[i] ? [needOf(planned, begun[i], grain)] : []));
  const series = (await readSeries(session, needs, asker)).values();
  return goals.map((planned, i) => {
    const actuals = begun[i] ? actualsOf(planned, series.next().value!, grain) : new Map<Day, number>();
    return periodsOf(planned, grain, actuals);
  });
}

function periodsOf({ target, path }: PlannedGoal, grain: Unit, actuals: ReadonlyMap<Day, number>): GoalPeriod[] {
  const { aggregation, better, band, baseline } = target;
  return path.periods(grain).map(({ from, to, target: due }) => {
    const actual = actuals.get(startOf(grain, from)) ?? null;
    const standing = {
      aggregation,
      better,
      range: { from, to },
      through: to,
      target: amount(due),
      baseline: baseline === null ? null : amount(baseline),
      band: band && { low: amount(band.low), high: amount(band.high) },
      actual,
      expectedToDate: amount(due),
    };
    return { start: from, end: to, target: amount(due), actual, attainment: paceOf(standing).attainment };
  });
}
