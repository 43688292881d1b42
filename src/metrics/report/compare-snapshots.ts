import type { Session } from '../../database/session';
import type { AnswerOptions } from '../answer';
import type { Asker, Question } from '../question';
import { type ComparedReports, compareReports } from './compare-reports';
import { answerReport } from './report';
import { type SnapshotHead, storedReport } from './stored-snapshots';

/** The later side: another snapshot, or a saved question as it is answered now. */
export type Later = { readonly id: number } | { readonly question: (earlier: SnapshotHead) => Promise<Question> };

/** Two snapshots, cell by cell; `to` is null where the later one is the present. */
export interface ComparedSnapshots extends ComparedReports {
  readonly from: SnapshotHead;
  readonly to: SnapshotHead | null;
}

/**
 * Compares a snapshot with a later one of the same saved query, or with the present. Null when there is no such snapshot, or none of the two belongs to the
 * other. In a session that sees one instant.
 */
export async function compareSnapshots(
  session: Session,
  fromId: number,
  later: Later,
  asker: Asker,
  options: AnswerOptions = {},
): Promise<ComparedSnapshots | null> {
  const from = await storedReport(session, fromId);
  if (!from) return null;
  if (!('id' in later)) {
    const now = await answerReport(session, await later.question(from.head), asker, options);
    return { ...(await compareReports(session, from, now, asker)), from: from.head, to: null };
  }
  const to = await storedReport(session, later.id);
  if (!to || to.head.savedQueryId !== from.head.savedQueryId) return null;
  return { ...(await compareReports(session, from, to, asker)), from: from.head, to: to.head };
}
