import { SavedQuery } from '../../entities/research/SavedQuery';
import { SavedQueryVersion } from '../../entities/research/SavedQueryVersion';
import type { Session } from '../database/session';
import { BadQuestion } from './BadQuestion';

/** What is saved: the question as it was sent, already found to be answerable. */
export interface Draft {
  readonly key: string;
  /** What people call it; its name so far, or its key, when absent. */
  readonly name?: string | undefined;
  readonly query: Readonly<Record<string, unknown>>;
  readonly savedBy: string;
}

const KEY = /^[a-z0-9][a-z0-9-]{0,62}$/;
const LONGEST_NAME = 200;
/** As many as a list can be shown of. */
const MOST = 500;

/** The saved queries of the workspace, by key. */
export function savedQueries({ workspaceId, manager }: Session): Promise<SavedQuery[]> {
  const query = manager.createQueryBuilder(SavedQuery, 'q').where('q.workspaceId = :workspaceId AND q.deletedAt IS NULL', { workspaceId });
  return query.orderBy('q.key').getMany();
}

/** A saved query; null when there is none of the key. */
export async function savedQuery(session: Session, key: string): Promise<SavedQuery | null> {
  const found = await session.manager.findOne(SavedQuery, { where: { workspaceId: session.workspaceId, key } });
  return found?.deletedAt ? null : found;
}

/** One version of a saved query, the newest when none is named; null when there is none. */
export function versionOf({ workspaceId, manager }: Session, saved: SavedQuery, version?: number): Promise<SavedQueryVersion | null> {
  const where = { workspaceId, savedQueryId: saved.id, version: version ?? saved.latestVersion };
  return manager.findOne(SavedQueryVersion, { where });
}

/** Every version of a saved query, the newest first. */
export function versionsOf({ workspaceId, manager }: Session, saved: SavedQuery): Promise<SavedQueryVersion[]> {
  return manager.find(SavedQueryVersion, { where: { workspaceId, savedQueryId: saved.id }, order: { version: 'DESC' }, take: MOST });
}

/** Keeps a question as the next version of its key. A key that was deleted goes on counting, so that a version never means two things. */
export async function saveQuery(session: Session, draft: Draft): Promise<SavedQuery> {
  if (!KEY.test(draft.key)) throw new BadQuestion('key', draft.key, 'up to 63 of a to z, 0 to 9 and -, beginning with a letter or digit');
  checkName(draft.name);
  await checkRoom(session, draft.key);
  const [row] = await session.query<{ id: number; latest_version: number }>(
    `INSERT INTO hub.saved_query AS q (workspace_id, key, name, latest_version) VALUES ($1, $2, coalesce($3, $2), 1)
     ON CONFLICT (workspace_id, key) DO UPDATE SET name = coalesce($3, q.name), latest_version = q.latest_version + 1, deleted_at = NULL
     RETURNING id, latest_version`,
    [session.workspaceId, draft.key, draft.name ?? null],
  );
  await session.execute(
    'INSERT INTO hub.saved_query_version (workspace_id, saved_query_id, version, query, saved_by) VALUES ($1, $2, $3, $4, $5)',
    [session.workspaceId, row?.id, row?.latest_version, JSON.stringify(draft.query), draft.savedBy],
  );
  return (await savedQuery(session, draft.key)) as SavedQuery;
}

/** Calls a saved query otherwise. Its key stays: links and schedules hold it. Null when there is none of the key. */
export async function renameSavedQuery(session: Session, key: string, name: string): Promise<SavedQuery | null> {
  checkName(name);
  const sql = 'UPDATE hub.saved_query SET name = $3 WHERE workspace_id = $1 AND key = $2 AND deleted_at IS NULL';
  return (await session.execute(sql, [session.workspaceId, key, name])) > 0 ? savedQuery(session, key) : null;
}

/** Takes a saved query out of the lists; its versions are kept, and saving its key again brings them back. False when there is none. */
export async function deleteSavedQuery(session: Session, key: string): Promise<boolean> {
  const sql = 'UPDATE hub.saved_query SET deleted_at = now() WHERE workspace_id = $1 AND key = $2 AND deleted_at IS NULL';
  return (await session.execute(sql, [session.workspaceId, key])) > 0;
}

function checkName(name: string | undefined): void {
  if (name !== undefined && (name.trim() === '' || name.length > LONGEST_NAME))
    throw new BadQuestion('name', name.slice(0, LONGEST_NAME), `text of at most ${LONGEST_NAME} characters`);
}

async function checkRoom(session: Session, key: string): Promise<void> {
  const others = (await savedQueries(session)).filter((each) => each.key !== key);
  if (others.length >= MOST)
    throw new BadQuestion('key', key, `one of the ${MOST} saved queries that a workspace may have, or that one is deleted`);
}
