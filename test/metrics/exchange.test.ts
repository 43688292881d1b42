import fc from 'fast-check';
import { AdDay } from '../../entities/facts/AdDay';
import { FxDay } from '../../entities/facts/FxDay';
import { type Exchange, rateTables } from '../../src/metrics/exchange';
import { ExchangeBook } from '../../src/metrics/exchange-book';
import { Parameters } from '../../src/metrics/parameters';
import { MetricWorld, only } from './metric-world';

const M = 1_000_000n;

describe('money is converted', () => {
  let world: MetricWorld;
  beforeAll(async () => {
    world = await MetricWorld.open();
    const campaign = await world.campaign('c', null);
    await world.load(FxDay, [
      { day: '2026-01-02', currency: 'USD', perEuro: 1_250_000n },
      { day: '2026-01-02', currency: 'JPY', perEuro: 160_000_000n },
      { day: '2026-01-20', currency: 'USD', perEuro: 1_600_000n },
      { day: '2026-01-21', currency: 'VND', perEuro: 30_412_345_678n },
    ]);
    await world.load(AdDay, [
      { day: '2026-01-09', campaign, currency: 'USD', spend: 10n * M },
      { day: '2026-01-10', campaign, currency: 'USD', spend: 10n * M },
      { day: '2026-01-11', campaign, currency: 'USD', spend: 0n },
      { day: '2026-01-20', campaign, currency: 'USD', spend: 16n * M },
      { day: '2026-01-21', campaign, currency: null, spend: 3n * M },
    ]);
    await world.rows(`INSERT INTO hub.plan_rate (workspace_id, year, currency, per_euro) VALUES (1, 2026, 'USD', 2)`);
  });
  afterAll(() => world.close());
  const spend = async (from: string, to = from, more = {}) =>
    only(await world.ask({ select: ['spend'], range: { from, to }, ...more }), 'spend');

  it('with the last rate of the seven days before, not with an older one, nor with a later one', async () => {
    expect(await spend('2026-01-09')).toBe(8);
    expect(await spend('2026-01-10')).toBeNull();
    expect(await spend('2026-01-20')).toBe(10);
    expect(await spend('2026-01-09', '2026-01-10')).toBeNull();
  });

  it('to the last of its six places, however little a unit is worth', async () => {
    const [c2] = await world.rows<{ id: number }>(`SELECT id FROM hub.campaign WHERE key = 'c'`);
    const day = { day: '2026-01-22', campaign: c2!.id };
    await world.load(FxDay, [
      { day: '2026-01-22', currency: 'IDR', perEuro: 17_123_000_000n },
      { day: '2026-01-22', currency: 'USD', perEuro: 1_100_000n },
    ]);
    await world.load(AdDay, [
      { ...day, ad: 'idr', currency: 'IDR', spend: 123_456_789_012n * M },
      { ...day, ad: 'usd', currency: 'USD', spend: 11n * M },
    ]);
    const of = async (currency: string) => {
      const question = { select: ['spend'], by: ['CAMPAIGN' as const], range: { from: '2026-01-22', to: '2026-01-22' }, currency };
      return (await world.ask(question)).rows[0]?.values[0];
    };
    expect((await of('EUR'))?.decimal).toBe('7210007.606261'); // 123456789012 / 17123 + 11 / 1.1
    const [usd] = await world.rows(`SELECT trim_scale(round(123456789012::numeric(60, 40) / 17123 * 1.1 + 11, 6))::text AS usd`);
    expect((await of('USD'))?.decimal).toBe(usd!.usd);
  });

  it('without a rate where nothing is to be converted: the same currency, or nothing spent', async () => {
    expect(await spend('2026-01-10', '2026-01-11', { currency: 'USD' })).toBe(10);
    expect(await spend('2026-01-11')).toBe(0);
  });

  it('not at all where the currency is unknown', async () => {
    const answered = await world.ask({ select: ['spend'], range: { from: '2026-01-21', to: '2026-01-21' } });
    expect(only(answered, 'spend')).toBeNull();
    expect(answered.warnings).toContainEqual({
      code: 'FX_MISSING',
      message: 'no exchange rate from an unnamed currency to EUR on 2026-01-21',
      metric: null,
    });
  });

  it('not where none of its days has a rate, and the days are those of amounts that are not nothing, from sums and from rows alike', async () => {
    const question = { select: ['spend'], by: ['CHANNEL' as const], range: { from: '2026-01-09', to: '2026-01-20' }, currency: 'CLP' };
    const told = { message: 'no exchange rate from USD to CLP on 2026-01-09 – 2026-01-20 (3)', metric: null };
    for (const useRollups of [true, false]) {
      const { rows, warnings } = await world.ask(question, { useRollups });
      expect(rows.map(({ values }) => values[0]?.value)).toEqual([null]);
      expect(warnings).toContainEqual({ code: 'FX_MISSING', ...told });
    }
  });

  it('not in what it is compared with either, and that is said too', async () => {
    const answered = await world.ask({ select: ['spend'], range: { from: '2026-01-11', to: '2026-01-11' }, compare: 'PREVIOUS_PERIOD' });
    expect(answered.rows[0]?.values[0]).toMatchObject({ value: 0, previous: null });
    expect(answered.warnings).toContainEqual({
      code: 'FX_MISSING',
      message: 'no exchange rate from USD to EUR on 2026-01-10',
      metric: null,
    });
  });

  it("at the plan's rates of the year", async () => {
    expect(await spend('2026-01-09', '2026-01-20', { fx: 'PLAN_RATE' })).toBe(18);
    expect(await spend('2026-01-20', '2026-01-20', { fx: 'PLAN_RATE', currency: 'JPY' })).toBeNull();
  });

  it("to the workspace's currency when none is asked for", async () => {
    await world.rows(`UPDATE hub.workspace SET reporting_currency = 'USD' WHERE id = 1`);
    const answered = await world.ask({ select: ['spend'], range: { from: '2026-01-20', to: '2026-01-20' }, currency: undefined });
    expect([answered.currency, only(answered, 'spend')]).toEqual(['USD', 16]);
  });

  it('at the same rates in SQL and in code', async () => {
    const range = { from: '2026-01-01', to: '2026-02-05' };
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom('EUR', 'USD', 'JPY', 'VND', 'XXX'),
        fc.constantFrom('DAY_RATE', 'PLAN_RATE'),
        async (currency, fx) => {
          const exchange: Exchange = { workspaceId: 1, range, currency, fx };
          const parameters = new Parameters();
          const sql = `WITH ${rateTables(exchange, parameters)} SELECT day, currency, rate::text FROM rate ORDER BY 1, 2`;
          const rates = await world.rows<{ day: string; currency: string; rate: string }>(sql, parameters.values);
          const book = await world.session((session) => ExchangeBook.open(session, exchange));
          expect(rates.map((each) => String(book.rate(each.currency, each.day)))).toEqual(rates.map(({ rate }) => rate));
          const days = new Set(rates.filter((each) => each.currency === 'VND').map(({ day }) => day));
          expect(book.rate('VND', '2026-01-20') !== null).toBe(days.has('2026-01-20'));
          expect(book.rate('VND', '2026-01-28') !== null).toBe(days.has('2026-01-28'));
        },
      ),
      { seed: 3, numRuns: 12 },
    );
  });
});
