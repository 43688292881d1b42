import type { IncomingMessage } from 'node:http';
import WebSocket from 'ws';
import type { Gathering, HttpRequest, Page } from './connector';
import { Fatal, IngestError, Retriable } from './errors';
import type { ExchangeOptions } from './http';
import { pageOf } from './page';

/** The header that says how the gathering of an answer ended: `full` when more was to come, `caught up` when there was nothing more. */
export const GATHERED = 'x-gathered';

/** A message whose instant lies so close to now is a live one. */
const NEAR_MS = 5_000;
const PING_EVERY_MS = 100;
/** So many answered pings in a row without a message say that there is nothing more: a second's worth before the first message, for a server may answer pings before it begins to tell. */
const QUIET_PINGS = { beforeFirst: 10, afterOne: 2 };
/** What was stored comes many times as fast as it once happened; what comes no faster than this happens now. */
const LIVE_PACE = 1.5;

/** Whether a request is to a websocket. */
export function isSocket({ url }: HttpRequest): boolean {
  return /^wss?:/i.test(url);
}

/**
 * Connects to a websocket and gathers its messages into one answer, those that `keep` lets through, the first one and the last one, which say
 * where it began and where to go on; then it closes the connection. The answer ends when it is full, or has caught up with the present: a message is of now, messages come no faster
 * than they happen, or pings are answered for a while and no message comes. A refused connection is an answer with its own status and body. Throws
 * Retriable when the connection cannot be made, breaks or falls silent, Fatal when it may not be made, and the signal's reason when that is aborted.
 */
export function gather(request: HttpRequest, options: ExchangeOptions): Promise<Page> {
  const { gather: gathering } = request;
  if (!gathering) throw new Fatal(`${request.url}: a websocket was asked without limits on what is gathered from it`);
  options.network.check(new URL(request.url));
  return new Gatherer(request, gathering, options).page();
}

class Gatherer {
  readonly #kept: string[] = [];
  readonly #began = Date.now();
  readonly #instant: RegExp;
  #bytes = 0;
  #last: string | null = null;
  #lastKept = true;
  #firstMicros: number | null = null;
  #lastMicros = 0;
  /** Answered pings since the last message. */
  #quietPings = 0;

  constructor(
    private readonly request: HttpRequest,
    private readonly gathering: Gathering,
    private readonly options: ExchangeOptions,
  ) {
    // In a text inside the message the quotes would be escaped.
    this.#instant = new RegExp(`"${gathering.micros}"\\s*:\\s*(\\d+)`);
  }

  async page(): Promise<Page> {
    const { signed = this.request, network, timeoutMs, maxBytes, signal } = this.options;
    signal?.throwIfAborted();
    const settings = { headers: signed.headers ?? {}, lookup: network.lookup, maxPayload: maxBytes, followRedirects: false };
    const socket = new WebSocket(signed.url, settings);
    const timers: NodeJS.Timeout[] = [];
    let onAbort = () => {};
    try {
      return await new Promise<Page>((resolve, reject) => {
        onAbort = () => reject(signal?.reason);
        signal?.addEventListener('abort', onAbort);
        const silence = setTimeout(() => reject(new Retriable(`${this.request.url}: no answer within ${timeoutMs / 1000} s`)), timeoutMs);
        timers.push(silence);
        const end = (how: 'full' | 'caught up') => resolve(this.#answer(how));
        socket.on('open', () => {
          timers.push(setTimeout(() => end(this.#isLive() ? 'caught up' : 'full'), this.gathering.seconds * 1000));
          socket.ping();
        });
        socket.on('message', (data) => {
          silence.refresh();
          try {
            const how = this.#take(data.toString());
            if (how) end(how);
          } catch (error) {
            reject(error);
          }
        });
        socket.on('pong', () => {
          silence.refresh();
          this.#quietPings += 1;
          if (this.#quietPings > (this.#last === null ? QUIET_PINGS.beforeFirst : QUIET_PINGS.afterOne)) return end('caught up');
          timers.push(setTimeout(() => socket.ping(), PING_EVERY_MS));
        });
        socket.on('unexpected-response', (_request, response) => this.#refusal(response).then(resolve, reject));
        socket.on('close', (code) =>
          reject(new Retriable(`${this.request.url}: the connection was closed (${code}) after ${this.#kept.length} messages`)),
        );
        socket.on('error', (error) =>
          reject(error instanceof IngestError ? error : new Retriable(`${this.request.url}: ${error.message}`)),
        );
      });
    } finally {
      signal?.removeEventListener('abort', onAbort);
      for (const timer of timers) clearTimeout(timer);
      socket.terminate();
    }
  }

  /** Takes a message in; tells when the answer ends with it. */
  #take(message: string): 'full' | 'caught up' | null {
    this.#quietPings = 0;
    this.#lastKept = this.#last === null || (this.options.keep?.(message) ?? true);
    this.#last = message.replace(/[\r\n]+/g, ' ');
    if (this.#lastKept) {
      this.#kept.push(this.#last);
      this.#bytes += Buffer.byteLength(this.#last) + 1;
    }
    const micros = Number(this.#instant.exec(message)?.[1] ?? Number.NaN);
    if (!Number.isNaN(micros)) {
      this.#firstMicros ??= micros;
      this.#lastMicros = micros;
      const now = (this.options.now?.() ?? new Date()).getTime();
      if (micros / 1000 >= now - NEAR_MS) return 'caught up';
    }
    const { messages, bytes } = this.gathering;
    return this.#kept.length >= messages || this.#bytes >= Math.min(bytes, this.options.maxBytes) ? 'full' : null;
  }

  #isLive(): boolean {
    const spanMs = (this.#lastMicros - (this.#firstMicros ?? this.#lastMicros)) / 1000;
    return spanMs <= LIVE_PACE * (Date.now() - this.#began);
  }

  #answer(how: 'full' | 'caught up'): Page {
    const lines = this.#lastKept || this.#last === null ? this.#kept : [...this.#kept, this.#last];
    return pageOf({ request: this.request, status: 101, headers: { [GATHERED]: how }, body: Buffer.from(lines.join('\n')) });
  }

  async #refusal(response: IncomingMessage): Promise<Page> {
    const { statusCode = 500, headers: told } = response;
    if (told.location) throw new Fatal(`${this.request.url}: redirected to ${told.location}; the address is out of date`);
    const chunks: Buffer[] = [];
    let length = 0;
    for await (const chunk of response) {
      chunks.push(chunk as Buffer);
      length += (chunk as Buffer).length;
      if (length > this.options.maxBytes) throw new Fatal(`${this.request.url}: the answer is larger than ${this.options.maxBytes} bytes`);
    }
    const headers = Object.fromEntries(Object.entries(told).map(([name, value]) => [name, String(value)]));
    return pageOf({ request: this.request, status: statusCode, headers, body: Buffer.concat(chunks) });
  }
}
