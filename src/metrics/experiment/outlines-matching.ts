import type { Session } from '../../database/session';
import type { Day } from '../../lib/day';

/** An experiment in a list; `day` is the last that anything was told of. */
export interface Outline {
  readonly id: string;
  readonly key: string;
  readonly name: string;
  readonly day: Day;
}

/** So many are listed at most. */
const MOST = 500;

/** Experiments whose key or name has a text in it, the newest first. */
export function outlinesMatching(session: Session, search: string): Promise<Outline[]> {
  return session.query<Outline>(
    `SELECT key AS id, key, name, last_day AS day FROM hub.experiment
     WHERE workspace_id = $1 AND (key ILIKE $2 OR name ILIKE $2) ORDER BY last_day DESC, key LIMIT ${MOST}`,
    [session.workspaceId, `%${search.replace(/[\\%_]/g, '\\$&')}%`],
  );
}
