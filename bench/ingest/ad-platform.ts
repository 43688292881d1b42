import { Headers, type Response } from 'undici';
import type { Fetching } from '../../ingest/fetch-page';
import { FETCH_DEFAULTS } from '../../ingest/fetch-page';

/** The bench's platform: it answers a page as soon as that page may be read. */
export class AdPlatform {
  #allowed = 0;
  #waiting: (() => void)[] = [];
  #answers = new Map<number, () => Buffer>();

  /** Lets the pages be read that follow those let before. */
  allow(answers: readonly (() => Buffer)[]): void {
    for (const answer of answers) this.#answers.set(this.#allowed++, answer);
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const goOn of waiting) goOn();
  }

  /** What a pull asks it with: no credentials, no limit of its rate, and no wire. */
  fetching(): Fetching {
    const rate = { take: async () => undefined, hold: async () => undefined };
    const given = {
      ...FETCH_DEFAULTS,
      credentials: { sign: async (request: object) => ({ request, token: null }), renew: async () => undefined, secrets: () => ({}) },
      network: { fetch: (url: URL) => this.#answer(Number(url.searchParams.get('page'))) },
      rateOf: () => rate,
      clock: AD_CLOCK,
      random: () => 0,
    };
    return given as unknown as Fetching;
  }

  async #answer(page: number): Promise<Response> {
    while (page >= this.#allowed) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    const body = this.#answers.get(page)!();
    this.#answers.delete(page);
    const headers = new Headers({ 'content-type': 'application/json' });
    return { status: 200, headers, body: [body] } as unknown as Response;
  }
}

/** It is the end of the years that the bench's rows lie in. */
export const AD_CLOCK = { now: () => new Date('2040-01-01T12:00:00Z'), sleep: async () => undefined };
