import type { Session } from '../../database/session';
import { BadQuestion } from '../BadQuestion';
import { knownStudy } from './stored-study';

/** One code and what it means. */
export interface Code {
  readonly code: string;
  readonly label: string;
}

/** What the codes of an open question mean since one of its saves. */
export interface Codebook {
  readonly study: string;
  readonly question: string;
  readonly version: number;
  readonly codes: readonly Code[];
  readonly savedBy: string;
  readonly savedAt: Date;
}

/** What one coder made of one answer. */
export interface Coded {
  readonly wave: string;
  readonly respondent: string;
  readonly codes: readonly string[];
}

/** A version of a codebook, the newest when none is named; null when there is none. */
export async function codebookOf(session: Session, study: string, question: string, version?: number | null): Promise<Codebook | null> {
  const [row] = await session.query<Codebook>(
    `SELECT study, question, version, codes, saved_by AS "savedBy", saved_at AS "savedAt" FROM hub.codebook
     WHERE workspace_id = $1 AND study = $2 AND question = $3 AND version = coalesce($4, version) ORDER BY version DESC LIMIT 1`,
    [session.workspaceId, study, question, version ?? null],
  );
  return row ?? null;
}

/** Keeps the next version of a codebook. What was coded by earlier versions stays with them. Throws a BadQuestion for a question that is not open. */
export async function saveCodebook(
  session: Session,
  { study, question, codes, savedBy }: { study: string; question: string; codes: readonly Code[]; savedBy: string },
): Promise<Codebook> {
  const { questions } = await knownStudy(session, study, 'saveCodebook.study');
  const open = questions.filter(({ kind }) => kind === 'open').map(({ code }) => code);
  if (!open.includes(question))
    throw new BadQuestion('saveCodebook.question', question, `an open question: ${open.join(', ') || 'there is none'}`);
  const names = codes.map(({ code }) => code);
  if (codes.length === 0 || names.some((code, at) => code.trim() === '' || names.indexOf(code) < at))
    throw new BadQuestion('saveCodebook.codes', names, 'codes, each once');
  const latest = await codebookOf(session, study, question);
  await session.execute(
    'INSERT INTO hub.codebook (workspace_id, study, question, version, codes, saved_by) VALUES ($1, $2, $3, $4, $5::jsonb, $6)',
    [session.workspaceId, study, question, (latest?.version ?? 0) + 1, JSON.stringify(codes), savedBy],
  );
  return (await codebookOf(session, study, question)) as Codebook;
}

/** Records what a coder made of answers by the newest codebook; coding an answer again takes the place of the coder's own codes. Returns how many. */
export async function codeAnswers(
  session: Session,
  { study, question, coder, coded }: { study: string; question: string; coder: string; coded: readonly Coded[] },
): Promise<number> {
  const book = await codebookOf(session, study, question);
  if (!book) throw new BadQuestion('codeAnswers.question', question, 'a question with a codebook');
  const known = new Set(book.codes.map(({ code }) => code));
  const strange = coded.flatMap(({ codes }) => codes).find((code) => !known.has(code));
  if (strange !== undefined)
    throw new BadQuestion('codeAnswers.codes', strange, `one of ${[...known].join(', ')} (version ${book.version})`);
  if (coder.trim() === '') throw new BadQuestion('codeAnswers.coder', coder, 'who coded');
  for (const { wave, respondent, codes } of coded)
    await session.execute(
      `INSERT INTO hub.answer_code (workspace_id, study, question, version, wave, respondent, coder, codes) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
       ON CONFLICT (workspace_id, study, question, version, wave, respondent, coder) DO UPDATE SET codes = excluded.codes, coded_at = now()`,
      [session.workspaceId, study, question, book.version, wave, respondent, coder, [...new Set(codes)].sort()],
    );
  return coded.length;
}
