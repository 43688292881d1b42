import { addDays, type Day, isDay, startOf } from '../../lib/day';
import { BadQuestion } from '../BadQuestion';

/** Bounds of a channel's weekly spend, as multiples of what it had on average; in one week of the plan, or in every week that has none of its own. */
export interface BudgetBound {
  readonly channel: string;
  /** A day of the week that is meant. */
  readonly week?: Day | null;
  readonly low?: number | null;
  readonly high?: number | null;
}

/** Half to one and a half of what was spent: beyond that the curves were never seen. */
const USUAL = { low: 0.5, high: 1.5 };
/** Nobody has seen what ten times as much would bring. */
const MOST = 10;
/** The longest plan. */
export const MOST_PLAN_WEEKS = 52;

/** The weeks of a plan by their Mondays: so many from the week of `from` on. A BadQuestion names what is none. */
export function planWeeksOf(from: Day, weeks: number): Day[] {
  if (!isDay(from)) throw new BadQuestion('budget.from', from, 'a day, YYYY-MM-DD');
  if (!Number.isInteger(weeks) || weeks < 1 || weeks > MOST_PLAN_WEEKS)
    throw new BadQuestion('budget.weeks', weeks, `a whole number from 1 to ${MOST_PLAN_WEEKS}`);
  return Array.from({ length: weeks }, (_, at) => addDays(startOf('WEEK', from), 7 * at));
}

/**
 * What each channel may have in each week, as multiples of its mean: by channel, by week. A bound of a week stands before that of the channel. A BadQuestion
 * names a channel or week that is not there, one that is bound twice, or bounds that make no sense.
 */
export function boundsOf(bounds: readonly BudgetBound[], channels: readonly string[], weeks: readonly Day[]) {
  const asked = new Map<string, BudgetBound>();
  for (const bound of bounds) {
    if (!channels.includes(bound.channel))
      throw new BadQuestion('budget.bounds', bound.channel, `channels of the model: ${channels.join(', ')}`);
    const week = bound.week == null ? '' : weekOf(bound.week, weeks);
    if (asked.has(`${bound.channel}@${week}`)) throw new BadQuestion('budget.bounds', bound, 'each channel once, or once a week');
    asked.set(`${bound.channel}@${week}`, bound);
  }
  return channels.map((channel) => weeks.map((week) => multiplesOf(asked.get(`${channel}@${week}`) ?? asked.get(`${channel}@`))));
}

function weekOf(day: Day, weeks: readonly Day[]): Day {
  const week = isDay(day) ? startOf('WEEK', day) : null;
  if (week === null || !weeks.includes(week))
    throw new BadQuestion('budget.bounds.week', day, `a day of the plan, ${weeks[0]} to ${addDays(weeks.at(-1)!, 6)}`);
  return week;
}

function multiplesOf(bound: BudgetBound | undefined): { low: number; high: number } {
  const [low, high] = [
    bound?.low ?? Math.min(USUAL.low, bound?.high ?? USUAL.low),
    bound?.high ?? Math.max(USUAL.high, bound?.low ?? USUAL.high),
  ];
  if (!(low >= 0 && high >= low && high <= MOST))
    throw new BadQuestion('budget.bounds', bound, `0 <= low <= high <= ${MOST}, as multiples of the mean`);
  return { low, high };
}
