import { becomeOnlyWriter } from '../../src/database/only-writer';
import type { Session } from '../../src/database/session';
import { type RecordAt, redactRecords } from './redact-records';

/** Erases what is still held of posts that are gone: pages that were under way when it was told, and that no run will promote any more. */
export async function eraseLeft(session: Session, runId: number): Promise<void> {
  const left = await session.query<RecordAt>(
    `SELECT p.page_id AS "pageId", p.record_no AS "recordNo" FROM hub.erased_post e
     JOIN hub.post_record p ON p.workspace_id = e.workspace_id AND p.platform = e.platform AND p.post = e.post WHERE e.workspace_id = $1`,
    [session.workspaceId],
  );
  if (left.length === 0) return;
  await becomeOnlyWriter(session);
  await redactRecords(session, runId, left);
}
