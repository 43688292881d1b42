import type { Session } from '../../database/session';
import type { Day } from '../../lib/day';
import { BadQuestion } from '../BadQuestion';

/** What the person allowed: to be read here, to be quoted; or that it takes everything back. */
export type Consent = 'INTERNAL' | 'QUOTE' | 'WITHDRAWN';

/** What somebody said without a break. */
export interface Turn {
  readonly speaker: string;
  readonly text: string;
}

/** A talk with somebody. */
export interface Interview {
  readonly id: number;
  readonly key: string;
  readonly title: string;
  readonly heldOn: Day;
  readonly consent: Consent;
  readonly turns: readonly Turn[];
  readonly redactedAt: Date | null;
}

/** A span of a turn that says something; its words are read from the turn, so that what is redacted there is gone here. */
export interface Highlight {
  readonly id: number;
  readonly interview: string;
  readonly speaker: string;
  readonly quote: string;
  readonly turn: number;
  readonly tags: readonly string[];
  readonly madeBy: string;
  /** Whether it may be shown outside. */
  readonly quotable: boolean;
}

/** What stands for a redacted character; the spans of highlights go on holding. */
const BLOCK = '█';
const COLUMNS = 'id, key, title, held_on AS "heldOn", consent, turns, redacted_at AS "redactedAt"';

/** The interviews, the newest first. */
export function interviews({ workspaceId, query }: Session): Promise<Interview[]> {
  return query<Interview>(`SELECT ${COLUMNS} FROM hub.interview WHERE workspace_id = $1 ORDER BY held_on DESC, key LIMIT 500`, [
    workspaceId,
  ]);
}

/** An interview by its key; null when there is none. */
export async function interviewOf({ workspaceId, query }: Session, key: string): Promise<Interview | null> {
  return (
    (await query<Interview>(`SELECT ${COLUMNS} FROM hub.interview WHERE workspace_id = $1 AND key = $2`, [workspaceId, key]))[0] ?? null
  );
}

async function knownInterview(session: Session, key: string, place: string): Promise<Interview> {
  const found = await interviewOf(session, key);
  if (!found) throw new BadQuestion(place, key, 'the key of an interview');
  return found;
}

/** Keeps an interview. Throws a BadQuestion for a key that is taken, without a turn, and without a consent to keep it. */
export async function recordInterview(session: Session, given: Omit<Interview, 'id' | 'redactedAt'>): Promise<Interview> {
  const { key, title, heldOn, consent, turns } = given;
  if (consent === 'WITHDRAWN')
    throw new BadQuestion('recordInterview.consent', consent, 'INTERNAL or QUOTE: nothing is kept without consent');
  if (turns.length === 0 || turns.some(({ text }) => text === ''))
    throw new BadQuestion('recordInterview.turns', turns.length, 'turns with words');
  if (await interviewOf(session, key)) throw new BadQuestion('recordInterview.key', key, 'a key that no interview has');
  await session.execute(
    'INSERT INTO hub.interview (workspace_id, key, title, held_on, consent, turns) VALUES ($1, $2, $3, $4, $5, $6::jsonb)',
    [session.workspaceId, key, title, heldOn, consent, JSON.stringify(turns)],
  );
  return (await interviewOf(session, key)) as Interview;
}

/** Marks words of a turn, which have to stand in it. Throws a BadQuestion where they do not. */
export async function addHighlight(
  session: Session,
  { interview, turn, quote, tags, madeBy }: { interview: string; turn: number; quote: string; tags: readonly string[]; madeBy: string },
): Promise<Highlight> {
  const found = await knownInterview(session, interview, 'addHighlight.interview');
  const at = quote === '' ? -1 : (found.turns[turn]?.text.indexOf(quote) ?? -1);
  if (at < 0) throw new BadQuestion('addHighlight.quote', quote, `words of turn ${turn} (from 0 to ${found.turns.length - 1})`);
  const [row] = await session.query<{ id: number }>(
    `INSERT INTO hub.highlight (workspace_id, interview_id, turn, first_character, last_character, tags, made_by) VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING id`,
    [session.workspaceId, found.id, turn, at, at + quote.length - 1, tags, madeBy],
  );
  return (await highlights(session, { id: row!.id }))[0]!;
}

/** Highlights, of one interview, with one tag, or the one of an id. */
export async function highlights(
  session: Session,
  { interview, tag, id }: { interview?: string | null; tag?: string | null; id?: number | null },
): Promise<Highlight[]> {
  const rows = await session.query<
    Omit<Highlight, 'speaker' | 'quote' | 'quotable'> & { turns: Turn[]; first: number; last: number; consent: Consent }
  >(
    `SELECT h.id, i.key AS interview, h.turn, h.tags, h.made_by AS "madeBy", i.turns, i.consent, h.first_character AS first, h.last_character AS last
     FROM hub.highlight h JOIN hub.interview i ON i.workspace_id = h.workspace_id AND i.id = h.interview_id
     WHERE h.workspace_id = $1 AND i.key = coalesce($2, i.key) AND ($3::text IS NULL OR $3 = ANY (h.tags)) AND h.id = coalesce($4, h.id)
     ORDER BY i.held_on DESC, i.key, h.turn, h.first_character LIMIT 500`,
    [session.workspaceId, interview ?? null, tag ?? null, id ?? null],
  );
  return rows.map(({ turns, first, last, consent, ...row }) => {
    const { speaker = '', text = '' } = turns[row.turn] ?? {};
    return { ...row, speaker, quote: text.slice(first, last + 1), quotable: consent === 'QUOTE' };
  });
}

/** Makes words of an interview unreadable for good, wherever they stand and however they are written; returns it, and how often they stood there. */
export async function redactInterview(
  session: Session,
  key: string,
  words: readonly string[],
): Promise<{ interview: Interview; places: number }> {
  const { turns } = await knownInterview(session, key, 'redactInterview.key');
  if (words.length === 0 || words.some((word) => word.trim() === '')) throw new BadQuestion('redactInterview.words', words, 'words');
  let places = 0;
  const block = (text: string, word: string) =>
    text.replace(new RegExp(word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'), 'giu'), (found) => {
      places += 1;
      return BLOCK.repeat(found.length);
    });
  const redacted = turns.map(({ speaker, text }) => ({ speaker: words.reduce(block, speaker), text: words.reduce(block, text) }));
  await session.execute('UPDATE hub.interview SET turns = $3::jsonb, redacted_at = now() WHERE workspace_id = $1 AND key = $2', [
    ...[session.workspaceId, key],
    JSON.stringify(redacted),
  ]);
  return { interview: (await interviewOf(session, key)) as Interview, places };
}

/** Takes an interview's words away for good, as the person took the consent back; that it was held, and its tags, stay. */
export async function withdrawConsent(session: Session, key: string): Promise<Interview> {
  await knownInterview(session, key, 'withdrawConsent.key');
  await session.execute(
    `UPDATE hub.interview SET consent = 'WITHDRAWN', turns = '[]', redacted_at = now() WHERE workspace_id = $1 AND key = $2`,
    [session.workspaceId, key],
  );
  return (await interviewOf(session, key)) as Interview;
}
