/** A touch or an outcome of one person at an instant, in milliseconds. */
export interface PersonEvent {
  readonly at: number;
  readonly isOutcome: boolean;
}

/** Touches, oldest first, and the outcome that they led to; null when they led to none. */
export interface CutJourney<E> {
  readonly touches: readonly E[];
  readonly outcome: E | null;
}

/**
 * Cuts what one person did, oldest first, into journeys. A journey begins after the outcome before it and reaches back `windowMs` from its own outcome.
 * Touches that no outcome followed within the window are journeys to nothing, cut wherever the next touch is later than the window. An outcome without
 * touches is a journey of none.
 */
export function* cutJourneys<E extends PersonEvent>(events: Iterable<E>, windowMs: number): Generator<CutJourney<E>> {
  let open: E[] = [];
  for (const event of events) {
    const last = open.at(-1);
    if (!event.isOutcome) {
      if (last && event.at - last.at > windowMs) {
        yield { touches: open, outcome: null };
        open = [];
      }
      open.push(event);
      continue;
    }
    const first = open.findIndex(({ at }) => event.at - at <= windowMs);
    const since = first < 0 ? open.length : first;
    if (since > 0) yield { touches: open.slice(0, since), outcome: null };
    yield { touches: open.slice(since), outcome: event };
    open = [];
  }
  if (open.length > 0) yield { touches: open, outcome: null };
}
