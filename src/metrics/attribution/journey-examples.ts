import type { Session } from '../../database/session';
import type { Day } from '../../lib/day';
import { BadQuestion } from '../BadQuestion';
import type { Asker } from '../question';
import { rawRecords } from '../raw-record';
import { type AttributionQuestion, checkAttribution } from './attribution-question';
import { type FoundJourney, journeysOf } from './journey-walk';
import type { FoundEvent } from './person-events';

/** A touch or an order with the raw record that told it. */
export interface JourneyEvent {
  /** What its source calls it. */
  readonly name: string;
  readonly at: Date;
  readonly day: Day;
  /** What is credited for the touch; '' of an order. */
  readonly credited: string;
  readonly sourceKey: string;
  /** The record's JSON text, as the source sent it; '' when the page is no longer kept. */
  readonly raw: string;
  /** Null when the page is no longer kept. */
  readonly runId: number | null;
}

/** A journey of the range; `order` is null of one that led to nothing. */
export interface JourneyExample {
  readonly touches: readonly JourneyEvent[];
  readonly order: JourneyEvent | null;
}

const MOST = 100;

/**
 * Journeys behind credits, in the order in which they are walked: of those that are credited to `key` (all when null) the `first` ones after `skip`.
 * Journeys to nothing are among them with `converted: false` alone. The session has to be a snapshot.
 */
export async function journeyExamples(
  session: Session,
  question: AttributionQuestion,
  { key, first, skip, converted }: { key: string | null; first: number; skip: number; converted: boolean },
  asker: Asker,
): Promise<JourneyExample[]> {
  if (!Number.isInteger(first) || first < 1 || first > MOST) throw new BadQuestion('first', first, `a whole number from 1 to ${MOST}`);
  if (!Number.isInteger(skip) || skip < 0) throw new BadQuestion('skip', skip, 'a whole number from 0 on');
  const asked = checkAttribution(question, asker);
  const found: FoundJourney[] = [];
  let passed = 0;
  for await (const journey of journeysOf(session, asked, asker)) {
    if (journey.isOpen || (journey.outcome !== null) !== converted) continue;
    if (key !== null && !journey.touches.some(({ credited }) => credited === key)) continue;
    passed += 1;
    if (passed > skip) found.push(journey);
    if (found.length === first) break;
  }
  return withRecords(session, found);
}

async function withRecords(session: Session, journeys: readonly FoundJourney[]): Promise<JourneyExample[]> {
  const events = journeys.flatMap(({ touches, outcome }) => [...touches, ...(outcome ? [outcome] : [])]);
  const pages = await rawRecords(
    session,
    events.map(({ pageId }) => pageId),
  );
  const sources = await session.query<{ id: number; key: string }>('SELECT id, key FROM hub.source WHERE workspace_id = $1', [
    session.workspaceId,
  ]);
  const keys = new Map(sources.map(({ id, key }) => [id, key]));
  const told = ({ name, at, day, credited, sourceId, pageId, recordNo }: FoundEvent): JourneyEvent => {
    const page = pages.get(pageId);
    return {
      ...{ name, at: new Date(at), day, credited },
      sourceKey: keys.get(sourceId) ?? `#${sourceId}`,
      raw: page?.at(recordNo) ?? '',
      runId: page?.runId ?? null,
    };
  };
  return journeys.map(({ touches, outcome }) => ({ touches: touches.map(told), order: outcome && told(outcome) }));
}
