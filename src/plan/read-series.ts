import type { Session } from '../database/session';
import type { Day, DayRange, Unit } from '../lib/day';
import { answer } from '../metrics/answer';
import { isMoney } from '../metrics/leaf';
import type { Asker, Filter, MetricName, MetricValue, Question, Warning } from '../metrics/question';
import { metricOf } from '../metrics/registry';

/** One metric over some days, whole and, with a grain, also cut by it. */
export interface SeriesNeed {
  readonly metric: MetricName;
  readonly where: readonly Filter[];
  readonly range: DayRange;
  readonly grain?: Unit;
  /** ISO 4217. */
  readonly currency: string;
}

/** What was asked for: the number over the whole range, and of each bucket that has one by the bucket's first day (which may lie before the range). */
export interface Series {
  readonly whole: MetricValue | null;
  readonly buckets: ReadonlyMap<Day, number>;
  /** Why a number may be missing: what the answer warned of this metric. */
  readonly warnings: readonly string[];
}

/** A metric on single days. */
export type DaysNeed = Omit<SeriesNeed, 'grain'>;

const PAGE = 500;

/**
 * Asks for many series with few questions: needs that differ in nothing but the metric share one. Returns the series in the order of the needs.
 * The session has to be a snapshot.
 */
export function readSeries(session: Session, needs: readonly SeriesNeed[], asker: Asker): Promise<Series[]> {
  return readGroups(session, needs, asker, true);
}

/** The values of single days alone, as {@link readSeries} asks for them: neither the number over all days is read, nor what there is to say of it. */
export async function readDays(session: Session, needs: readonly DaysNeed[], asker: Asker): Promise<ReadonlyMap<Day, number>[]> {
  const series = await readGroups(
    session,
    needs.map((need) => ({ ...need, grain: 'DAY' as const })),
    asker,
    false,
  );
  return series.map(({ buckets }) => buckets);
}

async function readGroups(session: Session, needs: readonly SeriesNeed[], asker: Asker, whole: boolean): Promise<Series[]> {
  const groups = new Map<string, SeriesNeed[]>();
  for (const need of needs) {
    const key = JSON.stringify([need.where, need.range, need.grain, need.currency]);
    groups.set(key, [...(groups.get(key) ?? []), need]);
  }
  const found = new Map<SeriesNeed, Series>();
  for (const group of groups.values()) {
    const series = await askGroup(session, group, asker, whole);
    for (const need of group) found.set(need, series.get(need.metric)!);
  }
  return needs.map((need) => found.get(need)!);
}

async function askGroup(session: Session, group: readonly SeriesNeed[], asker: Asker, whole: boolean): Promise<Map<MetricName, Series>> {
  const { where, range, grain, currency } = group[0]!;
  const question: Question = {
    select: [...new Set(group.map(({ metric }) => metric))],
    by: [],
    range,
    where: [...where],
    currency,
    fx: 'DAY_RATE',
    orderBy: [],
    totals: whole,
    first: PAGE,
    ...(grain ? { grain } : {}),
  };
  const series = new Map(
    question.select.map((metric) => [
      metric,
      { whole: null as MetricValue | null, buckets: new Map<Day, number>(), warnings: [] as string[] },
    ]),
  );
  for (let after: string | null = null, isFirst = true; isFirst || after !== null; isFirst = false) {
    const page = await answer(session, after === null ? question : { ...question, after, totals: false }, asker, { warnings: whole });
    for (const value of page.totals?.values ?? []) {
      const warnings = page.warnings.filter((warning) => concerns(warning, value.metric)).map(({ message }) => message);
      series.set(value.metric, { whole: value, buckets: new Map(), warnings });
    }
    for (const { period, values } of grain ? page.rows : []) {
      for (const { metric, value } of values) if (period !== null && value !== null) series.get(metric)?.buckets.set(period, value);
    }
    after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
  }
  return series;
}

/** A missing rate is told once for all metrics, and leaves out only those that count money. How late data are, a goal's status says itself. */
function concerns({ code, metric }: Warning, name: MetricName): boolean {
  if (code === 'STALE') return false;
  return metric === name || (code === 'FX_MISSING' && metricOf(name).leaves.some(isMoney));
}
