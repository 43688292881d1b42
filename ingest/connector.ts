import type { z } from 'zod';
import type { FactClass } from '../entities/facts/fact';
import type { Day, DayRange } from '../src/lib/day';
import type { Json } from '../src/lib/lossless-json';
import type { BrandNames } from '../src/text/match-brands';

/** Limits on what is gathered from a websocket into one answer, whose body is the messages, one a line. */
export interface Gathering {
  /** It is full with so many messages kept, so many bytes of them, or after so many seconds. */
  readonly messages: number;
  readonly bytes: number;
  readonly seconds: number;
  /** The field of a message that holds its instant in microseconds since 1970; one of now means that no more is waiting. */
  readonly micros: string;
}

/** One HTTP request of a connector. Credentials are added by `auth`, never written here, so that a request can be kept beside its answer. */
export interface HttpRequest {
  method?: 'GET' | 'POST';
  url: string;
  headers?: Record<string, string>;
  /** Sent as it is when text, else as JSON. */
  body?: string | Json;
  /** Of an address that begins with `ws:` or `wss:`, which is connected to and listened to for a while. */
  gather?: Gathering;
  /** Anything the connector wants to carry from a request to the paging after it. */
  state?: Json;
}

/** An answer as it came: status, lower-case header names, bytes. */
export interface Page {
  request: HttpRequest;
  status: number;
  headers: Record<string, string>;
  body: Buffer;
  /** The body as JSON, numbers lossless; throws Retriable when it is no JSON (a cut body is worth asking for again). */
  json(): Json;
  text(): string;
}

/** What a stream knows while it asks and maps. `config` is the source's settings as its connector's schema returns them. */
export interface PullContext<C = Record<string, unknown>> {
  readonly source: { key: string; brand: string | null; timeZone: string; currency: string | null };
  readonly config: C;
  /** The days asked for, in the platform's time zone; a stream that reads by cursor may ignore it. */
  readonly window: DayRange;
  /** What the stream returned from `cursor` for its last committed page of this part; null at the very first. */
  readonly cursor: Json | null;
  /** The part being pulled (see `parts`), '' when the stream has none. */
  readonly part: string;
  /** The tracked brands, for streams of texts. */
  readonly brands: readonly BrandNames[];
  /** The day it is now at the platform. */
  readonly today: Day;
}

/** The values of one fact row, without what the pipeline fills in. */
export type Row<F> = F;

/** What a raw record says of posts, by the names that rows know them by. A name that ends in a slash is what all posts of an account begin with. */
export interface PostsTold {
  /** The posts whose words the record holds, and their accounts. */
  readonly holds: readonly string[];
  /** The posts that it says are deleted, or the account all of whose posts are. */
  readonly gone: readonly string[];
}

/** A platform whose posts can be deleted. */
export interface DeletablePosts {
  /** As rows name it: sources of one platform share the names of its posts, and its word on which are gone. */
  readonly platform: string;
  /** Reads a record as it came, whatever its shape. */
  tell(record: unknown): PostsTold;
}

/** One kind of record of a source, and the fact it becomes. */
export interface Stream<C, R, F extends object> {
  readonly name: string;
  readonly into: FactClass<F>;
  /** How many days back the platform may still change what it said; each pull reads them again. */
  readonly lookbackDays: number;
  /** Days before today that the platform has not settled yet and that are not asked for; 1 means "until yesterday". */
  readonly lagDays: number;
  /** Days of history that the first pull of this stream asks for, when not the connector's. */
  readonly historyDays?: number;
  /** The longest window of one request, in days; absent for streams that read by cursor. */
  readonly windowDays?: number;
  /** Pieces that are asked for one after the other, each with its own cursor (accounts, hashtags, feeds). */
  parts?(config: C): string[];
  request(context: PullContext<C>): HttpRequest;
  /** The request for the page after this one, or null after the last. */
  next?(page: Page, context: PullContext<C>): HttpRequest | null;
  /** Throws the error that the answer means: HTTP status alone does not tell with most platforms. Runs before the statuses' default meaning. */
  classify?(page: Page): void;
  /** Of a websocket's messages those that are of interest: what it does not let through is not kept at all, but for an answer's first and last. */
  keep?(message: string, context: PullContext<C>): boolean;
  /** The raw records of an answer, each kept for lineage as JSON text. */
  records(page: Page): unknown[];
  /** What a record must look like; a record that does not is quarantined with the place and the reason. */
  readonly shape: z.ZodType<R>;
  /** The rows that a record becomes: none when it is not of interest. Throws BadRecord to quarantine. */
  map(record: R, context: PullContext<C>): Row<NoInfer<F>>[];
  /**
   * Where posts can be deleted. The words of one that is gone are erased wherever the hub holds them, in the transaction of the page that says so; a
   * record that speaks of nothing but posts that are gone becomes no row.
   */
  readonly posts?: DeletablePosts;
  /** Where the next pull goes on, from the pages of this one; committed with the page. */
  cursor?(page: Page, context: PullContext<C>): Json | null;
  /** What lies in the window and cannot be had, or not exactly, in words, when a good answer shows it: the pull goes on and ends as PARTIAL. */
  missing?(page: Page, context: PullContext<C>): string | null;
  /** How long the next request should wait, in milliseconds, when a good answer says that the quota is nearly used up; 0 to go on at once. */
  waitMs?(page: Page): number;
}

/** Looks a secret of the source up by its name; throws Fatal when the source has none. */
export type SecretOf = (name: string) => string;

/** What a platform answered to a request for a token; `replaced` are secrets that are good no more, by name, with their successors. */
export interface Grant {
  readonly token: string;
  readonly replaced?: Readonly<Record<string, string>>;
}

/**
 * How requests are given their credentials, just before they are sent. `secret`, `user` and `password` are names of secrets.
 * A kind beyond the first five is functions of the connector's own.
 */
export type Auth =
  | { kind: 'none' }
  /** A fixed secret in a header: `prefix` is put before it ("Bearer "). */
  | { kind: 'header'; header: string; secret: string; prefix?: string }
  /** A fixed secret as a parameter of the address. */
  | { kind: 'query'; parameter: string; secret: string }
  /** A fixed secret as a field of the body. */
  | { kind: 'form'; field: string; secret: string }
  /** HTTP Basic; without `user` the name is empty. */
  | { kind: 'basic'; user?: string; password: string }
  /** Each request is signed for itself. */
  | { kind: 'signed'; sign(request: HttpRequest, secret: SecretOf, now: Date): HttpRequest }
  /** OAuth 2 refresh_token grant at `tokenUrl(config)`; the access token goes in `Authorization: Bearer`; `headers` are further fixed secrets. */
  | { kind: 'oauth2'; tokenPath: string; headers?: Record<string, string> }
  /**
   * A token that is asked for first and again when it is refused, once however many requests wait for it. `grant` is that request, `granted` what
   * its answer means (throws Fatal when the platform refuses with a good status; an empty token is refused), `place` puts the token on a request.
   * `now` is for platforms whose requests are also signed.
   */
  | {
      kind: 'session';
      grant(secret: SecretOf, config: Readonly<Record<string, unknown>>, now: Date): HttpRequest;
      granted(page: Page): Grant;
      place(request: HttpRequest, token: string, secret: SecretOf, now: Date): HttpRequest;
    };

/** A source platform. A connector is one file in `ingest/connectors`, default export, named as its file. */
export interface Connector<C = never> {
  readonly name: string;
  readonly label: string;
  /** Default cron, in the workspace's time zone; empty where nothing is pulled. */
  readonly schedule: string;
  readonly auth: Auth;
  /** Names of the secrets that a source must be given. */
  readonly secrets: readonly string[];
  /** Names of those that it may be given. */
  readonly optionalSecrets?: readonly string[];
  /** By default counted for all that is asked of a host; `part` where the platform counts for each part (account, site) by itself. */
  readonly rateLimit: { requests: number; perSeconds: number; countedBy?: 'host' | 'part' };
  /** Days of history that the first pull asks for. */
  readonly historyDays: number;
  /** The zone in which the platform cuts its days when the source does not say. */
  readonly timeZone: string;
  /** The settings of a source: base address, account ids. */
  readonly config: z.ZodType<C>;
  // The fact and record types differ from stream to stream; each stream was checked where it was written.
  readonly streams: readonly Stream<C, never, never>[];
}

/** Declares a connector; checks nothing at run time, so that the declaration stays a plain value. */
export function connector<C>(declaration: Connector<C>): Connector<C> {
  return declaration;
}

/** Declares a stream, typed at both ends: by the record's shape and by the fact. */
export function stream<C, R, F extends object>(declaration: Stream<C, R, F>): Stream<C, never, never> {
  return declaration as unknown as Stream<C, never, never>;
}
