import type { Session } from '../../database/session';
import { check } from '../asked';
import { BadQuestion } from '../BadQuestion';
import { mappingFor } from '../mapping/stored-mapping';
import { type Asker, type DimensionValue, type MetricName, OTHER_KEY, type Question } from '../question';
import { METRICS, metricOf } from '../registry';
import { type AnsweredReport, type Definition, type ReportRow } from './report';
import { keptCells, type ReadingTerms, type ReportCells, readReportCells, rowKey } from './report-cells';
import { type Split, type Stages, splitDifference } from './split-difference';

/** Why a difference was not split: a row is not SHOWN in one of the reports, a number is not DEFINED in one, or the row is that of all OTHERS outside a top. */
export type Unsplit = 'NOT_SHOWN' | 'NOT_DEFINED' | 'OTHERS';

/** A value in two reports. */
export interface ComparedValue {
  readonly metric: MetricName;
  readonly from: number | null;
  readonly to: number | null;
  readonly split: Split | null;
  readonly reason: Unsplit | null;
}

export interface ComparedRow {
  readonly period: string | null;
  readonly dimensions: DimensionValue[];
  readonly values: ComparedValue[];
}

/** What a metric meant in two reports. */
export interface ComparedDefinition {
  readonly metric: MetricName;
  readonly from: Definition;
  readonly to: Definition;
}

/** Two reports, cell by cell. */
export interface ComparedReports {
  readonly rows: readonly ComparedRow[];
  readonly totals: ComparedRow;
  readonly definitions: readonly ComparedDefinition[];
}

/**
 * Holds an earlier report against a later one. Each difference is split by changing one thing after the other, in this order: what is meant (the question,
 * the mapping rules, the metrics' definitions), the rows of facts, the exchange rates and the currency, the days. Throws a BadQuestion where the reports
 * are cut differently or have no metric in common.
 */
export async function compareReports(session: Session, from: AnsweredReport, to: AnsweredReport, asker: Asker): Promise<ComparedReports> {
  const select = commonMetrics(from, to);
  const asked = check({ ...to.terms.question, select, orderBy: [] } as Question, asker, to.terms.question.first);
  const read = (terms: ReadingTerms) => readReportCells(session, asked, terms);
  const [a, b] = [from.terms, to.terms];
  const mapping = await mappingFor(session, asked, b.asOf);
  const start: ReadingTerms = {
    range: a.question.range,
    asOf: a.asOf,
    ratesAsOf: a.asOf,
    currency: a.currency,
    fx: a.question.fx,
    mapping,
  };
  const newFacts: ReadingTerms = { ...start, asOf: b.asOf };
  const newRates: ReadingTerms = { ...newFacts, ratesAsOf: b.asOf, currency: b.currency, fx: b.question.fx };
  const sameDays = a.question.range.from === b.question.range.from && a.question.range.to === b.question.range.to;
  const redefined = await read(start);
  const restated = a.asOf === b.asOf ? redefined : await read(newFacts);
  const exchanged = a.ratesVersion === b.ratesVersion && sameDays && a.asOf === b.asOf ? restated : await read(newRates);
  const moved = sameDays ? exchanged : await read({ ...newRates, range: b.question.range });
  const stages = { kept: keptCells(from.report), redefined, restated, exchanged, moved, keptLater: keptCells(to.report) };
  return {
    rows: rowsOf(from, to).map((row) => comparedRow(row, select, (metric) => valueIn(row, metric, stages, [from, to]))),
    totals: comparedRow(to.report.totals, select, (metric) => wholeNumberOf(metric, stages)),
    definitions: select.map((metric) => ({ metric, from: definitionIn(from, metric), to: definitionIn(to, metric) })),
  };
}

type StageCells = { readonly [stage in keyof Stages]: ReportCells };

function commonMetrics({ terms: a }: AnsweredReport, { terms: b }: AnsweredReport): MetricName[] {
  if (a.question.by.join() !== b.question.by.join())
    throw new BadQuestion('to', b.question.by, `the same dimensions, ${a.question.by.join(', ') || 'none'}`);
  if (a.question.grain !== b.question.grain)
    throw new BadQuestion('to', b.question.grain ?? null, `the same grain, ${a.question.grain ?? 'none'}`);
  const common = b.question.select.filter((name) => a.question.select.includes(name) && METRICS.has(name));
  if (common.length === 0) throw new BadQuestion('to', b.question.select, `one of the metrics ${a.question.select.join(', ')}`);
  return [...new Set(common)];
}

function definitionIn({ terms }: AnsweredReport, metric: MetricName): Definition {
  return terms.definitions.find((each) => each.metric === metric) as Definition;
}

/** The rows of the later report, then those that only the earlier one has. */
function rowsOf(from: AnsweredReport, to: AnsweredReport): ReportRow[] {
  const later = new Set(to.report.rows.map(rowKey));
  return [...to.report.rows, ...from.report.rows.filter((row) => !later.has(rowKey(row)))];
}

function comparedRow(
  { period, dimensions }: ReportRow,
  select: readonly MetricName[],
  value: (metric: MetricName) => ComparedValue,
): ComparedRow {
  return { period, dimensions, values: select.map(value) };
}

function valueIn(
  row: ReportRow,
  metric: MetricName,
  stages: StageCells,
  reports: readonly [AnsweredReport, AnsweredReport],
): ComparedValue {
  const key = rowKey(row);
  const numbers = mapStages(stages, ({ byKey }) => byKey.get(key)?.get(metric));
  const hidden = reports.some(
    ({ terms: { question }, report }) => isSelective(question) && !report.rows.some((each) => rowKey(each) === key),
  );
  const isRest = row.dimensions.some((each) => each.key === OTHER_KEY);
  return numberOf(metric, numbers, isRest ? 'OTHERS' : hidden ? 'NOT_SHOWN' : null);
}

/** Whether a question leaves out rows that have data. */
function isSelective({ top, having }: AnsweredReport['terms']['question']): boolean {
  return top !== undefined || (having ?? []).length > 0;
}

function wholeNumberOf(metric: MetricName, stages: StageCells): ComparedValue {
  return numberOf(
    metric,
    mapStages(stages, ({ whole }) => whole.get(metric)),
    null,
  );
}

function mapStages(stages: StageCells, value: (cells: ReportCells) => Stages['kept']): Stages {
  return Object.fromEntries(Object.entries(stages).map(([stage, cells]) => [stage, value(cells)])) as unknown as Stages;
}

function numberOf(metric: MetricName, numbers: Stages, unsplit: Unsplit | null): ComparedValue {
  const split = unsplit ? null : splitDifference(numbers, metricOf(metric).additivity !== 'NONE');
  return {
    metric,
    from: numbers.kept?.toNumber() ?? null,
    to: numbers.keptLater?.toNumber() ?? null,
    split,
    reason: split ? null : (unsplit ?? 'NOT_DEFINED'),
  };
}
