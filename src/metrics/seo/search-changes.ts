import type { Session } from '../../database/session';
import { productChange } from '../../stats/product-change';
import { ask, isOneOf } from '../ask';
import { resolveRange } from '../period';
import type { Asker, MetricName, MetricValue, Range } from '../question';
import { type CtrCurve, countPositions, curvesOf, expectedCtr } from './ctr-curve';
import { type Segment, searchRows } from './search-rows';

/** A query that won or lost clicks, and what made it. */
export interface SearchChange {
  readonly query: string;
  readonly before: SearchNumbers;
  readonly after: SearchNumbers;
  readonly change: number;
  /** The parts add up to the change: more or fewer appearances, a better or worse position, clicked more or less than the position explains. */
  readonly impressionEffect: number;
  readonly positionEffect: number;
  readonly ctrEffect: number;
}

/** A query's numbers of one range; null where it was not named. */
export interface SearchNumbers {
  readonly clicks: MetricValue | null;
  readonly impressions: MetricValue | null;
  readonly position: MetricValue | null;
}

const SELECT = ['searchClicks', 'searchImpressions', 'searchPosition'];
const MOST_QUERIES = 20_000;

/** Which queries to show, and of what. */
export interface ChangeQuestion {
  readonly brand: string;
  readonly before: Range;
  readonly after: Range;
  readonly first: number;
  readonly asOf?: Date | undefined;
}

/**
 * The queries whose clicks changed most between two ranges, each split exactly into impressions, position and click rate. By the curve of both
 * ranges together clicks are impressions × what their position is usually clicked × how much more or less than that they were.
 */
export async function searchChanges(
  session: Session,
  { brand, before, after, first, asOf }: ChangeQuestion,
  asker: Asker,
): Promise<SearchChange[]> {
  const where = [isOneOf('BRAND', brand)];
  const numbers = async (range: Range) => {
    const { rows } = await ask(session, { select: SELECT, by: ['QUERY'], range, where, asOf, first: MOST_QUERIES }, asker);
    return new Map(rows.map(({ dimensions, values }) => [dimensions[0]?.key ?? '', values]));
  };
  const [then, now] = [await numbers(before), await numbers(after)];
  const ranges = [resolveRange(before, asker.today, 'before'), resolveRange(after, asker.today, 'after')];
  const rows = [];
  for (const range of ranges) rows.push(...(await searchRows(session, { brand, range, asOf })));
  const curves = curvesOf(countPositions(rows));
  const segments = new Map(rows.map(({ query, segment }) => [query, segment]));
  return [...new Set([...then.keys(), ...now.keys()])]
    .map((query) => changeOf(query, numbersOf(then.get(query)), numbersOf(now.get(query)), curves.get(segments.get(query) as Segment)))
    .filter(({ change }) => change !== 0)
    .sort((a, b) => Math.abs(b.change) - Math.abs(a.change) || (a.query < b.query ? -1 : 1))
    .slice(0, first);
}

function numbersOf(values: readonly MetricValue[] | undefined): SearchNumbers {
  const of = (name: MetricName) => values?.find(({ metric }) => metric === name) ?? null;
  return { clicks: of('searchClicks'), impressions: of('searchImpressions'), position: of('searchPosition') };
}

function changeOf(query: string, before: SearchNumbers, after: SearchNumbers, curve: CtrCurve | undefined): SearchChange {
  const [from, to] = [factorsOf(before, curve), factorsOf(after, curve)];
  // What was not shown had no position: the whole change is that it was not shown.
  const known = from ?? to ?? ABSENT;
  const beforeFactors = from ?? [0, known[1], known[2]];
  const afterFactors = to ?? [0, known[1], known[2]];
  const [impressionEffect, positionEffect, ctrEffect] = productChange(beforeFactors, afterFactors);
  const change = (after.clicks?.value ?? 0) - (before.clicks?.value ?? 0);
  return { query, before, after, change, impressionEffect, positionEffect, ctrEffect };
}

const ABSENT = [0, 0, 0] as const;

/** Impressions, the usual click rate of their position, and the actual one over it. A curve of 0 explains nothing: all is then the third factor. */
function factorsOf(
  { clicks, impressions, position }: SearchNumbers,
  curve: CtrCurve | undefined,
): readonly [number, number, number] | null {
  if (!impressions?.value) return null;
  const usual = (position?.value != null && expectedCtr(curve, position.value)) || 1;
  return [impressions.value, usual, (clicks?.value ?? 0) / impressions.value / usual];
}
