import { importFile } from '../../ingest/import-file';
import { writtenMapping } from '../../ingest/import-mappings';
import { inWorkspace } from '../../src/database/session';
import { addDays } from '../../src/lib/day';
import { saveMapping } from '../../src/metrics/mapping/stored-mapping';
import { parseRosterFile } from '../../src/metrics/roster/roster-file';
import { saveRoster } from '../../src/metrics/roster/save-roster';
import { type Body, type ServerUnderTest, serverUnderTest } from '../graph/running-server';
import { fileOf } from '../ingest/files/read-all';

const MAPPING = `
name: search-file
target: SearchDay
columns:
  day: day
  brand: { const: acme }
  scope: scope
  query: query
  page: page
  clicks: clicks
  impressions: impressions
  positionSum: position_sum
`;
const FIRST = '2026-10-01';
const DAYS = Array.from({ length: 28 }, (_, i) => addDays(FIRST, i));
const RANGE = '{ from: "2026-10-01", to: "2026-10-28" }';

type Row = [day: string, scope: string, query: string, page: string, clicks: number, impressions: number, position: number];
/** The click rate of other queries: 30 % at the top, a p-th of that at position p. */
const usual = (position: number) => 0.3 / position;
const ROWS: Row[] = DAYS.flatMap((day, i): Row[] => {
  const page = (query: string, path: string, position: number, impressions: number, ctr = usual(position)): Row => {
    return [day, 'query', query, path, Math.round(impressions * ctr), impressions, position];
  };
  const swap = i % 4 < 2;
  return [
    [day, 'property', '', '', 4_000, 60_000, 5],
    // In the last week, after a creator's post, a fifth more search for the brand.
    page('acme tea', '/', 1, i < 21 ? 1_000 : 1_200, 0.6),
    ...[1, 2, 3, 4, 5, 6, 7, 9].map((position) => page(`tea ${position}`, `/${position}`, position, 1_000)),
    // Half as often clicked as its position usually is, and day by day a bit more or less.
    page('oolong', '/oolong', 8, 2_000 + 100 * (i % 3), usual(8) / 2),
    // Two pages that take each other's place every other day, and are clicked as often as each other, but seldom.
    page('torn', '/a', swap ? 5 : 9, swap ? 600 : 400, 0.012),
    page('torn', '/b', swap ? 9 : 5, swap ? 400 : 600, 0.012),
    // Two pages that do well beside each other.
    page('sisters', '/1', 2, 900),
    page('sisters', '/2', 4, 200),
    // In the second half it falls from 3 to 6, and is shown more.
    page('falling', '/f', i < 14 ? 3 : 6, i < 14 ? 600 : 900),
    // On some days it is not found at all.
    ...(i % 7 === 3 ? [] : [page('blinking', '/k', 7, 100)]),
  ];
});

describe('organic search over GraphQL', () => {
  let server: ServerUnderTest;
  beforeAll(async () => {
    server = await serverUnderTest();
    await inWorkspace(server.database, 1, async (session) => {
      await session.execute(`INSERT INTO hub.brand (workspace_id, key, name, own) VALUES (1, 'acme', 'Acme', true)`);
    });
    const lines = ROWS.map(([day, scope, query, page, clicks, impressions, position]) =>
      [day, scope, query, page, clicks, impressions, impressions * position].join(','),
    );
    const path = fileOf('search.csv', ['day,scope,query,page,clicks,impressions,position_sum', ...lines].join('\n'));
    const loaded = await importFile(server.database, { workspaceId: 1, path, ...writtenMapping(MAPPING) });
    expect(loaded).toMatchObject({ quarantined: 0, inserted: ROWS.length });
  });
  afterAll(() => server?.close());

  async function data(query: string): Promise<Body['data']> {
    const { body } = await server.ask(query);
    expect(body.errors).toBeUndefined();
    return body.data;
  }
  const splitBrand = () =>
    inWorkspace(server.database, 1, (session) => saveMapping(session, new Map([['QUERY_TYPE', [{ value: 'brand', match: ['*acme*'] }]]])));

  test('one curve while nothing tells brand queries apart; two once a rule does, each never rising and with its n', async () => {
    const asked = `{ ctrCurve(brand: "acme", range: ${RANGE}) {
      segment impressions visibility bands { from to clicks impressions share } points { position observed fitted impressions n } } }`;
    const { ctrCurve: together } = await data(asked);
    expect(together.map(({ segment }: { segment: string }) => segment)).toEqual(['ALL']);
    await splitBrand();
    const { ctrCurve } = await data(asked);
    expect(ctrCurve.map(({ segment }: { segment: string }) => segment)).toEqual(['BRAND', 'OTHER']);
    expect(ctrCurve[0].points).toEqual([{ position: 1, observed: 0.6, fitted: 0.6, impressions: 29_400, n: 28 }]);
    const [, { points, impressions }] = ctrCurve;
    const [sql] = await server.run(
      `SELECT sum(clicks)::float8 / sum(impressions) AS observed, sum(impressions)::float8 AS impressions, count(*)::int AS n FROM fact.search_day
       WHERE scope = 'query' AND position_sum_micros / impressions = 9000000`,
    );
    expect(points.find(({ position }: { position: number }) => position === 9)).toMatchObject(sql!);
    expect(points.map(({ fitted }: { fitted: number }) => fitted)).toEqual(
      points.map(({ fitted }: { fitted: number }) => fitted).toSorted((a: number, b: number) => b - a),
    );
    expect(points[0]).toEqual({ position: 1, observed: 0.3, fitted: 0.3, impressions: 28_000, n: 28 });
    const [{ all }] = (await server.run(
      `SELECT sum(impressions)::float8 AS all FROM fact.search_day WHERE scope = 'query' AND query <> 'acme tea'`,
    )) as [{ all: number }];
    expect(impressions).toBe(all);
    // Brand queries stood as high as can be; the others are as visible as an analyst says who reads the curve.
    expect(ctrCurve[0].visibility).toBe(1);
    const expected = points.reduce(
      (sum: number, point: { fitted: number; impressions: number }) => sum + point.fitted * point.impressions,
      0,
    );
    expect(ctrCurve[1].visibility).toBeCloseTo(expected / (0.3 * all), 9);
    const bands = await server.run(
      `SELECT b.from::int AS from, b.to::int AS to, coalesce(sum(clicks), 0)::float8 AS clicks, coalesce(sum(impressions), 0)::float8 AS impressions
       FROM (VALUES (1, 3), (4, 10), (11, 20), (21, NULL)) b ("from", "to") LEFT JOIN fact.search_day ON scope = 'query' AND query <> 'acme tea'
         AND position_sum_micros / impressions / 1e6 BETWEEN b.from AND coalesce(b.to, 999) GROUP BY 1, 2 ORDER BY 1`,
    );
    expect(ctrCurve[1].bands).toEqual(bands.map((band) => ({ ...band, share: (band.impressions as number) / all })));
  });

  test('an opportunity is what the own curve expects at the target less what there was, with an interval', async () => {
    await splitBrand();
    const { searchOpportunities, ctrCurve } = await data(`{
      searchOpportunities(brand: "acme", range: ${RANGE}, target: 3, first: 2) { query segment clicks { value lineage } impressions { value } position { value } expected gain targetSeen interval { low high level } }
      ctrCurve(brand: "acme", range: ${RANGE}) { segment points { position fitted } } }`);
    const [oolong] = searchOpportunities;
    const at3 = ctrCurve[1].points.find(({ position }: { position: number }) => position === 3).fitted;
    expect(oolong).toMatchObject({ query: 'oolong', segment: 'OTHER', position: { value: 8 }, targetSeen: true, interval: { level: 0.9 } });
    expect(oolong.expected).toBeCloseTo(oolong.impressions.value * at3, 9);
    expect(oolong.gain).toBeCloseTo(oolong.expected - oolong.clicks.value, 9);
    expect(oolong.interval.low).toBeLessThan(oolong.gain);
    expect(oolong.interval.high).toBeGreaterThan(oolong.gain);
    expect(oolong.interval.high - oolong.interval.low).toBeLessThan(0.2 * oolong.gain);
    const { lineage } = await data(`{ lineage(cell: "${oolong.clicks.lineage}") { value recomputed factRows } }`);
    expect(lineage).toEqual({ value: oolong.clicks.value, recomputed: oolong.clicks.value, factRows: 28 });
  });

  test('pages that stand in each other’s way show all four signs; overlap alone shows none', async () => {
    await splitBrand();
    const { searchCannibalisation } = await data(
      `{ searchCannibalisation(brand: "acme", range: ${RANGE}) { query pages { page clicks { value } position { value } } evenness concentration flips ctrRatio correlation score } }`,
    );
    expect(searchCannibalisation.map(({ query, score }: { query: string; score: number }) => [query, score])).toEqual([
      ['torn', 1],
      ['sisters', 0],
    ]);
    const [torn, sisters] = searchCannibalisation;
    expect(torn).toMatchObject({ evenness: 1, concentration: 0.5, flips: 13, correlation: -1 });
    expect(torn.ctrRatio).toBeLessThan(0.5);
    expect(torn.pages).toEqual([
      { page: '/a', clicks: { value: expect.any(Number) }, position: { value: expect.closeTo((5 * 600 + 9 * 400) / 1000, 9) } },
      { page: '/b', clicks: { value: expect.any(Number) }, position: { value: expect.any(Number) } },
    ]);
    expect(sisters).toMatchObject({ flips: 0, correlation: null });
  });

  test('a loss is split exactly into appearances, position and click rate', async () => {
    await splitBrand();
    const { searchChanges } =
      await data(`{ searchChanges(brand: "acme", before: { from: "2026-10-01", to: "2026-10-14" }, after: { from: "2026-10-15", to: "2026-10-28" }) {
      query change impressionEffect positionEffect ctrEffect before { clicks { value } position { value } } after { clicks { value } position { value } } } }`);
    const [brandQuery, falling] = searchChanges;
    // What has always been on top is only searched for more.
    expect(brandQuery).toMatchObject({ query: 'acme tea', change: 7 * 120, positionEffect: 0 });
    expect(brandQuery.impressionEffect).toBeCloseTo(840, 6);
    expect(falling).toMatchObject({
      query: 'falling',
      before: { position: { value: 3 } },
      after: { position: { value: 6 } },
      change: 14 * (45 - 60),
    });
    expect(falling.impressionEffect).toBeGreaterThan(0);
    expect(falling.positionEffect).toBeLessThan(-200);
    expect(Math.abs(falling.ctrEffect)).toBeLessThan(-falling.positionEffect / 2);
    for (const { change, impressionEffect, positionEffect, ctrEffect, before, after } of searchChanges) {
      expect(impressionEffect + positionEffect + ctrEffect).toBeCloseTo(change, 6);
      expect(change).toBe((after.clicks?.value ?? 0) - (before.clicks?.value ?? 0));
    }
  });

  test('a query that is named in one range only changed by its appearances alone', async () => {
    const { searchChanges } =
      await data(`{ searchChanges(brand: "acme", before: { from: "2026-09-01", to: "2026-09-28" }, after: ${RANGE}, first: 1) {
      query change impressionEffect positionEffect ctrEffect before { clicks { value } } } }`);
    const [{ change, impressionEffect, positionEffect, ctrEffect, before }] = searchChanges;
    expect([positionEffect, ctrEffect, before]).toEqual([0, 0, { clicks: null }]);
    expect(impressionEffect).toBeCloseTo(change, 6);
  });

  test('searches for the brand in the week after a post stand against the same weekdays before', async () => {
    await splitBrand();
    const roster = 'creators: [{ key: xiaolu, name: Xiaolu, accounts: [{ platform: douyin, account: a }] }]';
    await inWorkspace(server.database, 1, async (session) => {
      await saveRoster(session, parseRosterFile(roster, 'roster.yaml'));
      await session.query("SELECT hub.ensure_partitions('creator_post', '2026-10-22', '2026-10-22')");
      await session.execute(
        `INSERT INTO fact.creator_post (workspace_id, day, source_id, brand_id, platform, post, creator, page_id, record_no, recorded_at)
         SELECT 1, '2026-10-22', 0, id, 'douyin', 'p', 'a', 1, 0, now() FROM hub.brand WHERE workspace_id = 1`,
      );
    });
    const { creator } = await data(
      '{ creator(key: "xiaolu") { scorecard(range: { from: "2026-10-01", to: "2026-10-31" }) { brandSearchLift { day brand lift interval { low high } daysBefore reason } } } }',
    );
    const [sql] = await server.run(
      `SELECT avg(impressions) FILTER (WHERE day >= '2026-10-22')::float8 / avg(impressions) FILTER (WHERE day < '2026-10-22')::float8 - 1 AS lift
       FROM fact.search_day WHERE query = 'acme tea'`,
    );
    const lift = expect.closeTo(sql!.lift as number, 12);
    expect(creator.scorecard.brandSearchLift).toEqual([
      { day: '2026-10-22', brand: 'acme', lift, interval: { low: lift, high: lift }, daysBefore: 21, reason: null },
    ]);
    expect(sql!.lift).toBeCloseTo(0.2, 12);
  });

  test('a lost rank is no page and no position, never 0', async () => {
    const { searchRankHistory, nothing } = await data(`{
      searchRankHistory(brand: "acme", query: "blinking", range: ${RANGE}) { day best { page position { value } } pages { page } }
      nothing: searchRankHistory(brand: "acme", query: "unheard of", range: ${RANGE}) { day } }`);
    expect(searchRankHistory).toHaveLength(28);
    expect(searchRankHistory[2]).toEqual({ day: '2026-10-03', best: { page: '/k', position: { value: 7 } }, pages: [{ page: '/k' }] });
    expect(searchRankHistory[3]).toEqual({ day: '2026-10-04', best: null, pages: [] });
    expect(nothing).toEqual([]);
  });

  test('the anonymous part is the whole site less named queries; a full page of rows says that some may be missing', async () => {
    const asked = `{ searchCoverage(brand: "acme", range: { from: "2026-10-01", to: "2026-10-01" }) { day clicks { value } clicksAnonymous { value } anonymousRate { value } namedRows possiblyRowCapped } }`;
    const named = ROWS.filter(([day, scope]) => day === FIRST && scope === 'query');
    const clicks = named.reduce((sum, row) => sum + row[4], 0);
    expect((await data(asked)).searchCoverage).toEqual([
      {
        day: FIRST,
        clicks: { value: 4_000 },
        clicksAnonymous: { value: 4_000 - clicks },
        anonymousRate: { value: (4_000 - clicks) / 4_000 },
        namedRows: named.length,
        possiblyRowCapped: false,
      },
    ]);
    await server.run(
      `INSERT INTO fact.search_day (workspace_id, day, source_id, brand_id, scope, query, clicks, impressions, position_sum_micros, page_id, record_no, recorded_at)
       SELECT 1, '2026-10-01', source_id, brand_id, 'query', 'rare ' || n, 0, 1, 9000000, 1, 0, recorded_at
       FROM (SELECT source_id, brand_id, recorded_at FROM fact.search_day WHERE scope = 'property' LIMIT 1) x, generate_series(1, ${25_000 - named.length}) n`,
    );
    const [day] = (await data(asked)).searchCoverage;
    expect(day).toMatchObject({ namedRows: 25_000, possiblyRowCapped: true });
  });
});
