import { type ServerUnderTest, serverUnderTest } from '../graph/running-server';
import { type SeededWorkspace, seedWorkspace } from './seeded-workspace';

const RANGE = { from: '2026-11-20', to: '2026-11-22' };
const QUERY = { select: ['spend'], by: ['CAMPAIGN'], range: RANGE, orderBy: [{ metric: 'spend' }], asOf: '2030-01-01T00:00:00.000Z' };
const SAVE = `mutation ($key: String!, $query: MetricQueryInput!, $name: String) {
  saveQuery(key: $key, query: $query, name: $name) { key name latestVersion version { version query savedBy } } }`;

describe('saved queries', () => {
  let server: ServerUnderTest;
  let ours: SeededWorkspace;
  const keys: Record<string, string> = {};

  beforeAll(async () => {
    server = await serverUnderTest();
    ours = await seedWorkspace(server, 1, 'mine');
    for (const role of ['viewer', 'analyst', 'plan_owner', 'admin'] as const) keys[role] = await server.key(ours.id, role);
  });
  afterAll(() => server.close());

  const ask = async (query: string, variables: Record<string, unknown> = {}, role = 'analyst') =>
    (await server.ask(query, { key: keys[role] as string, variables })).body;
  const save = (key: string, query: object, name?: string, role?: string) => ask(SAVE, { key, query, ...(name ? { name } : {}) }, role);

  it('a save is a version; a second one is the next, and the first stays as it was', async () => {
    const first = (await save('by-campaign', QUERY, 'Spend by campaign')).data.saveQuery;
    expect(first).toMatchObject({
      key: 'by-campaign',
      name: 'Spend by campaign',
      latestVersion: 1,
      version: { version: 1, savedBy: expect.any(String) },
    });
    const second = (await save('by-campaign', { ...QUERY, by: ['BRAND'] })).data.saveQuery;
    expect(second).toMatchObject({ name: 'Spend by campaign', latestVersion: 2 });
    const { data } = await ask(
      `{ savedQuery(key: "by-campaign") { one: version(number: 1) { query } three: version(number: 3) { query } versions { version query } } }`,
      {},
      'viewer',
    );
    expect(JSON.parse(data.savedQuery.one.query)).toMatchObject(QUERY);
    expect(data.savedQuery.three).toBeNull();
    expect(
      data.savedQuery.versions.map(({ version, query }: { version: number; query: string }) => [version, JSON.parse(query).by]),
    ).toEqual([
      [2, ['BRAND']],
      [1, ['CAMPAIGN']],
    ]);
  });

  it('each version is answered as its question is', async () => {
    const rows = 'rows { dimensions { key } values { value } } asOf currency';
    for (const [version, by] of [
      [1, 'CAMPAIGN'],
      [2, 'BRAND'],
      [null, 'BRAND'],
    ]) {
      const saved = await ask(
        `query ($version: Int) { savedMetrics(key: "by-campaign", version: $version) { ${rows} } }`,
        { version },
        'viewer',
      );
      const asked = await ask(`query ($query: MetricQueryInput!) { metrics(query: $query) { ${rows} } }`, {
        query: { ...QUERY, by: [by] },
      });
      expect(saved.data.savedMetrics).toEqual(asked.data.metrics);
      expect(saved.data.savedMetrics.rows.length).toBeGreaterThan(0);
    }
    expect((await ask('{ savedMetrics(key: "by-campaign", version: 9) { currency } }')).data).toEqual({ savedMetrics: null });
  });

  it('is read page by page, and for another range', async () => {
    const page = (after: string | null) =>
      ask(
        `query ($after: String) { savedMetrics(key: "by-campaign", version: 1, first: 2, after: $after) { rows { dimensions { key } } pageInfo { endCursor hasNextPage } } }`,
        { after },
      );
    const first = (await page(null)).data.savedMetrics;
    const next = (await page(first.pageInfo.endCursor)).data.savedMetrics;
    expect([first.rows.length, next.rows.length]).toEqual([2, 1]);
    const other = await ask(
      `{ savedMetrics(key: "by-campaign", version: 2, range: { from: "2026-11-20", to: "2026-11-20" }) { rows { values { value } } } }`,
    );
    expect(other.data.savedMetrics.rows).toEqual([{ values: [{ value: 60 }] }]);
  });

  it('a question that cannot be answered is not kept', async () => {
    for (const [key, query, message] of [
      ['late', { ...QUERY, range: { from: '2026-11-22', to: '2026-11-20' } }, /range/],
      ['late', { ...QUERY, orderBy: [{ metric: 'clicks' }] }, /orderBy\[0\]/],
      ['No Key', QUERY, /^key:/],
    ] as const) {
      const { data, errors } = await save(key, query);
      expect([data, errors?.[0]?.extensions.code]).toEqual([null, 'BAD_USER_INPUT']);
      expect(errors?.[0]?.message).toMatch(message);
    }
    expect((await save('named', QUERY, '   ')).errors?.[0]?.message).toMatch(/^name:/);
    expect((await ask('{ savedQueries { key } }')).data.savedQueries).toEqual([{ key: 'by-campaign' }]);
  });

  it('another name leaves key and versions as they are', async () => {
    const rename = (key: string) => ask(`mutation { renameSavedQuery(key: "${key}", name: "Kampagnen") { key name latestVersion } }`);
    expect((await rename('by-campaign')).data.renameSavedQuery).toEqual({ key: 'by-campaign', name: 'Kampagnen', latestVersion: 2 });
    expect((await rename('nope')).data.renameSavedQuery).toBeNull();
  });

  it('several changes in one request see each other', async () => {
    const variables = { query: QUERY };
    const { data } = await ask(
      `mutation ($query: MetricQueryInput!) { a: saveQuery(key: "two", query: $query) { latestVersion versions { version } }
         b: saveQuery(key: "two", query: $query) { latestVersion versions { version } } c: deleteSavedQuery(key: "two") }`,
      variables,
    );
    expect(data).toEqual({
      a: { latestVersion: 1, versions: [{ version: 1 }] },
      b: { latestVersion: 2, versions: [{ version: 2 }, { version: 1 }] },
      c: true,
    });
  });

  it('what is deleted is in no list; saved again it goes on counting', async () => {
    expect((await ask('{ savedQuery(key: "two") { key } }')).data.savedQuery).toBeNull();
    expect((await ask('mutation { deleteSavedQuery(key: "two") }')).data.deleteSavedQuery).toBe(false);
    expect((await save('two', QUERY)).data.saveQuery).toMatchObject({ latestVersion: 3 });
  });

  it('saves at once are versions one after the other', async () => {
    const saved = await Promise.all(Array.from({ length: 6 }, () => save('crowd', QUERY)));
    expect(saved.map(({ data }) => data.saveQuery.latestVersion).sort()).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it('a viewer reads and changes nothing; an analyst and those above may', async () => {
    for (const change of [
      ['saveQuery', SAVE, { key: 'mine', query: QUERY }],
      ['renameSavedQuery', 'mutation { renameSavedQuery(key: "two", name: "x") { key } }', {}],
      ['deleteSavedQuery', 'mutation { deleteSavedQuery(key: "two") }', {}],
    ] as const) {
      const { errors } = await ask(change[1], change[2], 'viewer');
      expect([change[0], errors?.[0]?.extensions.code]).toEqual([change[0], 'UNAUTHORIZED']);
    }
    for (const role of ['plan_owner', 'admin']) expect((await save('higher', QUERY, undefined, role)).errors).toBeUndefined();
    expect((await ask('{ savedQuery(key: "two") { name } }', {}, 'viewer')).data.savedQuery).toEqual({ name: 'two' });
  });

  it('another workspace has keys of its own', async () => {
    const other = await server.key(await server.workspace('other'), 'admin');
    const { body } = await server.ask(SAVE, { key: other, variables: { key: 'by-campaign', query: QUERY } });
    expect(body.data.saveQuery).toMatchObject({ name: 'by-campaign', latestVersion: 1 });
    const gone = await server.ask('mutation { deleteSavedQuery(key: "two") }', { key: other });
    expect(gone.body.data).toEqual({ deleteSavedQuery: false });
  });

  it('a version cannot be changed, nor seen without its workspace', async () => {
    await expect(server.database.query('UPDATE hub.saved_query_version SET version = 9')).rejects.toThrow(/permission denied/);
    expect(await server.database.query('SELECT * FROM hub.saved_query_version')).toEqual([]);
    expect(await server.database.query('SELECT * FROM hub.saved_query')).toEqual([]);
  });
});
