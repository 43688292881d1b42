import { ReportSnapshot } from '../../../entities/research/ReportSnapshot';
import type { SavedQueryVersion } from '../../../entities/research/SavedQueryVersion';
import type { Session } from '../../database/session';
import type { AnswerOptions } from '../answer';
import { BadQuestion } from '../BadQuestion';
import type { Asker, Question } from '../question';
import { type AnsweredReport, answerReport, type Report, type ReportTerms } from './report';

const LONGEST_NOTE = 500;
/** As many as a saved query may have. */
const MOST = 1_000;

/** All but the report. */
const HEAD = {
  workspaceId: true,
  id: true,
  savedQueryId: true,
  version: true,
  note: true,
  takenBy: true,
  takenAt: true,
  dataVersion: true,
  terms: true,
} as const;

/** A snapshot without its report, which may be long. */
export type SnapshotHead = Omit<ReportSnapshot, 'report'>;

/** Who keeps the answer of which version, and what they write to it. */
export interface Taking {
  readonly saved: Pick<SavedQueryVersion, 'savedQueryId' | 'version'>;
  readonly question: Question;
  readonly takenBy: string;
  readonly note?: string | undefined;
}

/** Answers a saved question and keeps the answer. Nobody else writes to the workspace meanwhile. */
export async function takeSnapshot(session: Session, taking: Taking, asker: Asker, options: AnswerOptions = {}): Promise<SnapshotHead> {
  const { saved, question, takenBy, note = '' } = taking;
  if (note.length > LONGEST_NOTE) throw new BadQuestion('note', note.slice(0, LONGEST_NOTE), `text of at most ${LONGEST_NOTE} characters`);
  await session.query('SELECT id FROM hub.workspace WHERE id = $1 FOR SHARE', [session.workspaceId]);
  const [there] = await session.query<{ count: bigint }>(
    'SELECT count(*) AS count FROM hub.report_snapshot WHERE workspace_id = $1 AND saved_query_id = $2',
    [session.workspaceId, saved.savedQueryId],
  );
  if (Number(there?.count) >= MOST) throw new BadQuestion('key', saved.savedQueryId, `a saved query with fewer than ${MOST} snapshots`);
  const { terms, report, dataVersion } = await answerReport(session, question, asker, options);
  const [row] = await session.query<{ id: number }>(
    `INSERT INTO hub.report_snapshot (workspace_id, saved_query_id, version, note, taken_by, data_version, terms, report)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING id`,
    [session.workspaceId, saved.savedQueryId, saved.version, note, takenBy, dataVersion, JSON.stringify(terms), JSON.stringify(report)],
  );
  return (await snapshotHeads(session, { id: row?.id as number }))[0] as SnapshotHead;
}

/** The snapshots of a saved query, or the one of an id, the newest first. */
export function snapshotHeads(
  { workspaceId, manager }: Session,
  which: { savedQueryId: number } | { id: number },
): Promise<SnapshotHead[]> {
  return manager.find(ReportSnapshot, {
    where: { workspaceId, ...which },
    select: HEAD,
    order: { id: 'DESC' },
    take: MOST,
  });
}

/** A snapshot's answer with its terms; null when there is none of the id. */
export async function storedReport(
  { workspaceId, manager }: Session,
  id: number,
): Promise<(AnsweredReport & { head: SnapshotHead }) | null> {
  const found = await manager.findOne(ReportSnapshot, { where: { workspaceId, id } });
  if (!found) return null;
  return { head: found, terms: termsOf(found), report: found.report as unknown as Report, dataVersion: found.dataVersion };
}

/** What a snapshot's answer followed from. */
export function termsOf({ terms }: Pick<SnapshotHead, 'terms'>): ReportTerms {
  return terms as unknown as ReportTerms;
}

/** Takes a snapshot away; false when there is none of the id. */
export async function dropSnapshot(session: Session, id: number): Promise<boolean> {
  return (await session.execute('DELETE FROM hub.report_snapshot WHERE workspace_id = $1 AND id = $2', [session.workspaceId, id])) > 0;
}
