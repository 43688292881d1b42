import { FACTS } from '../../entities/facts';
import { type FactClass, factOf } from '../../entities/facts/fact';
import { OrderLine } from '../../entities/facts/OrderLine';
import { dimensionsOfMetric } from '../../src/metrics/catalog';
import { MAPPED } from '../../src/metrics/dimensions';
import { doorColumnOf, doorColumns, viewOf } from '../../src/metrics/door/door-columns';
import { dailyViewOf, doorSums, leafSql, summedFacts } from '../../src/metrics/door/door-sums';
import { Exact } from '../../src/metrics/exact';
import { isMoney, type Leaf, leafKey } from '../../src/metrics/leaf';
import type { Metric } from '../../src/metrics/metric';
import { DIMENSIONS, type Dimension, type MetricName } from '../../src/metrics/question';
import { METRICS } from '../../src/metrics/registry';
import { scopeOf } from '../../src/metrics/scan';
import { mixedDimensions } from '../../src/metrics/scans-of';
import { type AnalystSession, analystSession } from '../support/analyst-session';
import { busyWorld, RATED_RANGE } from './busy-world';
import { MetricWorld, only } from './metric-world';

const COLUMNS = DIMENSIONS.filter((dimension) => !(dimension in MAPPED));
/** The currency that the workspace reports in, which `exchange_rate` converts to. */
const REPORTING = 'CNY';
const DAYS = `day BETWEEN '${RATED_RANGE.from}' AND '${RATED_RANGE.to}'`;
const exactOf = (text: string | null): Exact | null => {
  if (text === null) return null;
  const [whole = '', fraction = ''] = text.split('.');
  return Exact.scaled(BigInt(whole + fraction), fraction.length);
};

describe('what analysts read with SQL', () => {
  let world: MetricWorld;
  let analyst: AnalystSession;

  beforeAll(async () => {
    world = await busyWorld();
    analyst = await analystSession(world.test, 1);
  });
  afterAll(async () => {
    await analyst?.close();
    await world?.close();
  });

  /** What a leaf is read from through the door: the dimension's key, and the rows. */
  function placeOf(leaf: Leaf, by: Dimension | null): { key: string; rows: string } {
    const { fact } = leaf;
    const column = by && by !== leaf.across ? doorColumnOf(fact, by) : null;
    const scope = scopeOf({ fact, leaves: [leaf], by: by ? [by] : [], where: [] });
    return {
      key: column ? `coalesce(${column}, '')` : `''`,
      rows: `${viewOf(fact)} ${isMoney(leaf) ? 'LEFT JOIN exchange_rate USING (day, currency)' : ''} WHERE ${DAYS} ${scope ? `AND scope = '${scope}'` : ''}`,
    };
  }

  /** The values of leaves by the dimension's key, through the door: of those that are read from the same rows, in one statement. */
  async function read(leaves: Map<string, Leaf>, by: Dimension | null): Promise<Map<string, Map<string, Exact | null>>> {
    const statements = new Map<string, { place: ReturnType<typeof placeOf>; names: string[] }>();
    for (const [name, leaf] of leaves) {
      const place = placeOf(leaf, by);
      const text = JSON.stringify(place);
      if (!statements.has(text)) statements.set(text, { place, names: [] });
      statements.get(text)!.names.push(name);
    }
    const values = new Map<string, Map<string, Exact | null>>();
    for (const { place, names } of statements.values()) {
      const sums = names.map((name, i) => `${leafSql(leaves.get(name)!, 'rate')}::text AS v${i}`);
      const select = [`${place.key} AS k`, ...sums].join(', ');
      const rows = await analyst.rows<Record<string, string | null>>(`SELECT ${select} FROM ${place.rows} GROUP BY 1`);
      for (const [i, name] of names.entries()) values.set(name, new Map(rows.map((row) => [row.k!, exactOf(row[`v${i}`]!)])));
    }
    return values;
  }

  function asked(by: Dimension | null): [MetricName, Metric][] {
    return [...METRICS].filter(
      ([, metric]) =>
        metric.leaves.every((leaf) => leaf.aggregate !== 'last' && mixedDimensions(leaf, { by: by ? [by] : [], where: [] }).length === 0) &&
        (!by || dimensionsOfMetric(metric).includes(by)),
    );
  }

  it.each([null, ...COLUMNS])('every metric by %s is what GraphQL answers, to the last digit', async (by) => {
    const metrics = asked(by);
    if (metrics.length === 0) return;
    const answer = await world.ask({
      select: metrics.map(([name]) => name),
      by: by ? [by] : [],
      range: RATED_RANGE,
      currency: REPORTING,
      first: 500,
    });
    const leaves = new Map(metrics.flatMap(([, metric]) => metric.leaves.map((leaf) => [leafKey(leaf), leaf] as const)));
    const values = await read(leaves, by);
    expect(answer.pageInfo.hasNextPage).toBe(false);
    for (const row of answer.rows) {
      const key = row.dimensions[0]?.key ?? '';
      for (const [name, metric] of metrics) {
        const parts = metric.leaves.map((leaf) => values.get(leafKey(leaf))?.get(leaf.across && leaf.across === by ? '' : key) ?? null);
        const shown = row.values.find((value) => value.metric === name)?.value;
        expect([name, key, metric.evaluate(parts).value?.toNumber() ?? null]).toEqual([name, key, shown]);
      }
    }
  });

  it('daily sums add up to what the rows do', async () => {
    for (const fact of summedFacts()) {
      const sums = doorSums(fact);
      const rows = await analyst.rows(`SELECT ${sums.map(({ sql, name }) => `${sql}::text AS ${name}`).join(', ')} FROM ${viewOf(fact)}`);
      const days = await analyst.rows(
        `SELECT ${sums.map(({ name }) => `sum(${name})::text AS ${name}`).join(', ')} FROM ${dailyViewOf(fact)}`,
      );
      expect([viewOf(fact), days]).toEqual([viewOf(fact), rows]);
    }
  });

  it('a view has the columns and types that are documented', async () => {
    for (const fact of Object.values(FACTS)) {
      const found = await analyst.rows<{ name: string; type: string }>(
        `SELECT attname AS name, CASE format_type(atttypid, NULL) WHEN 'timestamp with time zone' THEN 'timestamptz' ELSE format_type(atttypid, NULL) END AS type
         FROM pg_attribute WHERE attrelid = 'analytics.${viewOf(fact)}'::regclass AND attnum > 0 ORDER BY attnum`,
      );
      expect(found).toEqual(doorColumns(fact).map(({ name, type }) => ({ name, type })));
    }
  });

  it('examples of the manual: a ratio, distinct customers, followers at the end', async () => {
    const [ratio] = await analyst.rows<{ v: string }>(
      `SELECT sum(revenue_claimed * rate) / sum(spend * rate) AS v FROM ad_day_sums JOIN exchange_rate USING (day, currency) WHERE ${DAYS} AND brand_key = 'acme'`,
    );
    const brand = { dimension: 'BRAND' as const, op: 'IN' as const, values: ['acme'] };
    const roas = await world.ask({ select: ['roasClaimed'], range: RATED_RANGE, where: [brand], currency: REPORTING });
    expect(Number(ratio!.v)).toBeCloseTo(only(roas, 'roasClaimed')!, 10);
    const [customers] = await analyst.rows<{ v: string }>(`SELECT count(DISTINCT customer) AS v FROM order_line WHERE ${DAYS}`);
    expect(Number(customers!.v)).toBe(only(await world.ask({ select: ['customers'], range: RATED_RANGE }), 'customers'));
    const [followers] = await analyst.rows<{ v: string }>(
      `SELECT sum(followers) AS v FROM (SELECT DISTINCT ON (source_key, brand_key, platform, account) followers FROM social_day
         WHERE ${DAYS} AND followers IS NOT NULL ORDER BY source_key, brand_key, platform, account, day DESC) s`,
    );
    expect(Number(followers!.v)).toBe(only(await world.ask({ select: ['followers'], range: RATED_RANGE }), 'followers'));
  });

  it('a row that was revised is read as it is now, one that was taken back not at all', async () => {
    const [id] = await world.load(OrderLine, [
      { day: '2026-02-01', orderId: 'late', line: '1', currency: 'EUR', revenue: 5_000_000n } as never,
    ]);
    const late = () => analyst.rows(`SELECT revenue::text FROM order_line WHERE order_id = 'late'`);
    expect(await late()).toEqual([{ revenue: '5.000000' }]);
    await world.revise(OrderLine, '2026-02-01', id!, 'revenue', 4_250_000n);
    expect(await late()).toEqual([{ revenue: '4.250000' }]);
    await world.asOwner(`DELETE FROM fact.${factOf(OrderLine as FactClass).table} WHERE row_id = ${id}`);
    expect(await late()).toEqual([]);
  });
});
