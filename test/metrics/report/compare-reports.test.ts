import { AdDay } from '../../../entities/facts/AdDay';
import { FxDay } from '../../../entities/facts/FxDay';
import { Mention } from '../../../entities/facts/Mention';
import { OrderLine } from '../../../entities/facts/OrderLine';
import { roasClaimed } from '../../../src/metrics/ads';
import { BRAND_HEALTH, brandHealth } from '../../../src/metrics/brand';
import { index } from '../../../src/metrics/brand-index';
import { definitionVersion } from '../../../src/metrics/definition-version';
import { Exact } from '../../../src/metrics/exact';
import type { Mapping, Rule } from '../../../src/metrics/mapping/mapping';
import { saveMapping } from '../../../src/metrics/mapping/stored-mapping';
import type { Question } from '../../../src/metrics/question';
import { type ComparedReports, type ComparedRow, compareReports } from '../../../src/metrics/report/compare-reports';
import { type AnsweredReport, answerReport, fractionText, readFraction } from '../../../src/metrics/report/report';
import { CAUSES, type Cause } from '../../../src/metrics/report/split-difference';
import { ASKER, MetricWorld } from '../metric-world';

const M = 1_000_000n;
const JANUARY = { from: '2026-01-01', to: '2026-01-31' };

describe('two answers of one report', () => {
  let world: MetricWorld;
  let campaigns: number[];
  let ads: bigint[];
  let rates: bigint[];

  const question = (more: Partial<Question>): Question => ({
    select: ['spend', 'revenueClaimed', 'roasClaimed', 'impressions'],
    by: ['CAMPAIGN'],
    range: JANUARY,
    where: [],
    fx: 'DAY_RATE',
    orderBy: [],
    totals: false,
    first: 100,
    currency: 'EUR',
    ...more,
  });
  const keep = (more: Partial<Question> = {}) => world.snapshot((session) => answerReport(session, question(more), ASKER));
  const compare = (from: AnsweredReport, to: AnsweredReport) => world.snapshot((session) => compareReports(session, from, to, ASKER));
  /** Change and parts of a metric as numbers; the parts add up, or the test fails. */
  const parts = (row: ComparedRow | undefined, metric: string) => {
    const split = row?.values.find((each) => each.metric === metric)?.split;
    if (!split) throw new Error(`${metric} was not split`);
    const sum = CAUSES.reduce((total, cause) => total.plus(split[cause]), Exact.zero);
    expect(sum.equals(split.change)).toBe(true);
    return Object.fromEntries(CAUSES.filter((cause) => !split[cause].isZero).map((cause) => [cause, split[cause].toNumber()])) as {
      [cause in Cause]?: number;
    };
  };
  const rowOf = ({ rows }: ComparedReports, ...keys: string[]) =>
    rows.find((row) => [row.period, ...row.dimensions.map(({ key }) => key)].filter(Boolean).join() === keys.join());

  beforeAll(async () => {
    world = await MetricWorld.open();
    const brand = await world.brand('acme');
    campaigns = [await world.campaign('a', brand), await world.campaign('b', brand)];
    rates = await world.load(FxDay, [
      { day: '2026-01-05', currency: 'USD', perEuro: 1_250_000n },
      { day: '2026-02-05', currency: 'USD', perEuro: 1_250_000n },
    ]);
    const ad = (day: string, i: number, currency: string, spend: bigint) => ({
      day,
      campaign: campaigns[i] as number,
      currency,
      spend: spend * M,
      revenueClaimed: 3n * spend * M + 1n,
      impressions: 1_000,
      clicks: 10,
    });
    ads = await world.load(AdDay, [
      ad('2026-01-05', 0, 'EUR', 100n),
      ad('2026-01-06', 0, 'USD', 100n),
      ad('2026-01-06', 1, 'EUR', 70n),
      ad('2026-02-06', 0, 'EUR', 500n),
    ]);
    await world.rows(`INSERT INTO hub.plan_rate (workspace_id, year, currency, per_euro) VALUES (1, 2026, 'USD', 2)`);
    const order = (orderId: string, product: string, revenue: bigint) => ({
      day: '2026-01-10',
      brand,
      orderId,
      product,
      currency: 'EUR',
      revenue: revenue * M,
    });
    await world.load(OrderLine, [order('1', 'Green tea', 10n), order('2', 'Teapot', 30n), order('3', 'Gift card', 5n)]);
    await world.load(
      Mention,
      ['positive', 'positive', 'neutral', 'negative'].map((sentiment, i) => ({ day: '2026-01-10', brand, post: `p${i}`, sentiment })),
    );
    await world.session((session) =>
      saveMapping(session, new Map([['CATEGORY', [rule('tea', 'green*'), rule('pots', '*pot')]]]) as Mapping),
    );
  });
  afterAll(() => world.close());
  const rule = (value: string, match: string): Rule => ({ value, match: [match] });

  it('nothing changed: the same to the last digit, though asked of rollups then and of facts now', async () => {
    const compared = await compare(await keep(), await keep());
    for (const row of [...compared.rows, compared.totals])
      for (const { metric, from, to } of row.values) {
        expect(from).toBe(to);
        expect(parts(row, metric)).toEqual({});
      }
    expect(compared.rows.length).toBe(2);
  });

  it('a source corrects one day and a late row comes: all of it is restated, as the ledger says', async () => {
    const before = await keep({ grain: 'DAY' });
    await world.revise(AdDay, '2026-01-05', ads[0] as bigint, 'spend', 130n * M);
    await world.load(AdDay, [
      { day: '2026-01-07', campaign: campaigns[1] as number, currency: 'EUR', spend: 9n * M, revenueClaimed: 9n * M },
    ]);
    const compared = await compare(before, await keep({ grain: 'DAY' }));
    const [sql] = await world.rows<{ revised: string; late: string }>(
      `SELECT (SELECT sum(new::bigint - old::bigint) / 1000000 FROM hub.revision WHERE fact = 'ad_day' AND measure = 'spend_micros')::text AS revised,
              (SELECT sum(spend_micros) / 1000000 FROM fact.ad_day WHERE recorded_at > $1)::text AS late`,
      [before.terms.asOf],
    );
    expect(parts(rowOf(compared, '2026-01-05', 'a'), 'spend')).toEqual({ restated: Number(sql?.revised) });
    expect(parts(rowOf(compared, '2026-01-07', 'b'), 'spend')).toEqual({ restated: Number(sql?.late) });
    expect(parts(compared.totals, 'spend')).toEqual({ restated: Number(sql?.revised) + Number(sql?.late) });
    expect(parts(rowOf(compared, '2026-01-06', 'b'), 'spend')).toEqual({});
    // A quotient of a day that only came later has nothing to be held against.
    expect(rowOf(compared, '2026-01-07', 'b')?.values.find(({ metric }) => metric === 'roasClaimed')).toMatchObject({
      from: null,
      to: 1,
      split: null,
      reason: 'NOT_DEFINED',
    });
  });

  it('other mapping rules move an amount from one category to another: redefined in each, nothing in all', async () => {
    const asking = { select: ['revenue'], by: ['CATEGORY' as const] };
    const before = await keep(asking);
    await world.session((session) =>
      saveMapping(session, new Map([['CATEGORY', [rule('tea', '*tea*'), rule('cards', '*card')]]]) as Mapping),
    );
    const after = await keep(asking);
    const compared = await compare(before, after);
    expect(parts(rowOf(compared, 'tea'), 'revenue')).toEqual({ redefined: 30 });
    expect(parts(rowOf(compared, 'pots'), 'revenue')).toEqual({ redefined: -30 });
    expect(parts(rowOf(compared, 'cards'), 'revenue')).toEqual({ redefined: 5 });
    expect(parts(compared.totals, 'revenue')).toEqual({});
    expect([before.terms.mappingAt, after.terms.mappingAt].filter(Boolean)).toHaveLength(2);
    expect(before.terms.mappingAt).not.toBe(after.terms.mappingAt);
  });

  it('another weighting of an index is another definition: what a release with the old one kept differs by that alone', async () => {
    const old = index(
      { version: '2025-1', components: BRAND_HEALTH.components.map((each) => ({ ...each, weight: each.name === 'reputation' ? 60 : 10 })) },
      brandHealth.about,
    );
    expect(definitionVersion(old)).not.toBe(definitionVersion(brandHealth));
    expect(definitionVersion({ ...brandHealth, about: { ...brandHealth.about, describe: roasClaimed.about.describe } })).toBe(
      definitionVersion(brandHealth),
    );
    const asking = { select: ['brandHealth'], by: [], where: [] };
    const now = await keep(asking);
    const then = new Exact(200n, 3n).times(new Exact(5n, 6n));
    const value = { ...now.report.totals.values[0]!, exact: fractionText(then), value: then.toNumber() };
    const totals = { ...now.report.totals, values: [value] };
    const before: AnsweredReport = {
      ...now,
      terms: { ...now.terms, definitions: [{ metric: 'brandHealth', version: definitionVersion(old), formula: 'as it was' }] },
      report: { ...now.report, rows: [totals], totals },
    };
    const compared = await compare(before, now);
    const change = readFraction(now.report.totals.values[0]!.exact as string).minus(then);
    expect(parts(compared.rows[0], 'brandHealth')).toEqual({ redefined: change.toNumber() });
    expect(compared.definitions[0]?.from.version).not.toBe(compared.definitions[0]?.to.version);
  });

  it('a rate is revised, or the plan has another: exchanged, day rates and plan rates each by itself', async () => {
    const [byDay, byPlan] = [await keep(), await keep({ fx: 'PLAN_RATE' })];
    await world.revise(FxDay, '2026-01-05', rates[0] as bigint, 'perEuro', 1_600_000n);
    const later = await keep();
    const compared = await compare(byDay, later);
    expect(parts(rowOf(compared, 'a'), 'spend')).toEqual({ exchanged: 100 / 1.6 - 100 / 1.25 });
    expect(parts(rowOf(compared, 'b'), 'spend')).toEqual({});
    expect(parts(compared.totals, 'spend')).toEqual({ exchanged: -17.5 });
    expect(byDay.terms.ratesVersion).not.toBe(later.terms.ratesVersion);

    await world.rows(`UPDATE hub.plan_rate SET per_euro = 4 WHERE workspace_id = 1 AND year = 2026 AND currency = 'USD'`);
    const planned = await compare(byPlan, await keep({ fx: 'PLAN_RATE' }));
    expect(parts(rowOf(planned, 'a'), 'spend')).toEqual({ exchanged: 25 - 50 });
    // Asked as of then, the plan still has its rate of then.
    const kept = byPlan.report.rows.find(({ dimensions }) => dimensions[0]?.key === 'a')?.values[0]?.value;
    const again = await world.ask({
      select: ['spend'],
      by: ['CAMPAIGN'],
      range: JANUARY,
      fx: 'PLAN_RATE',
      asOf: new Date(byPlan.terms.asOf),
    });
    expect(again.rows.find(({ dimensions }) => dimensions[0]?.key === 'a')?.values[0]?.value).toBe(kept);
  });

  it('another policy and another currency are exchanged too', async () => {
    const compared = await compare(await keep(), await keep({ fx: 'PLAN_RATE' }));
    expect(parts(rowOf(compared, 'a'), 'spend')).toEqual({ exchanged: 25 - 62.5 });
    const dollars = await compare(await keep(), await keep({ currency: 'USD', fx: 'PLAN_RATE' }));
    expect(parts(rowOf(dollars, 'b'), 'spend')).toEqual({ exchanged: 79 * 4 - 79 });
  });

  it('other days are what really changed, also where a period leaves the window and another enters', async () => {
    const february = { from: '2026-02-01', to: '2026-02-28' };
    const compared = await compare(await keep(), await keep({ range: february }));
    expect(parts(rowOf(compared, 'a'), 'spend')).toEqual({ moved: 500 - 192.5 });
    expect(parts(rowOf(compared, 'b'), 'spend')).toEqual({ moved: -79 });
    const months = await compare(await keep({ grain: 'MONTH', by: [] }), await keep({ grain: 'MONTH', by: [], range: february }));
    expect(parts(rowOf(months, '2026-02-01'), 'spend')).toEqual({ moved: 500 });
    expect(parts(rowOf(months, '2026-01-01'), 'spend')).toEqual({ moved: -271.5 });
    expect(parts(months.totals, 'spend')).toEqual({ moved: 500 - 271.5 });
  });

  it('everything at once: every part has its own, for sums and quotients, and all add up', async () => {
    const both = { from: '2026-01-01', to: '2026-02-28' };
    const before = await keep({ select: ['spend', 'revenueClaimed', 'roasClaimed'] });
    await world.revise(AdDay, '2026-01-06', ads[1] as bigint, 'spend', 64n * M);
    await world.revise(FxDay, '2026-01-05', rates[0] as bigint, 'perEuro', 2_000_000n);
    const where = [{ dimension: 'CAMPAIGN' as const, op: 'IN' as const, values: ['a'] }];
    const compared = await compare(before, await keep({ select: ['roasClaimed', 'spend'], range: both, where }));
    // 130 + 100 $ at 1.6 becomes 130 + 64 $ at 1.6, at 2, and with February's 500; campaign b is filtered away.
    expect(parts(rowOf(compared, 'a'), 'spend')).toEqual({ restated: -22.5, exchanged: 32 - 40, moved: 500 });
    expect(parts(rowOf(compared, 'b'), 'spend')).toEqual({ redefined: -79 });
    expect(parts(compared.totals, 'spend')).toEqual({ redefined: -79, restated: -22.5, exchanged: -8, moved: 500 });
    expect(Object.keys(parts(rowOf(compared, 'a'), 'roasClaimed'))).toEqual(['restated', 'exchanged', 'moved']);
    expect(Object.keys(parts(compared.totals, 'roasClaimed'))).toEqual(['redefined', 'restated', 'exchanged', 'moved']);
    expect(compared.totals.values.map(({ metric }) => metric)).toEqual(['roasClaimed', 'spend']);
  });

  it('a row that a top leaves out of one of them is not guessed at', async () => {
    const top = { dimension: 'CAMPAIGN' as const, metric: 'impressions', first: 1, other: true };
    const before = await keep({ select: ['spend'], top });
    await world.revise(AdDay, '2026-01-06', ads[2] as bigint, 'impressions', 9_000n);
    const compared = await compare(before, await keep({ select: ['spend'], top }));
    expect(compared.rows.map(({ dimensions, values }) => [dimensions[0]?.key, values[0]?.reason])).toEqual([
      ['b', 'NOT_SHOWN'],
      ['__other__', 'OTHERS'],
      ['a', 'NOT_SHOWN'],
    ]);
  });

  it('reports that are cut differently, or have no metric in common, are refused', async () => {
    const before = await keep();
    await expect(compare(before, await keep({ by: ['BRAND'] }))).rejects.toThrow(
      'to: ["BRAND"] given; expected the same dimensions, CAMPAIGN',
    );
    await expect(compare(before, await keep({ grain: 'DAY' }))).rejects.toThrow('the same grain, none');
    await expect(compare(before, await keep({ select: ['clicks'] }))).rejects.toThrow('one of the metrics spend');
  });
});
