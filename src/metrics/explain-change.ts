import type { Session } from '../database/session';
import type { DayRange } from '../lib/day';
import { check } from './asked';
import { BadQuestion } from './BadQuestion';
import { dimensionsOfMetric } from './catalog';
import { type Cell, type Cells, cellKey, estimateOf, leafValueOf, type Reading, readCells } from './cells';
import { type Effect, quotientEffects, volumeEffects } from './decompose-change';
import { Exact } from './exact';
import { isMoney } from './leaf';
import { mappingFor } from './mapping/stored-mapping';
import type { Metric } from './metric';
import { resolveRange } from './period';
import type { Asker, Dimension, DimensionValue, Filter, MetricName, Range } from './question';
import { metricOf } from './registry';
import { instantText, snapshotOf } from './snapshot';
import { labelOf } from './value-names';

/** What is to be explained: a metric in two ranges, by the values of a dimension, in the workspace's currency. */
export interface ChangeQuestion {
  readonly metric: MetricName;
  readonly by: Dimension;
  readonly before: Range;
  readonly after: Range;
  readonly where?: readonly Filter[];
  /** When the earlier range was looked at, if not now: what sources corrected since is then told apart as `restated`. */
  readonly beforeAsOf?: Date;
}

/** What one value of the dimension did to the whole: `rate` by doing better itself, `mix` by its weight, `volume` by its amount. */
export interface ChangePart {
  readonly label: string;
  /** Null for what overlaps between the values and cannot be given to one. */
  readonly dimension: DimensionValue | null;
  readonly rate: number;
  readonly mix: number;
  readonly volume: number;
  readonly total: number;
}

/** A change taken apart: the parts' totals, `restated` and `fx` add up to `change`. */
export interface ChangeExplanation {
  readonly metric: MetricName;
  readonly from: number | null;
  readonly to: number | null;
  readonly change: number | null;
  readonly parts: readonly ChangePart[];
  /** What came of corrections to the earlier range since it was looked at. */
  readonly restated: number;
  /** Where the plan's rates are kept: the change at each day's rates less the change at the plan's. */
  readonly fx: number;
}

const { zero } = Exact;
const OVERLAP: Record<Asker['locale'], string> = { EN: '(overlap)', ZH_HANS: '（重叠）', ZH_HANT: '（重疊）' };

/**
 * Says what a change of a metric is made of. Throws a BadQuestion where it cannot be split: a level, a peak, unique people, a score,
 * or a metric that does not have the dimension.
 */
export async function explainChange(session: Session, question: ChangeQuestion, asker: Asker): Promise<ChangeExplanation> {
  const metric = explainable(question.metric);
  const [before, after] = [resolveRange(question.before, asker.today, 'before'), resolveRange(question.after, asker.today, 'after')];
  checkParts(question, after, asker);
  checkDimensions(metric, question);
  const { currency } = await snapshotOf(session);
  // Both ranges by the rules of today: a change of the rules is no change of the metric.
  const mapping = await mappingFor(session, { by: [question.by], where: question.where ?? [] });
  const { workspaceId } = session;
  const reading: Reading = { session, workspaceId, currency, fx: 'DAY_RATE', locale: asker.locale, useRollups: true, mapping };
  const asLookedAt: Reading = question.beforeAsOf ? { ...reading, asOf: instantText(question.beforeAsOf) } : reading;

  const day = await readBoth(reading, metric, question, before, after);
  const first = question.beforeAsOf ? valueOfWhole(metric, await readCells(asLookedAt, [metric], wholeOf(question, before))) : day.from;
  const plan = metric.leaves.some(isMoney) ? await readBoth({ ...reading, fx: 'PLAN_RATE' }, metric, question, before, after) : null;
  const steady = plan?.from && plan.to ? plan : day;
  if (!day.from || !day.to || !first) return unexplained(question.metric, first, day.to);

  const change = day.to.minus(day.from);
  const steadyChange = (steady.to as Exact).minus(steady.from as Exact);
  return {
    metric: question.metric,
    from: first.toNumber(),
    to: day.to.toNumber(),
    change: day.to.minus(first).toNumber(),
    parts: partsOf(metric, question.by, steady, steadyChange, asker),
    restated: day.from.minus(first).toNumber(),
    fx: change.minus(steadyChange).toNumber(),
  };
}

/** Both ranges: the whole values, and the cells by the dimension. */
interface Both {
  readonly from: Exact | null;
  readonly to: Exact | null;
  readonly before: Cells;
  readonly after: Cells;
}

async function readBoth(reading: Reading, metric: Metric, question: ChangeQuestion, before: DayRange, after: DayRange): Promise<Both> {
  const by = { by: [question.by], where: question.where ?? [] };
  return {
    from: valueOfWhole(metric, await readCells(reading, [metric], wholeOf(question, before))),
    to: valueOfWhole(metric, await readCells(reading, [metric], wholeOf(question, after))),
    before: await readCells(reading, [metric], { ...by, range: before }),
    after: await readCells(reading, [metric], { ...by, range: after }),
  };
}

function partsOf(metric: Metric, by: Dimension, both: Both, change: Exact, asker: Asker): ChangePart[] {
  const keys = [...new Set([...both.before.byKey.keys(), ...both.after.byKey.keys()])].sort();
  const cells = keys.map((key) => ({ before: both.before.byKey.get(key), after: both.after.byKey.get(key) }));
  const effects = effectsOf(metric, cells);
  const parts = cells.map(({ before, after }, i) => {
    const { keys: values, labels } = (after ?? before) as Cell;
    const key = values[0] ?? '';
    const label = labelOf(by, key, labels[0], asker.locale);
    return partOf(label, { dimension: by, key, label }, effects[i] as Effect);
  });
  // Different orders or customers of two parts may be the same: what the parts have twice belongs to none of them.
  const rest = effects.reduce((left, effect) => left.minus(totalOf(effect)), change);
  return rest.isZero ? parts : [...parts, partOf(OVERLAP[asker.locale], null, { rate: zero, mix: rest, volume: zero })];
}

function effectsOf(metric: Metric, cells: readonly { before?: Cell | undefined; after?: Cell | undefined }[]): Effect[] {
  // A part that lacks one term of a sum (a channel that only costs) has 0 of it: the whole is known.
  const value = (of: Metric, cell: Cell | undefined) =>
    (cell && of.evaluate(of.leaves.map((leaf) => leafValueOf(leaf, cell).value ?? zero)).value) ?? zero;
  const { quotient } = metric;
  if (!quotient) {
    return volumeEffects(
      cells.map(({ before }) => value(metric, before)),
      cells.map(({ after }) => value(metric, after)),
    );
  }
  const sides = (cell: Cell | undefined) => ({
    over: value(quotient.over, cell).times(quotient.factor),
    under: value(quotient.under, cell),
  });
  const effects = quotientEffects(
    cells.map(({ before }) => sides(before)),
    cells.map(({ after }) => sides(after)),
  );
  return effects ?? cells.map(() => ({ rate: zero, mix: zero, volume: zero }));
}

function partOf(label: string, dimension: DimensionValue | null, effect: Effect): ChangePart {
  const { rate, mix, volume } = effect;
  return { label, dimension, rate: rate.toNumber(), mix: mix.toNumber(), volume: volume.toNumber(), total: totalOf(effect).toNumber() };
}

function totalOf({ rate, mix, volume }: Effect): Exact {
  return rate.plus(mix).plus(volume);
}

function wholeOf({ where }: ChangeQuestion, range: DayRange) {
  return { by: [], range, where: where ?? [] };
}

function valueOfWhole(metric: Metric, cells: Cells): Exact | null {
  const cell = cells.byKey.get(cellKey(null, []));
  return cell ? estimateOf(metric, cell).value : null;
}

function explainable(name: MetricName): Metric {
  const metric = metricOf(name);
  const sides = metric.quotient ? [metric.quotient.over, metric.quotient.under] : [metric];
  // Of different people what two parts have twice is told as their overlap.
  const adds = (each: Metric) => each.additivity !== 'NONE' || each.leaves.every(({ aggregate }) => aggregate === 'distinct');
  const splits = (each: Metric) => adds(each) && each.leaves.every(({ across, apart }) => !across && !apart);
  if (!sides.every(splits)) throw new BadQuestion('metric', name, 'a sum, or a quotient of sums');
  return metric;
}

function checkParts({ metric, by, where = [] }: ChangeQuestion, range: DayRange, asker: Asker): void {
  check({ select: [metric], by: [by], range, where: [...where], fx: 'DAY_RATE', orderBy: [], totals: false, first: 1 }, asker);
}

function checkDimensions(metric: Metric, { metric: name, by, where = [] }: ChangeQuestion): void {
  const has = dimensionsOfMetric(metric);
  const lacks = [by, ...where.map(({ dimension }) => dimension)].find((each) => !has.includes(each));
  if (lacks) throw new BadQuestion(lacks === by ? 'by' : 'where', lacks, `a dimension of ${name} (${has.join(', ')})`);
}

function unexplained(metric: MetricName, from: Exact | null, to: Exact | null): ChangeExplanation {
  const change = from && to ? to.minus(from).toNumber() : null;
  return { metric, from: from?.toNumber() ?? null, to: to?.toNumber() ?? null, change, parts: [], restated: 0, fx: 0 };
}
