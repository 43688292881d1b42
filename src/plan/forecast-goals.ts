import type { Session } from '../database/session';
import { addDays, type DayRange } from '../lib/day';
import type { Asker } from '../metrics/question';
import { filtersOf } from './actual-rule';
import { amount, type GoalEvaluation } from './evaluate-goals';
import { type Forecast, type ForecastInput, forecastOf } from './forecast';
import type { PlannedGoal } from './read-goals';
import { readSeries, type SeriesNeed } from './read-series';
import { readShippedEffects, withEffects } from './shipped-effects';

/** Forecasts goals as of their evaluations, in their order. The session has to be a snapshot. */
export async function forecastGoals(
  session: Session,
  goals: readonly PlannedGoal[],
  evaluations: readonly GoalEvaluation[],
  asker: Asker,
): Promise<Forecast[]> {
  const needs = goals.map((planned, i) => needsOf(planned, evaluations[i]!));
  const series = (await readSeries(session, needs.flat(), asker)).values();
  const effects = await readShippedEffects(
    session,
    goals.map(({ goal }) => goal.key),
  );
  return goals.map((planned, i) => {
    const daily = new Map(needs[i]!.flatMap(() => [...series.next().value!.buckets]));
    const { aggregation, better, range, through, target, band, actual } = evaluations[i]!;
    const plannedOver = (part: DayRange) => amount(planned.path.over(part) ?? 0n);
    const input: ForecastInput = { aggregation, better, range, through, target, band, actual, planned: plannedOver, daily };
    const own = effects.filter(({ goal }) => goal === planned.goal.key);
    return own.length > 0 ? withEffects(forecastOf(input), input, own) : forecastOf(input);
  });
}

/** The goal's days so far; for a total also the same days of the year before, by weekdays. */
function needsOf(planned: PlannedGoal, { through, range, aggregation }: GoalEvaluation): SeriesNeed[] {
  const { goal, plan } = planned;
  const { from, to } = range;
  if (through < from || through >= to) return [];
  const daily = (days: DayRange): SeriesNeed => ({
    metric: goal.metric,
    where: filtersOf(planned),
    range: days,
    grain: 'DAY',
    currency: plan.currency,
  });
  const sofar = daily({ from, to: through });
  return aggregation === 'SUM' ? [sofar, daily({ from: addDays(from, -364), to: addDays(from, -1) })] : [sofar];
}
