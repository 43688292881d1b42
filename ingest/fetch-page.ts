import type { Clock } from './clock';
import type { HttpRequest, Page } from './connector';
import type { Credentials, SignedRequest } from './credentials';
import { Fatal, Retriable, Unauthorized } from './errors';
import { exchange, retryAfterMs } from './http';
import type { Network } from './network';
import type { RateLimit } from './rate-limit';

/** How long a request is tried: so many attempts, and so much waiting in all. */
export interface RetryBudget {
  readonly attempts: number;
  readonly waitMs: number;
}

/** What fetching needs. `random` gives the jitter, from 0 to 1. */
export interface Fetching {
  readonly credentials: Credentials;
  readonly network: Network;
  /** The limit that holds for an address, and for the part of the source that is asked for. */
  readonly rateOf: (url: string, part?: string) => RateLimit;
  readonly clock: Clock;
  readonly random: () => number;
  readonly timeoutMs: number;
  readonly maxBytes: number;
  readonly budget: RetryBudget;
  readonly signal?: AbortSignal;
  /** Which messages of a websocket are kept; all when absent. */
  readonly keep?: (message: string) => boolean;
}

/** Limits that suit every platform: 2 minutes and 256 MB an answer, 8 attempts, 15 minutes of waiting. */
export const FETCH_DEFAULTS = { timeoutMs: 120_000, maxBytes: 256 * 1024 * 1024, budget: { attempts: 8, waitMs: 15 * 60_000 } } as const;

const FIRST_BACKOFF_MS = 1_000;
const LONGEST_BACKOFF_MS = 5 * 60_000;
/** Platforms count in whole seconds of their own clock. */
const GRACE_MS = 1_000;

/**
 * The page that a request leads to, and what `meaning` makes of it. `meaning` runs on each answer as it comes and throws what the answer
 * means; Retriable is waited for and asked again within the budget, never earlier than the platform said, Unauthorized once with a new token.
 * Throws Fatal when the budget is used up; other errors pass through.
 */
export async function fetchPage<T>(
  fetching: Fetching,
  request: HttpRequest,
  meaning: (page: Page) => T | Promise<T>,
): Promise<{ page: Page; result: T }> {
  const { budget, clock, signal } = fetching;
  const rateLimit = fetching.rateOf(request.url);
  let waited = 0;
  let renewed = false;
  for (let attempt = 1; ; ) {
    await rateLimit.take(signal);
    let signed: SignedRequest = { request, token: null };
    try {
      signed = await fetching.credentials.sign(request, signal);
      const page = await exchange(request, { ...fetching, signed: signed.request, now: () => clock.now() });
      return { page, result: await understood(page, meaning, clock) };
    } catch (error) {
      if (error instanceof Unauthorized) {
        if (renewed) throw new Fatal(`${error.message}: refused again with a fresh token: the source needs new credentials`);
        renewed = true;
        await fetching.credentials.renew(signed, signal);
        continue;
      }
      if (!(error instanceof Retriable)) throw error;
      const wait = error.afterMs === undefined ? backoff(attempt, fetching.random()) : error.afterMs + GRACE_MS;
      if (attempt >= budget.attempts || waited + wait > budget.waitMs) throw gaveUp(error, attempt, waited, wait);
      await rateLimit.hold(wait);
      waited += wait;
      attempt += 1;
    }
  }
}

/** The meaning of an answer; a time that the platform names in `Retry-After` goes with whatever Retriable it throws. */
async function understood<T>(page: Page, meaning: (page: Page) => T | Promise<T>, clock: Clock): Promise<T> {
  try {
    return await meaning(page);
  } catch (error) {
    const asked = error instanceof Retriable ? retryAfterMs(page, clock.now()) : undefined;
    if (asked === undefined) throw error;
    const { message, afterMs } = error as Retriable;
    throw new Retriable(message, Math.max(asked, afterMs ?? 0));
  }
}

/** Doubling from a second to five minutes, by at most half less so that callers do not meet again. */
function backoff(attempt: number, random: number): number {
  const full = Math.min(LONGEST_BACKOFF_MS, FIRST_BACKOFF_MS * 2 ** (attempt - 1));
  return Math.round(full * (1 - random / 2));
}

function gaveUp(error: Retriable, attempts: number, waitedMs: number, nextMs: number): Fatal {
  const seconds = (ms: number) => `${Math.round(ms / 1000)} s`;
  return new Fatal(
    `gave up after ${attempts} attempts and ${seconds(waitedMs)} of waiting (the next wait would be ${seconds(nextMs)}): ${error.message}`,
  );
}
