import fc from 'fast-check';
import { addDays, startOf } from '../../src/lib/day';
import { dimensionsOfMetric } from '../../src/metrics/catalog';
import { isDetail } from '../../src/metrics/dimensions';
import { lineage } from '../../src/metrics/lineage';
import type { Dimension, MetricName, MetricRow } from '../../src/metrics/question';
import { METRICS, metricOf } from '../../src/metrics/registry';
import { busyWorld, RATED_RANGE } from './busy-world';
import type { MetricWorld } from './metric-world';

const SEED = { seed: 20260615 };
const NAMES = [...METRICS.keys()];
const summed = (name: MetricName) =>
  metricOf(name).leaves.every(({ aggregate, across, apart }) => aggregate === 'sum' && !across && !apart);
const ALL = NAMES.filter((name) => metricOf(name).additivity === 'ALL');
/** Orders and new customers add up over time too, but of this world's random lines one order may lie on two days. */
const IN_TIME = ALL;
const QUOTIENTS = NAMES.filter((name) => metricOf(name).quotient && summed(name));
const MONEY = NAMES.filter((name) => metricOf(name).about.unit === 'MONEY');

const within = fc.record({ start: fc.integer({ min: 0, max: 30 }), length: fc.integer({ min: 0, max: 14 }) }).map(({ start, length }) => {
  const from = addDays(RATED_RANGE.from, start);
  return { from, to: addDays(from, length) };
});
const currency = fc.constantFrom('EUR', 'USD', 'CNY');

/** By query and page search is told by other rows than for the whole site, and those add up to less. */
const partsOf = (name: MetricName) => dimensionsOfMetric(metricOf(name)).filter((each) => !isDetail(each));
const partition = (names: readonly MetricName[]) =>
  fc
    .constantFrom(...names)
    .chain((name) => fc.record({ name: fc.constant(name), by: fc.constantFrom(...partsOf(name)), range: within, currency }));

const numberIn = (row: MetricRow | null | undefined, name: MetricName) => row?.values.find(({ metric }) => metric === name)?.value ?? null;
const near = (a: number, b: number) => Math.abs(a - b) <= 1e-9 * Math.max(1, Math.abs(a), Math.abs(b));
const add = (values: readonly (number | null)[]) => values.reduce<number>((total, value) => total + (value ?? 0), 0);

describe('the laws of questions', () => {
  let world: MetricWorld;
  beforeAll(async () => {
    world = await busyWorld();
    await world.rows(
      `INSERT INTO hub.plan_rate (workspace_id, year, currency, per_euro) VALUES (1, 2026, 'USD', 1.1), (1, 2026, 'CNY', 7.8)`,
    );
  });
  afterAll(() => world.close());

  /** A null part is nothing in a sum; in a difference it may hide a known side, and the parts then say nothing of the whole. */
  const speaks = (name: MetricName, parts: readonly (number | null)[]) => metricOf(name).leaves.length === 1 || !parts.includes(null);

  it('what adds up is the sum of its parts by any dimension', async () => {
    await fc.assert(
      fc.asyncProperty(partition(ALL), async ({ name, by, ...where }) => {
        const { rows, totals } = await world.ask({ select: [name], by: [by], totals: true, first: 500, ...where });
        const parts = rows.map((row) => numberIn(row, name));
        const total = numberIn(totals, name);
        if (rows.length === 0 || !speaks(name, parts)) return;
        expect(near(add(parts), total ?? 0)).toBe(true);
      }),
      { ...SEED, numRuns: 120 },
    );
  });

  it('what adds up over time is the sum of its days, whatever they are bundled to', async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...IN_TIME), fc.constantFrom('WEEK', 'MONTH', 'YEAR'), currency, async (name, grain, money) => {
        const ask = (cut: 'DAY' | 'WEEK' | 'MONTH' | 'YEAR') =>
          world.ask({ select: [name], grain: cut, range: RATED_RANGE, currency: money, totals: true, first: 500 });
        const [days, buckets] = [await ask('DAY'), await ask(grain)];
        if (
          !speaks(
            name,
            days.rows.map((row) => numberIn(row, name)),
          )
        )
          return;
        for (const bucket of buckets.rows) {
          const own = days.rows.filter(({ period }) => startOf(grain, period as string) === bucket.period);
          expect(near(add(own.map((row) => numberIn(row, name))), numberIn(bucket, name) ?? 0)).toBe(true);
        }
        expect(days.totals).toEqual(buckets.totals);
      }),
      { ...SEED, numRuns: 40 },
    );
  });

  it('the ratio of the whole lies between the ratios of its parts', async () => {
    await fc.assert(
      fc.asyncProperty(partition(QUOTIENTS), async ({ name, by, ...where }) => {
        const { rows, totals } = await world.ask({ select: [name], by: [by], totals: true, first: 500, ...where });
        const parts = rows.map((row) => numberIn(row, name));
        const total = numberIn(totals, name);
        if (total === null || parts.length === 0 || parts.includes(null)) return;
        const [least, most] = [Math.min(...(parts as number[])), Math.max(...(parts as number[]))];
        const slack = 1e-9 * Math.max(1, Math.abs(total));
        expect(total).toBeGreaterThanOrEqual(least - slack);
        expect(total).toBeLessThanOrEqual(most + slack);
      }),
      { ...SEED, numRuns: 120 },
    );
  });

  it('what is filtered in and what is filtered out make the whole, and a row alone is its filter', async () => {
    await fc.assert(
      fc.asyncProperty(partition(ALL), fc.nat(), async ({ name, by, ...cut }, at) => {
        const grouped = await world.ask({ select: [name], by: [by], first: 500, ...cut });
        const row = grouped.rows[at % Math.max(1, grouped.rows.length)];
        if (!row) return;
        const key = row.dimensions[0]!.key;
        const ask = (op: 'IN' | 'NOT_IN') => world.ask({ select: [name], where: [{ dimension: by, op, values: [key] }], ...cut });
        const [inside, outside] = [numberIn((await ask('IN')).rows[0], name), numberIn((await ask('NOT_IN')).rows[0], name)];
        expect(inside).toBe(numberIn(row, name));
        const whole = add(grouped.rows.map((each) => numberIn(each, name)));
        if (speaks(name, [inside, outside, ...grouped.rows.map((each) => numberIn(each, name))])) {
          expect(near((inside ?? 0) + (outside ?? 0), whole)).toBe(true);
        }
      }),
      { ...SEED, numRuns: 60 },
    );
  });

  it('what is no money is the same in every currency, and money over money is so on any one day', async () => {
    const pure = NAMES.filter((name) => metricOf(name).about.unit !== 'MONEY');
    const day = fc.integer({ min: 0, max: 44 }).map((offset) => addDays(RATED_RANGE.from, offset));
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(fc.constantFrom(...pure), { minLength: 5, maxLength: 20 }), day, async (select, each) => {
        const ask = (money: string) => world.ask({ select, range: { from: each, to: each }, currency: money });
        const [euro, yuan] = [await ask('EUR'), await ask('CNY')];
        for (const name of select) {
          const [a, b] = [numberIn(euro.rows[0], name), numberIn(yuan.rows[0], name)];
          expect(a === b || near(a as number, b as number)).toBe(true);
        }
      }),
      { ...SEED, numRuns: 15 },
    );
  });

  it("at the plan's rates every amount in one currency is the other's times one rate", async () => {
    await fc.assert(
      fc.asyncProperty(within, async (range) => {
        const ask = async (money: string) => (await world.ask({ select: MONEY, range, currency: money, fx: 'PLAN_RATE' })).rows[0];
        const [euro, yuan] = [await ask('EUR'), await ask('CNY')];
        for (const name of MONEY) {
          const [a, b] = [numberIn(euro, name), numberIn(yuan, name)];
          expect(a === null).toBe(b === null);
          if (a !== null) expect(near(a * 7.8, b as number)).toBe(true);
        }
      }),
      { ...SEED, numRuns: 5 },
    );
  });

  it('the previous value is what a question of those days gives', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(fc.constantFrom(...NAMES), { minLength: 3, maxLength: 9 }), within, async (select, range) => {
        const days = Math.round((Date.parse(range.to) - Date.parse(range.from)) / 86_400_000) + 1;
        const now = await world.ask({ select, range, compare: 'PREVIOUS_PERIOD' });
        const before = await world.ask({ select, range: { from: addDays(range.from, -days), to: addDays(range.from, -1) } });
        // A whole month stands beside the month before, however long that is.
        if (range.from.endsWith('-01') && addDays(range.to, 1).endsWith('-01')) return;
        for (const value of now.rows[0]!.values) {
          expect(value.previous).toBe(numberIn(before.rows[0], value.metric));
          if (value.value !== null && value.value === value.previous) expect(value.change).toBe(0);
        }
      }),
      { ...SEED, numRuns: 15 },
    );
  });

  it('nothing differs from itself: a range compared with itself has changed by 0', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(fc.constantFrom(...NAMES), { minLength: 5, maxLength: 15 }),
        within,
        currency,
        async (select, range, money) => {
          const { rows, totals } = await world.ask({
            select,
            by: ['SOURCE'],
            range,
            compare: 'CUSTOM',
            compareRange: range,
            totals: true,
            currency: money,
          });
          for (const { value, previous, change, changePercent } of [...rows, totals!].flatMap(({ values }) => values)) {
            expect(previous).toBe(value);
            expect([change, changePercent]).toEqual([value === null ? null : 0, value === null || value === 0 ? null : 0]);
          }
        },
      ),
      { ...SEED, numRuns: 10 },
    );
  });

  it('the same question gives the same bytes, in whatever order metrics are selected', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.shuffledSubarray(NAMES, { minLength: 5, maxLength: 12 }),
        fc.constantFrom<Dimension>('BRAND', 'SOURCE'),
        async (select, by) => {
          const question = { select, by: [by], range: RATED_RANGE, totals: true, currency: 'USD' };
          const [first, second] = [await world.ask(question), await world.ask(question)];
          expect(JSON.stringify(first)).toBe(JSON.stringify(second));
          const sorted = await world.ask({ ...question, select: [...select].sort() });
          for (const [i, row] of first.rows.entries())
            for (const name of select) expect(numberIn(row, name)).toBe(numberIn(sorted.rows[i], name));
        },
      ),
      { ...SEED, numRuns: 10 },
    );
  });

  it('the records behind any shown number add up to it', async () => {
    const select = NAMES.filter((name) => !metricOf(name).leaves.some(({ apart }) => apart));
    const { rows } = await world.ask({ select, by: ['BRAND'], range: RATED_RANGE, currency: 'USD' });
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...rows), fc.constantFrom(...select), async (row, name) => {
        const shown = row.values.find(({ metric }) => metric === name)!;
        const { value, recomputed } = await world.snapshot((session) => lineage(session, shown.lineage, { first: 0 }));
        expect(value).toBe(shown.value);
        expect(recomputed).toBe(shown.value);
      }),
      { ...SEED, numRuns: 60 },
    );
  });

  it('nothing that cannot be added is given for rows that were added', async () => {
    const natives = NAMES.filter((name) => metricOf(name).leaves.some(({ aggregate }) => aggregate === 'native'));
    const answered = await world.ask({ select: natives, range: RATED_RANGE });
    expect(answered.rows[0]!.values.filter(({ value }) => value !== null)).toEqual([]);
    expect(new Set(answered.warnings.filter(({ code }) => code === 'NON_ADDITIVE').map(({ metric }) => metric))).toEqual(new Set(natives));
    const apart = NAMES.filter((name) => metricOf(name).leaves.some((leaf) => leaf.apart));
    const mixed = await world.ask({
      select: apart,
      range: RATED_RANGE,
      where: [{ dimension: 'EXPERIMENT', op: 'IN', values: ['checkout'] }],
    });
    expect(mixed.rows[0]!.values.filter(({ value }) => value !== null)).toEqual([]);
    expect(mixed.warnings.filter(({ code, metric }) => code === 'NON_ADDITIVE' && metric === 'variantUsers')).toHaveLength(2);
  });
});
