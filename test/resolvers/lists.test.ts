import { type ServerUnderTest, serverUnderTest } from '../graph/running-server';
import { type SeededWorkspace, seedWorkspace } from './seeded-workspace';

describe('lists', () => {
  let server: ServerUnderTest;
  let seeded: SeededWorkspace;

  beforeAll(async () => {
    server = await serverUnderTest();
    seeded = await seedWorkspace(server, 1, 'spring');
  });
  afterAll(() => server.close());

  it('gives campaigns by name, page by page, each once', async () => {
    const query =
      'query ($after: String) { campaigns(first: 2, after: $after) { totalCount pageInfo { hasNextPage endCursor } edges { node { key brand { key } } } } }';
    const first = (await server.ask(query)).body.data.campaigns;
    const second = (await server.ask(query, { variables: { after: first.pageInfo.endCursor } })).body.data.campaigns;
    expect([first.totalCount, first.pageInfo.hasNextPage, second.pageInfo.hasNextPage]).toEqual([3, true, false]);
    expect([...first.edges, ...second.edges].map(({ node }) => node.key)).toEqual(['meta:spring-1', 'meta:spring-2', 'meta:spring-3']);
    expect(first.edges[0].node.brand).toEqual({ key: 'spring-brand' });
  });

  it('finds campaigns by a part of their name or key, taking % and _ as they are', async () => {
    const found = async (search: string) =>
      (await server.ask('query ($search: String) { campaigns(search: $search) { totalCount } }', { variables: { search } })).body.data
        .campaigns.totalCount;
    expect(await found('CAMPAIGN 2')).toBe(1);
    expect(await found('meta:spring')).toBe(3);
    expect(await found('%')).toBe(0);
    expect(await found('_')).toBe(0);
  });

  it('refuses a cursor that it did not give', async () => {
    for (const after of ['', 'x', Buffer.from('["a"]').toString('base64url'), Buffer.from('[1,2]').toString('base64url')]) {
      const { body } = await server.ask('query ($after: String) { campaigns(after: $after) { totalCount } }', { variables: { after } });
      expect(body.errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT');
    }
  });

  it('gives runs, the latest first, and goes on after the last one', async () => {
    const query =
      'query ($after: String, $source: String) { ingestRuns(first: 3, after: $after, source: $source) { id status startedAt } }';
    const [run1, run2, run3, run4] = seeded.runIds.map(String);
    const first = (await server.ask(query, { variables: { source: 'spring-source' } })).body.data.ingestRuns;
    expect(first.map(({ id }: { id: string }) => id)).toEqual([run4, run3, run2]);
    // A run that waits has not begun: the instant is when it was queued.
    expect(first[0]).toMatchObject({ status: 'QUEUED', startedAt: '2026-11-22T21:59:00.000Z' });
    const rest = (await server.ask(query, { variables: { after: run2 } })).body.data.ingestRuns;
    expect(rest.map(({ id }: { id: string }) => id)).toEqual([run1]);
    expect((await server.ask(query, { variables: { after: 'x' } })).body.errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT');
  });

  it('says how fresh a source is: stale once it is more than three days behind yesterday', async () => {
    const query = '{ sources { name freshTo stale lastRun { id } } }';
    const state = async () => (await server.ask(query)).body.data.sources;
    expect(await state()).toEqual([
      { name: 'spring Source', freshTo: '2026-11-22', stale: false, lastRun: { id: String(seeded.runIds[3]) } },
    ]);
    await server.run("UPDATE hub.source SET fresh_to = '2026-11-19'");
    expect(await state()).toMatchObject([{ stale: false }]);
    await server.run("UPDATE hub.source SET fresh_to = '2026-11-18'");
    expect(await state()).toMatchObject([{ stale: true }]);
    await server.run('UPDATE hub.source SET enabled = false');
    expect(await state()).toMatchObject([{ stale: false }]);
  });

  it('tells of no experiment and no finding', async () => {
    expect((await server.ask('{ experiment(key: "x") { id } findings { id } }')).body).toEqual({
      data: { experiment: null, findings: [] },
    });
  });
});
