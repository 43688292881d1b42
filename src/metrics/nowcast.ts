import { columnOf, factOf } from '../../entities/facts/fact';
import { addDays, type Day, type DayRange, daysBetween, startOf } from '../lib/day';
import type { Asked } from './asked';
import { type Cell, type Cells, cellKey, leafValueOf, type Reading, readCells } from './cells';
import { Exact } from './exact';
import { type Leaf, leafKey } from './leaf';
import { AS_GOOD_AS_FINAL, type Growing, type GrowingSource, growingSources } from './maturity';
import { factsOf, type Metric } from './metric';
import type { Dimension } from './question';

/** What is known to less than this share of its end says nothing of it. */
const LEAST_SHARE = 0.1;
const FACTOR_PLACES = 12;

/** What is still to come: by cell and leaf; null where that is not known. */
type Pending = Map<string, Map<string, Exact | null>>;

/** Tells what a metric in a cell of the answer is likely to be in the end; null where that is not known. */
export type Nowcaster = (metric: Metric, cell: Cell) => number | null;

/**
 * What the numbers of an answer are likely to be once the platforms have stopped restating them: what each day of each source says by now over the
 * share of the final number that was known of earlier days at the same age. A quotient is that of both sides in the end. Null where a part was not
 * learnt, cannot be added, or is known to less than a tenth.
 */
export async function nowcasterOf(reading: Reading, metrics: readonly Metric[], asked: Asked): Promise<Nowcaster> {
  const growing = await growingSources(reading.session, factsOf(metrics), asked.range);
  const young = youngDays(growing, asked.range);
  const pending = young ? await pendingOf(reading, metrics, asked, young, growing) : new Map();
  return (metric, cell) => {
    const more = pending.get(cellKey(cell.period, cell.keys));
    const ends = metric.leaves.map((leaf) => endOf(leafValueOf(leaf, cell).value, more?.get(leafKey(leaf))));
    return ends.includes(undefined) ? null : (metric.evaluate(ends as (Exact | null)[]).value?.toNumber() ?? null);
  };
}

/** Undefined where what is to come is not known. */
function endOf(value: Exact | null, more: Exact | null | undefined): Exact | null | undefined {
  if (more === null) return undefined;
  return value && more ? value.plus(more) : value;
}

/** The days of a range that a source may still change. */
function youngDays(growing: Growing, range: DayRange): DayRange | null {
  const first = [...growing.values()].map(({ readOn, lookbackDays }) => addDays(readOn, -lookbackDays)).sort()[0];
  if (first === undefined || first > range.to) return null;
  return { from: first > range.from ? first : range.from, to: range.to };
}

/** Reads the young days by day and source, and adds up what is to come in each cell of the answer and in the whole. */
async function pendingOf(
  reading: Reading,
  metrics: readonly Metric[],
  { by, where, grain }: Asked,
  young: DayRange,
  growing: Growing,
): Promise<Pending> {
  const bySource: Dimension[] = by.includes('SOURCE') ? by : [...by, 'SOURCE'];
  const cells = await readCells(reading, metrics, { by: bySource, grain: 'DAY', range: young, where });
  const leaves = new Map(metrics.flatMap((metric) => metric.leaves).map((leaf) => [leafKey(leaf), leaf]));
  const at = bySource.indexOf('SOURCE');
  const pending: Pending = new Map();
  for (const cell of cells.all) {
    const day = cell.period as Day;
    const keys = cell.keys.slice(0, by.length);
    const places = new Set([cellKey(grain ? startOf(grain, day) : null, keys), cellKey(null, [])]);
    for (const [key, leaf] of leaves) {
      const more = moreOf(leaf, cell, cells, day, growing.get(cell.keys[at] as string));
      for (const place of places) add(pending, place, key, more);
    }
  }
  return pending;
}

function moreOf(leaf: Leaf, cell: Cell, { truncated }: Cells, day: Day, source: GrowingSource | undefined): Exact | null {
  const { value, rows } = leafValueOf(leaf, cell);
  const age = source ? daysBetween(day, source.readOn) : 0;
  if (!source || rows === 0 || age > source.lookbackDays) return Exact.zero;
  const [property, ...factors] = leaf.properties;
  if (truncated || !property || factors.length > 0 || leaf.aggregate !== 'sum' || leaf.across) return null;
  const share = source.shares.get(`${factOf(leaf.fact).table}|${columnOf(leaf.fact, property).column}|${age}`);
  if (share === undefined || share < LEAST_SHARE) return null;
  if (Math.abs(share - 1) < AS_GOOD_AS_FINAL || value === null) return Exact.zero;
  return value.times(Exact.scaled(BigInt(Math.round((1 / share - 1) * 10 ** FACTOR_PLACES)), FACTOR_PLACES));
}

/** Where one part is not known, the sum is not. */
function add(pending: Pending, place: string, leaf: string, more: Exact | null): void {
  const cell = pending.get(place) ?? new Map<string, Exact | null>();
  pending.set(place, cell);
  const sum = cell.get(leaf);
  cell.set(leaf, sum === null || more === null ? null : (sum?.plus(more) ?? more));
}
