import { definitionOf } from '../../resolvers/metrics/MetricDefinition';
import type { Answer, MetricRow, Question } from '../metrics/question';
import type { CsvCell } from '../server/csv';

/** What an export rests on. */
export function manifestOf(question: Question, { asOf, dataVersion, currency, warnings }: Answer) {
  const { first: _, ...query } = question;
  const definitions = [...new Set(question.select)].map(definitionOf).map(({ metric, ...definition }) => {
    return { ...definition, label: metric.about.label, description: metric.about.describe };
  });
  return { query, asOf: asOf.toISOString(), dataVersion, currency, definitions, warnings };
}

/** What a compared value adds to the columns of its metric. */
function besideOf({ compare, nowcast }: Question): ('nowcast' | 'previous' | 'changePercent' | 'target' | 'attainment')[] {
  return [...(nowcast ? (['nowcast'] as const) : []), ...comparedOf(compare)];
}

function comparedOf(compare: Question['compare']): ('previous' | 'changePercent' | 'target' | 'attainment')[] {
  if (!compare) return [];
  return compare === 'TARGET' ? ['target', 'attainment'] : ['previous', 'changePercent'];
}

/** The names of a table's columns. */
export function headerOf(question: Question): string[] {
  const dimensions = question.by.flatMap((name) => [name.toLowerCase(), `${name.toLowerCase()}_label`]);
  const metrics = [...new Set(question.select)].flatMap((name) => [name, ...besideOf(question).map((each) => `${name}_${each}`)]);
  return [...(question.grain ? ['period'] : []), ...dimensions, ...metrics];
}

/** The cells of a row, in the order of {@link headerOf}. */
export function cellsOf(row: MetricRow, question: Question): CsvCell[] {
  const dimensions = row.dimensions.flatMap(({ key, label }) => [key, label]);
  const values = row.values.flatMap((value) => {
    const exact = value.decimal === null ? value.value : { decimal: value.decimal };
    return [exact, ...besideOf(question).map((each) => value[each])];
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
