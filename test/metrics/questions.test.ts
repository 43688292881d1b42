import fc from 'fast-check';
import { AdDay } from '../../entities/facts/AdDay';
import { addDays, endOf, startOf } from '../../src/lib/day';
import { BadQuestion } from '../../src/metrics/BadQuestion';
import { lineage } from '../../src/metrics/lineage';
import { type MetricName, OTHER_KEY, type Question } from '../../src/metrics/question';
import { METRICS, metricOf } from '../../src/metrics/registry';
import { BUSY_RANGE, busyWorld, RATED_RANGE } from './busy-world';
import { MetricWorld, plain } from './metric-world';

const M = 1_000_000n;
type Asking = Partial<Question> & Pick<Question, 'select'>;

describe('what a question asks beside plain rows', () => {
  let world: MetricWorld;
  const ask = async (question: Asking) => plain(await world.ask({ range: { from: '2026-01-30', to: '2026-02-03' }, ...question }));

  beforeAll(async () => {
    world = await MetricWorld.open();
    const campaigns: number[] = [];
    for (const key of ['a', 'b', 'c', 'd']) campaigns.push(await world.campaign(key, null));
    const day = (each: string, campaign: number, spend: bigint, clicks: number) => ({
      day: each,
      campaign: campaigns[campaign]!,
      currency: 'EUR',
      spend: spend * M,
      clicks,
    });
    await world.load(AdDay, [
      day('2026-01-29', 0, 100n, 10),
      day('2026-01-30', 0, 10n, 1),
      day('2026-01-30', 1, 5n, 5),
      day('2026-02-01', 0, 20n, 10),
      day('2026-02-01', 2, 4n, 1),
      day('2026-02-03', 1, 6n, 1),
      day('2026-02-03', 3, 1n, 1),
    ]);
  });
  afterAll(() => world.close());

  it('moving: the last periods together, also those before the range; a ratio is that of the window', async () => {
    expect(await ask({ select: ['spend', 'cpc'], grain: 'DAY', window: { moving: 2 } })).toEqual([
      { period: '2026-01-30', spend: 115, cpc: 115 / 16 },
      { period: '2026-01-31', spend: 15, cpc: 15 / 6 },
      { period: '2026-02-01', spend: 24, cpc: 24 / 11 },
      { period: '2026-02-02', spend: 24, cpc: 24 / 11 },
      { period: '2026-02-03', spend: 7, cpc: 7 / 2 },
    ]);
  });

  it('to date: since the beginning of the month', async () => {
    expect(await ask({ select: ['spend'], grain: 'DAY', window: { toDate: 'MONTH' } })).toEqual([
      { period: '2026-01-30', spend: 115 },
      { period: '2026-01-31', spend: 115 },
      { period: '2026-02-01', spend: 24 },
      { period: '2026-02-02', spend: 24 },
      { period: '2026-02-03', spend: 31 },
    ]);
  });

  it('cumulative: since the first day of the range', async () => {
    const rows = await ask({ select: ['spend'], grain: 'DAY', by: ['CAMPAIGN'], window: { cumulative: true } });
    expect(rows.filter((row) => row.CAMPAIGN === 'a').map((row) => row.spend)).toEqual([10, 10, 30, 30, 30]);
    expect(rows.filter((row) => row.CAMPAIGN === 'd')).toEqual([{ period: '2026-02-03', CAMPAIGN: 'd', spend: 1 }]);
  });

  it('top: the values with the most over the whole range, and one row of all others from their own records', async () => {
    const question = { select: ['spend', 'cpc'], by: ['CAMPAIGN' as const], totals: true };
    const top = { dimension: 'CAMPAIGN' as const, metric: 'spend', first: 2, other: true };
    const answered = await world.ask({ ...question, range: { from: '2026-01-30', to: '2026-02-03' }, top });
    expect(plain(answered)).toEqual([
      { CAMPAIGN: 'a', spend: 30, cpc: 30 / 11 },
      { CAMPAIGN: 'b', spend: 11, cpc: 11 / 6 },
      { CAMPAIGN: OTHER_KEY, spend: 5, cpc: 5 / 2 },
    ]);
    expect(answered.rows[2]?.dimensions[0]?.label).toBe('All others');
    expect(answered.totals?.values[0]?.value).toBe(46);
    const found = await world.snapshot((session) => lineage(session, answered.rows[2]!.values[1]!.lineage));
    expect([found.value, found.recomputed, found.factRows]).toEqual([2.5, 2.5, 2]);
    expect(await ask({ ...question, top: { ...top, other: false } })).toHaveLength(2);
    expect(await ask({ ...question, top: { ...top, first: 50 } })).toHaveLength(4);
  });

  it('having: only rows within the bounds; a row without a value meets none', async () => {
    const by = ['CAMPAIGN' as const];
    expect(await ask({ select: ['spend'], by, having: [{ metric: 'spend', op: 'GTE', value: 11 }] })).toEqual([
      { CAMPAIGN: 'a', spend: 30 },
      { CAMPAIGN: 'b', spend: 11 },
    ]);
    expect(
      await ask({
        select: ['spend'],
        by,
        having: [
          { metric: 'spend', op: 'LT', value: 5 },
          { metric: 'spend', op: 'GT', value: 1 },
        ],
      }),
    ).toEqual([{ CAMPAIGN: 'c', spend: 4 }]);
    expect(await ask({ select: ['revenue'], having: [{ metric: 'revenue', op: 'GTE', value: 0 }] })).toEqual([]);
  });

  it('fill: a row for every period, with 0 only where a metric adds up, is known at all, and the period has begun', async () => {
    const question: Asking = { select: ['spend', 'cpc', 'revenue'], grain: 'DAY', range: { from: '2026-02-01', to: '2026-02-03' } };
    expect((await ask(question)).map((row) => row.period)).toEqual(['2026-02-01', '2026-02-03']);
    expect((await ask({ ...question, fill: 'NULL' }))[1]).toEqual({ period: '2026-02-02', spend: null, cpc: null, revenue: null });
    expect((await ask({ ...question, fill: 'ZERO' }))[1]).toEqual({ period: '2026-02-02', spend: 0, cpc: null, revenue: null });
    const asker = { today: '2026-02-02', locale: 'EN' as const };
    const early = await world.ask({ ...question, fill: 'ZERO' }, {}, asker);
    expect(plain(early)[1]).toMatchObject({ period: '2026-02-02', spend: null });
    const zero = (await world.ask({ ...question, fill: 'ZERO' })).rows[1]!.values[0]!;
    expect(await world.snapshot((session) => lineage(session, zero.lineage))).toMatchObject({ value: null, recomputed: null, factRows: 0 });
  });

  it('fill: in each series that has any row', async () => {
    const rows = await ask({ select: ['spend'], grain: 'DAY', by: ['CAMPAIGN'], fill: 'ZERO' });
    expect(rows).toHaveLength(4 * 5);
    expect(rows.filter((row) => row.CAMPAIGN === 'd').map((row) => row.spend)).toEqual([0, 0, 0, 0, 1]);
  });

  it('calendar: months of whole weeks, named by their first day', async () => {
    const calendar = { pattern: '4-4-5' as const, start: '2026-02-01' };
    const range = { from: '2026-01-04', to: '2026-02-28' };
    const answered = await world.ask({ select: ['spend'], grain: 'MONTH', calendar, range });
    expect(plain(answered)).toEqual([
      { period: '2025-12-28', spend: 115 },
      { period: '2026-02-01', spend: 31 },
    ]);
    expect(answered.warnings.map(({ code }) => code)).toContain('PARTIAL_PERIOD');
    const whole = await world.ask({
      select: ['spend'],
      grain: 'MONTH',
      calendar,
      range: { from: '2026-02-01', to: '2026-02-28' },
      compare: 'PREVIOUS_PERIOD',
    });
    expect(whole.rows[0]!.values[0]).toMatchObject({ value: 31, previous: 115 });
    expect(whole.warnings.map(({ code }) => code)).not.toContain('PARTIAL_PERIOD');
  });

  it('any other days: the k-th period beside the k-th', async () => {
    const question: Asking = { select: ['spend'], grain: 'DAY', range: { from: '2026-02-01', to: '2026-02-03' }, totals: true };
    const compareRange = { from: '2026-01-29', to: '2026-01-30' };
    const answered = await world.ask({ ...question, compare: 'CUSTOM', compareRange });
    expect(answered.rows.map(({ period, values: [v] }) => [period, v?.value, v?.previous])).toEqual([
      ['2026-02-01', 24, 100],
      ['2026-02-03', 7, null],
    ]);
    expect(answered.totals?.values[0]).toMatchObject({ value: 31, previous: 115 });
    await expect(world.ask({ ...question, compare: 'CUSTOM' })).rejects.toThrow('compareRange');
    await expect(world.ask({ ...question, compareRange })).rejects.toThrow('compareRange');
  });

  it('a window beside that of the year before, of the same weekdays', async () => {
    await world.load(AdDay, [{ day: '2025-02-02', campaign: 1, currency: 'EUR', spend: 3n * M }]);
    const answered = await world.ask({
      select: ['spend'],
      grain: 'DAY',
      window: { cumulative: true },
      range: { from: '2026-01-30', to: '2026-02-03' },
      compare: 'PREVIOUS_YEAR',
      alignment: 'WEEKDAY',
    });
    expect(answered.rows.map(({ period, values: [v] }) => [period, v?.value, v?.previous])).toEqual([
      ['2026-01-30', 15, null],
      ['2026-01-31', 15, null],
      ['2026-02-01', 39, 3],
      ['2026-02-02', 39, 3],
      ['2026-02-03', 46, 3],
    ]);
  });

  it.each<[string, Partial<Question>]>([
    ['window', { window: { moving: 3 } }],
    ['window', { grain: 'DAY', window: { moving: 3, cumulative: true } }],
    ['window.moving', { grain: 'DAY', window: { moving: 0 } }],
    ['compare', { grain: 'DAY', window: { moving: 3 }, compare: 'TARGET' }],
    ['top.dimension', { top: { dimension: 'BRAND', metric: 'spend', first: 3, other: true } }],
    ['top.first', { by: ['BRAND'], top: { dimension: 'BRAND', metric: 'spend', first: 0, other: true } }],
    ['having[0].metric', { having: [{ metric: 'clicks', op: 'GT', value: 1 }] }],
    ['fill', { fill: 'ZERO' }],
    ['calendar', { grain: 'DAY', calendar: { pattern: '4-4-5', start: '2026-02-01' } }],
    ['calendar.start', { grain: 'MONTH', calendar: { pattern: '4-4-5', start: '2026-02-31' } }],
    ['alignment', { alignment: 'WEEKDAY' }],
    ['alignment', { grain: 'MONTH', compare: 'PREVIOUS_YEAR', alignment: 'WEEKDAY' }],
    ['range', { compare: 'PREVIOUS_YEAR', alignment: 'LUNAR_NEW_YEAR', range: { from: '1999-02-01', to: '1999-02-10' } }],
  ])('is refused with its place: %s', async (place, question) => {
    const refused = world.ask({ select: ['spend'], ...question });
    await expect(refused).rejects.toThrow(BadQuestion);
    await expect(refused).rejects.toThrow(place);
  });
});

describe('whatever is asked beside plain rows', () => {
  let world: MetricWorld;
  beforeAll(async () => {
    world = await busyWorld();
  });
  afterAll(() => world.close());

  const names = [...METRICS.keys()].filter((name) => !metricOf(name).leaves.some(({ apart }) => apart));
  const window = fc.oneof(
    fc.integer({ min: 1, max: 5 }).map((moving) => ({ moving })),
    fc.constantFrom('WEEK' as const, 'MONTH' as const, 'YEAR' as const).map((toDate) => ({ toDate })),
    fc.constant({ cumulative: true }),
  );
  const question = fc.record({
    select: fc.uniqueArray(fc.constantFrom(...names), { minLength: 1, maxLength: 5 }),
    by: fc.constantFrom<Question['by']>([], ['BRAND'], ['SOURCE']),
    grain: fc.constantFrom<NonNullable<Question['grain']>>('DAY', 'WEEK', 'MONTH'),
    range: fc.record({ start: fc.integer({ min: 0, max: 30 }), length: fc.integer({ min: 0, max: 20 }) }).map(({ start, length }) => ({
      from: addDays(BUSY_RANGE.from, start),
      to: addDays(BUSY_RANGE.from, start + length),
    })),
  });
  const numberIn = (row: Record<string, unknown> | undefined, name: MetricName) => (row?.[name] as number | null | undefined) ?? null;

  it('a window is what a question of its days gives, and its records add up to it', async () => {
    await fc.assert(
      fc.asyncProperty(question, window, fc.nat(), async (asked, each, at) => {
        const answered = await world.ask({ ...asked, window: each, first: 500 });
        const row = answered.rows[at % Math.max(1, answered.rows.length)];
        if (!row) return;
        const end = endOf(asked.grain, row.period as string);
        const to = end < asked.range.to ? end : asked.range.to;
        const from = startOfWindow(each, asked, row.period as string, to);
        const where = row.dimensions.map(({ dimension, key }) => ({ dimension, op: 'IN' as const, values: [key] }));
        const direct = await world.ask({ select: asked.select, range: { from, to }, where });
        for (const value of row.values) {
          expect([value.metric, value.value, value.n]).toEqual([
            value.metric,
            ...direct.rows[0]!.values.filter(({ metric }) => metric === value.metric).flatMap((found) => [found.value, found.n]),
          ]);
          const { recomputed } = await world.snapshot((session) => lineage(session, value.lineage, { first: 0 }));
          expect(recomputed).toBe(value.value);
        }
      }),
      { seed: 11, numRuns: 40 },
    );
  });

  it('a top and all others are everything, and rollups give what facts give', async () => {
    const top = fc.record({ first: fc.integer({ min: 1, max: 3 }), metric: fc.constantFrom('spend', 'mentions', 'revenue') });
    await fc.assert(
      fc.asyncProperty(question, top, async (asked, { first, metric }) => {
        if (asked.by.length === 0) return;
        const dimension = asked.by[0]!;
        const { grain: _, ...flat } = asked;
        const topped = { ...flat, top: { dimension, metric, first, other: true }, range: RATED_RANGE, first: 500 };
        const answered = await world.ask(topped);
        expect(await world.ask(topped, { useRollups: false })).toEqual(answered);
        const whole = plain(await world.ask({ ...flat, range: RATED_RANGE, first: 500 }));
        const rows = plain(answered);
        const named = rows.filter((row) => row[dimension] !== OTHER_KEY);
        expect(named.length).toBeLessThanOrEqual(first);
        for (const row of named) expect(whole).toContainEqual(row);
        const rest = whole.filter((row) => !named.some((each) => each[dimension] === row[dimension]));
        for (const name of asked.select) {
          if (metricOf(name).leaves.length > 1 || metricOf(name).additivity !== 'ALL') continue;
          const sum = rest.reduce((total, row) => total + (numberIn(row, name) ?? 0), 0);
          const other = rows.find((row) => row[dimension] === OTHER_KEY);
          expect(Math.abs((numberIn(other, name) ?? 0) - sum)).toBeLessThanOrEqual(1e-6 * Math.max(1, Math.abs(sum)));
        }
      }),
      { seed: 12, numRuns: 40 },
    );
  });

  it('the shares of the top and of all others are the whole', async () => {
    const top = { dimension: 'BRAND' as const, metric: 'mentions', first: 1, other: true };
    const rows = plain(await world.ask({ select: ['shareOfVoice', 'shareOfVoiceViews'], by: ['BRAND'], top, range: RATED_RANGE }));
    expect(rows.map((row) => row.BRAND)[1]).toBe(OTHER_KEY);
    for (const name of ['shareOfVoice', 'shareOfVoiceViews']) {
      expect(rows.reduce((total, row) => total + (numberIn(row, name) as number), 0)).toBeCloseTo(1, 12);
    }
  });

  it('filled rows are those that were there, and empty ones', async () => {
    await fc.assert(
      fc.asyncProperty(question, async (asked) => {
        const [bare, filled] = [await world.ask({ ...asked, first: 500 }), await world.ask({ ...asked, first: 500, fill: 'NULL' })];
        const before = plain(bare);
        const rows = plain(filled);
        for (const row of before) expect(rows).toContainEqual(row);
        for (const row of rows) {
          if (!before.some((each) => each.period === row.period && asked.by.every((by) => each[by] === row[by])))
            for (const name of asked.select) expect(row[name]).toBeNull();
        }
      }),
      { seed: 13, numRuns: 20 },
    );
  });
});

function startOfWindow(
  each: { moving?: number; toDate?: 'WEEK' | 'MONTH' | 'YEAR'; cumulative?: boolean },
  { grain, range }: { grain: NonNullable<Question['grain']>; range: { from: string; to: string } },
  period: string,
  to: string,
): string {
  if (each.cumulative) return range.from;
  if (each.toDate) return startOf(each.toDate, to);
  if (each.moving === 1) return period < range.from ? range.from : period;
  let start = period;
  for (let i = 1; i < (each.moving as number); i++) start = startOf(grain, addDays(start, -1));
  return start;
}
