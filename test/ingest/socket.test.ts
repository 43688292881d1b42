import { setTimeout as sleep } from 'node:timers/promises';
import type { Gathering, HttpRequest } from '../../ingest/connector';
import { Fatal, Retriable } from '../../ingest/errors';
import { type ExchangeOptions, exchange } from '../../ingest/http';
import { Network } from '../../ingest/network';
import { withHeaders } from '../../ingest/record/signed-request';
import { type StubAnswer, type StubPlatform, type StubRequest, stubPlatform } from '../support/ingest-platform';

let stub: StubPlatform;
let answer: (request: StubRequest) => StubAnswer;
beforeAll(async () => {
  stub = await stubPlatform((request) => answer(request));
});
afterAll(() => stub?.close());
beforeEach(() => {
  stub.requests.length = 0;
});

const LONG_AGO = Date.parse('2026-11-01T00:00:00Z') * 1000;
const message = (place: number, micros = LONG_AGO + place, text = 'hello') => JSON.stringify({ place, text, time_us: micros });
const messages = (count: number) => Array.from({ length: count }, (_, place) => message(place));
const say = (...lines: string[]) => {
  answer = () => ({ status: 101, body: lines.join('\n') });
};
const gathering: Gathering = { messages: 100, bytes: 100_000, seconds: 60, micros: 'time_us' };
const request = (more: Partial<Gathering> = {}): HttpRequest => ({
  url: stub.url.replace('http', 'ws'),
  gather: { ...gathering, ...more },
});
const ask = (more: Partial<Gathering> = {}, options: Partial<ExchangeOptions> = {}) =>
  exchange(request(more), { network: new Network(['127.0.0.1']), timeoutMs: 5_000, maxBytes: 100_000, ...options });

describe('an answer that is gathered from a websocket', () => {
  test('is its messages as they came, one a line, until there is no more', async () => {
    say(...messages(7));
    const page = await ask();
    expect(page.text().split('\n')).toEqual(messages(7));
    expect([page.status, page.headers]).toEqual([101, { 'x-gathered': 'caught up' }]);
  });

  test('waits for a server that answers pings before it begins to tell', async () => {
    answer = () => ({ status: 101, body: messages(3).join('\n'), after: sleep(300) });
    expect((await ask()).text()).toBe(messages(3).join('\n'));
  });

  test('is empty when nothing is said', async () => {
    say('');
    const page = await ask();
    expect([page.text(), page.headers['x-gathered']]).toEqual(['', 'caught up']);
  });

  test('is full with so many messages, or bytes, and holds no more than those', async () => {
    say(...messages(9));
    expect([(await ask({ messages: 4 })).text(), (await ask({ messages: 4 })).headers['x-gathered']]).toEqual([
      messages(4).join('\n'),
      'full',
    ]);
    const bytes = messages(5).join('\n').length;
    expect((await ask({ bytes })).text()).toBe(messages(5).join('\n'));
  });

  test('ends with a message that is of now', async () => {
    const now = new Date('2026-11-01T12:00:00Z');
    say(message(0), message(1, now.getTime() * 1000), message(2));
    const page = await ask({}, { now: () => now });
    expect(page.text()).toBe([message(0), message(1, now.getTime() * 1000)].join('\n'));
    expect(page.headers['x-gathered']).toBe('caught up');
  });

  test('is not taken in by an instant inside a text', async () => {
    const now = new Date('2026-11-01T12:00:00Z');
    const sly = message(0, LONG_AGO, `"time_us":${now.getTime() * 1000}`);
    say(sly, message(1));
    expect((await ask({}, { now: () => now })).text()).toBe([sly, message(1)].join('\n'));
  });

  test.each([
    ['is full when what was stored goes on for longer than it listens', 3_600_000_000, 'full'],
    ['has caught up when messages come no faster than they happen', 1_000, 'caught up'],
  ])('%s', async (_what, step, expected) => {
    answer = () => ({ status: 101, hang: true, body: [message(0), message(1, LONG_AGO + step)].join('\n') });
    expect((await ask({ seconds: 0.3 })).headers['x-gathered']).toBe(expected);
  });

  test('holds what is kept, and its first and last message in any case', async () => {
    say(...messages(7));
    const page = await ask({}, { keep: (text) => JSON.parse(text).place % 2 === 1 });
    expect(page.text().split('\n')).toEqual([0, 1, 3, 5, 6].map((place) => message(place)));
    const full = await ask({ messages: 3 }, { keep: (text) => JSON.parse(text).place % 2 === 1 });
    expect(full.text().split('\n')).toEqual([0, 1, 3].map((place) => message(place)));
  });
});

describe('a connection', () => {
  test('carries the credentials, which are not told', async () => {
    say(message(0));
    const asked = request();
    const page = await exchange(asked, {
      signed: withHeaders(asked, { 'x-token': 't' }),
      network: new Network(['127.0.0.1']),
      timeoutMs: 5_000,
      maxBytes: 1_000,
    });
    expect(stub.requests.map(({ headers }) => headers['x-token'])).toEqual(['t']);
    expect(page.request).toBe(asked);
  });

  test('that is refused is an answer with its status, its headers and its words', async () => {
    answer = () => ({ status: 429, headers: { 'retry-after': '7' }, body: { error: 'too many connections' } });
    const page = await ask();
    expect([page.status, page.headers['retry-after'], page.json()]).toEqual([429, '7', { error: 'too many connections' }]);
  });

  test('that is refused with too many words, or sent elsewhere, is given up', async () => {
    answer = () => ({ status: 500, body: 'x'.repeat(2_000) });
    await expect(ask({}, { maxBytes: 1_000 })).rejects.toThrow(new Fatal(`${request().url}: the answer is larger than 1000 bytes`));
    answer = () => ({ status: 302, headers: { location: 'ws://elsewhere.example/' } });
    await expect(ask()).rejects.toThrow(/redirected to ws:\/\/elsewhere.example/);
  });

  test.each<[string, StubAnswer, RegExp]>([
    ['breaks', { status: 101, body: messages(4).join('\n'), cut: true }, /closed \(1011\) after 1 messages/],
    ['falls silent', { status: 101, hang: true }, /no answer within 0.05 s/],
  ])('that %s is worth trying again', async (_what, told, expected) => {
    answer = () => told;
    const asked = ask({}, { timeoutMs: told.hang ? 50 : 5_000 });
    await expect(asked).rejects.toThrow(Retriable);
    await expect(asked).rejects.toThrow(expected);
  });

  test('that nobody listens to is worth trying again', async () => {
    const nobody = { ...request(), url: 'ws://127.0.0.1:1/' };
    await expect(exchange(nobody, { network: new Network(['127.0.0.1']), timeoutMs: 5_000, maxBytes: 1_000 })).rejects.toThrow(Retriable);
  });

  test('ends with the reason of its signal', async () => {
    answer = () => ({ status: 101, hang: true });
    const stop = new AbortController();
    const waiting = ask({}, { signal: stop.signal });
    stop.abort(new Error('no more'));
    await expect(waiting).rejects.toThrow('no more');
    await expect(ask({}, { signal: stop.signal })).rejects.toThrow('no more');
  });

  test.each(['127.0.0.1', 'localhost'])('to %s is not made unless the source names it', async (host) => {
    const url = request().url.replace('127.0.0.1', host);
    const asked = exchange({ ...request(), url }, { network: new Network(), timeoutMs: 5_000, maxBytes: 1_000 });
    await expect(asked).rejects.toThrow(expect.objectContaining({ name: 'Fatal', message: expect.stringContaining('not public') }));
    expect(stub.requests).toEqual([]);
  });

  test('is not made without limits on what is gathered', async () => {
    const { gather: _, ...unlimited } = request();
    await expect(exchange(unlimited, { network: new Network(['127.0.0.1']), timeoutMs: 5_000, maxBytes: 1_000 })).rejects.toThrow(
      /without limits/,
    );
  });

  test('whose messages cannot be judged ends with the reason', async () => {
    say(message(0), message(1));
    const judge = () => {
      throw new Fatal('who can tell');
    };
    await expect(ask({}, { keep: judge })).rejects.toThrow('who can tell');
  });
});
