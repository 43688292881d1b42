/**
 * The platforms in miniature: one local HTTP server that speaks each platform's wire format over one made-up world.
 *
 * The world (world.ts, world/) is a company of three brands with four competitors. Every value is rolled from the seed and
 * the absolute day, so a day looks the same whenever it is asked for; nothing is stored. Markets grow by 12 % a year, follow
 * the week and the year, and peak on 11.11, 6.18, Black Friday and around Lunar New Year (world/season.ts). Verdane is in a
 * crisis for ten days from 2 June and Kumo for five from 14 September of every year: angry posts, fewer sales. What a day
 * shows also depends on the day of asking: conversions mature over 28 days (world/maturity.ts), refunds come within 30 days,
 * search data settles in three, likes gather for a week. History begins on the first of the month two years back.
 *
 * The clock says which day it is at every platform; its last instant is the end of that UTC day. Unless it is set, it follows
 * the calendar one day behind, so that no record lies in the future.
 *
 * Each platform is a file in platforms/, mounted under its name: /google-ads, /meta-ads, /search-console, /mastodon, /feeds,
 * /shopify/<brand>, /ecb, /oauth2. Other processes steer the sandbox by POST /_sandbox/fault `{platform, fault, times}`,
 * POST /_sandbox/clear-faults, POST /_sandbox/today `{today}` and GET /_sandbox/requests.
 */
import { addDays, type Day, dayIn, parseDay } from '../../src/lib/day';
import { type Fault, Faults, type Trouble } from './faults';
import { type Answer, type Call, json, type Platform } from './platform';
import { ecb } from './platforms/ecb';
import { Feeds } from './platforms/feeds';
import { googleAds } from './platforms/google-ads';
import { Mastodon } from './platforms/mastodon';
import { MetaAds } from './platforms/meta-ads';
import { oauth2 } from './platforms/oauth2';
import { searchConsole } from './platforms/search-console';
import { Shopify } from './platforms/shopify';
import { Tokens } from './platforms/tokens';
import { listen, type Received, type Reply } from './server';
import { World } from './world';

export type { Fault, FaultKind } from './faults';
export { SANDBOX_SOURCES, type SandboxSource, sandboxSources } from './sources';
export { OWN_BRANDS, WORLD_BRANDS, World } from './world';

/** One request that a platform was sent, and the status it answered; `fault` is what was made to go wrong with it. */
export interface RequestRecord {
  readonly at: string;
  readonly platform: string;
  readonly method: string;
  readonly path: string;
  readonly query: string;
  readonly body: string;
  readonly status: number;
  readonly fault: string | null;
}

/** A running sandbox. */
export interface Sandbox {
  readonly url: string;
  readonly world: World;
  today(): Day;
  /** Throws a RangeError when it is not a calendar day. */
  setToday(day: Day): void;
  /** Makes the next `times` requests to a platform (its mount's name) go wrong. */
  fault(platform: string, fault: Fault, times?: number): void;
  clearFaults(): void;
  /** The last requests, oldest first, at most {@link KEPT_REQUESTS}. */
  readonly requests: readonly RequestRecord[];
  close(): Promise<void>;
}

/** So many requests are remembered. */
export const KEPT_REQUESTS = 2000;
const KEPT_BODY = 4000;

/** Starts a sandbox on the loopback address: `today` stops the clock, `port` 0 (the default) takes a free one. */
export async function startSandbox(options: { today?: Day; seed?: number; port?: number } = {}): Promise<Sandbox> {
  const state = new State(options.seed ?? 1, options.today);
  const { url, close } = await listen(options.port ?? 0, (request, base) => state.handle(request, base));
  return {
    url,
    close,
    world: state.world,
    today: () => state.today(),
    setToday: (day) => state.setToday(day),
    fault: (platform, fault, times) => state.fault(platform, fault, times),
    clearFaults: () => state.faults.clear(),
    requests: state.requests,
  };
}

class State {
  readonly world: World;
  readonly faults = new Faults();
  readonly requests: RequestRecord[] = [];
  private readonly tokens = new Tokens();
  private readonly platforms = new Map<string, Platform>();
  private readonly previous = new Map<string, Answer>();
  private fixed: Day | null;

  constructor(seed: number, today: Day | undefined) {
    this.world = new World(seed);
    this.fixed = today === undefined ? null : parseDay(today, 'startSandbox.today');
    const all = [
      googleAds(this.tokens),
      new MetaAds(),
      searchConsole(this.tokens),
      new Mastodon(),
      new Feeds(),
      new Shopify(),
      ecb,
      oauth2(this.tokens),
    ];
    for (const platform of all) this.platforms.set(platform.name, platform);
  }

  today(): Day {
    return this.fixed ?? addDays(dayIn('UTC', new Date()), -1);
  }

  setToday(day: Day): void {
    this.fixed = parseDay(day, 'setToday');
  }

  fault(platform: string, fault: Fault, times?: number): void {
    if (!this.platforms.has(platform))
      throw new RangeError(`fault: "${platform}" is no platform; expected one of ${[...this.platforms.keys()].join(', ')}`);
    this.faults.add(platform, fault, times);
  }

  handle(request: Received, url: string): Reply {
    const [, name = '', path = ''] = /^\/([^/]+)(\/.*)?$/.exec(request.path) ?? [];
    if (name === '_sandbox') return this.steered(request, path);
    const platform = this.platforms.get(name);
    if (!platform) return json({ error: `${request.path} is no platform of the sandbox` }, 404);
    const today = this.today();
    const trouble = this.faults.peek(name);
    const page: Call['page'] = (records, spoil) => troubled(records, trouble, spoil);
    const call: Call = { ...request, path, base: `${url}/${name}`, today, now: this.world.nowOn(today), world: this.world, page };
    const reply = this.answered(platform, call, trouble);
    this.requests.push({
      at: new Date().toISOString(),
      platform: name,
      method: request.method,
      path,
      query: request.query.toString(),
      body: request.body.slice(0, KEPT_BODY),
      status: reply.status,
      fault: trouble?.kind ?? null,
    });
    if (this.requests.length > KEPT_REQUESTS) this.requests.shift();
    return reply;
  }

  private answered(platform: Platform, call: Call, trouble: Trouble | null): Reply {
    const place = `${platform.name}${call.path}`;
    const before = this.previous.get(place);
    // A page can only come twice when there was one before it.
    if (trouble && !(trouble.kind === 'duplicate-page' && !before)) this.faults.take(platform.name);
    switch (trouble?.kind) {
      case '429':
        return refused(platform.throttled(call, trouble.retryAfterSeconds), trouble);
      case '500':
        return platform.failed(call);
      case 'error-in-200':
        return { ...platform.throttled(call, trouble.retryAfterSeconds), status: 200 };
      case 'expired-token':
        this.tokens.expire(platform.name);
        return platform.expired(call);
      case 'duplicate-page':
        if (before) return before;
    }
    const answer = platform.answer(call);
    if (answer.status === 200) this.previous.set(place, answer);
    if (trouble?.kind === 'slow') return { ...answer, delayMs: trouble.delayMs };
    if (trouble?.kind === 'cut-body') return { ...answer, cut: true };
    if (trouble?.kind === 'garbage') return { ...answer, body: Buffer.from(answer.body as string).subarray(0, answer.body.length >> 1) };
    return answer;
  }

  private steered(request: Received, path: string): Reply {
    if (request.method === 'GET' && path === '/requests') return json(this.requests);
    try {
      const body = JSON.parse(request.body || '{}') as { platform: string; fault: Fault; times?: number; today: Day };
      if (path === '/fault') this.fault(body.platform, body.fault, body.times);
      else if (path === '/clear-faults') this.faults.clear();
      else if (path === '/today') this.setToday(body.today);
      else return json({ error: `/_sandbox${path} is unknown; expected fault, clear-faults, today or requests` }, 404);
      return json({ today: this.today() });
    } catch (error) {
      return json({ error: error instanceof Error ? error.message : String(error) }, 400);
    }
  }
}

/** A page's records as a fault leaves them. */
function troubled<T>(records: readonly T[], trouble: Trouble | null, spoil: (record: T) => T): T[] {
  if (trouble?.kind === 'empty') return [];
  if (trouble?.kind === 'reordered-page') return records.toReversed();
  if (trouble?.kind === 'bad-record') return records.map((record, place) => (place === 0 ? spoil(record) : record));
  return [...records];
}

/** A throttle answer that says when to come back; platforms with words of their own for it answer with another status. */
function refused(answer: Answer, trouble: Trouble): Answer {
  if (answer.status !== 429) return answer;
  const later = new Date(Date.now() + trouble.retryAfterSeconds * 1000).toUTCString();
  return { ...answer, headers: { ...answer.headers, 'retry-after': trouble.asDate ? later : String(trouble.retryAfterSeconds) } };
}
