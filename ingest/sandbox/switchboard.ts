import { addDays, type Day, dayIn, parseDay } from '../../src/lib/day';
import { type Fault, Faults, type Trouble } from './faults';
import { type Answer, type Call, json, type Platform } from './platform';
import { PLATFORMS } from './platforms';
import { Replays } from './replays';
import type { Received, Reply, Talk } from './server';
import { Tokens } from './tokens';
import { World } from './world';

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

/** So many requests are remembered. */
export const KEPT_REQUESTS = 2000;
const KEPT_BODY = 4000;

/** Hands each request to its platform, with the clock, the world and whatever is to go wrong. */
export class Switchboard {
  readonly world: World;
  readonly faults = new Faults();
  readonly requests: RequestRecord[] = [];
  private readonly tokens = new Tokens();
  private readonly platforms = new Map<string, Platform>();
  private readonly replays = new Replays();
  private fixed: Day | null;

  constructor(seed: number, today: Day | undefined) {
    this.world = new World(seed);
    this.fixed = today === undefined ? null : parseDay(today, 'startSandbox.today');
    const all = PLATFORMS.map(({ open }) => open(this.tokens));
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
    return this.served(request, url, (platform, call, trouble) => this.answered(platform, call, trouble));
  }

  connect(request: Received, url: string): Reply | Talk {
    return this.served(request, url, (platform, call, trouble) => this.connected(platform, call, trouble));
  }

  /** What comes of a request, which is remembered. */
  private served<R extends Reply | Talk>(
    request: Received,
    url: string,
    serve: (platform: Platform, call: Call, trouble: Trouble | null) => R,
  ): R | Reply {
    const [, name = '', path = ''] = /^\/([^/]+)(\/.*)?$/.exec(request.path) ?? [];
    if (name === '_sandbox') return this.steered(request, path);
    const platform = this.platforms.get(name);
    if (!platform) return json({ error: `${request.path} is no platform of the sandbox` }, 404);
    const today = this.today();
    const trouble = this.faults.peek(name);
    if (trouble) this.faults.take(name);
    const page: Call['page'] = (records, spoil) => troubled(records, trouble, spoil);
    const call: Call = { ...request, path, base: `${url}/${name}`, today, now: this.world.nowOn(today), world: this.world, page };
    const reply = serve(platform, call, trouble);
    this.requests.push({
      at: new Date().toISOString(),
      platform: name,
      method: request.method,
      path,
      query: request.query.toString(),
      body: request.body.slice(0, KEPT_BODY),
      status: 'messages' in reply ? 101 : reply.status,
      fault: trouble?.kind ?? null,
    });
    if (this.requests.length > KEPT_REQUESTS) this.requests.shift();
    return reply;
  }

  private answered(platform: Platform, call: Call, trouble: Trouble | null): Reply {
    const instead = trouble && this.insteadOf(platform, call, trouble);
    if (instead) return instead;
    const answer = platform.answer(call);
    this.replays.remember(platform, call, answer);
    if (trouble?.kind === 'slow') return { ...answer, delayMs: trouble.delayMs };
    if (trouble?.kind === 'cut-body') return { ...answer, cut: true };
    if (trouble?.kind === 'garbage') return { ...answer, body: firstHalf(answer.body) };
    return answer;
  }

  private connected(platform: Platform, call: Call, trouble: Trouble | null): Reply | Talk {
    if (!platform.messages) return json({ error: `${platform.name} has no websockets` }, 404);
    const instead = trouble && this.insteadOf(platform, call, trouble);
    const told = instead ?? platform.messages(call);
    if ('status' in told) return told;
    if (trouble?.kind === 'garbage') return { messages: told.map((message) => message.slice(0, message.length >> 1)) };
    return { messages: told, cut: trouble?.kind === 'cut-body', ...(trouble?.kind === 'slow' ? { delayMs: trouble.delayMs } : {}) };
  }

  /** The answer that a fault puts in place of the platform's; null when the platform has to be asked all the same. */
  private insteadOf(platform: Platform, call: Call, trouble: Trouble): Answer | null {
    switch (trouble.kind) {
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
        return this.replays.before(platform, call);
      default:
        return null;
    }
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
  // A first page has none before it that could be sent again, so it carries its own records twice.
  if (trouble?.kind === 'duplicate-page') return [...records, ...records];
  return [...records];
}

function firstHalf(body: string | Buffer): Buffer {
  const bytes = Buffer.from(body as Buffer);
  return bytes.subarray(0, bytes.length >> 1);
}

/** A throttle answer that says when to come back; platforms with words of their own for it answer with another status. */
function refused(answer: Answer, trouble: Trouble): Answer {
  if (answer.status !== 429) return answer;
  const later = new Date(Date.now() + trouble.retryAfterSeconds * 1000).toUTCString();
  return { ...answer, headers: { ...answer.headers, 'retry-after': trouble.asDate ? later : String(trouble.retryAfterSeconds) } };
}
