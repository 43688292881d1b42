import { type BenchHub, WORKSPACE } from '../bench-hub';
import { DAYS, FIRST_DAY, LAST_DAY } from './campaign-days';

/** Sentences of thirty words, of which some are common and some are rare, about four brands. */
const ROWS = `INSERT INTO fact.mention (workspace_id, day, source_id, brand_id, post, published_at, platform, language, sentiment, author, text, engagements, page_id,
    record_no, recorded_at)
  SELECT $1, day, $2, b.id, 'post ' || n, day + n % 86399 * interval '1 second', 'bench', 'en', (ARRAY['positive', 'neutral', 'negative'])[1 + n % 3], 'author ' || n % 1009,
    'These shoes have word' || n % 53 || ' and rare' || n % 4999 || (SELECT string_agg(' common' || (n * 31 + k * k * 7) % 401, '') FROM generate_series(1, 24) k),
    n % 97, 1, 0, now()
  FROM generate_series(1, $3::integer) n
  CROSS JOIN LATERAL (SELECT date '${FIRST_DAY}' + n % ${DAYS} AS day) d
  JOIN hub.brand b ON b.workspace_id = $1 AND b.key = 'brand-' || n / 7 % 4
  ORDER BY day, n`;

/** Fills the hub with so many mentions, from the source given. */
export async function fillMentions({ superuser }: BenchHub, sourceId: number, mentions: number): Promise<void> {
  await superuser.query(`SELECT hub.ensure_partitions('mention', $1, $2)`, [FIRST_DAY, LAST_DAY]);
  await superuser.query(ROWS, [WORKSPACE, sourceId, mentions]);
  await superuser.query('VACUUM ANALYZE fact.mention');
}
