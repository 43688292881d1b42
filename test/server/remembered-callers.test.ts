import { type ServerUnderTest, serverUnderTest } from '../graph/running-server';
import { seedWorkspace } from '../resolvers/seeded-workspace';
import { quietDatabase } from '../support/quiet-database';

const RANGE = 'range: { from: "2026-11-20", to: "2026-11-22" }';
const SPEND = `{ metrics(query: { select: [spend], by: [BRAND], ${RANGE} }) { currency rows { values { value } } } }`;

describe.each([
  { keepAnswers: true, quiet: true },
  { keepAnswers: true, quiet: false },
  { keepAnswers: false, quiet: true },
  { keepAnswers: false, quiet: false },
])('whoever called before (answers are kept: $keepAnswers, nobody else writes: $quiet)', ({ keepAnswers, quiet }) => {
  let server: ServerUnderTest;
  beforeAll(async () => {
    server = await serverUnderTest({ keepAnswers }, quiet ? { on: await quietDatabase() } : {});
    await seedWorkspace(server, 1, 'spring');
  });
  afterAll(() => server.close());

  /** A key whose owner is remembered, and the short way learnt. */
  const knownKey = async (workspaceId = 1) => {
    const key = await server.key(workspaceId);
    await server.ask('{ brands { key } }', { key });
    await server.ask('{ brands { name } }', { key });
    return key;
  };
  const revoke = (key: string) => server.run('UPDATE hub.api_key SET revoked_at = now() WHERE prefix = $1', [key.slice(0, 10)]);

  it('is answered as at the first time', async () => {
    const first = await server.ask(SPEND, { key: await server.key(1) });
    expect(first.body.data.metrics.rows).not.toHaveLength(0);
    const key = await knownKey();
    for (let i = 0; i < 3; i++) expect((await server.ask(SPEND, { key })).text).toBe(first.text);
  });

  it('is told nothing any more once the key is revoked', async () => {
    const key = await knownKey();
    await revoke(key);
    for (const query of [SPEND, '{ __typename }', 'mutation { acknowledgeAlert(id: "1") { id } }', '{ nothing }']) {
      const { status, body } = await server.ask(query, { key });
      expect(status).toBe(401);
      expect(body).toEqual({ errors: [{ message: 'API key: unknown, expired or revoked', extensions: { code: 'UNAUTHENTICATED' } }] });
    }
  });

  it('is told nothing of the workspace that the key was of', async () => {
    const other = await server.workspace('other');
    const key = await knownKey();
    expect((await server.ask('{ brands { id } }', { key })).body.data.brands).not.toHaveLength(0);
    await server.run('UPDATE hub.api_key SET workspace_id = $2 WHERE prefix = $1', [key.slice(0, 10), other]);
    const { status, body } = await server.ask('{ brands { id name } }', { key });
    expect([status, body]).toEqual([200, { data: { brands: [] } }]);
  });

  it('may do what the key may do by now, and no more', async () => {
    const key = await server.key(1, 'admin');
    const asked = ['{ interviews { key } }', '{ interviews { title: key } }', '{ interviews { key held: key } }'];
    for (const query of asked) expect((await server.ask(query, { key })).body.errors).toBeUndefined();
    await server.run(`UPDATE hub.api_key SET role = 'viewer' WHERE prefix = $1`, [key.slice(0, 10)]);
    const viewer = await server.key(1, 'viewer');
    for (const query of asked) {
      const { body } = await server.ask(query, { key });
      expect(body.errors?.map(({ extensions: { code } }) => code)).toEqual(['UNAUTHORIZED']);
      expect(body).toEqual((await server.ask(query, { key: viewer })).body);
    }
  });

  it('is answered in the currency that the workspace reports in by now', async () => {
    const key = await knownKey();
    const currency = async () => (await server.ask(SPEND, { key })).body.data.metrics.currency;
    expect(await currency()).toBe('CNY');
    await server.run(`UPDATE hub.workspace SET reporting_currency = 'EUR' WHERE id = 1`);
    expect(await currency()).toBe('EUR');
    await server.run(`UPDATE hub.workspace SET reporting_currency = 'CNY' WHERE id = 1`);
    expect(await currency()).toBe('CNY');
  });

  it('is confirmed or looked for beside what is asked', async () => {
    const key = await knownKey();
    // A write before each question: nobody who was found before could be confirmed.
    for (const query of quiet ? [] : ['{ brands { id } }', '{ brands { own } }']) {
      await server.run('SELECT pg_current_xact_id()');
      await server.ask(query, { key });
    }
    const [statements, lookups] = [server.statements(), server.lookups()];
    const { body } = await server.ask('{ brands { key name own } }', { key });
    expect(body.errors).toBeUndefined();
    expect([server.statements() - statements, server.lookups() - lookups]).toEqual([1, 1]);
  });
});
