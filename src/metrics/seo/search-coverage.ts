import { SearchDay } from '../../../entities/facts/SearchDay';
import type { Session } from '../../database/session';
import type { Day } from '../../lib/day';
import { ask, isOneOf } from '../ask';
import { factRows } from '../fact-rows';
import { Parameters } from '../parameters';
import { resolveRange } from '../period';
import type { Asker, MetricName, MetricValue, Range } from '../question';
import { instantText } from '../snapshot';

/** The search engine gives at most so many rows by query and page for a property and day, in pages of half as many. */
const DAILY_CAP = 50_000;
const PAGE = DAILY_CAP / 2;

/** The two ways in which search is told, beside each other for a day. */
export const COVERAGE = {
  clicks: 'searchClicks',
  impressions: 'searchImpressions',
  clicksAnonymous: 'searchClicksAnonymous',
  impressionsAnonymous: 'searchImpressionsAnonymous',
  anonymousRate: 'searchAnonymousRate',
} as const;

/** A day's whole-site totals, what of them has no named query, and whether named rows may have been cut off. */
export type CoverageDay = Readonly<Record<keyof typeof COVERAGE, MetricValue>> & {
  readonly day: Day;
  /** Rows by query and page. */
  readonly namedRows: number;
  readonly possiblyRowCapped: boolean;
};

/** How much of a brand's search has a named query, day by day. */
export async function searchCoverage(
  session: Session,
  { brand, range, asOf }: { brand: string; range: Range; asOf?: Date | undefined },
  asker: Asker,
): Promise<CoverageDay[]> {
  const where = [isOneOf('BRAND', brand)];
  const { rows } = await ask(session, { select: Object.values(COVERAGE), grain: 'DAY', range, where, asOf }, asker);
  const parameters = new Parameters();
  const days = resolveRange(range, asker.today);
  const facts = factRows(
    { fact: SearchDay, workspaceId: session.workspaceId, range: days, ...(asOf && { asOf: instantText(asOf) }) },
    parameters,
  );
  const named = await session.query<{ day: Day; rows: bigint; largest: bigint; isFull: boolean }>(
    `SELECT day, sum(n)::bigint AS rows, max(n) AS largest, bool_or(n % ${PAGE} = 0) AS "isFull" FROM (
       SELECT f.day, f.source_id, count(*) AS n FROM ${facts} f
       WHERE f.scope = 'query' AND f.brand_id IN (SELECT b.id FROM hub.brand b
         WHERE b.workspace_id = ${parameters.add(session.workspaceId, 'integer')} AND b.key = ${parameters.add(brand, 'text')})
       GROUP BY 1, 2) x GROUP BY 1`,
    parameters.values,
  );
  const counts = new Map(named.map((each) => [each.day, each]));
  return rows.map(({ period, values }) => {
    const of = new Map<MetricName, MetricValue>(values.map((value) => [value.metric, value]));
    const fields = Object.entries(COVERAGE).map(([field, metric]) => [field, of.get(metric)]);
    const count = counts.get(period as Day);
    return {
      ...(Object.fromEntries(fields) as Record<keyof typeof COVERAGE, MetricValue>),
      day: period as Day,
      namedRows: Number(count?.rows ?? 0),
      possiblyRowCapped: count !== undefined && (count.isFull || count.largest >= BigInt(DAILY_CAP)),
    };
  });
}
