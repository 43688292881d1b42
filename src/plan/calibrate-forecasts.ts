import type { Session } from '../database/session';
import { addDays, type Day, type DayRange, lengthOf, startOf } from '../lib/day';
import type { Asker } from '../metrics/question';
import { type Calibration, calibrationOf, type Foretold } from '../stats/forecast/calibration';
import { addsUp, filtersOf } from './actual-rule';
import { sumOver } from './day-values';
import { amount } from './evaluate-goals';
import { forecastOf } from './forecast';
import { readFreshness } from './freshness';
import type { PlannedGoal } from './read-goals';
import { readDays } from './read-series';

/** The calibration of the chances whose periods ended in one month. */
export interface MonthOfCalibration {
  readonly month: Day;
  readonly count: number;
  readonly brier: number;
}

/** How far the chances of goals are to be believed, by what came of periods that have ended. */
export interface ForecastCalibration extends Calibration {
  readonly byMonth: readonly MonthOfCalibration[];
  /** The keys of the goals that chances were given for. */
  readonly goals: readonly string[];
  /** Why there is nothing to judge by; null where there is. */
  readonly reason: string | null;
}

/** A chance that would have been given, and what came of it in a period that ended then. */
interface Case extends Foretold {
  readonly goal: string;
  readonly ended: Day;
}

/** Into a month and a quarter one looks from these shares of their days on: earlier there are too few days to be tested by. */
const LOOKS: Readonly<Record<'MONTH' | 'QUARTER', readonly number[]>> = { MONTH: [0.7, 0.85], QUARTER: [0.35, 0.5, 0.75] };

/**
 * Gives, for every month and quarter that has ended of goals that add up, the chances that would have been given on days inside it, from the days before
 * alone, and holds them against what came: Brier score, skill, reliability. The days' numbers are those that are known now, so that corrections made since
 * do not count against the forecast. The session has to be a snapshot.
 */
export async function calibrateForecasts(session: Session, goals: readonly PlannedGoal[], asker: Asker): Promise<ForecastCalibration> {
  const judged = goals.filter((planned) => addsUp(planned) && planned.target.better !== 'BAND');
  const fresh = await readFreshness(
    session,
    judged.map(({ goal }) => goal),
    asker,
  );
  const needs = judged.map((planned, i) => needOf(planned, fresh[i]!.through));
  const days = await readDays(
    session,
    needs.flatMap((need) => need ?? []),
    asker,
  );
  const found = days.values();
  const cases = judged.flatMap((planned, i) => (needs[i] ? casesOf(planned, fresh[i]!.through, found.next().value!) : []));
  const months = [...Map.groupBy(cases, ({ ended }) => startOf('MONTH', ended))].sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    ...calibrationOf(cases),
    byMonth: months.map(([month, own]) => ({ month, count: own.length, brier: calibrationOf(own).brier! })),
    goals: [...new Set(cases.map(({ goal }) => goal))],
    reason: cases.length > 0 ? null : 'no month or quarter of a goal that adds up has ended with enough days to forecast from',
  };
}

function needOf(planned: PlannedGoal, through: Day) {
  const { from, to } = planned.target.range;
  if (through < from) return null;
  const range = { from: addDays(from, -364), to: through < to ? through : to };
  return { metric: planned.goal.metric, where: filtersOf(planned), range, currency: planned.plan.currency };
}

function casesOf(planned: PlannedGoal, through: Day, daily: ReadonlyMap<Day, number>): Case[] {
  const { better } = planned.target;
  const over = (part: DayRange) => amount(planned.path.over(part) ?? 0n);
  return (['MONTH', 'QUARTER'] as const).flatMap((grain) =>
    planned.path.periods(grain).flatMap((period): Case[] => {
      const target = amount(period.target);
      // A quarter that the goal's range cuts down to a month has been looked at as one; what was never planned is no target.
      if (period.to > through || target === 0 || (grain === 'QUARTER' && lengthOf(period) <= 31)) return [];
      const outcome = sumOver(daily, period);
      return LOOKS[grain].flatMap((share): Case[] => {
        const look = addDays(period.from, Math.floor(share * lengthOf(period)) - 1);
        const known = new Map([...daily].filter(([day]) => day <= look));
        const actual = sumOver(known, { from: period.from, to: look });
        const { probabilityToHit } = forecastOf({
          ...{
            aggregation: 'SUM',
            better,
            range: { from: period.from, to: period.to },
            through: look,
            target,
            band: null,
            actual,
            planned: over,
            daily: known,
          },
        });
        if (probabilityToHit === null) return [];
        const happened = better === 'UP' ? outcome >= target : outcome <= target;
        const { key } = planned.goal;
        return [{ goal: key, ended: period.to, probability: probabilityToHit, happened, outcome: `${key} ${period.from} ${period.to}` }];
      });
    }),
  );
}
