import { addDays, type Day, type DayRange, lengthOf } from '../src/lib/day';
import type { Json } from '../src/lib/lossless-json';
import type { HttpRequest } from './connector';
import type { AnyStream } from './load-connectors';
import type { PartEnd } from './pull-source';

/** Where a run stands, as `ingest_run.position` keeps it between two pages. */
export interface PullPosition {
  /** The platform's day when the run began; a run that goes on after midnight asks for the same days. */
  readonly today: Day;
  /** The number of the next page. */
  readonly seq: number;
  /** The part in hand; null before the first. */
  readonly at: PartPosition | null;
  /** What could not be had so far, in words. */
  readonly troubles: readonly string[];
}

/** Where a part stands: `window` is being asked for, `request` is its next page (null for its first); `window` is null when the part is done. */
export interface PartPosition {
  readonly stream: string;
  readonly part: string;
  /** All the days of the part. */
  readonly days: DayRange;
  readonly window: DayRange | null;
  readonly request: HttpRequest | null;
}

/** The position that a run has stored; a fresh one when it has none yet. */
export function positionOf(stored: Json, today: Day): PullPosition {
  const given = stored as Partial<PullPosition> | null;
  return given?.today === undefined ? { today, seq: 0, at: null, troubles: [] } : (given as PullPosition);
}

/**
 * The days that a part is asked for: those wanted by hand, else from the end of the last pull minus what may still change, else the whole history.
 * They end where the platform has settled; null when there are none.
 */
export function daysDue(
  stream: Pick<AnyStream, 'lookbackDays' | 'lagDays'>,
  end: PartEnd | undefined,
  on: { today: Day; historyDays: number; from: Day | null; to: Day | null },
): DayRange | null {
  const settled = addDays(on.today, -stream.lagDays);
  const to = on.to !== null && on.to < settled ? on.to : settled;
  const from = on.from ?? (end?.freshTo ? addDays(end.freshTo, -stream.lookbackDays) : addDays(on.today, -on.historyDays));
  return from <= to ? { from, to } : null;
}

/** The first window of a range that begins at a day; the whole rest without a limit. */
export function windowFrom(from: Day, days: DayRange, windowDays: number | undefined): DayRange | null {
  if (from > days.to) return null;
  if (windowDays === undefined) return { from, to: days.to };
  const end = addDays(from, windowDays - 1);
  return { from, to: end < days.to ? end : days.to };
}

/** The number of days that a window is cut down to after an answer that was too large; null when it has one day only. */
export function halved(window: DayRange): number | null {
  const length = lengthOf(window);
  return length > 1 ? Math.floor(length / 2) : null;
}
