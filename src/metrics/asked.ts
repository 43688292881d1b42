import { isCurrency } from '../lib/currency';
import type { DayRange } from '../lib/day';
import { checkExtras } from './asked-extras';
import { BadQuestion } from './BadQuestion';
import { oneOf } from './one-of';
import { resolveRange } from './period';
import { type Asker, DIMENSIONS, type Filter, type Question } from './question';
import { metricOf } from './registry';

const GRAINS: readonly string[] = ['DAY', 'WEEK', 'MONTH', 'QUARTER', 'YEAR'];
/** The most rows of a page, unless the caller allows more. */
const MAX_FIRST = 500;

/** A question that can be answered: names known, days resolved. */
export interface Asked extends Omit<Question, 'range' | 'compareRange'> {
  readonly range: DayRange;
  readonly compareRange?: DayRange;
}

/** Years of four digits: what an instant's text can hold here and in the database alike. */
const [FIRST_INSTANT, END_OF_TIME] = [new Date('1000-01-01T00:00:00Z'), new Date(Date.UTC(10_000, 0))];

/** Checks a question against the registry and the calendar; a BadQuestion that names the place otherwise. */
export function check(question: Question, asker: Asker, maxFirst = MAX_FIRST): Asked {
  if (question.select.length === 0) throw new BadQuestion('select', [], 'at least one metric');
  question.select.forEach((name, i) => {
    metricOf(name, `select[${i}]`);
  });
  oneOf('by', question.by, DIMENSIONS);
  if (new Set(question.by).size < question.by.length) throw new BadQuestion('by', question.by, 'each dimension once');
  if (question.grain) oneOf('grain', [question.grain], GRAINS);
  question.where.forEach(checkFilter);
  checkOrder(question);
  if (!Number.isInteger(question.first) || question.first < 1 || question.first > maxFirst) {
    throw new BadQuestion('first', question.first, `a whole number from 1 to ${maxFirst}`);
  }
  if (question.currency !== undefined && !isCurrency(question.currency))
    throw new BadQuestion('currency', question.currency, 'an ISO 4217 code such as EUR');
  if (question.compare) oneOf('compare', [question.compare], ['PREVIOUS_PERIOD', 'PREVIOUS_YEAR', 'CUSTOM', 'TARGET']);
  oneOf('fx', [question.fx], ['DAY_RATE', 'PLAN_RATE']);
  if (question.asOf && !(question.asOf >= FIRST_INSTANT && question.asOf < END_OF_TIME))
    throw new BadQuestion('asOf', String(question.asOf), 'an instant of the years 1000 to 9999');
  const range = resolveRange(question.range, asker.today);
  checkExtras(question, range);
  const { compareRange, ...rest } = question;
  const other = comparedRange(question, asker);
  return { ...rest, select: [...new Set(question.select)], range, ...(other ? { compareRange: other } : {}) };
}

function comparedRange({ compare, compareRange }: Question, { today }: Asker): DayRange | null {
  if ((compare === 'CUSTOM') !== (compareRange !== undefined))
    throw new BadQuestion('compareRange', compareRange ?? null, 'a range with the comparison CUSTOM, and with no other');
  return compareRange ? resolveRange(compareRange, today, 'compareRange') : null;
}

function checkFilter(filter: Filter, i: number): void {
  oneOf(`where[${i}].dimension`, [filter.dimension], DIMENSIONS);
  oneOf(`where[${i}].op`, [filter.op], ['IN', 'NOT_IN', 'CONTAINS']);
  if (filter.values.length === 0) throw new BadQuestion(`where[${i}].values`, [], 'at least one value');
}

function checkOrder(question: Question): void {
  question.orderBy.forEach(({ metric, dimension }, i) => {
    if ((metric == null) === (dimension == null))
      throw new BadQuestion(`orderBy[${i}]`, { metric, dimension }, 'either a metric or a dimension');
    if (metric != null) oneOf(`orderBy[${i}].metric`, [metric], question.select, 'one of the selected metrics');
    if (dimension != null) oneOf(`orderBy[${i}].dimension`, [dimension], question.by, 'one of the dimensions in by');
  });
}
