import { addDays, type DayRange, isDay, startOf } from '../../lib/day';
import { BadQuestion } from '../BadQuestion';
import { oneOf } from '../one-of';
import { resolveRange } from '../period';
import type { Asker, Filter, MetricName, Range } from '../question';
import { metricOf } from '../registry';
import { FESTIVAL_COUNTRIES, type FestivalCountry } from './festivals';

/** What a channel is in a mix model. */
export const MIX_CHANNELS = ['CHANNEL', 'PLATFORM', 'CAMPAIGN'] as const;
export type MixChannel = (typeof MIX_CHANNELS)[number];

/** Days on which something else moved the outcome: a festival, a launch, an outage. Every week that holds one of them counts. */
export interface MixEvent {
  readonly name: string;
  readonly from: string;
  readonly to: string;
}

/** What tells the regions of a model apart. */
export const MIX_REGIONS = ['REGION', 'MARKET'] as const;
export type MixRegions = (typeof MIX_REGIONS)[number];

/** A series that moves the outcome and is not bought: a metric, of the question's brands unless `where` names others. */
export interface MixControlQuestion {
  readonly metric: MetricName;
  readonly where?: readonly Filter[] | null;
  /** What it is called; the metric's name when absent. */
  readonly name?: string | null;
}

/** A control that can be read. */
export interface MixControl {
  readonly metric: MetricName;
  readonly where: readonly Filter[];
  readonly name: string;
}

/** How many people a region has, or how large it is by another measure. */
export interface RegionSize {
  readonly region: string;
  readonly size: number;
}

/** What is asked of a marketing mix; what is absent takes its default. */
export interface MixQuestion {
  readonly range: Range;
  /** What is to be explained: a metric that adds up over everything; `revenue`. */
  readonly outcome?: MetricName | null;
  readonly by?: MixChannel | null;
  readonly brands?: readonly string[] | null;
  readonly events?: readonly MixEvent[] | null;
  /** Countries whose days of buying count as events: Lunar New Year, 618, Black Friday, … */
  readonly holidays?: readonly FestivalCountry[] | null;
  /** Prices, what competitors sell, newsletters, … */
  readonly controls?: readonly MixControlQuestion[] | null;
  /** Fits over regions, each with its own level and all with one response; the whole when absent. */
  readonly regions?: MixRegions | null;
  /** Of every region of the model; the mean weekly outcome when absent. */
  readonly sizes?: readonly RegionSize[] | null;
  /** How often residuals are drawn anew; 200. */
  readonly samples?: number | null;
  readonly seed?: number | null;
  readonly currency?: string | null;
  readonly asOf?: Date | null;
}

/** A question that can be answered; the range is of whole weeks. */
export interface AskedMix {
  readonly range: DayRange;
  readonly outcome: MetricName;
  readonly by: MixChannel;
  readonly brands: readonly string[];
  readonly events: readonly MixEvent[];
  readonly holidays: readonly FestivalCountry[];
  readonly controls: readonly MixControl[];
  readonly regions: MixRegions | null;
  readonly sizes: ReadonlyMap<string, number>;
  readonly samples: number;
  readonly seed: number;
  readonly currency: string | null;
  readonly asOf: Date | null;
}

/** Fills in what is left out, and takes the whole weeks of the range; a BadQuestion that names the place where something cannot be meant. */
export function checkMix(question: MixQuestion, asker: Asker): AskedMix {
  const outcome = question.outcome ?? 'revenue';
  if (metricOf(outcome, 'outcome').additivity !== 'ALL')
    throw new BadQuestion('outcome', outcome, 'a metric that adds up over everything, such as revenue');
  const controls = (question.controls ?? []).map(({ metric, where, name }, at): MixControl => {
    metricOf(metric, `controls[${at}]`);
    return { metric, where: where ?? [], name: name ?? metric };
  });
  if (question.regions != null) oneOf('regions', [question.regions], MIX_REGIONS);
  const wrong = (question.sizes ?? []).find(({ size }) => !(size > 0));
  if (wrong) throw new BadQuestion('sizes', wrong, 'sizes above 0');
  const by = question.by ?? 'CHANNEL';
  oneOf('by', [by], MIX_CHANNELS);
  for (const [at, { from, to }] of (question.events ?? []).entries())
    if (!isDay(from) || !isDay(to) || from > to)
      throw new BadQuestion(`events[${at}]`, `${from} to ${to}`, 'two days in order, YYYY-MM-DD');
  oneOf('holidays', question.holidays ?? [], FESTIVAL_COUNTRIES);
  const samples = question.samples ?? 200;
  if (!Number.isInteger(samples) || samples < 20 || samples > 1000)
    throw new BadQuestion('samples', samples, 'a whole number from 20 to 1000');
  return {
    ...{ range: wholeWeeks(resolveRange(question.range, asker.today)), outcome, by, brands: question.brands ?? [], controls, samples },
    ...{ regions: question.regions ?? null, sizes: new Map((question.sizes ?? []).map(({ region, size }) => [region, size])) },
    ...{ events: question.events ?? [], holidays: [...new Set(question.holidays ?? [])] },
    ...{ seed: question.seed ?? 1, currency: question.currency ?? null, asOf: question.asOf ?? null },
  };
}

function wholeWeeks({ from, to }: DayRange): DayRange {
  const first = startOf('WEEK', from) === from ? from : addDays(startOf('WEEK', from), 7);
  const last = addDays(startOf('WEEK', addDays(to, 1)), -1);
  if (last < first) throw new BadQuestion('range', `${from} to ${to}`, 'at least one whole week, Monday to Sunday');
  return { from: first, to: last };
}
