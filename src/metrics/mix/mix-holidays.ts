import { addDays, type Day, type DayRange, daysBetween } from '../../lib/day';
import type { MixHoliday } from '../../stats/mix/mix-input';
import type { Asker } from '../question';
import { type FoundFestival, festivalsOf } from './festivals';
import type { AskedMix } from './mix-question';

/**
 * The events of a question, each all of every week that holds one of its days, and the festivals of its countries, by the part of each week that they are. Over
 * regions a country's festivals are those of the region that is called like it; where none is, of all regions that are no country of the question.
 */
export function holidaysOf(
  { events, holidays }: Pick<AskedMix, 'events' | 'holidays'>,
  weeks: readonly Day[],
  regions: readonly string[] | null,
  { locale }: Pick<Asker, 'locale'>,
): MixHoliday[] {
  const [first, last] = [weeks[0], weeks.at(-1)];
  if (first === undefined || last === undefined) return [];
  const asked = events.map(({ name, from, to }) => ({ name, weeks: weeks.map((week) => Number(from <= addDays(week, 6) && to >= week)) }));
  const found = festivalsOf(holidays, { from: first, to: addDays(last, 6) }).map(({ name, countries, days }): MixHoliday => {
    const panels = regions && panelsOf(countries, holidays, regions);
    return { name: name[locale], weeks: weeks.map((week) => partOf(week, days)), ...(panels && { panels }) };
  });
  return [...asked, ...found.filter(({ panels }) => panels?.length !== 0)];
}

function panelsOf(keeping: FoundFestival['countries'], asked: readonly string[], regions: readonly string[]): string[] {
  const isOf = (region: string, countries: readonly string[]) => countries.includes(region.toUpperCase());
  const isElsewhere = keeping.some((country) => !regions.some((region) => isOf(region, [country])));
  return regions.filter((region) => isOf(region, keeping) || (isElsewhere && !isOf(region, asked)));
}

/** The part of a week's days that lie in one of the ranges. */
function partOf(week: Day, ranges: readonly DayRange[]): number {
  const end = addDays(week, 6);
  const days = ranges.map(({ from, to }) => daysBetween(from > week ? from : week, to < end ? to : end) + 1);
  return days.reduce((sum, count) => sum + Math.max(0, count), 0) / 7;
}
