import { LRUCache } from 'lru-cache';
import { factOf } from '../../entities/facts/fact';
import type { Session } from '../database/session';
import { type Asked, check } from './asked';
import { type Cell, type Cells, cellKey, estimateOf, type Reading, readCells } from './cells';
import type { Metric } from './metric';
import { MetricCell, type Shown } from './metric-cell';
import { type Counterpart, counterpartOf } from './period';
import type { Answer, Asker, MetricRow, Question } from './question';
import { metricOf } from './registry';
import type { Cut } from './scans-of';
import { dateNotBefore, instantText, type Snapshot, snapshotWithFeeds } from './snapshot';
import { pageOf } from './sort-rows';
import type { TargetReader } from './target-reader';
import { labelOf } from './value-names';
import { type Selected, warningsOf } from './warnings';

/**
 * `useRollups: false` reads facts only, for proofs; `targets` gives `compare: TARGET` its targets; `maxFirst` lets an export take more
 * than 500 rows of one reading.
 */
export interface AnswerOptions {
  readonly useRollups?: boolean;
  readonly targets?: TargetReader;
  readonly maxFirst?: number;
}

interface Row extends MetricRow {
  values: MetricCell[];
}

/** The reporting currencies of workspaces as they were last seen. */
const currencies = new LRUCache<number, string>({ max: 10_000 });

const NOTHING: Cell = { period: null, keys: [], labels: [], values: new Map() };

/**
 * Answers a question in a session that was opened with `{ snapshot: true }`: the one way by which a number reaches a person.
 * Throws a BadQuestion that names the place; what cannot be known is null, with a warning that says why.
 */
export async function answer(session: Session, question: Question, asker: Asker, options: AnswerOptions = {}): Promise<Answer> {
  const asked = check(question, asker, options.maxFirst);
  const selected: Selected = new Map(asked.select.map((name) => [name, metricOf(name)]));
  const metrics = [...selected.values()];
  const read = (currency: string) => readCells(readingOf(session, asked, asker, currency, options), metrics, asked);
  // The workspace's currency is what it was the last time, as good as always; the numbers need not wait until that is known.
  const guess = asked.currency ?? currencies.get(session.workspaceId);
  const [snapshot, guessed] = await Promise.all([snapshotWithFeeds(session, factsOf(metrics), asked.range), guess && read(guess)]);
  const reading = readingOf(session, asked, asker, asked.currency ?? snapshot.currency, options);
  currencies.set(session.workspaceId, snapshot.currency);
  const shown: Shown = { asked, currency: reading.currency, asOf: knownAt(asked, snapshot) };

  const cells = guessed && guess === reading.currency ? guessed : await read(reading.currency);
  const found = sortedPage(cells, selected, shown, asker);
  // One value was asked for: where nothing is known it is there, and null.
  const single = asked.by.length === 0 && !asked.grain && !asked.after && found.rows.length === 0;
  const page = single ? { ...found, rows: [rowOf(NOTHING, selected, shown, asker)] } : found;
  const whole = asked.totals ? await readTotals(reading, metrics, asked, cells) : null;
  const total = whole && rowOf(whole.byKey.values().next().value ?? NOTHING, selected, shown, asker);
  const before = await compareRows(reading, selected, asked, { rows: page.rows, cells, total, whole }, options.targets);
  return {
    rows: [...page.rows],
    totals: total,
    warnings: await warningsOf(
      reading,
      asked,
      asker,
      selected,
      [...new Set([cells, ...(whole ? [whole] : []), ...before])],
      snapshot.feeds,
    ),
    asOf: dateNotBefore(shown.asOf),
    dataVersion: asked.asOf ? `${snapshot.version}@${asked.asOf.toISOString()}` : snapshot.version,
    currency: reading.currency,
    pageInfo: { hasNextPage: page.hasNextPage, endCursor: page.endCursor },
  };
}

function factsOf(metrics: readonly Metric[]): string[] {
  return [...new Set(metrics.flatMap(({ leaves }) => leaves.map(({ fact }) => factOf(fact).table)))];
}

/** The instant whose knowledge the answer holds: nobody knows yet what will be known later. */
function knownAt({ asOf }: Asked, { recordedAt }: Snapshot): string {
  const asked = asOf && instantText(asOf);
  return asked && asked < recordedAt ? asked : recordedAt;
}

function readingOf(session: Session, asked: Asked, asker: Asker, currency: string, options: AnswerOptions): Reading {
  return {
    session,
    workspaceId: session.workspaceId,
    currency,
    fx: asked.fx,
    ...(asked.asOf ? { asOf: instantText(asked.asOf) } : {}),
    locale: asker.locale,
    useRollups: options.useRollups ?? true,
  };
}

/** The whole range in one cell: computed anew from the same rows, never summed from the answer's. */
async function readTotals(reading: Reading, metrics: Parameters<typeof readCells>[1], asked: Asked, cells: Cells): Promise<Cells> {
  if (asked.by.length === 0 && !asked.grain) return cells;
  return readCells(reading, metrics, totalCut(asked));
}

function totalCut({ range, where }: Cut): Cut {
  return { by: [], range, where };
}

function sortedPage(cells: Cells, selected: Selected, shown: Shown, asker: Asker) {
  const rows = [...cells.byKey.values()].map((cell) => ({ cell, period: cell.period, dimensions: dimensionsOf(cell, shown.asked, asker) }));
  const page = pageOf(
    rows,
    shown.asked,
    (row, name) => estimateOf(selected.get(name) ?? metricOf(name), row.cell).value?.toNumber() ?? null,
  );
  return { ...page, rows: page.rows.map(({ cell }) => rowOf(cell, selected, shown, asker)) };
}

function rowOf(cell: Cell, selected: Selected, shown: Shown, asker: Asker): Row {
  const row = { period: cell.period, dimensions: dimensionsOf(cell, shown.asked, asker) };
  return { ...row, values: [...selected].map(([name, metric]) => new MetricCell(name, metric, estimateOf(metric, cell), shown, row)) };
}

function dimensionsOf(cell: Cell, { by }: Asked, { locale }: Asker): MetricRow['dimensions'] {
  return cell.keys.map((key, i) => {
    const dimension = by[i] as Asked['by'][number];
    return { dimension, key, label: labelOf(dimension, key, cell.labels[i], locale) };
  });
}

interface Compared {
  readonly rows: readonly Row[];
  readonly cells: Cells;
  readonly total: Row | null;
  readonly whole: Cells | null;
}

/** Sets the rows beside what the question compares them with; returns the cells that this took. */
async function compareRows(
  reading: Reading,
  selected: Selected,
  asked: Asked,
  compared: Compared,
  targets?: TargetReader,
): Promise<Cells[]> {
  if (!asked.compare) return [];
  if (asked.compare === 'TARGET') {
    await aimRows(reading, asked, compared, targets);
    return [];
  }
  const counterpart = counterpartOf(asked.range, asked.compare, asked.grain);
  const metrics = [...selected.values()];
  const before = await readCells(reading, metrics, { ...asked, range: counterpart.range });
  for (const row of compared.rows) compareRow(row, compared.cells, before, selected, counterpart);
  if (!compared.total || !compared.whole) return [before];
  const wholeBefore = await readTotals(reading, metrics, { ...asked, range: counterpart.range }, before);
  compareRow({ ...compared.total, period: null, dimensions: [] }, compared.whole, wholeBefore, selected, counterpart);
  return [before, wholeBefore];
}

function compareRow(row: Row, now: Cells, before: Cells, selected: Selected, counterpart: Counterpart): void {
  const keys = row.dimensions.map(({ key }) => key);
  const period = row.period && counterpart.of(row.period);
  const cell = now.byKey.get(cellKey(row.period, keys)) ?? NOTHING;
  // A day without a counterpart (29 February) has nothing before it, unlike a row without a period, which stands for the range.
  const other = row.period && !period ? NOTHING : (before.byKey.get(cellKey(period, keys)) ?? NOTHING);
  for (const value of row.values) {
    const metric = selected.get(value.metric) ?? metricOf(value.metric);
    value.compareWith(estimateOf(metric, cell).value, estimateOf(metric, other).value);
  }
}

async function aimRows({ session }: Reading, asked: Asked, { rows, total }: Compared, reader?: TargetReader): Promise<void> {
  if (!reader) return;
  const rowTargets = await reader.targetsOf(session, asked, rows);
  const [totalTargets] = total ? await reader.targetsOf(session, { ...asked, by: [], grain: undefined }, [total]) : [];
  rows.forEach((row, i) => {
    for (const value of row.values) value.aimAt(rowTargets[i]?.get(value.metric));
  });
  for (const value of total?.values ?? []) value.aimAt(totalTargets?.get(value.metric));
}
