import type { Session } from '../../database/session';
import { type Day, daysOf } from '../../lib/day';
import { ask, isOneOf } from '../ask';
import { resolveRange } from '../period';
import type { Asker, MetricValue, Range } from '../question';

/** A page that was found for a query on a day. */
export interface RankedPage {
  readonly page: string;
  readonly position: MetricValue;
  readonly impressions: MetricValue;
  readonly clicks: MetricValue;
}

/** Where a query's pages stood on a day, the best first. On a day without any the rank is lost or was withheld: there is no page, and no position. */
export interface RankDay {
  readonly day: Day;
  readonly best: RankedPage | null;
  readonly pages: readonly RankedPage[];
}

const MOST_ROWS = 20_000;

/** The rank history of a query on a brand's site: every day of the range, with the pages that were found; empty where none ever was. */
export async function rankHistory(
  session: Session,
  { brand, query, range, asOf }: { brand: string; query: string; range: Range; asOf?: Date | undefined },
  asker: Asker,
): Promise<RankDay[]> {
  const where = [isOneOf('BRAND', brand), isOneOf('QUERY', query)];
  const select = ['searchPosition', 'searchImpressions', 'searchClicks'];
  const { rows } = await ask(session, { select, by: ['PAGE'], grain: 'DAY', range, where, asOf, first: MOST_ROWS }, asker);
  const byDay = new Map<Day, RankedPage[]>();
  for (const { period, dimensions, values } of rows) {
    const [position, impressions, clicks] = values as [MetricValue, MetricValue, MetricValue];
    if (period === null || position.value === null) continue;
    byDay.set(period, [...(byDay.get(period) ?? []), { page: dimensions[0]?.key ?? '', position, impressions, clicks }]);
  }
  if (byDay.size === 0) return [];
  return [...daysOf(resolveRange(range, asker.today))].map((day) => {
    const pages = (byDay.get(day) ?? []).sort((a, b) => (a.position.value as number) - (b.position.value as number));
    return { day, best: pages[0] ?? null, pages };
  });
}
