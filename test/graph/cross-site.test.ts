import { type ServerUnderTest, serverUnderTest } from './running-server';

const QUERY = '{ __typename }';
const JSON_BODY = JSON.stringify({ query: QUERY });
const PATH = `/graphql?query=${encodeURIComponent(QUERY)}`;
const FORM = 'application/x-www-form-urlencoded';

/** What the page of another site could make a browser send without asking, and what is refused for its form. */
const REQUESTS: [name: string, path: string, init: RequestInit, status: number][] = [
  ['POST as text/plain', '/graphql', { method: 'POST', body: JSON_BODY, headers: { 'content-type': 'text/plain' } }, 400],
  ['POST as a form', '/graphql', { method: 'POST', body: `query=${encodeURIComponent(QUERY)}`, headers: { 'content-type': FORM } }, 400],
  [
    'POST as multipart',
    '/graphql',
    { method: 'POST', body: JSON_BODY, headers: { 'content-type': 'multipart/form-data; boundary=x' } },
    400,
  ],
  ['POST without a content type', '/graphql', { method: 'POST', body: Buffer.from(JSON_BODY) }, 400],
  ['GET without a header of its own', PATH, { method: 'GET' }, 400],
  [
    'GET of a mutation',
    `/graphql?query=${encodeURIComponent('mutation { deleteSavedQuery(key: "x") }')}`,
    { headers: { 'apollo-require-preflight': '1' } },
    405,
  ],
  ['GET with a text/plain body', PATH, { method: 'GET', headers: { 'content-type': 'text/plain', 'apollo-require-preflight': '1' } }, 415],
  [
    'POST in another charset',
    '/graphql',
    { method: 'POST', body: JSON_BODY, headers: { 'content-type': 'application/json; charset=ibm037' } },
    415,
  ],
  ['a batch', '/graphql', { method: 'POST', body: `[${JSON_BODY}]`, headers: { 'content-type': 'application/json' } }, 400],
  ['PUT', '/graphql', { method: 'PUT', body: JSON_BODY, headers: { 'content-type': 'application/json' } }, 405],
];

describe('requests from elsewhere', () => {
  let server: ServerUnderTest;

  beforeAll(async () => {
    server = await serverUnderTest();
  });
  afterAll(() => server.close());

  it.each(REQUESTS)('refuses %s', async (_name, path, init, status) => {
    const response = await fetch(server.url + path, init);
    expect(response.status).toBe(status);
    expect(await response.text()).not.toContain('"data"');
  });

  it('answers JSON by POST, and GET with a header that another site cannot set', async () => {
    expect((await server.ask(QUERY)).body.data).toEqual({ __typename: 'Query' });
    const response = await fetch(server.url + PATH, { headers: { 'apollo-require-preflight': '1' } });
    expect(await response.json()).toEqual({ data: { __typename: 'Query' } });
  });

  it('takes nobody for the local owner who comes by another name, another site’s page or a proxy', async () => {
    const { port } = new URL(server.url);
    const elsewhere: Record<string, string>[] = [
      { host: `attacker.example:${port}` },
      { origin: 'https://attacker.example' },
      { 'x-forwarded-for': '203.0.113.7' },
    ];
    for (const headers of elsewhere) {
      expect(await statusOf(port, headers)).toBe(401);
    }
    expect(await statusOf(port, { host: `localhost:${port}` })).toBe(200);
  });

  it('sends no headers that would let another site read an answer', async () => {
    const response = await fetch(`${server.url}/graphql`, { method: 'OPTIONS', headers: { origin: 'https://attacker.example' } });
    expect(response.headers.get('access-control-allow-origin')).toBeNull();
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
  });
});

/** fetch does not let a caller set Host. */
async function statusOf(port: string, headers: Record<string, string>): Promise<number> {
  const { request } = await import('node:http');
  return new Promise((resolve, reject) => {
    const sent = request(
      { host: '127.0.0.1', port, path: '/graphql', method: 'POST', headers: { 'content-type': 'application/json', ...headers } },
      (answer) => {
        answer.resume();
        resolve(answer.statusCode ?? 0);
      },
    );
    sent.on('error', reject);
    sent.end(JSON_BODY);
  });
}
