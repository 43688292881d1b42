import type { Answer, Call } from '../platform';
import { oceanAnswer, oceanRefusal } from './ocean-gate';

/** One line of what a free report may tell: its dimensions, all of them, and whatever its metrics are written from. */
export interface ReportLine<T> {
  readonly dimensions: Readonly<Record<string, string>>;
  readonly numbers: T;
}

/** A topic of a free report: the dimensions it knows, how each metric is written, its lines, and how lines are put together; `hasTotals` when it tells them. */
export interface ReportTopic<T> {
  readonly dimensions: readonly string[];
  readonly metrics: Readonly<Record<string, (numbers: T) => string>>;
  lines(call: Call, from: string, to: string, values: readonly string[]): Iterable<ReportLine<T>>;
  add(all: readonly [T, ...T[]]): T;
  readonly hasTotals?: boolean;
}

const REQUIRED = ['data_topic', 'dimensions', 'metrics', 'filters', 'start_time', 'end_time', 'order_by'];
const MAX_PAGE = 100;

/** A page of a free report: lines with the same asked dimensions as one row, everything as text, and the totals whatever the page. */
export function oceanReport<T>(call: Call, topics: Readonly<Record<string, ReportTopic<T>>>): Answer {
  const missing = REQUIRED.find((name) => !call.query.get(name));
  if (missing) return oceanRefusal(40001, `参数错误: ${missing} 必填`);
  const topic = topics[call.query.get('data_topic') ?? ''];
  if (!topic) return oceanRefusal(40001, 'data_topic 不合法');
  const dimensions = listOf(call, 'dimensions');
  const metrics = listOf(call, 'metrics');
  const unknown = [...dimensions.filter((name) => !topic.dimensions.includes(name)), ...metrics.filter((name) => !topic.metrics[name])];
  if (unknown.length > 0) return oceanRefusal(40001, `维度或指标不支持: ${unknown.join(',')}`);
  const [page, size] = [Number(call.query.get('page') ?? 1), Number(call.query.get('page_size') ?? 10)];
  if (!(size >= 1 && size <= MAX_PAGE)) return oceanRefusal(40001, 'page_size 取值范围 1-100');
  const days = ['start_time', 'end_time'].map((name) => (call.query.get(name) ?? '').slice(0, 10)) as [string, string];
  const groups = grouped([...topic.lines(call, ...days, filterValues(call))], dimensions);
  const written = (lines: readonly ReportLine<T>[]) => {
    const sum = topic.add(lines.map(({ numbers }) => numbers) as [T, ...T[]]);
    return Object.fromEntries(metrics.map((name) => [name, topic.metrics[name]!(sum)]));
  };
  const rows = groups.slice((page - 1) * size, page * size).map((group) => ({
    dimensions: Object.fromEntries(dimensions.map((name) => [name, group[0]!.dimensions[name]])),
    metrics: written(group),
  }));
  const [first = ''] = metrics;
  return oceanAnswer({
    page_info: { page, page_size: size, total_number: groups.length, total_page: Math.ceil(groups.length / size) },
    rows: call.page(rows, (row) => ({ ...row, metrics: { ...row.metrics, [first]: 'n/a' } })),
    ...(topic.hasTotals && { total_metrics: written(groups.flat()) }),
  });
}

function grouped<T>(lines: readonly ReportLine<T>[], dimensions: readonly string[]): ReportLine<T>[][] {
  const groups = new Map<string, ReportLine<T>[]>();
  for (const line of lines) {
    const key = dimensions.map((name) => line.dimensions[name]).join('\0');
    const group = groups.get(key);
    if (group) group.push(line);
    else groups.set(key, [line]);
  }
  return [...groups.values()];
}

function listOf(call: Call, name: string): string[] {
  return JSON.parse(call.query.get(name) ?? '[]') as string[];
}

function filterValues(call: Call): string[] {
  return (JSON.parse(call.query.get('filters') ?? '[]') as { values?: string[] }[]).flatMap(({ values = [] }) => values);
}
