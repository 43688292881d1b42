import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, SignJWT, UnsecuredJWT } from 'jose';
import { createLog } from '../../src/lib/log';
import { startServer } from '../../src/server';
import { type ServerUnderTest, serverUnderTest } from './running-server';

const ISSUER = 'https://issuer.example/';
const AUDIENCE = 'brandhub';
const NOW = new Date('2026-11-23T01:00:00Z');
const SECOND = 1_000;
const seconds = (offset: number) => Math.floor(NOW.getTime() / SECOND) + offset;

type Keys = Awaited<ReturnType<typeof generateKeyPair>>;

describe('callers', () => {
  let server: ServerUnderTest;
  let jwks: Server;
  let keys: Record<'rsa' | 'ec' | 'ed' | 'stranger', Keys>;

  beforeAll(async () => {
    const pairs = await Promise.all([
      generateKeyPair('RS256'),
      generateKeyPair('ES256'),
      generateKeyPair('EdDSA'),
      generateKeyPair('RS256'),
    ]);
    keys = { rsa: pairs[0], ec: pairs[1], ed: pairs[2], stranger: pairs[3] };
    const published = await Promise.all(
      (['rsa', 'ec', 'ed'] as const).map(async (kid) => ({ ...(await exportJWK(keys[kid].publicKey)), kid, use: 'sig' })),
    );
    jwks = createServer((_request, response) => response.end(JSON.stringify({ keys: published })));
    await new Promise<void>((resolve) => jwks.listen(0, '127.0.0.1', resolve));
    const jwksUrl = `http://127.0.0.1:${(jwks.address() as AddressInfo).port}/keys`;
    server = await serverUnderTest({
      oidc: { issuer: ISSUER, audience: AUDIENCE, jwksUrl, workspaceClaim: 'workspace', roleClaim: 'role' },
    });
  });
  afterAll(async () => {
    await server.close();
    jwks.close();
  });

  const claims = (over: Record<string, unknown> = {}) => ({
    iss: ISSUER,
    aud: AUDIENCE,
    sub: 'u1',
    exp: seconds(600),
    iat: seconds(-5),
    workspace: 'default',
    role: 'viewer',
    ...over,
  });
  const sign = (over: Record<string, unknown> = {}, alg = 'RS256', by: keyof typeof keys = 'rsa', header: Record<string, unknown> = {}) =>
    new SignJWT(claims(over)).setProtectedHeader({ alg, kid: by, ...header }).sign(keys[by].privateKey);
  const statusWith = async (token: string) => (await server.ask('{ brands { id } }', { key: token })).status;

  it.each([
    ['RS256', 'rsa'],
    ['ES256', 'ec'],
    ['EdDSA', 'ed'],
  ] as const)('believes a token of the issuer signed by %s', async (alg, by) => {
    expect(await statusWith(await sign({}, alg, by))).toBe(200);
  });

  it('allows clocks to differ by a minute', async () => {
    expect(await statusWith(await sign({ exp: seconds(-59) }))).toBe(200);
    expect(await statusWith(await sign({ nbf: seconds(59) }))).toBe(200);
  });

  it('takes the highest role of a list', async () => {
    expect(await statusWith(await sign({ role: ['other', 'admin', 'viewer'] }))).toBe(200);
  });

  const tampered = async () => {
    const [header, , signature] = (await sign()).split('.');
    return [header, Buffer.from(JSON.stringify(claims({ role: 'admin' }))).toString('base64url'), signature].join('.');
  };
  const byPublicKey = async () => {
    const secret = Buffer.from(JSON.stringify(await exportJWK(keys.rsa.publicKey)));
    return new SignJWT(claims()).setProtectedHeader({ alg: 'HS256', kid: 'rsa' }).sign(secret);
  };
  const embedded = async () =>
    new SignJWT(claims())
      .setProtectedHeader({ alg: 'RS256', jwk: (await exportJWK(keys.stranger.publicKey)) as never })
      .sign(keys.stranger.privateKey);

  const BAD: [name: string, make: () => Promise<string> | string][] = [
    ['no signature (alg none)', () => new UnsecuredJWT(claims()).encode()],
    ['a signature by the public key as a secret', byPublicKey],
    ['claims changed after signing', tampered],
    ['the key of a stranger', () => sign({}, 'RS256', 'stranger', { kid: 'rsa' })],
    ['a key id that is not published', () => sign({}, 'RS256', 'stranger')],
    ['a key id that is a path', () => sign({}, 'RS256', 'stranger', { kid: '../../../etc/passwd' })],
    ['a key that it brings itself', embedded],
    ['a key address that it brings itself', () => sign({}, 'RS256', 'stranger', { kid: 'stranger', jku: 'http://127.0.0.1:9/keys' })],
    [
      'a certificate address that it brings itself',
      () => sign({}, 'RS256', 'stranger', { kid: 'stranger', x5u: 'http://127.0.0.1:9/crt' }),
    ],
    ['an algorithm that is not pinned', () => sign({}, 'PS256', 'rsa').catch(() => sign({}, 'RS384', 'rsa').catch(() => 'a.b.c'))],
    ['another issuer', () => sign({ iss: 'https://other.example/' })],
    ['another audience', () => sign({ aud: 'other' })],
    ['no audience', () => sign({ aud: undefined })],
    ['an end that has passed', () => sign({ exp: seconds(-61) })],
    ['no end', () => sign({ exp: undefined })],
    ['a beginning that is to come', () => sign({ nbf: seconds(61) })],
    ['no subject', () => sign({ sub: undefined })],
    ['no role', () => sign({ role: undefined })],
    ['a role that there is not', () => sign({ role: 'root' })],
    ['no workspace', () => sign({ workspace: undefined })],
    ['a workspace that there is not', () => sign({ workspace: 'nowhere' })],
    ['a critical header that is not understood', () => sign({}, 'RS256', 'rsa', { crit: ['b64x'], b64x: true }).catch(() => 'a.b.c')],
    ['ten thousand characters', () => `${'a'.repeat(10_000)}.b.c`],
    ['no form at all', () => 'not-a-token'],
    ['an API key that there is not', () => `bhk_${'A'.repeat(43)}`],
  ];
  it.each(BAD)('refuses a token with %s', async (_name, make) => {
    const token = await make();
    const { status, body, text } = await server.ask('{ brands { id } }', { key: token });
    expect({ status, code: body.errors?.[0]?.extensions.code }).toEqual({ status: 401, code: 'UNAUTHENTICATED' });
    expect(text).not.toContain(token);
  });

  it('asks for a credential before it reads anything of a request', async () => {
    const response = await fetch(`${server.url}/graphql`, {
      method: 'POST',
      body: '{ not json',
      headers: { 'content-type': 'application/json' },
    });
    expect(response.status).toBe(401);
    expect(response.headers.get('www-authenticate')).toMatch(/^Bearer/);
    expect(await response.json()).toEqual({
      errors: [{ message: 'Authorization: missing; expected "Bearer <API key or token>"', extensions: { code: 'UNAUTHENTICATED' } }],
    });
  });

  it('refuses keys that have expired or were revoked, at once', async () => {
    const expired = await server.key(1, 'admin', new Date(Date.now() - SECOND));
    expect(await statusWith(expired)).toBe(401);
    const key = await server.key(1, 'viewer');
    expect(await statusWith(key)).toBe(200);
    await server.run('UPDATE hub.api_key SET revoked_at = now() WHERE prefix = $1', [key.slice(0, 10)]);
    expect(await statusWith(key)).toBe(401);
  });

  it('shows health and the explorer to anybody, and measurements to those who are known', async () => {
    const statuses = async (headers: Record<string, string>) =>
      Promise.all(
        ['/healthz', '/readyz', '/graphiql/graphiql.js', '/metrics'].map(
          async (path) => (await fetch(server.url + path, { headers })).status,
        ),
      );
    expect(await statuses({})).toEqual([200, 200, 200, 401]);
    expect(await statuses({ authorization: `Bearer ${await server.key(1)}` })).toEqual([200, 200, 200, 200]);
    const page = await fetch(`${server.url}/graphql`, { headers: { accept: 'text/html,application/xhtml+xml' } });
    expect(page.status).toBe(200);
    expect(page.headers.get('content-security-policy')).toContain("script-src 'self';");
  });
});

describe('a server that nobody has set a credential up for', () => {
  it('does not start where other machines can reach it, until there is a key', async () => {
    const server = await serverUnderTest();
    try {
      // Another way to write 127.0.0.1, which the server does not take for this machine.
      const config = { host: '127.1', port: 0, oidc: null };
      const start = () => startServer({ database: server.database, config, log: createLog('silent'), listenUrl: server.ownerUrl });
      await expect(start()).rejects.toThrow(/^HOST 127\.1 can be reached from other machines .*brandhub key create/);
      await server.key(1);
      const started = await start();
      await server.run('UPDATE hub.api_key SET revoked_at = now()');
      const response = await fetch(`http://127.0.0.1:${new URL(started.url).port}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: '{"query":"{ __typename }"}',
      });
      await started.close();
      expect(response.status).toBe(401);
    } finally {
      await server.close();
    }
  });
});
