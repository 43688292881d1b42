import { createHash } from 'node:crypto';
import { type ServerUnderTest, serverUnderTest } from '../graph/running-server';
import { type SeededWorkspace, seedWorkspace } from './seeded-workspace';

const RANGE = '{ from: "2026-11-20", to: "2026-11-22" }';

describe('numbers of things', () => {
  let server: ServerUnderTest;
  let seeded: SeededWorkspace;

  beforeAll(async () => {
    server = await serverUnderTest();
    seeded = await seedWorkspace(server, 1, 'spring');
  });
  afterAll(() => server.close());

  it('computes the metrics of a list of campaigns together, and only those that are asked for', async () => {
    const day = '{ from: "2026-11-22", to: "2026-11-22" }';
    const fields = `edges { node { key goals { id } week: metrics(range: ${RANGE}) { spend roasClaimed nps } day: metrics(range: ${day}) { spend } } }`;
    const { body } = await server.ask(`{ campaigns { ${fields} } }`);
    expect(body.errors).toBeUndefined();
    expect(body.data.campaigns.edges.map(({ node }: { node: unknown }) => node)).toMatchObject([
      { key: 'meta:spring-1', goals: [{ id: expect.any(String) }], week: { spend: 30, roasClaimed: 3, nps: null }, day: { spend: 10 } },
      { key: 'meta:spring-2', goals: [], week: { spend: 60, roasClaimed: 3 }, day: { spend: 20 } },
      { key: 'meta:spring-3', goals: [], week: { spend: 90, roasClaimed: 3 }, day: { spend: 30 } },
    ]);
    // Three campaigns cost as many statements as one.
    expect(await statementsFor(server, `{ campaigns { ${fields} } }`)).toBe(
      await statementsFor(server, `{ campaigns(first: 1) { ${fields} } }`),
    );
  });

  it('answers campaigns with goals and totals by three statements and the one that begins the reading', async () => {
    const query =
      '{ campaigns(first: 50) { edges { node { key name goals { key } metrics(range: { last: 30, unit: DAY }) { spend ctr } } } } }';
    await server.ask(query);
    await server.run("UPDATE hub.brand SET name = name || '.'");
    expect(await statementsFor(server, query)).toBe(3);
  });

  it('computes metric sets of pages that are searched and turned, under any name, as those of each campaign alone', async () => {
    const sets = `key a: metrics(range: ${RANGE}) { spend } ...more @include(if: $wanted)`;
    const query = `query Page($after: String, $wanted: Boolean!) {
      campaigns(first: 1, after: $after, search: "spring") { pageInfo { endCursor } edges { ... { node { ${sets} } } } }
    } fragment more on Campaign { b: metrics(range: ${RANGE}) { roasClaimed } }`;
    const first = await server.ask(query, { variables: { after: null, wanted: false } });
    const { endCursor } = first.body.data.campaigns.pageInfo;
    const next = await server.ask(query, { variables: { after: endCursor, wanted: true } });
    expect(first.body.data.campaigns.edges).toEqual([{ node: { key: 'meta:spring-1', a: { spend: 30 } } }]);
    expect(next.body.data.campaigns.edges).toEqual([{ node: { key: 'meta:spring-2', a: { spend: 60 }, b: { roasClaimed: 3 } } }]);
  });

  it.each([
    ['first', 'others'],
    ['others', 'first'],
  ])(
    'tells apart the members of several lists, and what is in none, that show their numbers by the same fragment: %s, %s',
    async (...order) => {
      const lists: Record<string, string> = {
        first: 'first: campaigns(first: 1, search: "spring") { edges { node { ...numbers } } }',
        others: 'others: campaigns(first: 2, search: "spring-3") { edges { node { ...numbers } } }',
      };
      const { body } = await server.ask(`{
      ${order.map((name) => lists[name]).join('\n')}
      beyond: campaign(key: "meta:spring-2") { ...numbers }
      more: campaign(key: "meta:spring-1") { ...numbers metrics(range: ${RANGE}) { roasClaimed } }
    } fragment numbers on Campaign { key metrics(range: ${RANGE}) { spend } }`);
      expect(body.data).toEqual({
        first: { edges: [{ node: { key: 'meta:spring-1', metrics: { spend: 30 } } }] },
        others: { edges: [{ node: { key: 'meta:spring-3', metrics: { spend: 90 } } }] },
        beyond: { key: 'meta:spring-2', metrics: { spend: 60 } },
        more: { key: 'meta:spring-1', metrics: { spend: 30, roasClaimed: 3 } },
      });
    },
  );

  it('shows of listed campaigns what is asked for, in any combination, with their cursors', async () => {
    const shown: Record<string, unknown> = {
      platform: 'meta',
      brand: { key: 'spring-brand' },
      name: expect.stringContaining('spring campaign'),
      id: expect.any(String),
    };
    for (const terms of ['first: 2', 'first: 2, search: "spring"', 'first: 1']) {
      for (const fields of ['platform brand { key }', 'brand { key }', 'platform', 'name', 'id ... on Campaign { platform }']) {
        for (const counted of ['', 'totalCount']) {
          const { body } = await server.ask(
            `{ campaigns(${terms}) { ${counted} edges { node { ${fields} } cursor } pageInfo { endCursor } } }`,
          );
          expect(body.errors).toBeUndefined();
          const { edges, pageInfo } = body.data.campaigns;
          for (const { node } of edges) expect(node).toEqual(Object.fromEntries(Object.keys(node).map((field) => [field, shown[field]])));
          expect(edges.at(-1).cursor).toBe(pageInfo.endCursor);
        }
      }
    }
  });

  it('computes the metrics of brands, and of goals from the campaigns that serve them', async () => {
    const { body } = await server.ask(
      `{ brands { key metrics(range: ${RANGE}) { spend roasClaimed } } goals { campaigns { key } metrics(range: ${RANGE}) { spend roasClaimed nps adReach } } }`,
    );
    expect(body.errors).toBeUndefined();
    expect(body.data.brands).toContainEqual({ key: 'spring-brand', metrics: { spend: 180, roasClaimed: 3 } });
    const served = body.data.goals.filter((goal: { campaigns: unknown[] }) => goal.campaigns.length > 0);
    expect(served).toMatchObject([
      { campaigns: [{ key: 'meta:spring-1' }], metrics: { spend: 30, roasClaimed: 3, nps: null, adReach: null } },
    ]);
  });

  it('counts the campaigns of all pages with the first page, whatever the page that asks', async () => {
    const page = (more: string) => `{ campaigns(first: 2, ${more}) { totalCount pageInfo { endCursor } edges { node { key } } } }`;
    const { body } = await server.ask(page('search: "spring"'));
    expect(body.data.campaigns).toMatchObject({ totalCount: 3, edges: [{}, {}] });
    const next = await server.ask(page(`search: "spring", after: "${body.data.campaigns.pageInfo.endCursor}"`));
    expect(next.body.data.campaigns).toMatchObject({ totalCount: 3, edges: [{}] });
    expect((await server.ask(page('search: "nobody calls it so"'))).body.data.campaigns).toMatchObject({ totalCount: 0, edges: [] });
    await server.run("UPDATE hub.brand SET name = name || '.'");
    expect(await statementsFor(server, page('search: "spring"'))).toBe(1);
  });

  it('says why a range of a campaign cannot be', async () => {
    const { body } = await server.ask('{ campaign(key: "meta:spring-1") { metrics(range: { last: 0, unit: DAY }) { spend } } }');
    expect(body.errors?.[0]).toMatchObject({
      message: expect.stringMatching(/^range\.last: 0 given/),
      extensions: { code: 'BAD_USER_INPUT' },
    });
  });

  it('scores the health of a brand from what is known, its parts adding up to the score', async () => {
    await server.run("SELECT hub.ensure_partitions('mention', '2026-11-20', '2026-11-22')");
    await server.run(
      `INSERT INTO fact.mention (workspace_id, day, source_id, brand_id, post, sentiment, page_id, record_no, recorded_at)
       SELECT 1, '2026-11-21', $1, $2, n::text, CASE WHEN n <= 60 THEN 'positive' WHEN n <= 80 THEN 'neutral' ELSE 'negative' END, 1, n, now() FROM generate_series(1, 100) n`,
      [seeded.sourceId, seeded.brandId],
    );
    await server.run('UPDATE hub.workspace SET data_version = data_version + 1, recorded_at = clock_timestamp()');
    await server.rebuild();
    const query = `{ brand(key: "spring-brand") { health(range: ${RANGE}) { score weightsVersion netSentiment { value } nps { value } awareness { value } components { name score weight contribution } } } }`;
    const { body } = await server.ask(query);
    expect(body.errors).toBeUndefined();
    const { score, components, netSentiment, nps, weightsVersion } = body.data.brand.health;
    expect(weightsVersion).toBe('2026-1');
    expect(netSentiment.value).toBeCloseTo(0.4, 9);
    expect(nps?.value ?? null).toBeNull();
    const known = components.filter((each: { score: number | null }) => each.score !== null);
    expect(known.length).toBeGreaterThan(0);
    expect(known.length).toBeLessThan(components.length);
    const sum = (pick: string) => known.reduce((total: number, each: Record<string, number>) => total + (each[pick] ?? 0), 0);
    expect(sum('weight')).toBeCloseTo(1, 9);
    expect(sum('contribution')).toBeCloseTo(score, 9);
  });

  it('reads what an answer rests on only for whoever is told it', async () => {
    const asked = (fields: string) => `{ metrics(query: { select: [spend], by: [CAMPAIGN], range: ${RANGE} }) { ${fields} } }`;
    const plain = await server.ask(asked('currency rows { values { value } }'));
    const grounds = ['asOf', 'dataVersion', 'rows { values { lineage } }', 'totals { ... on MetricRow { values { lineage } } }'];
    for (const [at, more] of ['', ...grounds, 'warnings { code }'].entries()) {
      // Another text each time, so that no answer that is kept is given.
      expect(await statementsFor(server, asked(`currency rows { values { value shown${at}: value } } ${more}`))).toBe(more === '' ? 1 : 2);
    }
    const { body } = await server.ask(asked(`currency ${grounds.join(' ')} rows { values { value } }`));
    expect(body.data.metrics.currency).toBe(plain.body.data.metrics.currency);
    expect(body.data.metrics.rows).toMatchObject(plain.body.data.metrics.rows);
    expect(body.data.metrics.rows[0].values[0].lineage).not.toBe('');
  });

  it('takes a change apart', async () => {
    const query = `{ explainChange(metric: spend, by: CAMPAIGN, before: { from: "2026-11-20", to: "2026-11-20" }, after: { from: "2026-11-21", to: "2026-11-22" }) { from to change restated fx parts { label dimension { key } total } } }`;
    const { body } = await server.ask(query);
    expect(body.data.explainChange).toMatchObject({ from: 60, to: 120, change: 60, restated: 0, fx: 0 });
    expect(body.data.explainChange.parts.map(({ total }: { total: number }) => total)).toEqual([10, 20, 30]);
    const { body: refused } = await server.ask(query.replace('spend', 'brandHealth'));
    expect(refused.errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT');
  });

  it('goes from a number back to its rows, its definition and its goals', async () => {
    const metrics = `{ metrics(query: { select: [spend], by: [CAMPAIGN], range: ${RANGE}, orderBy: { dimension: CAMPAIGN, descending: false } }) { rows { values { lineage } } } }`;
    const cell = (await server.ask(metrics)).body.data.metrics.rows[0].values[0].lineage;
    const query = `query ($cell: ID!, $after: String) { lineage(cell: $cell) { value recomputed factRows definition { name formula } goals { id }
      records(first: 2, after: $after) { sourceKey values } recordsPageInfo(first: 2, after: $after) { hasNextPage endCursor } } }`;
    const first = (await server.ask(query, { variables: { cell } })).body.data.lineage;
    expect(first).toMatchObject({
      value: 30,
      recomputed: 30,
      factRows: 3,
      definition: { name: 'spend' },
      goals: [{ id: expect.any(String) }],
    });
    expect(first.records.map(({ values }: { values: string }) => JSON.parse(values).day)).toEqual(['2026-11-20', '2026-11-21']);
    expect(first.recordsPageInfo.hasNextPage).toBe(true);
    const second = (await server.ask(query, { variables: { cell, after: first.recordsPageInfo.endCursor } })).body.data.lineage;
    expect(
      second.records.map(({ sourceKey, values }: { sourceKey: string; values: string }) => [sourceKey, JSON.parse(values).day]),
    ).toEqual([['spring-source', '2026-11-22']]);
    const forged = createHash('sha256').update(cell).digest('base64url');
    expect((await server.ask(query, { variables: { cell: forged } })).body.errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT');
  });
});

async function statementsFor(server: ServerUnderTest, query: string): Promise<number> {
  const before = server.statements();
  await server.ask(query);
  return server.statements() - before;
}
