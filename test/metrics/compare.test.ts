import { AdDay } from '../../entities/facts/AdDay';
import type { TargetReader } from '../../src/metrics/target-reader';
import { MetricWorld } from './metric-world';

const M = 1_000_000n;

describe('a comparison', () => {
  let world: MetricWorld;
  beforeAll(async () => {
    world = await MetricWorld.open();
    const campaign = await world.campaign('c', null);
    const day = (each: string, spend: bigint) => ({ day: each, campaign, currency: 'EUR', spend: spend * M });
    await world.load(AdDay, [
      day('2026-02-01', 10n),
      day('2026-02-28', 20n),
      day('2026-03-01', 15n),
      day('2026-03-28', 10n),
      day('2026-03-31', 5n),
      day('2024-02-29', 7n),
      day('2023-02-28', 3n),
    ]);
  });
  afterAll(() => world.close());

  it('puts day k of March beside day k of February, and compares the whole months in the totals', async () => {
    const answered = await world.ask({
      select: ['spend'],
      grain: 'DAY',
      range: { from: '2026-03-01', to: '2026-03-31' },
      compare: 'PREVIOUS_PERIOD',
      totals: true,
    });
    expect(answered.rows.map(({ period, values: [v] }) => [period, v?.value, v?.previous, v?.change, v?.changePercent])).toEqual([
      ['2026-03-01', 15, 10, 5, 50],
      ['2026-03-28', 10, 20, -10, -50],
      ['2026-03-31', 5, null, null, null],
    ]);
    expect(answered.totals?.values[0]).toMatchObject({ value: 30, previous: 30, change: 0, changePercent: 0 });
  });

  it('puts a leap day beside nothing', async () => {
    const answered = await world.ask({
      select: ['spend'],
      grain: 'DAY',
      range: { from: '2024-02-01', to: '2024-02-29' },
      compare: 'PREVIOUS_YEAR',
      totals: true,
    });
    expect(answered.rows[0]?.values[0]).toMatchObject({ value: 7, previous: null });
    expect(answered.totals?.values[0]).toMatchObject({ value: 7, previous: 3, change: 4 });
  });

  it('without a grain compares the whole ranges', async () => {
    const answered = await world.ask({
      select: ['spend'],
      by: ['CAMPAIGN'],
      range: { from: '2026-03-01', to: '2026-03-31' },
      compare: 'PREVIOUS_PERIOD',
    });
    expect(answered.rows[0]?.values[0]).toMatchObject({ value: 30, previous: 30, change: 0 });
  });

  it('with a target asks whoever keeps goals', async () => {
    const targets: TargetReader = {
      targetsOf: async (_session, { range }, rows) =>
        rows.map(
          () => new Map([['spend', { target: range.from === '2026-03-01' ? 40 : 0, due: 10, isTotal: true, days: 31, daysLeft: 0 }]]),
        ),
    };
    const question = { select: ['spend'], range: { from: '2026-03-01', to: '2026-03-31' }, compare: 'TARGET' as const };
    expect((await world.ask(question, { targets })).rows[0]?.values[0]).toMatchObject({ value: 30, target: 40, attainment: 0.75 });
    expect((await world.ask(question)).rows[0]?.values[0]).toMatchObject({ value: 30, target: null, attainment: null });
  });
});
