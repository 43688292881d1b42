import type { Session } from '../database/session';
import { addDays, type Day, type DayRange, lengthOf } from '../lib/day';
import { type Forecast, type ForecastInput, rangeAround } from './forecast';

/** An effect of an experiment that was shipped and decided to move a goal: the lift that is to be expected, its error, and the share that it reaches. */
export interface ShippedEffect {
  readonly experiment: string;
  readonly goal: string;
  readonly lift: number;
  readonly error: number;
  readonly share: number;
  readonly shippedOn: Day;
}

/** What an experiment adds to a goal's forecast, in the goal's unit. */
export interface AppliedEffect {
  readonly experiment: string;
  readonly amount: number;
  readonly lift: number;
  readonly shippedOn: Day;
}

/** The shipped effects that goals are moved by, from the decision in force on each experiment. */
export function readShippedEffects(session: Session, goals: readonly string[]): Promise<ShippedEffect[]> {
  return session.query<ShippedEffect>(
    `SELECT d.experiment, d.goal, d.shrunk_lift AS lift, d.shrunk_error AS error, d.share, d.shipped_on AS "shippedOn"
     FROM (SELECT DISTINCT ON (experiment) * FROM hub.experiment_decision WHERE workspace_id = $1 ORDER BY experiment, id DESC) d
     WHERE d.shipped AND d.goal = ANY ($2::text[]) AND d.shrunk_lift IS NOT NULL ORDER BY d.experiment`,
    [session.workspaceId, goals],
  );
}

/**
 * Takes shipped effects into a forecast. What was seen since an effect was shipped has it already, so that only what is foreseen from days before is
 * raised by it: of a total the rest of its days, of a level the part of it that those days still make. What repeats last year has no day with the
 * effect. The effects' errors widen the interval. Forecasts of extremes and of levels at the end are left as they are.
 */
export function withEffects(forecast: Forecast, input: ForecastInput, effects: readonly ShippedEffect[]): Forecast {
  const base = baseOf(forecast, input);
  if (base === null || forecast.value === null) return forecast;
  const applied = effects.map((effect) => {
    const reach = base * leftOf(effect.shippedOn, input) * unseenOf(effect.shippedOn, forecast, input) * effect.share;
    return { effect, amount: reach * effect.lift, error: reach * effect.error };
  });
  const counting = applied.filter(({ amount, error }) => amount !== 0 || error !== 0);
  const value = counting.reduce((sum, { amount }) => sum + amount, forecast.value);
  const shown = counting.map(
    ({ effect: { experiment, lift, shippedOn }, amount }): AppliedEffect => ({ experiment, amount, lift, shippedOn }),
  );
  if (!forecast.spread) return { ...forecast, value, effects: shown };
  const sd = Math.hypot(forecast.spread.sd, ...counting.map(({ error }) => error));
  return { ...forecast, value, ...rangeAround(input, value, { ...forecast.spread, sd }), effects: shown };
}

/** What is foreseen of a total, or what the days left make of a level; null where effects are not taken in. */
function baseOf({ value, method }: Forecast, { aggregation, actual, range, through }: ForecastInput): number | null {
  if (value === null || method === 'final' || through >= range.to || through < range.from) return null;
  if (aggregation === 'SUM') return value - (actual ?? 0);
  const days = lengthOf({ from: addDays(through, 1), to: range.to }) / lengthOf(range);
  return aggregation === 'RATIO' || aggregation === 'AVERAGE' ? value * days : null;
}

/** The part of the days left on which the effect is there: of a total as they are planned. */
function leftOf(shippedOn: Day, { aggregation, planned, range, through }: ForecastInput): number {
  const rest = { from: addDays(through, 1), to: range.to };
  if (shippedOn <= rest.from) return 1;
  if (shippedOn > rest.to) return 0;
  const part = { from: shippedOn, to: rest.to };
  const weight = (days: DayRange) => (aggregation === 'SUM' ? planned(days) : lengthOf(days));
  return weight(rest) > 0 ? weight(part) / weight(rest) : lengthOf(part) / lengthOf(rest);
}

/** The part of the days that are forecast from on which the effect was not there yet: all of last year's, of the goal's own those before it. */
function unseenOf(shippedOn: Day, { repeated = 0 }: Forecast, { range, through }: ForecastInput): number {
  if (shippedOn > through) return 1;
  const before = shippedOn <= range.from ? 0 : lengthOf({ from: range.from, to: addDays(shippedOn, -1) });
  return repeated + ((1 - repeated) * before) / lengthOf({ from: range.from, to: through });
}
