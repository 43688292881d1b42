import type { Session } from '../../src/database/session';
import type { ExperimentOutline } from './ExperimentOutline';

/** So many are listed at most. */
const MOST = 500;

/** Experiments whose key or name has a text in it, the newest first. */
export function outlinesMatching(session: Session, search: string): Promise<ExperimentOutline[]> {
  return session.query<ExperimentOutline>(
    `SELECT key AS id, key, name, last_day AS day FROM hub.experiment
     WHERE workspace_id = $1 AND (key ILIKE $2 OR name ILIKE $2) ORDER BY last_day DESC, key LIMIT ${MOST}`,
    [session.workspaceId, `%${search.replace(/[\\%_]/g, '\\$&')}%`],
  );
}
