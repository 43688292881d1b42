import type { Session } from '../../src/database/session';
import { decodeCursor } from '../../src/graph/cursor';
import { Edge } from '../../src/graph/edge';
import type { DayRange } from '../../src/lib/day';
import { formsIn } from '../../src/text/han-forms';
import type { Mention } from './Mention';

/** Which mentions: those that meet every demand that is made. */
export interface MentionFilter {
  /** Words that must all be in the text, in simplified or traditional characters. */
  readonly search: string | null;
  /** Keys of brands. */
  readonly brands: readonly string[] | null;
  readonly sentiments: readonly string[] | null;
  readonly languages: readonly string[] | null;
  readonly range: DayRange | null;
}

/** Mentions in their order and, where they were to be counted, how many there are in all. */
export interface FoundMentions {
  readonly rows: readonly Edge<Mention>[];
  readonly total: number | null;
}

interface MentionRow {
  readonly row_id: bigint;
  readonly day: string;
  readonly published_at: Date | null;
  /** To the microsecond; `-infinity` where it is not known. */
  readonly instant: string;
  readonly brand_id: number;
  readonly platform: string | null;
  readonly kind: string | null;
  readonly channel: string | null;
  readonly language: string | null;
  readonly sentiment: string | null;
  readonly author: string | null;
  readonly url: string | null;
  readonly text: string | null;
  readonly engagements: bigint | null;
  readonly views: bigint | null;
  readonly total: bigint | null;
}

const SQL = `SELECT f.*, coalesce(f.published_at, '-infinity')::text AS instant
  FROM hub.find_mentions($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) f`;

/** At most `most` mentions after a cursor of the list, the newest first, in one statement. Throws BAD_USER_INPUT for a cursor of another list. */
export async function findMentions(
  session: Session,
  { search, brands, sentiments, languages, range }: MentionFilter,
  page: { readonly after: string | null; readonly most: number; readonly counted: boolean },
): Promise<FoundMentions> {
  const place = page.after === null ? [null, null, null] : decodeCursor(page.after, ['string', 'string', 'string']);
  const demands = [search, formsIn(search ?? ''), brands, sentiments, languages, range?.from ?? null, range?.to ?? null];
  const rows = await session.query<MentionRow>(SQL, [...demands, ...place, page.counted, page.most], 'find-mentions');
  return {
    rows: rows.map((row) => new Edge(mentionOf(row), () => [row.day, row.instant, String(row.row_id)])),
    total: page.counted ? Number(rows[0]?.total ?? 0) : null,
  };
}

function mentionOf(row: MentionRow): Mention {
  const { day, platform, kind, channel, language, sentiment, author, url, text } = row;
  return {
    id: String(row.row_id),
    brandId: row.brand_id,
    day,
    publishedAt: row.published_at,
    platform,
    kind,
    channel,
    language,
    sentiment,
    author,
    url,
    text,
    engagements: row.engagements === null ? null : Number(row.engagements),
    views: row.views === null ? null : Number(row.views),
  };
}
