import type { Session } from '../../database/session';
import type { DayRange } from '../../lib/day';
import { type AnswerOptions, answer } from '../answer';
import { check } from '../asked';
import { BadQuestion } from '../BadQuestion';
import { definitionVersion } from '../definition-version';
import { Exact } from '../exact';
import { ExchangeBook } from '../exchange-book';
import { mappingInstant } from '../mapping/stored-mapping';
import { MetricCell } from '../metric-cell';
import type { Asker, DimensionValue, MetricName, MetricRow, MetricValue, Question, Warning } from '../question';
import { formulaOf, metricOf } from '../registry';
import { instantText, snapshotOf } from '../snapshot';

/** The most rows of a report that is kept. */
export const MOST_ROWS = 2_000;

/** What a metric meant when it was answered. */
export interface Definition {
  readonly metric: MetricName;
  readonly version: string;
  readonly formula: string;
}

/** All that an answer followed from, besides the rows of facts. */
export interface ReportTerms {
  /** With the days that it was answered for. */
  readonly question: Omit<Question, 'range' | 'asOf'> & { readonly range: DayRange };
  /** The instant whose knowledge it holds, to the microsecond. */
  readonly asOf: string;
  readonly currency: string;
  /** A digest of the rates that hold for its days. */
  readonly ratesVersion: string;
  /** Since when the mapping rules had held; null where there were none. */
  readonly mappingAt: string | null;
  readonly definitions: readonly Definition[];
}

/** A value as it was shown, with the exact number behind it as a fraction. */
export type ReportValue = MetricValue & { readonly exact: string | null };

export interface ReportRow extends Omit<MetricRow, 'values'> {
  readonly dimensions: DimensionValue[];
  readonly values: ReportValue[];
}

/** An answer with its totals, as it is kept. */
export interface Report {
  readonly rows: readonly ReportRow[];
  /** Of the whole range; the one row itself where the question has neither dimensions nor a grain. */
  readonly totals: ReportRow;
  readonly warnings: readonly Warning[];
}

/** An answer that can be kept, and all that it followed from. */
export interface AnsweredReport {
  readonly terms: ReportTerms;
  readonly report: Report;
  readonly dataVersion: string;
}

/**
 * Answers the whole of a question, and says what the answer follows from. Nothing may be written meanwhile: in a snapshot, or with the workspace's row
 * locked. Throws a BadQuestion where it has too many rows.
 */
export async function answerReport(
  session: Session,
  question: Question,
  asker: Asker,
  options: AnswerOptions = {},
): Promise<AnsweredReport> {
  const { after: _, ...whole } = { ...question, first: MOST_ROWS, totals: true };
  const asked = check(whole, asker, MOST_ROWS);
  const { recordedAt, currency: reporting } = await snapshotOf(session);
  const answered = await answer(session, whole, asker, { ...options, maxFirst: MOST_ROWS });
  if (answered.pageInfo.hasNextPage) throw new BadQuestion('query', 'more', `a report of at most ${MOST_ROWS} rows`);
  const asOf = asked.asOf && instantText(asked.asOf) < recordedAt ? instantText(asked.asOf) : recordedAt;
  const { asOf: _instant, ...rest } = whole;
  const currency = asked.currency ?? reporting;
  const book = await ExchangeBook.open(session, { workspaceId: session.workspaceId, range: asked.range, currency, fx: asked.fx, asOf });
  return {
    terms: {
      question: { ...rest, range: asked.range },
      asOf,
      currency,
      ratesVersion: book.version,
      mappingAt: await mappingInstant(session, asOf),
      definitions: asked.select.map((name) => definitionNow(name)),
    },
    report: {
      rows: answered.rows.map(reportRow),
      totals: reportRow(answered.totals as MetricRow),
      warnings: answered.warnings,
    },
    dataVersion: answered.dataVersion,
  };
}

/** What a metric means at present. */
export function definitionNow(name: MetricName): Definition {
  const metric = metricOf(name);
  return { metric: name, version: definitionVersion(metric), formula: formulaOf(metric) };
}

function reportRow({ period, dimensions, values }: MetricRow): ReportRow {
  return { period, dimensions, values: values.map(reportValue) };
}

function reportValue(value: MetricValue): ReportValue {
  if (!(value instanceof MetricCell)) throw new TypeError(`${value.metric}: an answer's value without its exact number`);
  return { ...value.toJSON(), exact: value.exact ? fractionText(value.exact) : null };
}

/** An exact number as text, `numerator/denominator`. */
export function fractionText({ numerator, denominator }: Exact): string {
  return `${numerator}/${denominator}`;
}

/** The exact number of {@link fractionText}. */
export function readFraction(text: string): Exact {
  const [numerator = '', denominator = ''] = text.split('/');
  return new Exact(BigInt(numerator), BigInt(denominator));
}
