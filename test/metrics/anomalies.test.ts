import { AdDay } from '../../entities/facts/AdDay';
import { addDays } from '../../src/lib/day';
import type { Answer, MetricAnomaly } from '../../src/metrics/question';
import { Dice } from '../stats/dice';
import { MetricWorld } from './metric-world';

const START = '2026-03-02';
const DAYS = 100;
/** A Sunday: the last complete one is the day before the asker's. */
const END = addDays(START, DAYS - 1);
const RANGE = { from: addDays(START, 63), to: END };
const SPIKE = addDays(START, 80);
const FALL = addDays(START, 88);

describe('how unusual a day is', () => {
  let world: MetricWorld;
  let source: number;

  beforeAll(async () => {
    world = await MetricWorld.open();
    source = await world.source('ads', { freshTo: END });
    await world.rows(`UPDATE hub.source SET schedule = '0 6 * * *' WHERE id = $1`, [source]);
    const [a, b] = [await world.campaign('a', null), await world.campaign('b', null)];
    const dice = new Dice(5);
    const rows = Array.from({ length: DAYS }, (_, i) => addDays(START, i)).flatMap((day, i) => {
      const usual = (i % 7 < 5 ? 200 : 80) + Math.round(8 * dice.normal());
      const clicks = day === SPIKE ? 4 * usual : day === FALL ? Math.round(usual / 5) : usual;
      const row = {
        day,
        source,
        campaign: a,
        currency: 'EUR',
        clicks,
        impressions: 50 * usual + Math.round(90 * dice.normal()),
        spend: BigInt(clicks) * 500_000n,
      };
      return i % 7 === 3 ? [row, { ...row, campaign: b, clicks: i === 87 ? 25 : 1, impressions: 100 }] : [row];
    });
    await world.load(AdDay, rows);
  });
  afterAll(() => world.close());

  const anomalies = ({ rows }: Answer, metric: string) =>
    new Map(rows.map((row) => [row.period as string, row.values.find((value) => value.metric === metric)?.anomaly as MetricAnomaly]));
  const told = (of: ReadonlyMap<string, MetricAnomaly>) =>
    [...of].filter(([, { direction }]) => direction).map(([day, { direction }]) => [day, direction]);

  it('is what an analyst would compute: median and MAD of the same weekdays of eight weeks', async () => {
    const found = anomalies(await world.ask({ select: ['clicks'], grain: 'DAY', range: RANGE, anomalies: true }), 'clicks');
    const sql = await world.rows<{ day: string; z: number; median: number }>(
      `WITH days AS (SELECT day, sum(clicks) AS x FROM fact.ad_day GROUP BY day),
       medians AS (SELECT d.day, d.x, percentile_cont(0.5) WITHIN GROUP (ORDER BY b.x) AS median, array_agg(b.x::float8) AS before
         FROM days d JOIN days b ON b.day BETWEEN d.day - 56 AND d.day - 1 AND (d.day - b.day) % 7 = 0 WHERE d.day BETWEEN $1 AND $2 GROUP BY 1, 2)
       SELECT day, median, (x - median) / (1.4826 * (SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY abs(b - median)) FROM unnest(before) b)) AS z
       FROM medians ORDER BY day`,
      [RANGE.from, RANGE.to],
    );
    expect(sql).toHaveLength(37);
    for (const { day, z, median } of sql) expect(found.get(day)).toMatchObject({ score: expect.closeTo(z, 9), expected: median });
    expect(told(found)).toEqual([
      [SPIKE, 'UP'],
      [FALL, 'DOWN'],
    ]);
  });

  it('is told of ratios and amounts as well, of each value of a dimension, and of nothing that is small', async () => {
    const by = await world.ask({
      select: ['ctr', 'spend', 'clicks'],
      by: ['CAMPAIGN'],
      grain: 'DAY',
      range: RANGE,
      anomalies: true,
      first: 500,
    });
    const of = (campaign: string) => ({ ...by, rows: by.rows.filter(({ dimensions }) => dimensions[0]?.key === campaign) });
    expect(told(anomalies(of('a'), 'ctr'))).toEqual([
      [SPIKE, 'UP'],
      [FALL, 'DOWN'],
    ]);
    expect(told(anomalies(of('a'), 'spend')).map(([day]) => day)).toContain(SPIKE);
    const b = anomalies(of('b'), 'clicks');
    expect(b.get(addDays(START, 87))).toMatchObject({ direction: 'UP', expected: 1 });
    expect(b.get(addDays(START, 94))).toMatchObject({ direction: null, score: expect.closeTo(0, 12), reason: null });
  });

  it('weeks stand beside weeks; what is cut, not over, or not told to its end is not judged', async () => {
    const range = { from: addDays(START, 65), to: addDays(END, 1) };
    const found = [...anomalies(await world.ask({ select: ['clicks'], grain: 'WEEK', range, anomalies: true }), 'clicks')];
    expect(found.map(([day, { reason, score }]) => [day, reason, score === null])).toEqual([
      ['2026-05-04', 'INCOMPLETE', true],
      ['2026-05-11', null, false],
      ['2026-05-18', null, false],
      ['2026-05-25', 'SMALL_CHANGE', false],
      ['2026-06-01', null, false],
      ['2026-06-08', 'INCOMPLETE', true],
    ]);
    await world.rows('UPDATE hub.source SET fresh_to = $1', [addDays(END, -2)]);
    const days = anomalies(await world.ask({ select: ['clicks'], grain: 'DAY', range: RANGE, anomalies: true }), 'clicks');
    expect([...days].slice(-3).map(([, { reason }]) => reason)).toEqual([null, 'INCOMPLETE', 'INCOMPLETE']);
    await world.rows('UPDATE hub.source SET fresh_to = $1', [END]);
  });

  it('what a source may still restate is not judged, unless it was learnt to be final by then', async () => {
    await world.rows('UPDATE hub.source SET lookback_days = 3');
    const ask = async () =>
      [...anomalies(await world.ask({ select: ['clicks', 'ctr'], grain: 'DAY', range: RANGE, anomalies: true }), 'ctr')].slice(-4);
    expect((await ask()).map(([, { reason }]) => reason)).toEqual([null, 'IMMATURE', 'IMMATURE', 'IMMATURE']);
    await world.rows(
      `INSERT INTO hub.maturity (workspace_id, source_id, fact, measure, age, share, days)
       SELECT 1, $1, 'ad_day', m, age, CASE WHEN age = 1 THEN 0.7 ELSE 0.999 END, 20 FROM unnest(ARRAY['clicks', 'impressions']) m, generate_series(1, 3) age`,
      [source],
    );
    expect((await ask()).map(([, { reason }]) => reason)).toEqual([null, null, null, 'IMMATURE']);
    await world.rows('UPDATE hub.source SET lookback_days = 0');
  });

  it('is the same as of then, however much has come since; totals have none', async () => {
    const range = { from: RANGE.from, to: addDays(SPIKE, 1) };
    const question = { select: ['clicks'], grain: 'DAY' as const, range, anomalies: true, totals: true };
    const before = await world.ask(question);
    await new Promise((done) => setTimeout(done, 3));
    await world.load(AdDay, [{ day: SPIKE, source, campaign: 1, ad: 'late', currency: 'EUR', clicks: 9_000 }]);
    expect(anomalies(await world.ask({ ...question, asOf: before.asOf }), 'clicks')).toEqual(anomalies(before, 'clicks'));
    expect(anomalies(await world.ask(question), 'clicks').get(SPIKE)).not.toEqual(anomalies(before, 'clicks').get(SPIKE));
    expect(before.totals?.values[0]?.anomaly).toBeNull();
  });

  it('is asked of days and weeks only', async () => {
    const refused = async (more: object) => expect(world.ask({ select: ['clicks'], range: RANGE, anomalies: true, ...more })).rejects;
    await (await refused({})).toThrow('anomalies: true given; expected the grain DAY or WEEK');
    await (await refused({ grain: 'MONTH' })).toThrow('the grain DAY or WEEK');
    await (await refused({ grain: 'DAY', window: { moving: 7 } })).toThrow('no window beside it');
  });
});
