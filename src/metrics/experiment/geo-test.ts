import type { Session } from '../../database/session';
import { addDays, type Day, type Unit as Grain } from '../../lib/day';
import { type Difference, differenceInDifferences, placebos, type Series } from '../../stats/difference-in-differences';
import type { Scale } from '../../stats/effect';
import { estimates } from '../../stats/estimates';
import { type SyntheticControl, syntheticControl } from '../../stats/synthetic-control';
import { answer } from '../answer';
import { BadQuestion } from '../BadQuestion';
import type { Asker, Dimension, Filter, MetricName, Warning } from '../question';
import type { Interval } from './judge';

/** A test of marketing where regions and not users were chosen: which got it, from which day on, and what it was to move. */
export interface GeoQuestion {
  readonly metric: MetricName;
  /** What tells the units apart: REGION or MARKET. */
  readonly by: Dimension;
  readonly treated: readonly string[];
  /** All others that there are when absent. */
  readonly controls?: readonly string[] | null;
  /** The first day on which the treated units got it; what comes before is compared with it. */
  readonly start: Day;
  readonly from: Day;
  readonly to: Day;
  readonly grain: Extract<Grain, 'DAY' | 'WEEK'>;
  readonly where: readonly Filter[];
  /** RELATIVE: each unit over its own mean before, so that an effect is a lift and large units do not decide. */
  readonly scale: Scale;
  readonly currency?: string | null;
}

/** The difference in differences with its placebos in time. */
export interface GeoDifference {
  readonly effect: number;
  readonly interval: Interval;
  readonly pValue: number;
  /** Tests of days on which nothing began, and those of them that found something all the same. */
  readonly placebos: number;
  readonly significantPlacebos: number;
}

/** The synthetic control with its placebos in space. */
export interface GeoSynthetic {
  readonly effect: number;
  /** Of the placebos' own effects; its level is below 0.95 where there are too few units for that. */
  readonly interval: Interval | null;
  readonly pValue: number | null;
  /** The fit before: the root of the mean squared error over the mean. */
  readonly errorBefore: number;
  readonly weights: readonly { unit: string; weight: number }[];
}

/** What a geo test found; a part that cannot be computed is null, with its reason. */
export interface GeoAnswer {
  readonly units: readonly { unit: string; treated: boolean; before: number; after: number }[];
  readonly periods: readonly { period: Day; treated: number; synthetic: number | null; others: number }[];
  readonly difference: GeoDifference | null;
  readonly synthetic: GeoSynthetic | null;
  readonly reason: string | null;
  readonly warnings: readonly Warning[];
}

const LEVEL = 0.95;
const MOST_ROWS = 100_000;

/**
 * Answers a geo test: the series come through `answer()` and nothing else. Null where the metric has no values by region in the days. Throws a
 * BadQuestion that names what makes no sense.
 */
export async function answerGeoTest(session: Session, question: GeoQuestion, asker: Asker): Promise<GeoAnswer | null> {
  check(question);
  const { periods, series, warnings } = await readSeries(session, question, asker);
  if (series.size === 0) return null;
  const strange = [...question.treated, ...(question.controls ?? [])].find((unit) => !series.has(unit));
  if (strange !== undefined) throw new BadQuestion('geoTest.treated', strange, `one of ${[...series.keys()].join(', ')}`);
  const start = periods.findIndex((period) => period >= question.start);
  if (start < 1) throw new BadQuestion('geoTest.start', question.start, `a day after ${periods[0]} with data from it on`);
  const treatedUnits = question.treated;
  const others = [...(question.controls ?? [...series.keys()])].filter((unit) => !treatedUnits.includes(unit));
  const scaled = new Map([...series].map(([unit, values]) => [unit, question.scale === 'RELATIVE' ? overOwnMean(values, start) : values]));
  const empty = [...treatedUnits, ...others].filter((unit) => scaled.get(unit)!.some((value) => !Number.isFinite(value)));
  const donors = others.filter((unit) => !empty.includes(unit));
  const gone = treatedUnits.find((unit) => empty.includes(unit));
  if (gone !== undefined) throw new BadQuestion('geoTest.treated', gone, 'units with something before the start, or the scale ABSOLUTE');
  const scaledOf = (units: readonly string[]): Series[] => units.map((unit) => scaled.get(unit)!);
  const [own, control] = [scaledOf(treatedUnits), scaledOf(donors)] as const;
  const found = differenceOf(own, control, start);
  const mean = meanSeries(own);
  const synthetic = control.length > 0 ? syntheticControl(mean, control, start) : null;
  return {
    units: [...treatedUnits, ...donors].map((unit) => unitRow(unit, treatedUnits.includes(unit), series.get(unit)!, start)),
    periods: periods.map((period, at) => ({
      period,
      treated: mean[at]!,
      synthetic: synthetic?.series[at] ?? null,
      others: control.length > 0 ? meanSeries(control)[at]! : 0,
    })),
    difference: typeof found === 'string' ? null : found,
    synthetic: synthetic && (await syntheticOf(synthetic, mean, control, donors, start)),
    reason: reasonOf(found, empty, control.length),
    warnings,
  };
}

function check({ treated, from, to, start, by }: GeoQuestion): void {
  if (treated.length === 0) throw new BadQuestion('geoTest.treated', [], 'at least one unit that was treated');
  if (!(from < start && start <= to)) throw new BadQuestion('geoTest.start', start, `a day after ${from} and not after ${to}`);
  if (by !== 'REGION' && by !== 'MARKET') throw new BadQuestion('geoTest.by', by, 'REGION or MARKET');
}

/** Whole periods of the metric by unit; what a unit does not tell of a period is 0. */
async function readSeries(session: Session, question: GeoQuestion, asker: Asker) {
  const { metric, by, from, to, grain, where, currency } = question;
  const asked = {
    ...{ select: [metric], by: [by], range: { from, to }, grain, where: [...where], fx: 'DAY_RATE' as const },
    ...{ orderBy: [], totals: false, first: MOST_ROWS, ...(currency ? { currency } : {}) },
  };
  const found = await answer(session, asked, asker, { maxFirst: MOST_ROWS });
  const whole = (period: Day) => grain === 'DAY' || (period >= from && addDays(period, 6) <= to);
  const rows = found.rows.filter(({ period }) => period !== null && whole(period));
  const periods = [...new Set(rows.map(({ period }) => period as Day))].sort();
  const place = new Map(periods.map((period, at) => [period, at]));
  const series = new Map<string, number[]>();
  for (const { period, dimensions, values } of rows) {
    const unit = dimensions[0]!.key;
    if (unit === '') continue;
    const own = series.get(unit) ?? new Array<number>(periods.length).fill(0);
    own[place.get(period as Day)!] = values[0]!.value ?? 0;
    series.set(unit, own);
  }
  return { periods, series, warnings: found.warnings };
}

function differenceOf(treated: readonly Series[], others: readonly Series[], start: number): GeoDifference | string {
  const found: Difference | string = differenceInDifferences(treated, others, start, 1 - LEVEL);
  if (typeof found === 'string') return found;
  const before = placebos(treated, others, start);
  return {
    effect: found.effect.estimate,
    interval: { low: found.low, high: found.high, level: LEVEL },
    pValue: found.pValue,
    placebos: before.length,
    significantPlacebos: before.filter(({ pValue }) => pValue < 1 - LEVEL).length,
  };
}

async function syntheticOf(
  found: SyntheticControl,
  mean: Series,
  control: readonly Series[],
  units: readonly string[],
  start: number,
): Promise<GeoSynthetic> {
  const placebo = await estimates.run('placeboInterval', mean, control, start, 1 - LEVEL);
  const weights = units.map((unit, at) => ({ unit, weight: found.weights[at]! })).filter(({ weight }) => weight > 1e-4);
  const level = mean.slice(0, start).reduce((sum, value) => sum + value, 0) / start;
  return {
    effect: found.averageEffect,
    interval: placebo && { low: placebo.low, high: placebo.high, level: placebo.level },
    pValue: placebo?.pValue ?? null,
    errorBefore: found.errorBefore / Math.abs(level),
    weights: weights.sort((a, b) => b.weight - a.weight),
  };
}

function reasonOf(found: GeoDifference | string, empty: readonly string[], controls: number): string | null {
  const left = empty.length > 0 ? `left out, with nothing before the start: ${empty.join(', ')}` : null;
  const few = controls === 0 ? 'there are no units to compare with' : null;
  const untested =
    typeof found === 'string' && controls > 0
      ? `no difference in differences (${found}): it needs two treated units and two others whose changes differ`
      : null;
  const reasons = [few, untested, left].filter((each) => each !== null);
  return reasons.length > 0 ? reasons.join('; ') : null;
}

function unitRow(unit: string, treated: boolean, values: Series, start: number) {
  const mean = (part: Series) => part.reduce((sum, value) => sum + value, 0) / part.length;
  return { unit, treated, before: mean(values.slice(0, start)), after: mean(values.slice(start)) };
}

function overOwnMean(values: Series, start: number): number[] {
  const mean = values.slice(0, start).reduce((sum, value) => sum + value, 0) / start;
  return values.map((value) => value / mean);
}

function meanSeries(units: readonly Series[]): number[] {
  return units[0]!.map((_, at) => units.reduce((sum, series) => sum + series[at]!, 0) / units.length);
}
