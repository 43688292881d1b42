import { fallingCurve, valueAt } from '../../stats/isotonic';
import type { SearchRow, Segment } from './search-rows';

/** Beyond this position all are one. */
const LAST_POSITION = 50;

/** A position of a curve: what was seen there, and what the curve says. */
export interface CtrPoint {
  readonly position: number;
  readonly clicks: number;
  readonly impressions: number;
  /** Clicks of impressions, as seen. */
  readonly observed: number;
  /** By the curve: never more than higher up. */
  readonly fitted: number;
  /** Rows by day, query and page. */
  readonly n: number;
}

/** Where impressions stood, in the bands that the trade looks at: positions from `from` to `to`, null without an end. */
export interface PositionBand {
  readonly from: number;
  readonly to: number | null;
  readonly clicks: number;
  readonly impressions: number;
  /** Of all impressions of the curve. */
  readonly share: number;
}

/** The first results, the first page, the second, and all below. */
const BANDS: readonly (readonly [from: number, to: number | null])[] = [
  [1, 3],
  [4, 10],
  [11, 20],
  [21, null],
];

/** How often results are clicked by position, for one segment of queries, from the site's own days. */
export interface CtrCurve {
  readonly segment: Segment;
  readonly points: readonly CtrPoint[];
  readonly impressions: number;
  /**
   * Clicks that the curve expects of all impressions where they stood, over those that it expects had all stood at the highest position that was seen: 1 is
   * as visible as can be. Null where nothing is clicked up there.
   */
  readonly visibility: number | null;
  readonly bands: readonly PositionBand[];
}

/** What makes up a curve: by segment and position. */
export type PositionCounts = Map<Segment, Map<number, { clicks: number; impressions: number; n: number }>>;

/** Which position of a curve a mean position counts towards. */
export function positionOf(position: number): number {
  return Math.min(LAST_POSITION, Math.max(1, Math.round(position)));
}

/** Counts rows by segment and position. */
export function countPositions(rows: Iterable<Pick<SearchRow, 'segment' | 'position' | 'clicks' | 'impressions'>>): PositionCounts {
  const counts: PositionCounts = new Map();
  for (const { segment, position, clicks, impressions } of rows) {
    const own = counts.get(segment) ?? new Map();
    counts.set(segment, own);
    const at = positionOf(position);
    const cell = own.get(at) ?? { clicks: 0, impressions: 0, n: 0 };
    own.set(at, { clicks: cell.clicks + clicks, impressions: cell.impressions + impressions, n: cell.n + 1 });
  }
  return counts;
}

/** The curve of each segment: the never rising one that lies nearest to what was seen, by impressions. */
export function curvesOf(counts: PositionCounts): Map<Segment, CtrCurve> {
  return new Map([...counts].map(([segment, positions]) => [segment, curveOf(segment, positions)]));
}

function curveOf(segment: Segment, positions: ReadonlyMap<number, { clicks: number; impressions: number; n: number }>): CtrCurve {
  const seen = [...positions]
    .sort(([a], [b]) => a - b)
    .map(([position, cell]) => ({ position, ...cell, observed: cell.clicks / cell.impressions }));
  const fitted = fallingCurve(seen.map(({ position, observed, impressions }) => ({ at: position, value: observed, weight: impressions })));
  const points = seen.map((point, i) => ({ ...point, fitted: fitted[i]?.value ?? 0 }));
  const impressions = seen.reduce((sum, each) => sum + each.impressions, 0);
  const best = impressions * (points[0]?.fitted ?? 0);
  const expected = points.reduce((sum, { impressions: shown, fitted: rate }) => sum + shown * rate, 0);
  return { segment, points, impressions, visibility: best > 0 ? expected / best : null, bands: bandsOf(points, impressions) };
}

function bandsOf(points: readonly CtrPoint[], all: number): PositionBand[] {
  return BANDS.map(([from, to]) => {
    const own = points.filter(({ position }) => position >= from && position <= (to ?? LAST_POSITION));
    const impressions = own.reduce((sum, point) => sum + point.impressions, 0);
    return { from, to, clicks: own.reduce((sum, { clicks }) => sum + clicks, 0), impressions, share: impressions / all };
  });
}

/** What share of impressions a curve says are clicked at a position; null without a curve. */
export function expectedCtr(curve: CtrCurve | undefined, position: number): number | null {
  return curve
    ? valueAt(
        curve.points.map((point) => ({ at: point.position, value: point.fitted })),
        position,
      )
    : null;
}
