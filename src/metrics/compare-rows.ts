import { addDays } from '../lib/day';
import { counterpartFor } from './align';
import type { Asked } from './asked';
import { type Cell, Cells, cellKey, estimateOf, readCells } from './cells';
import type { Counterpart } from './period';
import type { Asker, MetricName } from './question';
import { type AskedReading, readAsked } from './read-asked';
import { metricOf } from './registry';
import { type Estimator, estimatorOf, NOTHING, type Row } from './shown-rows';
import type { RowTarget, TargetReader } from './target-reader';
import type { Selected } from './warnings';

/** The rows and the total of an answer, with the cells that they were made of. */
export interface Compared {
  readonly rows: readonly Row[];
  readonly cells: Cells;
  readonly total: Row | null;
  readonly whole: Cells | null;
}

/** How the whole range of a question is read. */
export type TotalReader = (range: Asked['range'], cells: Cells) => Promise<Cells>;

/** Sets the rows beside what the question compares them with; returns the cells that this took. */
export async function compareRows(
  plan: AskedReading,
  selected: Selected,
  compared: Compared,
  asker: Asker,
  readTotals: TotalReader,
  targets?: TargetReader,
): Promise<Cells[]> {
  const { asked, metrics } = plan;
  if (!asked.compare) return [];
  if (asked.compare === 'TARGET') {
    await aimRows(plan, compared, asker, targets);
    return [];
  }
  const counterpart = counterpartFor(asked, asked.compare);
  const before = await readAsked(plan, counterpart.range);
  const now = estimatorOf(asked, metrics, compared.cells, asker);
  const then = estimatorOf(asked, metrics, before, asker);
  for (const row of compared.rows) compareRow(row, [compared.cells, now], [before, then], selected, counterpart);
  if (!compared.total || !compared.whole) return [before];
  const wholeBefore = await readTotals(counterpart.range, before);
  const total = { ...compared.total, period: null, dimensions: [] };
  compareRow(total, [compared.whole, now], [wholeBefore, then], selected, counterpart);
  return [before, wholeBefore];
}

type Side = readonly [cells: Cells, estimate: Estimator];

function compareRow(row: Row, [now, estimateNow]: Side, [before, estimateThen]: Side, selected: Selected, counterpart: Counterpart): void {
  const keys = row.dimensions.map(({ key }) => key);
  const period = row.period && counterpart.of(row.period);
  const cell = now.byKey.get(cellKey(row.period, keys)) ?? NOTHING;
  // A day without a counterpart (29 February) has nothing before it, unlike a row without a period, which stands for the range.
  const other = row.period && !period ? NOTHING : (before.byKey.get(cellKey(period, keys)) ?? NOTHING);
  for (const value of row.values) {
    const metric = selected.get(value.metric) ?? metricOf(value.metric);
    value.compareWith(estimateNow(metric, cell).value, estimateThen(metric, other).value);
  }
}

async function aimRows(plan: AskedReading, { rows, total, cells, whole }: Compared, asker: Asker, reader?: TargetReader): Promise<void> {
  if (!reader) return;
  const { reading, asked, metrics } = plan;
  const { today } = asker;
  const rowTargets = await reader.targetsOf(reading.session, asked, rows, today);
  const [totalTargets] = total ? await reader.targetsOf(reading.session, { ...asked, by: [], grain: undefined }, [total], today) : [];
  // What was due is due by yesterday, so that what today has brought so far is left out.
  const past = { from: asked.range.from, to: addDays(today, -1) };
  const isOver = asked.range.to < today;
  const toDate = isOver ? cells : past.to < past.from ? Cells.none : await readAsked(plan, past);
  const wholeToDate =
    isOver || !total
      ? whole
      : past.to < past.from
        ? Cells.none
        : await readCells(reading, metrics, { by: [], range: past, where: asked.where });
  for (const [i, row] of rows.entries()) aimRow(row, rowTargets[i], toDate.byKey.get(keyOf(row)));
  if (total) aimRow(total, totalTargets, wholeToDate?.all[0]);
}

function aimRow(row: Row, targets: ReadonlyMap<MetricName, RowTarget> | undefined, toDate: Cell = NOTHING): void {
  for (const value of row.values) {
    value.aimAt(targets?.get(value.metric), estimateOf(metricOf(value.metric), toDate).value?.toNumber() ?? null);
  }
}

function keyOf({ period, dimensions }: Row): string {
  return cellKey(
    period,
    dimensions.map(({ key }) => key),
  );
}
