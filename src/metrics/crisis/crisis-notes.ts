import type { Session } from '../../database/session';
import { addDays, type Day } from '../../lib/day';
import { BadQuestion } from '../BadQuestion';
import type { BrandCrisis } from './brand-crises';

/** What somebody did about a crisis, or said of it. */
export interface CrisisNote {
  readonly day: Day;
  readonly note: string;
  readonly owner: string | null;
  readonly silentUntil: Day | null;
  readonly notedBy: string;
  readonly notedAt: Date;
}

/** A crisis with what people did about it, the oldest first; who has it in hand, and until when nobody is to be alerted, by the newest word. */
export interface NotedCrisis extends BrandCrisis {
  readonly log: readonly CrisisNote[];
  readonly owner: string | null;
  readonly silentUntil: Day | null;
}

const LONGEST_NOTE = 4_000;

/** Crises of a brand with their notes: those about a day of the crisis, or of the days after it in which it could have flared up. */
export async function withNotes(session: Session, brand: string, crises: readonly BrandCrisis[]): Promise<NotedCrisis[]> {
  if (crises.length === 0) return [];
  const notes = await session.query<CrisisNote>(
    `SELECT n.day, n.note, n.owner, n.silent_until AS "silentUntil", n.noted_by AS "notedBy", n.noted_at AS "notedAt"
     FROM hub.crisis_note n JOIN hub.brand b ON b.workspace_id = n.workspace_id AND b.id = n.brand_id
     WHERE n.workspace_id = $1 AND b.key = $2 AND n.day >= $3 ORDER BY n.noted_at, n.id`,
    [session.workspaceId, brand, crises[0]!.from],
  );
  return crises.map((crisis) => {
    const log = notes.filter(({ day }) => day >= crisis.from && day <= addDays(crisis.to, crisis.rule.silenceDays));
    return {
      ...crisis,
      log,
      owner: log.findLast(({ owner }) => owner !== null)?.owner ?? null,
      silentUntil: log.findLast(({ silentUntil }) => silentUntil !== null)?.silentUntil ?? null,
    };
  });
}

/** Notes what somebody did about a crisis of a brand on a day. Throws a BadQuestion when there is no such brand, or nothing is said. */
export async function noteCrisis(session: Session, brand: string, given: Omit<CrisisNote, 'notedAt'>): Promise<void> {
  if (given.note.trim() === '' || given.note.length > LONGEST_NOTE)
    throw new BadQuestion('note', given.note.slice(0, 100), `text of at most ${LONGEST_NOTE} characters`);
  const added = await session.execute(
    `INSERT INTO hub.crisis_note (workspace_id, brand_id, day, note, owner, silent_until, noted_by)
     SELECT $1, b.id, $3, $4, $5, $6, $7 FROM hub.brand b WHERE b.workspace_id = $1 AND b.key = $2`,
    [session.workspaceId, brand, given.day, given.note, given.owner, given.silentUntil, given.notedBy],
  );
  if (added === 0) throw new BadQuestion('brand', brand, 'the key of a brand');
}
