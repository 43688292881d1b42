import { SearchDay } from '../../../entities/facts/SearchDay';
import type { Session } from '../../database/session';
import type { Day, DayRange } from '../../lib/day';
import { BadQuestion } from '../BadQuestion';
import { factRows } from '../fact-rows';
import { mappedValue } from '../mapping/mapping';
import { storedMapping } from '../mapping/stored-mapping';
import { Parameters } from '../parameters';
import { instantText } from '../snapshot';

/** The value of QUERY_TYPE that says that a query is for the brand. */
export const BRAND_QUERY = 'brand';

/** To which curve a query belongs: those for the brand are clicked otherwise. `ALL` where no rule tells them apart. */
export type Segment = 'BRAND' | 'OTHER' | 'ALL';

/** What a page came to for a query on a day, over all regions and devices. */
export interface SearchRow {
  readonly day: Day;
  readonly query: string;
  readonly page: string;
  readonly clicks: number;
  readonly impressions: number;
  /** The mean, weighted by impressions; 1 is the top. */
  readonly position: number;
  readonly segment: Segment;
}

/** Whose search, in which days, and as known when (now when absent). */
export interface SearchQuestion {
  readonly brand: string;
  readonly range: DayRange;
  readonly asOf?: Date | undefined;
}

const MOST_ROWS = 400_000;

/**
 * A brand's named queries by day and page. Which are for the brand the rules for QUERY_TYPE say, as they were at the instant. Throws a BadQuestion
 * where there are more than 400,000 rows.
 */
export async function searchRows(session: Session, { brand, range, asOf }: SearchQuestion): Promise<SearchRow[]> {
  const then = asOf && instantText(asOf);
  const parameters = new Parameters();
  const rows = factRows({ fact: SearchDay, workspaceId: session.workspaceId, range, ...(then && { asOf: then }) }, parameters);
  const found = await session.query<Omit<SearchRow, 'segment'>>(
    `SELECT f.day, f.query, f.page, sum(coalesce(f.clicks, 0))::float8 AS clicks, sum(f.impressions)::float8 AS impressions,
       (sum(f.position_sum_micros) / 1e6 / sum(f.impressions))::float8 AS position
     FROM ${rows} f
     WHERE f.scope = 'query' AND f.impressions > 0 AND f.position_sum_micros IS NOT NULL AND f.brand_id IN (
       SELECT b.id FROM hub.brand b WHERE b.workspace_id = ${parameters.add(session.workspaceId, 'integer')} AND b.key = ${parameters.add(brand, 'text')})
     GROUP BY 1, 2, 3 ORDER BY 1, 2, 3 LIMIT ${MOST_ROWS + 1}`,
    parameters.values,
  );
  if (found.length > MOST_ROWS)
    throw new BadQuestion('range', `${range.from} to ${range.to}`, `days with at most ${MOST_ROWS} rows by query and page`);
  const rules = (await storedMapping(session, then))?.rules.get('QUERY_TYPE') ?? [];
  const isTold = rules.some(({ value }) => value === BRAND_QUERY);
  const segments = new Map<string, Segment>();
  const segmentOf = (query: string): Segment => {
    if (!isTold) return 'ALL';
    const known = segments.get(query) ?? (mappedValue(rules, query) === BRAND_QUERY ? 'BRAND' : 'OTHER');
    segments.set(query, known);
    return known;
  };
  return found.map((row) => ({ ...row, segment: segmentOf(row.query) }));
}
