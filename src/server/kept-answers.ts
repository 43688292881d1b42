import { createHash } from 'node:crypto';
import { LRUCache } from 'lru-cache';

/** An answer that is given again while its state is the workspace's. */
export interface KeptAnswer {
  readonly state: string;
  readonly body: Buffer;
  /** Strong: of the very bytes. */
  readonly etag: string;
}

/** Bytes of answers that are kept, keys included. */
const MAX_BYTES = 32 * 1024 * 1024;
/** A larger answer would take the place of too many others. */
const LARGEST = 2 * 1024 * 1024;

/** Whole answers, by everything that they follow from but the data; an answer of another state is no answer. */
export class KeptAnswers {
  private readonly answers = new LRUCache<string, KeptAnswer>({
    maxSize: MAX_BYTES,
    maxEntrySize: LARGEST,
    sizeCalculation: ({ body, state, etag }, key) => body.length + 2 * (key.length + state.length + etag.length) + 200,
  });

  get(key: string, state: string): KeptAnswer | undefined {
    const found = this.answers.get(key);
    return found?.state === state ? found : undefined;
  }

  /** Whether there is an answer, of whatever state. */
  has(key: string): boolean {
    return this.answers.has(key);
  }

  /** `state` was the workspace's before the answer was read: what changed since makes the answer newer than it says, and it is not given again. */
  keep(key: string, state: string, text: string): KeptAnswer {
    const body = Buffer.from(text);
    const etag = `"${createHash('sha256').update(body).digest('base64url')}"`;
    const answer = { state, body, etag };
    this.answers.set(key, answer);
    return answer;
  }
}
