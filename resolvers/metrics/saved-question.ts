import { SavedQuery } from '../../entities/research/SavedQuery';
import type { SavedQueryVersion } from '../../entities/research/SavedQueryVersion';
import type { Session } from '../../src/database/session';
import type { Question } from '../../src/metrics/question';
import type { SnapshotHead } from '../../src/metrics/report/stored-snapshots';
import { versionOf } from '../../src/metrics/saved-queries';
import { type MetricQueryInput, questionOf } from './MetricQueryInput';

/** The question that a version of a saved query asks. */
export function savedQuestion({ query }: Pick<SavedQueryVersion, 'query'>): Question {
  const { asOf, ...rest } = query as unknown as Omit<MetricQueryInput, 'asOf'> & { asOf?: string | null };
  return questionOf({ ...rest, asOf: asOf ? new Date(asOf) : null });
}

/** What the saved query of a snapshot asks now: by its newest version or, once it is deleted, by the snapshot's own. */
export async function newestQuestion(session: Session, { savedQueryId, version }: SnapshotHead): Promise<Question> {
  const saved = await session.manager.findOne(SavedQuery, { where: { workspaceId: session.workspaceId, id: savedQueryId } });
  const newest = saved && (await versionOf(session, saved, saved.deletedAt ? version : undefined));
  if (!newest) throw new Error(`saved query ${savedQueryId} has no version ${version}`);
  return savedQuestion(newest);
}

/** An input as it is kept: what is absent stays absent, an instant is text, and where a page begins is no part of a question. */
export function keptQuery({ after: _, ...input }: MetricQueryInput): Record<string, unknown> {
  return JSON.parse(JSON.stringify(input, (_key, value) => (value === null ? undefined : value)));
}
