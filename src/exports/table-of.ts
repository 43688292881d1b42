import { definitionOf } from '../../resolvers/metrics/MetricDefinition';
import type { Answer, MetricRow, MetricValue, Question } from '../metrics/question';
import type { CsvCell } from '../server/csv';

/** What an export rests on. */
export function manifestOf(question: Question, { asOf, dataVersion, currency, warnings }: Answer) {
  const { first: _, ...query } = question;
  const definitions = [...new Set(question.select)].map(definitionOf).map(({ metric, ...definition }) => {
    return { ...definition, label: metric.about.label, description: metric.about.describe };
  });
  return { query, asOf: asOf.toISOString(), dataVersion, currency, definitions, warnings };
}

type Reader = (value: MetricValue) => number | null;

/** What a question asks of each value besides, by the column's ending. Which way a number is unusual is 1, −1 or 0. */
function besideOf({ compare, nowcast, anomalies }: Question): [ending: string, read: Reader][] {
  return [...(nowcast ? NOWCAST : []), ...(anomalies ? ANOMALIES : []), ...(compare === 'TARGET' ? TARGET : compare ? PREVIOUS : [])];
}

const NOWCAST: [string, Reader][] = [['nowcast', ({ nowcast }) => nowcast]];
const ANOMALIES: [string, Reader][] = [
  ['expected', ({ anomaly }) => anomaly?.expected ?? null],
  ['score', ({ anomaly }) => anomaly?.score ?? null],
  ['unusual', ({ anomaly }) => (anomaly?.score == null ? null : { UP: 1, DOWN: -1, none: 0 }[anomaly.direction ?? 'none'])],
];
const TARGET: [string, Reader][] = [
  ['target', ({ target }) => target],
  ['attainment', ({ attainment }) => attainment],
  ['pace', ({ pacing }) => pacing?.index ?? null],
  ['projected', ({ pacing }) => pacing?.projected ?? null],
];
const PREVIOUS: [string, Reader][] = [
  ['previous', ({ previous }) => previous],
  ['changePercent', ({ changePercent }) => changePercent],
];

/** The names of a table's columns. */
export function headerOf(question: Question): string[] {
  const dimensions = question.by.flatMap((name) => [name.toLowerCase(), `${name.toLowerCase()}_label`]);
  const metrics = [...new Set(question.select)].flatMap((name) => [name, ...besideOf(question).map(([ending]) => `${name}_${ending}`)]);
  return [...(question.grain ? ['period'] : []), ...dimensions, ...metrics];
}

/** The cells of a row, in the order of {@link headerOf}. */
export function cellsOf(row: MetricRow, question: Question): CsvCell[] {
  const dimensions = row.dimensions.flatMap(({ key, label }) => [key, label]);
  const values = row.values.flatMap((value) => {
    const exact = value.decimal === null ? value.value : { decimal: value.decimal };
    return [exact, ...besideOf(question).map(([, read]) => read(value))];
  });
  return [...(question.grain ? [row.period] : []), ...dimensions, ...values];
}

/** One JSON object; exact decimals are written digit for digit as numbers. */
export function recordOf(row: MetricRow, question: Question): string {
  const names = headerOf(question);
  const members = cellsOf(row, question).map((cell, index) => {
    const text = cell !== null && typeof cell === 'object' ? cell.decimal : JSON.stringify(cell);
    return `${JSON.stringify(names[index])}:${text}`;
  });
  return `{${members.join(',')}}`;
}
