import { columnOf, factOf } from '../../entities/facts/fact';
import { addDays, type Day, daysBetween, endOf, startOf } from '../lib/day';
import { ANOMALY_RULE, type AnomalyRule, anomalyAt, type DailyValue } from '../stats/anomaly';
import type { Asked } from './asked';
import { type Cell, type Cells, estimateOf } from './cells';
import type { Leaf } from './leaf';
import { AS_GOOD_AS_FINAL, type Growing, growingSources } from './maturity';
import { factsOf, type Metric } from './metric';
import type { Asker, MetricAnomaly } from './question';
import { type AskedReading, readAsked } from './read-asked';
import { metricOf } from './registry';
import type { Row } from './shown-rows';
import type { Feed } from './snapshot';

type Grain = 'DAY' | 'WEEK';

/** Why a period cannot be judged yet; null where it can. */
type Openness = (metric: Metric, period: Day) => 'INCOMPLETE' | 'IMMATURE' | null;

/**
 * Says of each value of some rows how unusual it is, by the same weekdays (or the weeks) before its period. Periods that are not over, that a source has
 * not told to their end, or whose numbers it is still to restate by more than a half percent, are neither judged nor learnt from.
 */
export async function judgeRows(plan: AskedReading, rows: readonly Row[], feeds: readonly Feed[], asker: Asker): Promise<void> {
  const { asked, metrics, reading } = plan;
  const grain = asked.grain as Grain;
  const range = { from: startOf(grain, addDays(asked.range.from, -7 * ANOMALY_RULE.weeks)), to: asked.range.to };
  const [cells, growing] = await Promise.all([readAsked(plan, range), growingSources(reading.session, factsOf(metrics), range)]);
  const openness = opennessOf(asked, grain, feeds, growing, asker);
  const series = seriesOf(cells);
  const periods = [...new Set(cells.all.map(({ period }) => period as Day))].sort();
  // The rows of one series are judged by the same values: they are read once, not for each row again.
  const histories = new Map<string, readonly DailyValue[]>();
  for (const row of rows) {
    const key = JSON.stringify(row.dimensions.map((dimension) => dimension.key));
    const own = series.get(key);
    if (!own) continue;
    for (const value of row.values) {
      const metric = metricOf(value.metric);
      const name = `${value.metric} ${key}`;
      const history = histories.get(name) ?? valuesOf(metric, own, periods, cells, openness);
      histories.set(name, history);
      value.anomaly = judged(metric, row.period as Day, history, openness);
    }
  }
}

function judged(metric: Metric, period: Day, values: readonly DailyValue[], openness: Openness): MetricAnomaly {
  const at = values.findIndex(({ day }) => day === period);
  const { z, reason, ...rest } = anomalyAt(values, at, { kind: kindOf(metric) });
  return { score: z, ...rest, reason: reason === 'OPEN' ? openness(metric, period) : reason };
}

/** What is counted in whole things has at least the chance of counts. */
function kindOf({ about, additivity }: Metric): AnomalyRule['kind'] {
  return additivity !== 'NONE' && (about.unit === 'COUNT' || about.unit === 'PEOPLE') ? 'COUNT' : 'MEASURE';
}

/** The cells of each combination of values, by period. */
function seriesOf({ all }: Cells): Map<string, Map<Day, Cell>> {
  const series = new Map<string, Map<Day, Cell>>();
  for (const cell of all) {
    const key = JSON.stringify(cell.keys);
    series.set(key, (series.get(key) ?? new Map()).set(cell.period as Day, cell));
  }
  return series;
}

/** The values of one series. A period without a row is 0 of what adds up, once anything was known at all. */
function valuesOf(metric: Metric, own: ReadonlyMap<Day, Cell>, periods: readonly Day[], cells: Cells, openness: Openness): DailyValue[] {
  const first = metric.additivity === 'NONE' ? undefined : firstKnown(metric, cells);
  return periods.map((day) => {
    const there = own.get(day);
    // What a question has filled in is nothing that is known.
    const cell = there?.values.isEmpty === false ? there : undefined;
    const known = cell ? (estimateOf(metric, cell).value?.toNumber() ?? null) : null;
    return { day, value: known ?? (first !== undefined && !cell && day >= first ? 0 : null), open: openness(metric, day) !== null };
  });
}

const FIRST = new WeakMap<Cells, Map<Metric, Day | undefined>>();

function firstKnown(metric: Metric, cells: Cells): Day | undefined {
  const known = FIRST.get(cells) ?? new Map<Metric, Day | undefined>();
  FIRST.set(cells, known);
  if (!known.has(metric)) {
    const days = cells.all.filter((cell) => estimateOf(metric, cell).value !== null).map(({ period }) => period as Day);
    known.set(metric, days.sort()[0]);
  }
  return known.get(metric);
}

function opennessOf({ asOf, range }: Asked, grain: Grain, feeds: readonly Feed[], growing: Growing, { today }: Asker): Openness {
  const now = asOf && asOf.toISOString().slice(0, 10) < today ? asOf.toISOString().slice(0, 10) : today;
  const until = (day: Day | null) => (day === null || day < now ? day : addDays(now, -1));
  return (metric, period) => {
    const end = endOf(grain, period);
    const own = feeds.filter(({ fact }) => metric.leaves.some((leaf) => factOf(leaf.fact).table === fact));
    const isShort = own.some(({ pulled, freshTo }) => pulled && freshTo !== null && (until(freshTo) as Day) < end);
    const isCut = end > range.to || (period < range.from && end >= range.from);
    if (end >= now || isShort || isCut) return 'INCOMPLETE';
    return own.some((feed) => isYoung(metric, feed, end, growing, now)) ? 'IMMATURE' : null;
  };
}

function isYoung(metric: Metric, { key, fact }: Feed, end: Day, growing: Growing, now: Day): boolean {
  const source = growing.get(key);
  if (!source) return false;
  const age = daysBetween(end, source.readOn < now ? source.readOn : now);
  if (age > source.lookbackDays) return false;
  return metric.leaves.some((leaf) => factOf(leaf.fact).table === fact && !isFinal(leaf, source.shares, age));
}

/** Whether it was learnt that at this age nothing more comes. */
function isFinal({ fact, properties, aggregate }: Leaf, shares: ReadonlyMap<string, number>, age: number): boolean {
  const [property, ...others] = properties;
  if (!property || others.length > 0 || aggregate !== 'sum') return false;
  const share = shares.get(`${factOf(fact).table}|${columnOf(fact, property).column}|${age}`);
  return share !== undefined && Math.abs(share - 1) < AS_GOOD_AS_FINAL;
}
