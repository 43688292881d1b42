import { groupBy } from '../../lib/group-by';
import { type BootstrapInterval, bootstrapIntervals } from '../../stats/bootstrap';
import { countPositions, curvesOf, expectedCtr } from './ctr-curve';
import type { SearchRow, Segment } from './search-rows';

/** What a query could bring at a better position. */
export interface Opportunity {
  readonly query: string;
  readonly segment: Segment;
  readonly clicks: number;
  readonly impressions: number;
  readonly position: number;
  /** Clicks that the same impressions would bring at the target, by the curve. */
  readonly expected: number;
  /** Expected less actual. */
  readonly gain: number;
  /** Whether anything was seen as high up as the target; if not, the curve holds the rate of its highest position there, which is too low. */
  readonly targetSeen: boolean;
  /** From resampling days, the curve's and the query's alike; null of fewer than five days. */
  readonly interval: BootstrapInterval | null;
}

/** Which queries to look at: below the target, seen often enough, at most so many. */
export interface OpportunityRule {
  readonly target: number;
  readonly leastImpressions: number;
  readonly first: number;
}

interface Totals {
  clicks: number;
  impressions: number;
  positionSum: number;
  segment: Segment;
}

/** The queries that have most to win at the target position, the largest gain first. Those without a gain are left out. */
export function opportunities(rows: readonly SearchRow[], { target, leastImpressions, first }: OpportunityRule): Opportunity[] {
  const curves = curvesOf(countPositions(rows));
  const candidates = [...totalsOf(rows, () => 1)]
    .flatMap(([query, { clicks, impressions, positionSum, segment }]) => {
      const position = positionSum / impressions;
      const expected = impressions * (expectedCtr(curves.get(segment), target) ?? 0);
      const gain = expected - clicks;
      const targetSeen = (curves.get(segment)?.points[0]?.position ?? Number.POSITIVE_INFINITY) <= target;
      return position <= target || impressions < leastImpressions || gain <= 0
        ? []
        : [{ query, segment, clicks, impressions, position, expected, gain, targetSeen }];
    })
    .sort((a, b) => b.gain - a.gain || (a.query < b.query ? -1 : 1))
    .slice(0, first);
  const intervals = gainIntervals(rows, candidates, target);
  return candidates.map((each, i) => ({ ...each, interval: intervals[i] ?? null }));
}

function totalsOf(rows: readonly SearchRow[], timesOf: (row: SearchRow) => number): Map<string, Totals> {
  const totals = new Map<string, Totals>();
  for (const row of rows) {
    const times = timesOf(row);
    if (times === 0) continue;
    const own = totals.get(row.query) ?? { clicks: 0, impressions: 0, positionSum: 0, segment: row.segment };
    totals.set(row.query, own);
    own.clicks += times * row.clicks;
    own.impressions += times * row.impressions;
    own.positionSum += times * row.impressions * row.position;
  }
  return totals;
}

/** Days are drawn whole: what happens on a day happens to all queries. */
function gainIntervals(rows: readonly SearchRow[], candidates: readonly { query: string; segment: Segment }[], target: number) {
  const ofDay = groupBy(rows, ({ day }) => day);
  const days = [...ofDay.keys()];
  const at = new Map(days.map((day, i) => [day, i]));
  const wanted = new Set(candidates.map(({ query }) => query));
  const ofCandidates = rows.filter(({ query }) => wanted.has(query));
  const byDay = [...ofDay.values()].map((own) => [...countPositions(own)]);
  return bootstrapIntervals(days.length, (drawn) => {
    const curves = curvesOf(countPositions(drawnCounts(byDay, drawn)));
    const totals = totalsOf(ofCandidates, ({ day }) => drawn[at.get(day) as number] as number);
    return candidates.map(({ query, segment }) => {
      const own = totals.get(query);
      const ctr = expectedCtr(curves.get(segment), target);
      return own && ctr !== null ? own.impressions * ctr - own.clicks : null;
    });
  });
}

function* drawnCounts(
  byDay: readonly (readonly [Segment, Map<number, { clicks: number; impressions: number }>])[][],
  drawn: readonly number[],
) {
  for (const [i, segments] of byDay.entries()) {
    const times = drawn[i] as number;
    if (times === 0) continue;
    for (const [segment, positions] of segments) {
      for (const [position, { clicks, impressions }] of positions)
        yield { segment, position, clicks: times * clicks, impressions: times * impressions };
    }
  }
}
