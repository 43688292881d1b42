/** The ends of the spans of days that delays are counted in: below 1 day, 1 to 3, …, and 30 or more. */
const ENDS = [1, 3, 7, 14, 30] as const;

/** How many touches of converting journeys were so many days before their order: from `fromDays` to below `toDays`; null is no end. */
export interface DelaySpan {
  readonly fromDays: number;
  readonly toDays: number | null;
  readonly touches: number;
  /** Of all touches of the channel that led to an order. */
  readonly share: number;
}

/** Counts how long before orders the touches of each channel were. */
export class ConversionDelays {
  private readonly counts: number[][];

  constructor(channels: number) {
    this.counts = Array.from({ length: channels }, () => [...ENDS, 0].map(() => 0));
  }

  add(channel: number, days: number): void {
    const place = ENDS.findIndex((end) => days < end);
    this.counts[channel]![place < 0 ? ENDS.length : place]! += 1;
  }

  /** None where no touch led to an order. */
  of(channel: number): DelaySpan[] {
    const counts = this.counts[channel]!;
    const all = counts.reduce((sum, count) => sum + count, 0);
    if (all === 0) return [];
    return counts.map((touches, place) => ({
      fromDays: place === 0 ? 0 : ENDS[place - 1]!,
      toDays: ENDS[place] ?? null,
      touches,
      share: touches / all,
    }));
  }
}
