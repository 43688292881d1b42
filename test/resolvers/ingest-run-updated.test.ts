import { type Client, createClient } from 'graphql-ws';
import WebSocket from 'ws';
import { type ServerUnderTest, serverUnderTest } from '../graph/running-server';
import { until } from '../support/until';
import { type SeededWorkspace, seedWorkspace } from './seeded-workspace';

const QUERY = 'subscription { ingestRunUpdated { id status startedAt source { name } } }';

interface News extends Record<string, unknown> {
  ingestRunUpdated: { id: string; status: string };
}

describe('news of runs', () => {
  let server: ServerUnderTest;
  let ours: SeededWorkspace;
  let theirs: SeededWorkspace;
  let key: string;
  const clients: Client[] = [];

  beforeAll(async () => {
    server = await serverUnderTest();
    ours = await seedWorkspace(server, await server.workspace('ours'), 'mark-of-ours');
    theirs = await seedWorkspace(server, await server.workspace('theirs'), 'mark-of-theirs');
    key = await server.key(ours.id);
  });
  afterEach(async () => {
    for (const client of clients.splice(0)) await client.dispose();
  });
  afterAll(() => server.close());

  function connect(credential: string | undefined): Client {
    const connectionParams = credential ? { Authorization: `Bearer ${credential}` } : {};
    const url = `${server.url.replace('http', 'ws')}/graphql`;
    const client = createClient({ url, webSocketImpl: WebSocket, connectionParams, retryAttempts: 0 });
    clients.push(client);
    return client;
  }

  const announce = (of: SeededWorkspace, runId: number | undefined) =>
    server.run("SELECT pg_notify('hub_run', $1)", [JSON.stringify({ workspaceId: of.id, runId })]);

  it('comes to the workspace whose runs they are, and to no other', async () => {
    const events = connect(key).iterate<News>({ query: QUERY });
    const first = await heard(events.next(), async () => {
      await announce(theirs, theirs.runIds[0]);
      await announce(ours, ours.runIds[0]);
    });
    expect(first.value).toEqual({
      data: {
        ingestRunUpdated: {
          id: String(ours.runIds[0]),
          status: 'SUCCEEDED',
          startedAt: '2026-11-22T22:00:00.000Z',
          source: { name: 'mark-of-ours Source' },
        },
      },
    });
    // Each event is read anew.
    await server.run("UPDATE hub.ingest_run SET status = 'FAILED' WHERE id = $1", [ours.runIds[0]]);
    await announce(ours, ours.runIds[0]);
    await until(async () => {
      const { id, status } = (await events.next()).value.data.ingestRunUpdated;
      expect(id).toBe(String(ours.runIds[0]));
      return status === 'FAILED';
    });
    await events.return?.();
  });

  it('ends when the key is revoked', async () => {
    const revoked = await server.key(ours.id);
    const events = connect(revoked).iterate({ query: QUERY });
    await heard(events.next(), () => announce(ours, ours.runIds[1]));
    await server.run('UPDATE hub.api_key SET revoked_at = now() WHERE prefix = $1', [revoked.slice(0, 10)]);
    await announce(ours, ours.runIds[1]);
    // What was told before is heard first.
    await expect(until(async () => (await events.next()).done)).rejects.toMatchObject({ code: 4403 });
  });

  it('is refused to whoever does not say who they are', async () => {
    await expect(connect(undefined).iterate({ query: QUERY }).next()).rejects.toMatchObject({ code: 4403 });
    await expect(
      connect(`bhk_${'A'.repeat(43)}`)
        .iterate({ query: QUERY })
        .next(),
    ).rejects.toMatchObject({ code: 4403 });
  });

  it('is held to the limits, and is all that a socket answers', async () => {
    const refused = async (query: string) => {
      const outcome = await connect(key)
        .iterate({ query })
        .next()
        .then(
          ({ value }) => JSON.stringify(value),
          (error) => JSON.stringify(error),
        );
      return outcome;
    };
    expect(await refused('{ brands { id } }')).toContain('subscriptions only');
    expect(await refused('subscription { ingestRunUpdated { nope } }')).toContain('GRAPHQL_VALIDATION_FAILED');
    expect(await refused('subscription {')).toContain('Syntax Error');
    const deep = `${'source { lastRun { '.repeat(8)}id${' } }'.repeat(8)}`;
    expect(await refused(`subscription { ingestRunUpdated { ${deep} } }`)).toContain('depth: ');
  });
});

/** The first event of a subscription. It is announced again and again, as nothing tells when the server has begun to follow. */
async function heard<T>(event: Promise<T>, announce: () => Promise<unknown>): Promise<T> {
  let came = false;
  const marked = event.finally(() => {
    came = true;
  });
  await until(async () => {
    await announce();
    return came;
  }, 50);
  return marked;
}
