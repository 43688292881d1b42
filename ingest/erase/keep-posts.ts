import type { Session } from '../../src/database/session';
import type { PagePosts } from './page-posts';

/** Remembers which posts' words lie in which records of a page, so that they are found when they have to go. */
export async function keepPosts(session: Session, pageId: bigint, { platform, held }: PagePosts): Promise<void> {
  if (held.length === 0) return;
  await session.execute(
    `INSERT INTO hub.post_record (workspace_id, platform, post, page_id, record_no)
     SELECT $1, $2, p.post, $3, p.record_no FROM unnest($4::text[], $5::integer[]) p (post, record_no) ORDER BY p.post, p.record_no`,
    [session.workspaceId, platform, pageId, held.map(({ post }) => post), held.map(({ recordNo }) => recordNo)],
  );
}
