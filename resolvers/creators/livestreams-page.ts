import type { Session } from '../../src/database/session';
import { decodeCursor } from '../../src/graph/cursor';
import { Edge } from '../../src/graph/edge';
import type { DayRange } from '../../src/lib/day';
import { Livestream } from './Livestream';

/** Which livestreams: those that meet every demand that is made. */
export interface LivestreamFilter {
  /** Accounts as platforms name them, or keys of creators, whose accounts count. */
  readonly creators: readonly string[] | null;
  readonly platforms: readonly string[] | null;
  /** Keys of brands. */
  readonly brands: readonly string[] | null;
  readonly range: DayRange | null;
}

/** Livestreams in their order, and how many there are from the cursor on. */
export interface FoundLivestreams {
  readonly rows: readonly Edge<Livestream>[];
  readonly total: number;
}

// What two sources or brands tell of one livestream is one livestream.
const SQL = `SELECT s.*, count(*) OVER () AS total
  FROM (
    SELECT DISTINCT ON (f.platform, f.session) f.platform, f.session, f.day, f.started_at AS "startedAt", f.ended_at AS "endedAt", f.title, f.creator,
      f.creator_name AS "creatorName", f.currency, f.brand_id AS "brandId", coalesce(f.started_at, '-infinity') AS instant,
      coalesce(f.started_at, '-infinity')::text AS "instantText"
    FROM fact.live_session f
    WHERE f.workspace_id = $1 AND f.day BETWEEN coalesce($2::date, '-infinity') AND coalesce($3::date, 'infinity')
      AND ($4::text[] IS NULL OR f.creator = ANY ($4) OR EXISTS (
        SELECT FROM hub.creator_account o
        WHERE o.workspace_id = $1 AND o.platform = f.platform AND o.account = f.creator AND o.removed_at IS NULL AND o.creator = ANY ($4)))
      AND ($5::text[] IS NULL OR f.platform = ANY ($5))
      AND ($6::text[] IS NULL OR f.brand_id = ANY (ARRAY(SELECT b.id FROM hub.brand b WHERE b.workspace_id = $1 AND b.key = ANY ($6))))
    ORDER BY f.platform, f.session, f.day, f.source_id, f.brand_id
  ) s
  WHERE $7::date IS NULL OR (s.day, s.instant, s.platform, s.session) < ($7, $8::timestamptz, $9::text, $10::text)
  ORDER BY s.day DESC, s.instant DESC, s.platform DESC, s.session DESC LIMIT $11`;

type LivestreamRow = Livestream & { readonly instantText: string; readonly total: bigint };

/** At most `most` livestreams after a cursor of the list, the newest first, in one statement. Throws BAD_USER_INPUT for a cursor of another list. */
export async function findLivestreams(
  session: Session,
  { creators, platforms, brands, range }: LivestreamFilter,
  page: { readonly after: string | null; readonly most: number },
): Promise<FoundLivestreams> {
  const place = page.after === null ? [null, null, null, null] : decodeCursor(page.after, ['string', 'string', 'string', 'string']);
  const demands = [range?.from ?? null, range?.to ?? null, creators, platforms, brands];
  const rows = await session.query<LivestreamRow>(SQL, [session.workspaceId, ...demands, ...place, page.most], 'find-livestreams');
  return {
    rows: rows.map(({ instantText, total: _, ...row }) => {
      return new Edge(Object.assign(new Livestream(), row), () => [row.day, instantText, row.platform, row.session]);
    }),
    total: Number(rows[0]?.total ?? 0),
  };
}
