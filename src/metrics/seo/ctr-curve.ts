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

/** How often results are clicked by position, for one segment of queries, from the site's own days. */
export interface CtrCurve {
  readonly segment: Segment;
  readonly points: readonly CtrPoint[];
  readonly impressions: number;
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
  return { segment, points, impressions: seen.reduce((sum, { impressions }) => sum + impressions, 0) };
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
