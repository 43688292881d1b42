import { bucketsOf, type DayRange, startOf, type Unit } from '../lib/day';
import { BadQuestion } from './BadQuestion';
import { type Cell, Cells, lay, type Reading, readCells } from './cells';
import { combined } from './combine-leaves';
import type { Leaf } from './leaf';
import { leafKey } from './leaf';
import { type LeafValue, LeafValues } from './leaf-values';
import type { Metric } from './metric';
import type { Cut } from './scans-of';
import { type Span, unitOf } from './spans';

/** The most periods for which a number that cannot be put together from parts is read one by one. */
export const MAX_READINGS = 120;

/**
 * The cells of a cut for each span of days. Sums, peaks and lowest values are put together from the buckets of one reading; distinct counts,
 * levels, unique people and shares are read for each span by itself.
 */
export async function readSpans(
  reading: Reading,
  metrics: readonly Metric[],
  cut: Omit<Cut, 'range' | 'grain'>,
  spans: readonly Span[],
): Promise<Cells> {
  const parts = metrics.filter(isCombined);
  const wholes = metrics.filter((metric) => !isCombined(metric));
  if (wholes.length > 0 && spans.length > MAX_READINGS)
    throw new BadQuestion('range', `${spans.length} periods`, `at most ${MAX_READINGS} for what cannot be added up`);
  const byKey = new Map<string, Cell>();
  const scans: Cells['scans'][number][] = [];
  let truncated = false;
  if (parts.length > 0 && spans.length > 0) {
    const whole = wholeOf(spans);
    const unit = unitOf(spans, whole);
    const cells = await readCells(reading, parts, { ...cut, grain: unit, range: whole });
    scans.push(...cells.scans);
    truncated ||= cells.truncated;
    layParts(cells, leavesOf(parts), spans, { unit, whole }, byKey);
  }
  if (wholes.length > 0) {
    for (const { period, range } of spans) {
      const cells = await readCells(reading, wholes, { ...cut, range });
      scans.push(...cells.scans);
      truncated ||= cells.truncated;
      for (const cell of cells.all) lay({ ...cell, period }, byKey);
    }
  }
  return new Cells([...byKey.values()], scans, truncated);
}

/** Whether a metric over several periods is put together from parts, and does not have to be read for each window. */
export function isCombined(metric: Metric): boolean {
  return metric.leaves.every(combines);
}

function combines({ aggregate, across }: Leaf): boolean {
  return !across && ['sum', 'peak', 'lowest'].includes(aggregate);
}

function leavesOf(metrics: readonly Metric[]): Leaf[] {
  return [...new Map(metrics.flatMap(({ leaves }) => leaves).map((leaf) => [leafKey(leaf), leaf])).values()];
}

function wholeOf(spans: readonly Span[]): DayRange {
  const from = spans.reduce((least, { range }) => (range.from < least ? range.from : least), (spans[0] as Span).range.from);
  return { from, to: (spans.at(-1) as Span).range.to };
}

interface Base {
  readonly unit: Unit;
  readonly whole: DayRange;
}

/** Puts the spans' cells together from those of the buckets. */
function layParts(cells: Cells, leaves: readonly Leaf[], spans: readonly Span[], { unit, whole }: Base, byKey: Map<string, Cell>): void {
  const places = new Map([...bucketsOf(unit, whole)].map(({ from }, i) => [startOf(unit, from), i]));
  const bounds = spans.map(
    ({ range }) => [places.get(startOf(unit, range.from)) as number, places.get(startOf(unit, range.to)) as number] as const,
  );
  for (const series of Map.groupBy(cells.all, ({ keys }) => JSON.stringify(keys)).values()) {
    const { keys, labels } = series[0] as Cell;
    const sums = new Map(
      leaves.map((leaf) => {
        const values: (LeafValue | undefined)[] = new Array(places.size);
        for (const cell of series) values[places.get(cell.period as string) as number] = cell.values.get(leafKey(leaf));
        return [leafKey(leaf), combined(leaf, values)];
      }),
    );
    spans.forEach(({ period }, i) => {
      const values = new LeafValues();
      for (const [key, over] of sums) {
        const value = over(...(bounds[i] as readonly [number, number]));
        if (value) values.set(key, value);
      }
      if (!values.isEmpty) lay({ period, keys, labels, values }, byKey);
    });
  }
}
