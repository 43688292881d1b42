import type { DayRange } from '../lib/day';
import type { Asked } from './asked';
import { Cells, estimateOf, type Reading, readCells } from './cells';
import { filled } from './fill';
import type { Metric } from './metric';
import { type Filter, OTHER_KEY } from './question';
import { readSpans } from './read-spans';
import { metricOf } from './registry';
import type { Cut } from './scans-of';
import { hasSpans, spansOf } from './spans';

/** How a question is read: for its own range and, by the same top values, for the one that it is compared with. */
export interface AskedReading {
  readonly reading: Reading;
  readonly metrics: readonly Metric[];
  readonly asked: Asked;
  /** The keys of the question's top; null without one. */
  readonly topKeys: readonly string[] | null;
}

/** Prepares a question's reading: finds out which values are the top ones over the whole range. */
export async function askedReading(reading: Reading, metrics: readonly Metric[], asked: Asked): Promise<AskedReading> {
  return { reading, metrics, asked, topKeys: asked.top ? await topKeysOf(reading, asked, asked.top) : null };
}

/** The cells of a question over a range: its periods, top values and the rest, with what is empty filled in. */
export async function readAsked(plan: AskedReading, range: DayRange): Promise<Cells> {
  const { asked, topKeys } = plan;
  if (!asked.top || !topKeys) return filled(await readPeriods(plan, asked, range), asked, range);
  const { dimension, other } = asked.top;
  const at = asked.by.indexOf(dimension);
  const inTop = topFilter(asked.top.dimension, topKeys);
  const tops = topKeys.length === 0 ? Cells.none : await readPeriods(plan, { ...asked, where: [...asked.where, inTop] }, range);
  if (!other) return filled(tops, asked, range);
  const outside: Filter = { ...inTop, op: 'NOT_IN' };
  const where = topKeys.length === 0 ? asked.where : [...asked.where, outside];
  const rest = await readPeriods(plan, { by: asked.by.filter((each) => each !== dimension), where }, range);
  const named = rest.all.map((cell) => ({
    ...cell,
    keys: cell.keys.toSpliced(at, 0, OTHER_KEY),
    labels: cell.labels.toSpliced(at, 0, ''),
  }));
  return filled(new Cells([...tops.all, ...named], [...tops.scans, ...rest.scans], tops.truncated || rest.truncated), asked, range);
}

/** The filter that admits the top values. */
export function topFilter(dimension: Filter['dimension'], keys: readonly string[]): Filter {
  return { dimension, op: 'IN', values: [...keys] };
}

function readPeriods({ reading, metrics, asked }: AskedReading, { by, where }: Pick<Cut, 'by' | 'where'>, range: DayRange): Promise<Cells> {
  if (hasSpans(asked)) return readSpans(reading, metrics, { by, where }, spansOf(asked, range));
  return readCells(reading, metrics, { by, where, range, grain: asked.grain });
}

/** The values that have the most of the metric over the whole range; of equals the first by key. */
async function topKeysOf(
  reading: Reading,
  { where, range }: Asked,
  { dimension, metric: name, first }: NonNullable<Asked['top']>,
): Promise<string[]> {
  const metric = metricOf(name);
  const cells = await readCells(reading, [metric], { by: [dimension], where, range });
  return cells.all
    .map((cell) => ({ key: cell.keys[0] as string, value: estimateOf(metric, cell).value?.toNumber() ?? null }))
    .filter((each): each is { key: string; value: number } => each.value !== null)
    .sort((a, b) => b.value - a.value || (a.key < b.key ? -1 : 1))
    .slice(0, first)
    .map(({ key }) => key);
}
