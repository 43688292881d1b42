import type { Session } from '../../database/session';
import { addDays, type Day, daysBetween } from '../../lib/day';
import { answer } from '../answer';
import type { Answer, Asker, Dimension, DimensionValue, Filter, MetricName } from '../question';
import { metricOf } from '../registry';
import type { AskedMix } from './mix-question';

/** What one cell of the dimensions tells of a metric, week after week. */
export interface WeeklySeries {
  readonly dimensions: readonly DimensionValue[];
  readonly values: readonly number[];
}

/** A metric by week through the registry, with the answer that it was taken from. */
export interface ReadSeries {
  readonly series: readonly WeeklySeries[];
  readonly answer: Answer;
}

const MOST_ROWS = 100_000;

/** The weeks of a question by their Mondays. */
export function weeksOf({ range }: AskedMix): Day[] {
  return Array.from({ length: (daysBetween(range.from, range.to) + 1) / 7 }, (_, at) => addDays(range.from, 7 * at));
}

/**
 * Reads a metric by week. A week of which nothing is known is 0 where the metric adds up; a price or a share stays what it was before, or is what it was
 * first. `where` stands in place of the question's brands when it names some itself.
 */
export async function readSeries(
  session: Session,
  asked: AskedMix,
  { metric, by, where = [] }: { metric: MetricName; by: readonly Dimension[]; where?: readonly Filter[] },
  asker: Asker,
): Promise<ReadSeries> {
  const { range, brands, currency, asOf } = asked;
  const ofBrands: Filter[] =
    brands.length > 0 && !where.some(({ dimension }) => dimension === 'BRAND')
      ? [{ dimension: 'BRAND', op: 'IN', values: [...brands] }]
      : [];
  const found = await answer(
    session,
    {
      ...{
        select: [metric],
        by: [...by],
        grain: 'WEEK' as const,
        range,
        fx: 'DAY_RATE' as const,
        orderBy: [],
        totals: false,
        first: MOST_ROWS,
      },
      ...{ where: [...ofBrands, ...where], ...(currency && { currency }), ...(asOf && { asOf }) },
    },
    asker,
    { maxFirst: MOST_ROWS },
  );
  const adds = metricOf(metric).additivity === 'ALL';
  const weeks = weeksOf(asked);
  const cells = Map.groupBy(found.rows, ({ dimensions }) => JSON.stringify(dimensions.map(({ key }) => key)));
  const series = [...cells.values()].map((rows) => {
    const known = new Map(rows.map(({ period, values }) => [period, values[0]!.value]));
    const values = weeks.map((week) => known.get(week) ?? null);
    return { dimensions: rows[0]!.dimensions, values: adds ? values.map((value) => value ?? 0) : heldOn(values) };
  });
  return { series, answer: found };
}

/** The series, week by week, of all cells together. */
export function together(series: readonly WeeklySeries[], weeks: number): number[] {
  return Array.from({ length: weeks }, (_, week) => series.reduce((sum, { values }) => sum + values[week]!, 0));
}

function heldOn(values: readonly (number | null)[]): number[] {
  let last = values.find((value) => value !== null) ?? 0;
  return values.map((value) => {
    last = value ?? last;
    return last;
  });
}
