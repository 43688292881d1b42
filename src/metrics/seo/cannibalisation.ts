import { groupBy } from '../../lib/group-by';
import { concentration, evenness } from '../../stats/concentration';
import { rankCorrelation } from '../../stats/rank-correlation';
import { type CtrCurve, countPositions, curvesOf, expectedCtr } from './ctr-curve';
import type { SearchRow, Segment } from './search-rows';

/** From where on a sign counts. */
const EVEN = 0.5;
const FLIPS = 3;
const SHORTFALL = 0.8;
const OPPOSED = -0.3;
/** A page with less of a query's impressions is a stray. */
const LEAST_SHARE = 0.1;

/** Pages of one site that may stand in each other's way for a query, and the signs that they do. */
export interface Cannibalisation {
  readonly query: string;
  readonly segment: Segment;
  /** With at least a tenth of the query's impressions, most first. */
  readonly pages: readonly string[];
  readonly clicks: number;
  readonly impressions: number;
  /** How evenly clicks are spread over the pages: 0 all on one, 1 the same on each; null without clicks. */
  readonly evenness: number | null;
  /** Herfindahl's and Hirschman's index of the pages' shares of clicks: 1 all on one, 1/n the same on each of n; null without clicks. */
  readonly concentration: number | null;
  /** How often the page that is shown most changed from one day to the next. */
  readonly flips: number;
  /** Clicks over what the own curve expects at the pages' positions; null without a curve. */
  readonly ctrRatio: number | null;
  /** Between the positions of the two first pages on days with both; null on fewer than three. */
  readonly correlation: number | null;
  /** How many of the four signs are there, as a share: overlap alone is no fault and scores 0. */
  readonly score: number;
}

/** The queries for which a site shows several pages, those with the most signs first, then by impressions. */
export function cannibalisations(
  rows: readonly SearchRow[],
  { leastImpressions, first }: { leastImpressions: number; first: number },
): Cannibalisation[] {
  const curves = curvesOf(countPositions(rows));
  return [...groupBy(rows, ({ query }) => query).values()]
    .flatMap((own) => judged(own, curves.get(own[0]!.segment), leastImpressions))
    .sort((a, b) => b.score - a.score || b.impressions - a.impressions)
    .slice(0, first);
}

function judged(rows: readonly SearchRow[], curve: CtrCurve | undefined, leastImpressions: number): Cannibalisation[] {
  const sumOf = (some: readonly SearchRow[], what: 'clicks' | 'impressions') => some.reduce((sum, row) => sum + row[what], 0);
  const impressions = sumOf(rows, 'impressions');
  const pages = [...groupBy(rows, ({ page }) => page)]
    .map(([page, own]) => ({ page, own, impressions: sumOf(own, 'impressions'), clicks: sumOf(own, 'clicks') }))
    .filter((each) => each.impressions >= LEAST_SHARE * impressions)
    .sort((a, b) => b.impressions - a.impressions || (a.page < b.page ? -1 : 1));
  if (pages.length < 2 || impressions < leastImpressions) return [];
  const clicked = pages.map(({ clicks }) => clicks);
  const spread = evenness(clicked);
  const flips = flipsOf(rows);
  const ctrRatio = ratioToCurve(rows, curve);
  const correlation = opposition(pages[0]!.own, pages[1]!.own);
  const signs = [
    spread !== null && spread >= EVEN,
    flips >= FLIPS,
    ctrRatio !== null && ctrRatio < SHORTFALL,
    correlation !== null && correlation < OPPOSED,
  ];
  return [
    {
      query: rows[0]!.query,
      segment: rows[0]!.segment,
      pages: pages.map(({ page }) => page),
      clicks: sumOf(rows, 'clicks'),
      impressions,
      evenness: spread,
      concentration: concentration(clicked),
      flips,
      ctrRatio,
      correlation,
      score: signs.filter(Boolean).length / signs.length,
    },
  ];
}

/** Rows come by day: of each day the page that is shown most. */
function flipsOf(rows: readonly SearchRow[]): number {
  const tops = new Map<string, SearchRow>();
  for (const row of rows) {
    const top = tops.get(row.day);
    if (!top || row.impressions > top.impressions) tops.set(row.day, row);
  }
  const shown = [...tops.values()].map(({ page }) => page);
  return shown.filter((page, i) => i > 0 && page !== shown[i - 1]).length;
}

function ratioToCurve(rows: readonly SearchRow[], curve: CtrCurve | undefined): number | null {
  let expected = 0;
  for (const { impressions, position } of rows) expected += impressions * (expectedCtr(curve, position) ?? 0);
  return expected > 0 ? rows.reduce((sum, { clicks }) => sum + clicks, 0) / expected : null;
}

function opposition(one: readonly SearchRow[], other: readonly SearchRow[]): number | null {
  const positions = new Map(other.map(({ day, position }) => [day, position]));
  const pairs = one.flatMap(({ day, position }) => {
    const beside = positions.get(day);
    return beside === undefined ? [] : [[position, beside] as const];
  });
  return rankCorrelation(pairs);
}
