import { addDays } from '../../../src/lib/day';
import { type FestivalCountry, festivalsOf } from '../../../src/metrics/mix/festivals';
import { holidaysOf } from '../../../src/metrics/mix/mix-holidays';

const daysOf = (country: FestivalCountry, name: string, year: number) =>
  festivalsOf([country], { from: `${year}-01-01`, to: `${year}-12-31` }).find((each) => each.name.EN === name)?.days;

test('festivals that move are where they are', () => {
  // Around the Fridays 29 November 2024, 28 November 2025 and 27 November 2026, from their Mondays to the Mondays after.
  expect([2024, 2025, 2026].map((year) => daysOf('US', 'Black Friday', year)![0])).toEqual([
    { from: '2024-11-25', to: '2024-12-02' },
    { from: '2025-11-24', to: '2025-12-01' },
    { from: '2026-11-23', to: '2026-11-30' },
  ]);
  expect([2024, 2025, 2026, 2038].map((year) => daysOf('DE', 'Easter', year)![0]!.to)).toEqual([
    '2024-04-01',
    '2025-04-21',
    '2026-04-06',
    '2038-04-26',
  ]);
  expect(daysOf('CN', 'Lunar New Year', 2026)).toEqual([{ from: '2026-02-17', to: '2026-02-23' }]);
  expect(daysOf('CN', 'Singles’ Day', 2026)).toEqual([{ from: '2026-11-01', to: '2026-11-11' }]);
  expect(daysOf('DE', '618 sales', 2026)).toBeUndefined();
});

const weeks = Array.from({ length: 53 }, (_, at) => addDays('2025-12-29', 7 * at));
const found = (holidays: FestivalCountry[], regions: string[] | null) =>
  holidaysOf({ events: [{ name: 'launch', from: '2026-03-04', to: '2026-03-09' }], holidays }, weeks, regions, { locale: 'ZH_HANS' });

test('a week has as much of a festival as it has of its days; an event has the whole of each of its weeks', () => {
  const [launch, ...festivals] = found(['CN'], null);
  expect(launch!.weeks.flatMap((part, at) => (part > 0 ? [[weeks[at], part]] : []))).toEqual([
    ['2026-03-02', 1],
    ['2026-03-09', 1],
  ]);
  const singles = festivals.find(({ name }) => name === '双11')!;
  expect(singles.weeks.flatMap((part, at) => (part > 0 ? [[weeks[at], part]] : []))).toEqual([
    ['2026-10-26', 1 / 7],
    ['2026-11-02', 1],
    ['2026-11-09', 3 / 7],
  ]);
});

test('over regions a country has its own festivals, and those of a country that is no region are of all others', () => {
  const panelsOf = (holidays: FestivalCountry[], regions: string[]) =>
    new Map(found(holidays, regions).map(({ name, panels }) => [name, panels]));
  expect(panelsOf(['DE', 'CN'], ['DE', 'CN', 'JP'])).toEqual(
    new Map<string, readonly string[] | undefined>([
      ['launch', undefined],
      ...['春节前备货', '春节', '三八节', '618大促', '国庆黄金周', '双11', '双12'].map((name) => [name, ['CN']] as const),
      ...['复活节', '黑色星期五', '圣诞节'].map((name) => [name, ['DE']] as const),
    ]),
  );
  expect(panelsOf(['DE'], ['Bavaria', 'Hesse']).get('圣诞节')).toEqual(['Bavaria', 'Hesse']);
});
