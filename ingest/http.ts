import type { Response } from 'undici';
import type { HttpRequest, Page } from './connector';
import { Fatal, IngestError, Retriable, Unauthorized } from './errors';
import type { Network } from './network';
import { pageOf } from './page';
import { gather, isSocket } from './socket';

/** Limits of one exchange. `signed` is the request as it is sent, with credentials that are not told and that a redirect to another host does not get. */
export interface ExchangeOptions {
  readonly signed?: HttpRequest;
  readonly network: Network;
  readonly timeoutMs: number;
  readonly maxBytes: number;
  readonly signal?: AbortSignal;
  /** Of a websocket: which messages are kept, and the time by which they are of now. */
  readonly keep?: (message: string) => boolean;
  readonly now?: () => Date;
}

const MAX_REDIRECTS = 3;
const RETRIABLE = new Set([408, 425, 429]);

/**
 * One request and its whole answer, whatever its status. Throws Retriable when no whole answer comes (unreachable, too slow, cut off),
 * Fatal when it is larger than `maxBytes` or is redirected in circles, and the signal's reason when that is aborted.
 */
export async function exchange(request: HttpRequest, options: ExchangeOptions): Promise<Page> {
  if (isSocket(request)) return gather(request, options);
  const timeout = AbortSignal.timeout(options.timeoutMs);
  const signal = options.signal ? AbortSignal.any([options.signal, timeout]) : timeout;
  try {
    const response = await follow(options.network, request, options.signed ?? request, signal);
    const body = await wholeBody(response, options.maxBytes, request.url);
    return pageOf({ request, status: response.status, headers: Object.fromEntries(response.headers), body });
  } catch (error) {
    if (options.signal?.aborted) throw options.signal.reason;
    if (error instanceof IngestError) throw error;
    // What the network refuses comes as the cause of a failed request.
    if ((error as Error).cause instanceof IngestError) throw (error as Error).cause;
    if (timeout.aborted) throw new Retriable(`${request.url}: no answer within ${options.timeoutMs / 1000} s`);
    throw new Retriable(`${request.url}: ${causeOf(error)}`);
  }
}

/** Throws what a status means when the connector did not say otherwise. */
export function refuseStatus(page: Page): void {
  const { status } = page;
  if (status < 400) return;
  const told = `${page.request.url}: status ${status}: ${page.text().slice(0, 200)}`;
  if (status === 401) throw new Unauthorized(told);
  if (RETRIABLE.has(status) || status >= 500) throw new Retriable(told);
  throw new Fatal(told);
}

/** How long an answer asks to be left alone, in milliseconds: `Retry-After` in seconds or as an HTTP date; undefined when it does not say. */
export function retryAfterMs(page: Page, now: Date): number | undefined {
  const value = page.headers['retry-after']?.trim();
  if (!value) return undefined;
  if (/^\d+(\.\d+)?$/.test(value)) return Math.ceil(Number(value) * 1000);
  const until = Date.parse(value);
  return Number.isNaN(until) ? undefined : Math.max(0, until - now.getTime());
}

async function follow(network: Network, request: HttpRequest, signed: HttpRequest, signal: AbortSignal): Promise<Response> {
  const method = request.method ?? 'GET';
  const { origin } = new URL(signed.url);
  let url = new URL(signed.url);
  for (let hop = 0; ; hop++) {
    const { headers, body } = url.origin === origin ? signed : request;
    const response = await network.fetch(url, { method, ...payload(headers, body), signal });
    const target = response.headers.get('location');
    if (response.status < 300 || response.status > 399 || response.status === 304 || !target) return response;
    await response.body?.cancel();
    if (method !== 'GET') throw new Fatal(`${request.url}: a ${method} is redirected to ${target}; the address is out of date`);
    if (hop >= MAX_REDIRECTS) throw new Fatal(`${request.url}: redirected more than ${MAX_REDIRECTS} times, last to ${target}`);
    url = redirected(request.url, target, url);
  }
}

/** Where a redirect leads, http and https only. */
function redirected(asked: string, target: string, from: URL): URL {
  const url = URL.canParse(target, from) ? new URL(target, from) : null;
  if (url?.protocol !== 'https:' && url?.protocol !== 'http:')
    throw new Fatal(`${asked}: redirected to ${target}, which is no web address`);
  return url;
}

function payload(headers: HttpRequest['headers'], body: HttpRequest['body']) {
  if (typeof body !== 'object') return { headers: headers ?? {}, body: body as string | undefined };
  return { headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body) };
}

async function wholeBody(response: Response, maxBytes: number, url: string): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of response.body ?? []) {
    length += chunk.length;
    if (length > maxBytes) throw new Fatal(`${url}: the answer is larger than ${maxBytes} bytes`);
    chunks.push(chunk);
  }
  const promised = response.headers.get('content-length');
  // Of a compressed body the length is that of the wire, which fetch checks itself.
  if (promised !== null && !response.headers.has('content-encoding') && Number(promised) !== length) {
    throw new Retriable(`${url}: the answer has ${length} bytes; ${promised} were promised`);
  }
  const [first] = chunks;
  return first && chunks.length === 1 ? Buffer.from(first.buffer, first.byteOffset, first.length) : Buffer.concat(chunks);
}

function causeOf(error: unknown): string {
  const { message, cause } = error as Error;
  return cause instanceof Error ? `${message}: ${cause.message || (cause as NodeJS.ErrnoException).code}` : message;
}
