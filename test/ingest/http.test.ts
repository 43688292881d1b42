import type { HttpRequest, Page } from '../../ingest/connector';
import { type CredentialOptions, credentialsOf } from '../../ingest/credentials';
import { Fatal, Retriable, Unauthorized } from '../../ingest/errors';
import { FETCH_DEFAULTS, type Fetching, fetchPage } from '../../ingest/fetch-page';
import { exchange, refuseStatus, retryAfterMs } from '../../ingest/http';
import { Network } from '../../ingest/network';
import { RateLimit } from '../../ingest/rate-limit';
import { withHeaders } from '../../ingest/record/signed-request';
import { type FakeClock, fakeClock } from '../support/ingest-clock';
import { type StubAnswer, type StubPlatform, type StubRequest, stubPlatform } from '../support/ingest-platform';

let stub: StubPlatform;
let answer: (request: StubRequest) => StubAnswer;
let clock: FakeClock;
beforeAll(async () => {
  stub = await stubPlatform((request) => answer(request));
});
afterAll(() => stub?.close());
beforeEach(() => {
  answer = () => ({ body: { ok: true } });
  clock = fakeClock('2026-06-15T12:00:00Z');
  stub.requests.length = 0;
});

const network = new Network(['127.0.0.1']);
const limits = { network, timeoutMs: 60_000, maxBytes: 1_000 };
const ask = (path = '/', more: Partial<HttpRequest> = {}) => exchange({ url: stub.url + path, ...more }, limits);
const meaning = (page: Page) => {
  refuseStatus(page);
  return page.json();
};

function limitOf(clock: FakeClock): Fetching['rateOf'] {
  const limit = new RateLimit({ requests: 100, perSeconds: 1 }, clock);
  return () => limit;
}

function fetching(changes: Partial<Fetching & CredentialOptions> = {}): Fetching {
  const options = {
    auth: { kind: 'none' as const },
    network,
    secrets: {},
    config: { tokenUrl: `${stub.url}/token` },
    saveSecret: async () => undefined,
    timeoutMs: 60_000,
  };
  return {
    ...FETCH_DEFAULTS,
    credentials: credentialsOf({ ...options, ...changes }),
    network,
    rateOf: limitOf(clock),
    clock,
    random: () => 0,
    ...changes,
  };
}

describe('an exchange', () => {
  test('sends the body as JSON and the credentials beside the own headers', async () => {
    const request: HttpRequest = { method: 'POST', url: `${stub.url}/x?y=1`, headers: { 'x-own': 'a' }, body: { deep: [1] } };
    await exchange(request, { ...limits, signed: withHeaders(request, { 'x-token': 't' }) });
    const [{ method, path, headers, body }] = stub.requests as [StubRequest];
    expect({ method, path, body, own: headers['x-own'], token: headers['x-token'], type: headers['content-type'] }).toEqual({
      method: 'POST',
      path: '/x',
      body: '{"deep":[1]}',
      own: 'a',
      token: 't',
      type: 'application/json',
    });
  });

  test.each<[string, StubAnswer]>([
    ['is cut off in the middle', { body: 'x'.repeat(500), cut: true }],
    ['promises more bytes than it has', { body: 'short', headers: { 'content-length': '50', connection: 'close' } }],
  ])('is worth trying again when the answer %s', async (_what, faulty) => {
    answer = () => faulty;
    await expect(ask()).rejects.toThrow(Retriable);
  });

  test('is worth trying again when nothing listens, and when nothing comes in time', async () => {
    await expect(exchange({ url: 'http://127.0.0.1:1/' }, limits)).rejects.toThrow(Retriable);
    answer = () => ({ hang: true });
    await expect(exchange({ url: stub.url }, { ...limits, timeoutMs: 50 })).rejects.toThrow(/no answer within 0.05 s/);
  });

  test('is given up when the answer is larger than allowed', async () => {
    answer = () => ({ body: 'x'.repeat(1_001) });
    await expect(ask()).rejects.toThrow(new Fatal(`${stub.url}/: the answer is larger than 1000 bytes`));
  });

  test('ends with the reason of its signal', async () => {
    answer = () => ({ hang: true });
    const stop = new AbortController();
    const waiting = exchange({ url: stub.url }, { ...limits, signal: stop.signal });
    stop.abort(new Error('no more'));
    await expect(waiting).rejects.toThrow('no more');
  });

  test('follows a redirect with the credentials on one host, and without them to another', async () => {
    const other = await stubPlatform(() => ({ body: 'there' }));
    try {
      answer = ({ path }) =>
        path === '/a' ? { status: 302, headers: { location: '/b' } } : { status: 302, headers: { location: other.url } };
      const request = { url: `${stub.url}/a` };
      const page = await exchange(request, { ...limits, signed: withHeaders(request, { 'x-token': 't' }) });
      expect(page.text()).toBe('there');
      const sent = stub.requests.filter(({ path }) => path !== '/');
      expect(sent.map(({ headers }) => headers['x-token'])).toEqual(['t', 't']);
      expect(other.requests.map(({ headers }) => headers['x-token'])).toEqual([undefined]);
    } finally {
      await other.close();
    }
  });

  test('does not go round in redirects, and does not send a POST elsewhere', async () => {
    answer = ({ path }) => ({ status: 302, headers: { location: `${path}x` } });
    await expect(ask('/a')).rejects.toThrow(/redirected more than 3 times/);
    await expect(ask('/a', { method: 'POST', body: 'x' })).rejects.toThrow(/a POST is redirected to \/ax/);
  });
});

test.each([
  [408, Retriable],
  [425, Retriable],
  [429, Retriable],
  [500, Retriable],
  [502, Retriable],
  [503, Retriable],
  [504, Retriable],
  [401, Unauthorized],
  [400, Fatal],
  [403, Fatal],
  [404, Fatal],
  [405, Fatal],
])('status %i is %p', async (status, kind) => {
  answer = () => ({ status, body: 'why' });
  const page = await ask();
  expect(() => refuseStatus(page)).toThrow(kind);
  expect(() => refuseStatus(page)).toThrow(`${stub.url}/: status ${status}: why`);
});

describe('Retry-After', () => {
  test.each([
    ['7', 7_000],
    ['0', 0],
    ['Mon, 15 Jun 2026 12:00:30 GMT', 30_000],
    ['Mon, 15 Jun 2026 11:00:00 GMT', 0],
    ['soon', undefined],
  ])('%p asks for %p milliseconds', async (value, expected) => {
    answer = () => ({ status: 429, headers: { 'retry-after': value } });
    expect(retryAfterMs(await ask(), clock.now())).toBe(expected);
  });

  test.each(['30', 'Mon, 15 Jun 2026 12:00:30 GMT'])(
    '%p keeps every request of the source away until it has passed, by a second',
    async (value) => {
      const sent: number[] = [];
      answer = () => {
        sent.push(clock.now().getTime());
        return sent.length === 1 ? { status: 429, headers: { 'retry-after': value } } : { body: {} };
      };
      const source = fetching();
      await fetchPage(source, { url: stub.url }, meaning);
      expect(sent.map((at) => at - sent[0]!)).toEqual([0, 31_000]);
    },
  );

  test('goes with what the connector makes of the answer, the longer wait counting', async () => {
    const sent: number[] = [];
    answer = () => {
      sent.push(clock.now().getTime());
      return sent.length < 3 ? { status: 200, headers: { 'retry-after': '10' }, body: { error: sent.length } } : { body: {} };
    };
    await fetchPage(fetching(), { url: stub.url }, (page) => {
      const { error } = page.json() as { error?: number };
      if (error) throw new Retriable('throttled', error === 1 ? 60_000 : undefined);
    });
    expect(sent.map((at) => at - sent[0]!)).toEqual([0, 61_000, 72_000]);
  });

  test('longer than the budget ends the tries at once', async () => {
    answer = () => ({ status: 429, headers: { 'retry-after': '3600' }, body: 'slow down' });
    await expect(fetchPage(fetching(), { url: stub.url }, meaning)).rejects.toThrow(
      /^gave up after 1 attempts .*next wait would be 3601 s.*slow down$/,
    );
    expect(stub.requests).toHaveLength(1);
  });
});

test('tries again at growing, jittered intervals and gives up when the budget is used up', async () => {
  answer = () => ({ status: 500 });
  await expect(fetchPage(fetching({ random: () => 1 }), { url: stub.url }, meaning)).rejects.toThrow(Fatal);
  expect(clock.slept).toEqual([500, 1_000, 2_000, 4_000, 8_000, 16_000, 32_000]);
});

describe('the rate limit', () => {
  test('lets what is allowed out at once and then makes wait, in order', async () => {
    const limit = new RateLimit({ requests: 2, perSeconds: 1 }, clock);
    const order: [number, number][] = [];
    const start = clock.now().getTime();
    await Promise.all([0, 1, 2, 3, 4].map((who) => limit.take().then(() => order.push([who, clock.now().getTime() - start]))));
    expect(order).toEqual([
      [0, 0],
      [1, 0],
      [2, 1050],
      [3, 1050],
      [4, 2100],
    ]);
  });

  test.each([
    { requests: 1, perSeconds: 1 },
    { requests: 5, perSeconds: 10 },
    { requests: 300, perSeconds: 300 },
    { requests: 1000, perSeconds: 1 },
    { requests: 100, perSeconds: 60 },
  ])('never lets more out than $requests in any $perSeconds s, however callers dawdle, and hardly less', async (rate) => {
    const limit = new RateLimit(rate, clock);
    const at: number[] = [];
    const windowMs = rate.perSeconds * 1000;
    let dawdled = 0;
    for (let request = 0; request < 3 * rate.requests; request++) {
      await limit.take();
      at.push(clock.now().getTime());
      // A turn that is not used for too long is gone.
      const pause = request % 7 === 0 ? (request % 3) * (windowMs / rate.requests / 10) : 0;
      dawdled += pause;
      await clock.sleep(pause);
    }
    for (const [first, from] of at.entries()) {
      const beyond = at[first + rate.requests];
      if (beyond !== undefined) expect(beyond - from).toBeGreaterThanOrEqual(windowMs);
    }
    expect(at.at(-1)! - at[0]!).toBeLessThanOrEqual(2 * 1.06 * windowMs + dawdled + 100);
  });

  test('lets nothing out while it is held, not even what was taken ahead', async () => {
    const limit = new RateLimit({ requests: 1000, perSeconds: 1 }, clock);
    for (let request = 0; request < 20; request++) await limit.take();
    const start = clock.now().getTime();
    await limit.hold(5_000);
    await Promise.all([limit.take(), limit.take()]);
    expect(clock.now().getTime() - start).toBeGreaterThanOrEqual(5_000);
  });

  test('goes on for the next caller when one gives up waiting', async () => {
    const limit = new RateLimit({ requests: 1, perSeconds: 1 }, clock);
    await limit.take();
    await expect(limit.take(AbortSignal.abort(new Error('gone')))).rejects.toThrow('gone');
    await expect(limit.take()).resolves.toBeUndefined();
  });
});

describe('OAuth 2', () => {
  const secrets = { clientId: 'id', clientSecret: 'se/cret', refreshToken: 'first', developerToken: 'dev' };
  const auth = { kind: 'oauth2' as const, tokenPath: '/token', headers: { 'x-developer': 'developerToken' } };
  const grants = () => stub.requests.filter(({ path }) => path === '/token');

  /** A platform whose tokens are numbered; all below `valid` are refused. */
  function platform(valid: () => number, rotate = false) {
    let issued = 0;
    answer = ({ path, headers }) => {
      if (path === '/token') {
        issued += 1;
        return { body: { access_token: `t${issued}`, ...(rotate && { refresh_token: `r${issued}` }) } };
      }
      return Number(headers.authorization?.replace('Bearer t', '')) >= valid() ? { body: { ok: true } } : { status: 401, body: 'expired' };
    };
  }

  test('fetches one token for any number of requests, and one more when it is refused', async () => {
    let valid = 1;
    platform(() => valid);
    const source = fetching({ auth, secrets });
    const ten = () => Promise.all(Array.from({ length: 10 }, () => fetchPage(source, { url: stub.url }, meaning)));
    await ten();
    expect(grants()).toHaveLength(1);
    expect(Object.fromEntries(new URLSearchParams(grants()[0]!.body))).toEqual({
      grant_type: 'refresh_token',
      client_id: 'id',
      client_secret: 'se/cret',
      refresh_token: 'first',
    });
    expect(stub.requests.at(-1)!.headers['x-developer']).toBe('dev');
    valid = 2;
    await ten();
    expect(grants()).toHaveLength(2);
  });

  test('saves a rotated refresh token before anything is asked with the new access token', async () => {
    platform(() => 1, true);
    const saved: [string, string, number][] = [];
    const saveSecret = async (name: string, value: string) => {
      await new Promise((resolve) => setTimeout(resolve, 20));
      saved.push([name, value, stub.requests.length]);
    };
    await fetchPage(fetching({ auth, secrets, saveSecret }), { url: stub.url }, meaning);
    expect(saved).toEqual([['refreshToken', 'r1', 1]]);
  });

  test('a second refusal asks for new credentials, without a storm of requests', async () => {
    platform(() => 99);
    await expect(fetchPage(fetching({ auth, secrets }), { url: stub.url }, meaning)).rejects.toThrow(
      /^.*status 401.*the source needs new credentials$/,
    );
    expect(stub.requests.map(({ path }) => path)).toEqual(['/token', '/', '/token', '/']);
  });

  test('a refused refresh token asks for new credentials', async () => {
    answer = () => ({ status: 400, body: { error: 'invalid_grant' } });
    await expect(fetchPage(fetching({ auth, secrets }), { url: stub.url }, meaning)).rejects.toThrow(
      /invalid_grant.*the source needs new credentials/,
    );
    expect(stub.requests).toHaveLength(1);
  });

  test('a token server that is busy is waited for', async () => {
    let times = 0;
    answer = ({ path }) => (path === '/token' && ++times === 1 ? { status: 503 } : { body: { access_token: 't' } });
    await fetchPage(fetching({ auth, secrets }), { url: stub.url }, meaning);
    expect(stub.requests.map(({ path }) => path)).toEqual(['/token', '/token', '/']);
  });
});

test('a fixed secret that is refused asks for new credentials after one request', async () => {
  answer = () => ({ status: 401 });
  const auth = { kind: 'header' as const, header: 'authorization', secret: 'key', prefix: 'Bearer ' };
  await expect(fetchPage(fetching({ auth, secrets: { key: 'k' } }), { url: stub.url }, meaning)).rejects.toThrow(
    'the source needs new credentials',
  );
  expect(stub.requests.map(({ headers }) => headers.authorization)).toEqual(['Bearer k']);
  await expect(fetchPage(fetching({ auth, secrets: {} }), { url: stub.url }, meaning)).rejects.toThrow('the source has no secret "key"');
  expect(stub.requests).toHaveLength(1);
});
