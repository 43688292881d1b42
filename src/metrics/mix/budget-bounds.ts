import { addDays, type Day, isDay, startOf } from '../../lib/day';
import { BadQuestion } from '../BadQuestion';

/** Bounds of a channel's weekly spend, as multiples of what it had there on average; in one region, or in each; in one week of the plan, or in every week. */
export interface BudgetBound {
  readonly channel: string;
  /** The key of a region, of a budget that is planned by region. */
  readonly region?: string | null;
  /** A day of the week that is meant. */
  readonly week?: Day | null;
  readonly low?: number | null;
  readonly high?: number | null;
}

/** Bounds that hold, as multiples of the mean. */
export interface Multiples {
  readonly low: number;
  readonly high: number;
}

/** What can be bound; no regions where the whole is planned. */
export interface Bindable {
  readonly channels: readonly string[];
  readonly regions: readonly string[];
  readonly weeks: readonly Day[];
}

/** Half to one and a half of what was spent: beyond that the curves were never seen. */
const USUAL: Multiples = { low: 0.5, high: 1.5 };
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
 * What a channel may have in a region and week, as multiples of its mean there. The bound of a region and week stands before that of a region, that before one of
 * a week, and all before that of the channel. A BadQuestion names a channel, region or week that is not there, what is bound twice, or bounds that make no sense.
 */
export function boundsOf(
  bounds: readonly BudgetBound[],
  { channels, regions, weeks }: Bindable,
): (channel: string, region: string, week: Day) => Multiples {
  const asked = new Map<string, Multiples>();
  const nameOf = (...parts: string[]) => JSON.stringify(parts);
  for (const bound of bounds) {
    if (!channels.includes(bound.channel))
      throw new BadQuestion('budget.bounds', bound.channel, `channels of the model: ${channels.join(', ')}`);
    if (bound.region != null && !regions.includes(bound.region))
      throw new BadQuestion('budget.bounds.region', bound.region, regionsAllowed(regions));
    const name = nameOf(bound.channel, bound.region ?? '', bound.week == null ? '' : weekOf(bound.week, weeks));
    if (asked.has(name)) throw new BadQuestion('budget.bounds', bound, 'each channel once, or once a region or week');
    asked.set(name, multiplesOf(bound));
  }
  return (channel, region, week) =>
    [nameOf(channel, region, week), nameOf(channel, region, ''), nameOf(channel, '', week), nameOf(channel, '', '')]
      .map((name) => asked.get(name))
      .find((each) => each !== undefined) ?? USUAL;
}

function regionsAllowed(regions: readonly string[]): string {
  return regions.length > 0 ? `regions of the model: ${regions.join(', ')}` : 'no region, unless the budget is planned by region';
}

function weekOf(day: Day, weeks: readonly Day[]): Day {
  const week = isDay(day) ? startOf('WEEK', day) : null;
  if (week === null || !weeks.includes(week))
    throw new BadQuestion('budget.bounds.week', day, `a day of the plan, ${weeks[0]} to ${addDays(weeks.at(-1)!, 6)}`);
  return week;
}

function multiplesOf(bound: BudgetBound): Multiples {
  const [low, high] = [
    bound.low ?? Math.min(USUAL.low, bound.high ?? USUAL.low),
    bound.high ?? Math.max(USUAL.high, bound.low ?? USUAL.high),
  ];
  if (!(low >= 0 && high >= low && high <= MOST))
    throw new BadQuestion('budget.bounds', bound, `0 <= low <= high <= ${MOST}, as multiples of the mean`);
  return { low, high };
}
