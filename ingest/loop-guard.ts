import type { HttpRequest } from './connector';
import { Skippable } from './errors';

/** Sees to it that the pages of one window come to an end: throws Skippable at a request, or a page, that came before. */
export class LoopGuard {
  readonly #requests = new Set<string>();
  #previous: Buffer | null = null;

  /** Before a request is sent. */
  beforeRequest(request: HttpRequest): void {
    const asked = JSON.stringify(request);
    if (this.#requests.has(asked)) throw new Skippable(`${request.url}: the paging leads back to a page that was read before`);
    this.#requests.add(asked);
  }

  /** When the answer is there, and before it is kept; `records` are its records, one a line. What stands around the records may change from answer to answer; pages without any may be alike. */
  beforeLanding(url: string, records: Buffer): void {
    if (records.length > 0 && this.#previous?.equals(records)) {
      throw new Skippable(`${url}: the same records came twice in a row; the platform does not page on`);
    }
    this.#previous = records;
  }
}
