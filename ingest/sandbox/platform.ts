import type { Day } from '../../src/lib/day';
import type { Tokens } from './tokens';
import type { World } from './world';

/** One request as a platform sees it: `path` begins after the platform's mount, which is `base`; header names are lower-case. */
export interface Call {
  readonly method: string;
  readonly base: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** The platform's own today, and the last instant it knows of in milliseconds since 1970. */
  readonly today: Day;
  readonly now: number;
  readonly world: World;
  /**
   * Must be handed the records of a page before they are written out, so that a fault on them can take hold: they come back
   * emptied, in reverse, or with the first one put through `spoil`, which gives it an impossible value.
   */
  page<T>(records: readonly T[], spoil: (record: T) => T): T[];
}

/** What a platform sends back. A Buffer goes out byte for byte. */
export interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string | Buffer;
}

/** One platform in miniature. `name` is the first segment of its path; the other answers are its own words for what went wrong. */
export interface Platform {
  readonly name: string;
  /** What tells the pages of one question apart: names of query parameters, or of fields anywhere in a JSON or form body. */
  readonly paging?: readonly string[];
  answer(call: Call): Answer;
  /** What a websocket is sent, in order, before it is left open; an Answer refuses the connection. Absent where there are none. */
  messages?(call: Call): readonly string[] | Answer;
  /** Too many requests; `seconds` is when to come back. */
  throttled(call: Call, seconds: number): Answer;
  /** A failure on the platform's side. */
  failed(call: Call): Answer;
  /** The token is no longer good. */
  expired(call: Call): Answer;
}

/** What a source row needs to pull one account of the sandbox. `mount` is where its platform is, below the sandbox's address. */
export interface SandboxSource {
  readonly key: string;
  readonly name: string;
  readonly connector: string;
  readonly mount: string;
  readonly config: Readonly<Record<string, unknown>>;
  /** Settings that hold addresses beside `baseUrl`, by the sandbox's own. */
  readonly addresses?: (url: string) => Readonly<Record<string, string>>;
  readonly secrets: Readonly<Record<string, string>>;
  readonly brand?: string;
  readonly timeZone: string;
  readonly currency?: string;
}

/** A platform of the sandbox, the default export of a file in platforms/, and the sources that the sandbox's company has there. */
export interface Mounted {
  readonly sources: readonly SandboxSource[];
  /** The platform for one sandbox; `tokens` are those of the shared OAuth server. */
  open(tokens: Tokens): Platform;
}

/** Declares a platform and its sources. */
export function mounted(declaration: Mounted): Mounted {
  return declaration;
}

/** An answer whose body is the value as JSON. */
export function json(value: unknown, status = 200, headers: Readonly<Record<string, string>> = {}): Answer {
  return { status, headers: { 'content-type': 'application/json; charset=utf-8', ...headers }, body: JSON.stringify(value) };
}

/** The bearer token of a request, or '' when it has none. */
export function bearerOf(call: Call): string {
  return /^Bearer (.+)$/.exec(call.headers.authorization ?? '')?.[1] ?? '';
}

/** The body of a request as a JSON object; an empty object when it is none. */
export function objectOf(call: Call): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(call.body);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

/** The text with the characters that XML reserves written as entities. */
export function xml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;').replaceAll("'", '&#39;');
}
