import { addDays, type DayRange, isDay, startOf } from '../../lib/day';
import { BadQuestion } from '../BadQuestion';
import { oneOf } from '../one-of';
import { resolveRange } from '../period';
import type { Asker, MetricName, Range } from '../question';
import { metricOf } from '../registry';

/** What a channel is in a mix model. */
export const MIX_CHANNELS = ['CHANNEL', 'PLATFORM', 'CAMPAIGN'] as const;
export type MixChannel = (typeof MIX_CHANNELS)[number];

/** Days on which something else moved the outcome: a festival, a launch, an outage. Every week that holds one of them counts. */
export interface MixEvent {
  readonly name: string;
  readonly from: string;
  readonly to: string;
}

/** What is asked of a marketing mix; what is absent takes its default. */
export interface MixQuestion {
  readonly range: Range;
  /** What is to be explained: a metric that adds up over everything; `revenue`. */
  readonly outcome?: MetricName | null;
  readonly by?: MixChannel | null;
  readonly brands?: readonly string[] | null;
  readonly events?: readonly MixEvent[] | null;
  /** Metrics that move the outcome and are not bought: prices, competitors' mentions, … */
  readonly controls?: readonly MetricName[] | null;
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
  readonly controls: readonly MetricName[];
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
  const controls = question.controls ?? [];
  controls.forEach((name, at) => void metricOf(name, `controls[${at}]`));
  const by = question.by ?? 'CHANNEL';
  oneOf('by', [by], MIX_CHANNELS);
  for (const [at, { from, to }] of (question.events ?? []).entries())
    if (!isDay(from) || !isDay(to) || from > to)
      throw new BadQuestion(`events[${at}]`, `${from} to ${to}`, 'two days in order, YYYY-MM-DD');
  const samples = question.samples ?? 200;
  if (!Number.isInteger(samples) || samples < 20 || samples > 1000)
    throw new BadQuestion('samples', samples, 'a whole number from 20 to 1000');
  return {
    ...{ range: wholeWeeks(resolveRange(question.range, asker.today)), outcome, by, brands: question.brands ?? [], controls, samples },
    ...{ events: question.events ?? [], seed: question.seed ?? 1, currency: question.currency ?? null, asOf: question.asOf ?? null },
  };
}

function wholeWeeks({ from, to }: DayRange): DayRange {
  const first = startOf('WEEK', from) === from ? from : addDays(startOf('WEEK', from), 7);
  const last = addDays(startOf('WEEK', addDays(to, 1)), -1);
  if (last < first) throw new BadQuestion('range', `${from} to ${to}`, 'at least one whole week, Monday to Sunday');
  return { from: first, to: last };
}
