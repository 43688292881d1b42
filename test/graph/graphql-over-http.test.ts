import { serverAudits } from 'graphql-http';
import { type ServerUnderTest, serverUnderTest } from './running-server';

/** Audits read through fetch; the preflight header is what a script of our own page sends with a GET. */
function auditsOf(server: ServerUnderTest, key?: string) {
  const fetchFn = (url: string, init: RequestInit = {}) =>
    fetch(url, {
      ...init,
      headers: {
        ...(init.headers as Record<string, string>),
        'apollo-require-preflight': 'true',
        ...(key && { authorization: `Bearer ${key}` }),
      },
    });
  return serverAudits({ url: `${server.url}/graphql`, fetchFn });
}

async function failures(server: ServerUnderTest, key?: string): Promise<string[]> {
  const failed: string[] = [];
  for (const audit of auditsOf(server, key)) {
    const result = await audit.fn();
    if (result.status !== 'ok') failed.push(`${audit.id} ${audit.name}: ${result.reason}`);
  }
  return failed;
}

describe('GraphQL over HTTP', () => {
  let server: ServerUnderTest;

  beforeAll(async () => {
    server = await serverUnderTest();
  });
  afterAll(() => server.close());

  it('passes the 61 audits of the specification as the local owner', async () => {
    expect(auditsOf(server)).toHaveLength(61);
    expect(await failures(server)).toEqual([]);
  });

  it('passes them with an API key, once there is one', async () => {
    const key = await server.key(1);
    expect((await server.ask('{ __typename }')).status).toBe(401);
    expect(await failures(server, key)).toEqual([]);
  });
});
