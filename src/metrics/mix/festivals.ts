import { addDays, type Day, type DayRange, startOf } from '../../lib/day';
import { lunarNewYear } from '../../lib/lunar-new-year';

/** The countries whose days of buying are known, by ISO 3166. */
export const FESTIVAL_COUNTRIES = ['CN', 'HK', 'TW', 'SG', 'MY', 'US', 'CA', 'AU', 'GB', 'DE', 'AT', 'FR', 'ES', 'IT', 'NL'] as const;
export type FestivalCountry = (typeof FESTIVAL_COUNTRIES)[number];

/** Days of each year on which people buy otherwise than the season of the year explains, and where they do. */
interface Festival {
  readonly name: Readonly<Record<'EN' | 'ZH_HANS' | 'ZH_HANT', string>>;
  readonly countries: readonly FestivalCountry[];
  /** Null in years of which it is not known. */
  readonly days: (year: number) => DayRange | null;
}

const CHINESE = ['CN', 'HK', 'TW', 'SG', 'MY'] as const;
const WESTERN = ['US', 'CA', 'AU', 'GB', 'DE', 'AT', 'FR', 'ES', 'IT', 'NL'] as const;

const fixed =
  (from: string, to: string): Festival['days'] =>
  (year) => ({ from: `${year}-${from}`, to: `${year}-${to}` });
/** Days counted from one that moves: `first` to `last` days after it. */
const around =
  (of: (year: number) => Day | null, first: number, last: number): Festival['days'] =>
  (year) => {
    const day = of(year);
    return day === null ? null : { from: addDays(day, first), to: addDays(day, last) };
  };

/** The Friday after the fourth Thursday of November, which is the last up to the 28th. */
function blackFriday(year: number): Day {
  const thursday = addDays(startOf('WEEK', `${year}-11-28`), 3);
  return addDays(thursday, thursday > `${year}-11-28` ? -6 : 1);
}

/** Easter Sunday by the Gregorian calendar (Anonymous, Nature 13, 1876). */
function easter(year: number): Day {
  const { floor } = Math;
  const [golden, century] = [year % 19, floor(year / 100)];
  const moon = (19 * golden + century - floor(century / 4) - floor((century - floor((century + 8) / 25) + 1) / 3) + 15) % 30;
  const weekday = (32 + 2 * (century % 4) + 2 * floor((year % 100) / 4) - moon - (year % 4)) % 7;
  const month = moon + weekday - 7 * floor((golden + 11 * moon + 22 * weekday) / 451) + 114;
  return `${year}-0${floor(month / 31)}-${`${(month % 31) + 1}`.padStart(2, '0')}`;
}

const FESTIVALS: readonly Festival[] = [
  {
    name: { EN: 'before Lunar New Year', ZH_HANS: '春节前备货', ZH_HANT: '春節前備貨' },
    countries: CHINESE,
    days: around(lunarNewYear, -21, -1),
  },
  { name: { EN: 'Lunar New Year', ZH_HANS: '春节', ZH_HANT: '春節' }, countries: CHINESE, days: around(lunarNewYear, 0, 6) },
  { name: { EN: 'Women’s Day', ZH_HANS: '三八节', ZH_HANT: '三八節' }, countries: ['CN'], days: fixed('03-01', '03-08') },
  { name: { EN: 'Easter', ZH_HANS: '复活节', ZH_HANT: '復活節' }, countries: WESTERN, days: around(easter, -7, 1) },
  { name: { EN: '618 sales', ZH_HANS: '618大促', ZH_HANT: '618大促' }, countries: ['CN'], days: fixed('06-01', '06-20') },
  { name: { EN: 'Golden Week', ZH_HANS: '国庆黄金周', ZH_HANT: '國慶黃金週' }, countries: ['CN'], days: fixed('10-01', '10-07') },
  { name: { EN: 'Singles’ Day', ZH_HANS: '双11', ZH_HANT: '雙11' }, countries: CHINESE, days: fixed('11-01', '11-11') },
  { name: { EN: 'Black Friday', ZH_HANS: '黑色星期五', ZH_HANT: '黑色星期五' }, countries: WESTERN, days: around(blackFriday, -4, 3) },
  { name: { EN: 'Double 12', ZH_HANS: '双12', ZH_HANT: '雙12' }, countries: CHINESE, days: fixed('12-10', '12-12') },
  { name: { EN: 'Christmas', ZH_HANS: '圣诞节', ZH_HANT: '聖誕節' }, countries: WESTERN, days: fixed('12-01', '12-24') },
];

/** A festival of some countries, with its days in every year that a range touches. */
export interface FoundFestival {
  readonly name: Festival['name'];
  readonly countries: readonly FestivalCountry[];
  readonly days: readonly DayRange[];
}

/** The festivals of countries that fall into a range, each once, with those of the countries that keep it. */
export function festivalsOf(countries: readonly FestivalCountry[], { from, to }: DayRange): FoundFestival[] {
  const [first, last] = [Number(from.slice(0, 4)), Number(to.slice(0, 4))];
  const years = Array.from({ length: last - first + 1 }, (_, at) => first + at);
  return FESTIVALS.flatMap(({ name, countries: own, days }) => {
    const found = years.flatMap((year) => days(year) ?? []).filter((each) => each.from <= to && each.to >= from);
    const keeping = countries.filter((country) => own.includes(country));
    return keeping.length > 0 && found.length > 0 ? [{ name, countries: keeping, days: found }] : [];
  });
}
