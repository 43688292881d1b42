import type { Session } from '../../database/session';
import { addDays, type Day } from '../../lib/day';
import { type CutJourney, cutJourneys } from '../../stats/attribution/cut-journeys';
import type { Asker } from '../question';
import type { AskedAttribution } from './attribution-question';
import { type FoundEvent, personEvents } from './person-events';

/** A journey of the range: to an order placed in it, or to nothing with its last touch in it. `isOpen`: it is too young to have led to nothing. */
export interface FoundJourney extends CutJourney<FoundEvent> {
  readonly isOpen: boolean;
}

const DAY_MS = 86_400_000;

/** The journeys of the range, one after the other, none kept. */
export async function* journeysOf(session: Session, asked: AskedAttribution, asker: Asker): AsyncGenerator<FoundJourney> {
  const { range, windowDays } = asked;
  const settled = addDays(asker.today, -windowDays);
  const within = (day: Day) => day >= range.from && day <= range.to;
  for await (const events of byPerson(session, asked)) {
    for (const journey of cutJourneys(events, windowDays * DAY_MS)) {
      const last = journey.outcome ?? journey.touches.at(-1);
      if (last && within(last.day)) yield { ...journey, isOpen: journey.outcome === null && last.day >= settled };
    }
  }
}

/** What one person did towards one brand, at a time; somebody unknown is met once. */
async function* byPerson(session: Session, asked: AskedAttribution): AsyncGenerator<FoundEvent[]> {
  let events: FoundEvent[] = [];
  for await (const event of personEvents(session, asked)) {
    const [first] = events;
    const isSame = first && event.person !== '' && first.person === event.person && first.brandId === event.brandId;
    if (first && !isSame) {
      yield events;
      events = [];
    }
    events.push(event);
  }
  if (events.length > 0) yield events;
}
