/** What can be made to go wrong: each takes hold of the platform's next requests, as often as asked. */
const FAULTS = [
  '429',
  '500',
  'expired-token',
  'cut-body',
  'duplicate-page',
  'reordered-page',
  'error-in-200',
  'empty',
  'slow',
  'garbage',
  'bad-record',
] as const;
export type FaultKind = (typeof FAULTS)[number];

/** A fault by name, or with its particulars: how long to wait (`429`, seconds, said as a number or as an HTTP date) or to be held up (`slow`). */
export type Fault =
  | FaultKind
  | { readonly kind: FaultKind; readonly retryAfterSeconds?: number; readonly asDate?: boolean; readonly delayMs?: number };

/** A fault with all its particulars. */
export interface Trouble {
  readonly kind: FaultKind;
  readonly retryAfterSeconds: number;
  readonly asDate: boolean;
  readonly delayMs: number;
}

/** The faults that are still to happen, by platform. */
export class Faults {
  private readonly queues = new Map<string, { trouble: Trouble; times: number }[]>();

  /** Queues a fault for the next `times` requests to a platform. Throws a RangeError when there is no such fault. */
  add(platform: string, fault: Fault, times = 1): void {
    const given = typeof fault === 'string' ? { kind: fault } : fault;
    if (!FAULTS.includes(given.kind)) throw new RangeError(`fault: "${given.kind}" is unknown; expected one of ${FAULTS.join(', ')}`);
    const queue = this.queues.get(platform) ?? [];
    this.queues.set(platform, queue);
    queue.push({ trouble: { retryAfterSeconds: 1, asDate: false, delayMs: 1500, ...given }, times });
  }

  /** The fault that the platform's next request meets, without using it up. */
  peek(platform: string): Trouble | null {
    return this.queues.get(platform)?.[0]?.trouble ?? null;
  }

  /** Uses up one occurrence of the platform's next fault. */
  take(platform: string): void {
    const queue = this.queues.get(platform) ?? [];
    const first = queue[0];
    if (first && --first.times <= 0) queue.shift();
  }

  clear(): void {
    this.queues.clear();
  }
}
