import { addDays, type Day, type DayRange, lengthOf } from '../src/lib/day';
import type { Json } from '../src/lib/lossless-json';
import type { HttpRequest } from './connector';
import type { AnyStream } from './load-connectors';
import { LoopGuard } from './loop-guard';
import { daysDue, halved, type PartPosition, windowFrom } from './pull-position';
import { type PulledPart, type PullSource, partKey } from './pull-source';
import type { ClaimedRun } from './runs';

/** A part while it is read: where it stands, the longest window that the platform still answers, and what to watch for within the window. */
export class PartReading {
  readonly stream: AnyStream;
  at: PartPosition;
  cursor: Json | null;
  guard = new LoopGuard();
  #limit: number | undefined;

  private constructor({ stream }: PulledPart, at: PartPosition, cursor: Json | null) {
    this.stream = stream;
    this.at = at;
    this.cursor = cursor;
    this.#limit = stream.windowDays;
  }

  /** Where a part begins, or goes on from `resumed`; null when nothing is due of it. */
  static begin(source: PullSource, run: ClaimedRun, pulled: PulledPart, resumed: PartPosition | null, today: Day): PartReading | null {
    const { stream, part } = pulled;
    const end = source.ends.get(partKey(stream.name, part));
    const { windowFrom: from, windowTo: to } = run;
    const historyDays = stream.historyDays ?? source.connector.historyDays;
    const days = resumed?.days ?? daysDue(stream, end, { today, historyDays, from, to });
    if (days === null) return null;
    // What is asked for by hand is read from its beginning, whatever the last pull has seen.
    const cursor = resumed === null && from !== null ? null : (end?.cursor ?? null);
    const window = windowFrom(days.from, days, stream.windowDays);
    return new PartReading(pulled, resumed ?? { stream: stream.name, part, days, window, request: null }, cursor);
  }

  /** Where the part stands after a page of a window: at the next request, its secrets hidden, or in the next window. */
  after(window: DayRange, next: HttpRequest | null): PartPosition {
    if (next !== null) return { ...this.at, request: next };
    return { ...this.at, window: windowFrom(addDays(window.to, 1), this.at.days, this.#limit), request: null };
  }

  /** Halves the window after an answer that was too large; false when a day cannot be halved, or the stream has no windows. */
  shorten(window: DayRange): boolean {
    const shorter = this.#limit === undefined ? null : halved(window);
    if (shorter === null) return false;
    this.#limit = shorter;
    this.at = { ...this.at, window: windowFrom(window.from, this.at.days, shorter), request: null };
    this.guard = new LoopGuard();
    return true;
  }

  /** How much of the part's days is behind it, from 0 to 1. */
  get fractionDone(): number {
    const { window, days } = this.at;
    return window === null ? 1 : lengthOf({ from: days.from, to: addDays(window.from, -1) }) / lengthOf(days);
  }
}
