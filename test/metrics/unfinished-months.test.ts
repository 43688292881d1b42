import { AdDay } from '../../entities/facts/AdDay';
import { addDays, type DayRange, daysOf } from '../../src/lib/day';
import type { Question } from '../../src/metrics/question';
import { type FactRow, MetricWorld } from './metric-world';

/** The last day with data: the 20th of a month, a Wednesday. */
const TODAY = '2026-05-20';
const START = '2026-03-04';

const TOTAL = { select: ['clicks'], by: ['CHANNEL'], range: { from: '2026-03-10', to: TODAY } } satisfies Partial<Question>;
const BY_CAMPAIGN = { ...TOTAL, by: ['CAMPAIGN'], range: { from: '2026-04-21', to: TODAY } } satisfies Partial<Question>;

describe('a month or week that goes on', () => {
  let world: MetricWorld;
  let rowOf: (day: string, clicks: number) => FactRow;
  let another: number;

  beforeEach(async () => {
    world = await MetricWorld.open();
    const [campaign, source] = [await world.campaign('one', null), await world.source('ads')];
    another = await world.campaign('another', null);
    rowOf = (day, clicks) => ({ day, source, campaign, ad: '', currency: 'EUR', clicks, spend: BigInt(clicks) * 1_000_001n });
    await world.load(
      AdDay,
      [...daysOf({ from: START, to: TODAY })].map((day, at) => rowOf(day, at + 1)),
    );
  });
  afterEach(() => world.close());

  const clicksOf = async (question: Partial<Question> & Pick<Question, 'select'>) => {
    const { rows } = await world.ask({ first: 500, ...question });
    return rows.map(({ values }) => values[0]?.value);
  };

  /** The same by plain SQL over the facts. */
  const clicksIn = async ({ from, to }: DayRange) => {
    const rows = await world.rows<{ clicks: bigint }>(
      `SELECT sum(clicks) AS clicks FROM fact.ad_day WHERE day BETWEEN '${from}' AND '${to}'`,
    );
    return [Number(rows[0]?.clicks)];
  };

  it.each([
    ['month', 'rollup.ad_month_brand', TOTAL, '2026-05-01'],
    ['week', 'rollup.ad_week_campaign', BY_CAMPAIGN, '2026-05-18'],
  ])('is read as one %s while nothing is known of its later days, and by day once something is', async (_, table, question, start) => {
    const clicks = await clicksIn(question.range);
    expect(await clicksOf(question)).toEqual(clicks);
    // A mark in the sums tells which of them are read.
    const mark = (by: number) => world.asOwner(`UPDATE ${table} SET clicks = clicks + ${by} WHERE day = '${start}'`);
    await mark(1_000_000);
    expect(await clicksOf(question)).toEqual([(clicks[0] as number) + 1_000_000]);
    await mark(-1_000_000);

    await world.load(AdDay, [rowOf(addDays(TODAY, 2), 7)]);
    expect(await clicksOf(question)).toEqual(clicks);
    await mark(1_000_000);
    expect(await clicksOf(question)).toEqual(clicks);
  });

  it('is read by day as soon as a later day of any campaign is known, whichever is asked for', async () => {
    const where = [{ dimension: 'CAMPAIGN' as const, op: 'IN' as const, values: ['one'] }];
    const question = { ...BY_CAMPAIGN, where };
    const clicks = await clicksIn(question.range);
    await world.asOwner(`UPDATE rollup.ad_week_campaign SET clicks = clicks + 1000000 WHERE day = '2026-05-18'`);
    expect(await clicksOf(question)).toEqual([(clicks[0] as number) + 1_000_000]);
    await world.load(AdDay, [{ ...rowOf(addDays(TODAY, 1), 7), campaign: another }]);
    expect(await clicksOf(question)).toEqual(clicks);
  });

  it('has the amounts that its days have, and none where they tell none', async () => {
    const of = async (range: DayRange) => {
      const { totals } = await world.ask({ ...TOTAL, select: ['spend', 'conversionsClaimed'], range, totals: true, first: 500 });
      return totals?.values.map(({ value }) => value);
    };
    const [row] = await world.rows<{ spend: bigint }>(
      `SELECT sum(spend_micros) AS spend FROM fact.ad_day WHERE day BETWEEN '${TOTAL.range.from}' AND '${TODAY}'`,
    );
    const expected = [Number(row?.spend) / 1e6, null];
    expect(await of(TOTAL.range)).toEqual(expected);
    await world.load(AdDay, [rowOf(addDays(TODAY, 3), 7)]);
    expect(await of(TOTAL.range)).toEqual(expected);
  });

  it.each([
    ['earlier days of it', { from: '2026-03-10', to: addDays(TODAY, -1) }],
    ['days that are to come', { from: '2026-03-10', to: addDays(TODAY, 5) }],
    ['all of it', { from: '2026-03-01', to: '2026-05-31' }],
    ['a month that is over, and none of it', { from: '2026-03-10', to: '2026-04-15' }],
  ])('counts as the facts do where %s are asked for', async (_, range) => {
    const clicks = await clicksIn(range);
    expect(await clicksOf({ ...TOTAL, range })).toEqual(clicks);
    expect(await clicksOf({ ...BY_CAMPAIGN, range })).toEqual(clicks);
    const byMonth = await clicksOf({ ...TOTAL, range, grain: 'MONTH' });
    expect(byMonth.reduce((sum: number, value) => sum + (value ?? 0), 0)).toBe(clicks[0]);
  });
});
