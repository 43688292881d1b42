import type { HttpRequest } from './connector';
import { Skippable } from './errors';
import type { RecordTexts } from './record-lines';

/** Sees to it that the pages of one window come to an end: throws Skippable at a request, or a page, that came before. */
export class LoopGuard {
  readonly #requests = new Set<string>();
  #previous: RecordTexts | null = null;

  /** Before a request is sent. */
  beforeRequest(request: HttpRequest): void {
    const asked = JSON.stringify(request);
    if (this.#requests.has(asked)) throw new Skippable(`${request.url}: the paging leads back to a page that was read before`);
    this.#requests.add(asked);
  }

  /** When the answer is there, and before it is kept; What stands around the records may change from answer to answer; pages without any may be alike. */
  beforeLanding(url: string, records: RecordTexts): void {
    if (records.length > 0 && this.#previous && areSame(this.#previous, records)) {
      throw new Skippable(`${url}: the same records came twice in a row; the platform does not page on`);
    }
    this.#previous = records;
  }
}

function areSame(some: RecordTexts, others: RecordTexts): boolean {
  if (some.length !== others.length) return false;
  for (let recordNo = 0; recordNo < some.length; recordNo++) if (some.at(recordNo) !== others.at(recordNo)) return false;
  return true;
}
