import type { HttpRequest, Page } from './connector';
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

  /** When the answer is there, and before it is kept. Empty pages may be alike. */
  beforeLanding(page: Page, records: number): void {
    if (records > 0 && this.#previous?.equals(page.body)) {
      throw new Skippable(`${page.request.url}: the same page came twice in a row; the platform does not page on`);
    }
    this.#previous = page.body;
  }
}
