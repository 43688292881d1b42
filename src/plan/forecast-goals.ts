import type { Session } from '../database/session';
import { addDays, type Day, type DayRange } from '../lib/day';
import type { Asker, MetricName } from '../metrics/question';
import { metricOf, nameOf } from '../metrics/registry';
import { filtersOf } from './actual-rule';
import { amount, type GoalEvaluation } from './evaluate-goals';
import { type Forecast, type ForecastInput, forecastOf, type RatioSides } from './forecast';
import type { PlannedGoal } from './read-goals';
import { type DaysNeed, readDays } from './read-series';
import { readShippedEffects, withEffects } from './shipped-effects';

/** What was asked for a goal: its own days, and of a ratio those of its sides. */
interface Needs {
  readonly own: readonly DaysNeed[];
  readonly sides: readonly DaysNeed[];
}

/** Forecasts goals as of their evaluations, in their order. The session has to be a snapshot. */
export async function forecastGoals(
  session: Session,
  goals: readonly PlannedGoal[],
  evaluations: readonly GoalEvaluation[],
  asker: Asker,
): Promise<Forecast[]> {
  const needs = goals.map((planned, i) => needsOf(planned, evaluations[i]!));
  const found = (
    await readDays(
      session,
      needs.flatMap(({ own, sides }) => [...own, ...sides]),
      asker,
    )
  ).values();
  const effects = await readShippedEffects(
    session,
    goals.map(({ goal }) => goal.key),
  );
  return goals.map((planned, i) => {
    const daily = daysOf(needs[i]!.own, found);
    const sides = sidesOf(planned, needs[i]!.sides, found);
    const { aggregation, better, range, through, target, band, actual } = evaluations[i]!;
    const plannedOver = (part: DayRange) => amount(planned.path.over(part) ?? 0n);
    const input: ForecastInput = {
      ...{ aggregation, better, range, through, target, band, actual, planned: plannedOver, daily, locale: asker.locale },
      ...(sides && { sides }),
    };
    const own = effects.filter(({ goal }) => goal === planned.goal.key);
    return own.length > 0 ? withEffects(forecastOf(input), input, own) : forecastOf(input);
  });
}

/** The goal's days so far; for a total, and for the sides of a ratio, also the same days of the year before, by weekdays. */
function needsOf(planned: PlannedGoal, { through, range, aggregation }: GoalEvaluation): Needs {
  const { from, to } = range;
  if (through < from || through >= to) return { own: [], sides: [] };
  const daily = (metric: MetricName, range: DayRange): DaysNeed => ({
    ...{ metric, where: filtersOf(planned), range },
    currency: planned.plan.currency,
  });
  const sofar = { from, to: through };
  const before = { from: addDays(from, -364), to: addDays(from, -1) };
  const { metric } = planned.goal;
  if (aggregation === 'SUM') return { own: [daily(metric, sofar), daily(metric, before)], sides: [] };
  const sides = aggregation === 'RATIO' ? sideNames(metric) : [];
  return { own: [daily(metric, sofar)], sides: sides.flatMap((side) => [daily(side, sofar), daily(side, before)]) };
}

/** The metrics that a ratio is the quotient of, where both have names and add up over days; else none. */
function sideNames(metric: MetricName): MetricName[] {
  const { quotient } = metricOf(metric);
  if (!quotient) return [];
  const sides = [quotient.over, quotient.under];
  const names = sides.flatMap((side) => nameOf(side) ?? []);
  return names.length === 2 && sides.every(({ additivity }) => additivity !== 'NONE') ? names : [];
}

function sidesOf({ goal }: PlannedGoal, needs: readonly DaysNeed[], found: Iterator<ReadonlyMap<Day, number>>): RatioSides | null {
  if (needs.length === 0) return null;
  const half = needs.length / 2;
  const factor = metricOf(goal.metric).quotient!.factor.toNumber();
  return { over: daysOf(needs.slice(0, half), found), under: daysOf(needs.slice(half), found), factor };
}

/** The days of so many needs, in their order. */
function daysOf(needs: readonly DaysNeed[], found: Iterator<ReadonlyMap<Day, number>>): Map<Day, number> {
  return new Map(needs.flatMap(() => [...found.next().value]));
}
