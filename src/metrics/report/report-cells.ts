import type { Session } from '../../database/session';
import type { DayRange } from '../../lib/day';
import type { Asked } from '../asked';
import { type Cell, type Cells, cellKey, estimateOf, type Reading, readCells } from '../cells';
import type { Exact } from '../exact';
import type { Mapping } from '../mapping/mapping';
import type { FxPolicy, MetricName } from '../question';
import { askedReading, readAsked } from '../read-asked';
import { metricOf } from '../registry';
import { type Report, readFraction } from './report';

/** Where and how the cells of a report are read. */
export interface ReadingTerms {
  readonly range: DayRange;
  readonly asOf: string;
  readonly ratesAsOf: string;
  readonly currency: string;
  readonly fx: FxPolicy;
  readonly mapping: Mapping;
}

/** The exact numbers of a report: by {@link cellKey}, and of the whole. A number that is not known is not in the map. */
export interface ReportCells {
  readonly byKey: ReadonlyMap<string, ReadonlyMap<MetricName, Exact>>;
  readonly whole: ReadonlyMap<MetricName, Exact>;
}

/** The numbers of a report as it was kept. */
export function keptCells({ rows, totals }: Report): ReportCells {
  const numbers = (values: Report['totals']['values']) =>
    new Map(values.flatMap(({ metric, exact }) => (exact === null ? [] : [[metric, readFraction(exact)] as const])));
  const keyed = rows.map(({ period, dimensions, values }) => [rowKey({ period, dimensions }), numbers(values)] as const);
  return { byKey: new Map(keyed), whole: numbers(totals.values) };
}

/** What makes two rows of reports the same. */
export function rowKey({ period, dimensions }: Pick<Report['totals'], 'period' | 'dimensions'>): string {
  return cellKey(
    period,
    dimensions.map(({ key }) => key),
  );
}

/** What a question gives on other terms: of every value, not only the top ones, and within no bounds. */
export async function readReportCells(session: Session, asked: Asked, terms: ReadingTerms): Promise<ReportCells> {
  const { top: _top, having: _having, fill: _fill, ...rest } = asked;
  const question: Asked = { ...rest, range: terms.range };
  const metrics = asked.select.map((name) => metricOf(name));
  const { range: _range, ...how } = terms;
  const reading: Reading = { session, workspaceId: session.workspaceId, locale: 'EN', useRollups: false, ...how };
  const cells = await readAsked(await askedReading(reading, metrics, question), terms.range);
  const isWhole = asked.by.length === 0 && !asked.grain;
  const whole = isWhole ? cells : await readCells(reading, metrics, { by: [], range: terms.range, where: asked.where });
  return {
    byKey: new Map([...cells.byKey].map(([key, cell]) => [key, numbersOf(cell, asked.select)])),
    whole: numbersOf(onlyCell(whole), asked.select),
  };
}

function onlyCell({ all }: Cells): Cell | undefined {
  return all[0];
}

function numbersOf(cell: Cell | undefined, names: readonly MetricName[]): Map<MetricName, Exact> {
  const numbers = new Map<MetricName, Exact>();
  for (const name of cell ? names : []) {
    const { value } = estimateOf(metricOf(name), cell as Cell);
    if (value) numbers.set(name, value);
  }
  return numbers;
}
