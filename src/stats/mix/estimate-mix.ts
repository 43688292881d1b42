import { bootstrapMix, type EffectRange } from './bootstrap-mix';
import { fitMix, type MixModel } from './fit-mix';
import { type ChannelEffect, channelEffects, weeklyContributions } from './mix-effects';
import { type ChannelShape, hasHoliday, type MixInput } from './mix-input';
import type { OutOfSample } from './out-of-sample';
import { type ResponsePoint, type ResponseTerms, responseCurve, responseOf, responseTerms } from './response-curve';
import { baselineOf, type MixReview, reviewMix } from './review-mix';

/** How a mix is estimated. */
export interface EstimateTerms {
  /** How often residuals are drawn anew. */
  readonly samples: number;
  readonly seed: number;
  /** Of the review: what a unit of the outcome is worth in units of spend; null where that is not known. */
  readonly valuePerOutcome: number | null;
}

/** What is known of a channel. */
export interface ChannelEstimate extends ChannelEffect, Omit<ChannelShape, 'carryOver'> {
  readonly name: string;
  readonly range: EffectRange;
  readonly response: ResponseTerms;
  /** What a week brings by what is spent every week, up to twice the mean. */
  readonly curve: readonly ResponsePoint[];
}

/** What a panel had and brought, over all weeks. */
export interface PanelEstimate {
  readonly outcome: number;
  /** By channel. */
  readonly spend: readonly number[];
  readonly contribution: readonly number[];
}

/** What a control does. */
export interface ControlEstimate {
  readonly name: string;
  /** By how much a week of all panels differs where the control is one of its standard deviations higher, in units of the outcome. */
  readonly effect: number;
}

/** What days of something else do. */
export interface HolidayEstimate {
  readonly name: string;
  /** By how much a week that is all of it differs, in the panels that have it together, in units of the outcome. */
  readonly effect: number;
}

/** All that a mix comes to, as data that can be handed from one thread to another; channels in the order of the input, weeks in theirs. */
export interface MixEstimate {
  readonly channels: readonly ChannelEstimate[];
  readonly panels: readonly PanelEstimate[];
  readonly controls: readonly ControlEstimate[];
  readonly holidays: readonly HolidayEstimate[];
  readonly outcome: readonly number[];
  readonly expected: readonly number[];
  /** What no channel brought, by week. */
  readonly baseline: readonly number[];
  readonly baselineShare: number;
  readonly outOfSample: OutOfSample;
  readonly review: MixReview;
}

/** Fits a mix, draws its ranges and holds it against the card. Takes about a second for three years of five channels. Throws as `fitMix` does. */
export function estimateMix(input: MixInput, { samples, seed, valuePerOutcome }: EstimateTerms): MixEstimate {
  const model = fitMix(input);
  const ranges = bootstrapMix(model, { samples, seed });
  const byWeek = weeklyContributions(model);
  return {
    channels: channelEffects(model).map((effect, at) => {
      const { carryOverName, slope, half } = model.shapes[at]!;
      const response = responseTerms(model, at);
      const curve = responseCurve(responseOf(response), (2 * effect.spend) / input.weeks.length);
      return { ...effect, name: input.channels[at]!, carryOverName, slope, half, range: ranges[at]!, response, curve };
    }),
    panels: panelsOf(model),
    controls: controlsOf(model),
    holidays: holidaysOf(model),
    outcome: model.outcome,
    expected: model.expected,
    baseline: model.expected.map((value, week) => value - byWeek.reduce((sum, channel) => sum + channel[week]!, 0)),
    baselineShare: baselineOf(model).share,
    outOfSample: model.outOfSample,
    review: reviewMix(model, ranges, valuePerOutcome),
  };
}

function panelsOf({ input, design, fit }: MixModel): PanelEstimate[] {
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
  return input.panels.map(({ size, outcome, spend }, panel) => ({
    ...{ outcome: sum(outcome), spend: spend.map(sum) },
    contribution: input.channels.map((_, channel) => {
      const { values } = design.columns[channel]!;
      return sum(input.weeks.map((_, week) => size * fit.coefficients[channel]! * values[week * input.panels.length + panel]!));
    }),
  }));
}

function controlsOf({ input, design, fit }: MixModel): ControlEstimate[] {
  const size = input.panels.reduce((sum, panel) => sum + panel.size, 0);
  return design.columns.flatMap(({ name, kind, values }, at) => {
    if (kind !== 'control') return [];
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const spread = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
    return [{ name, effect: fit.coefficients[at]! * spread * size }];
  });
}

function holidaysOf({ input: { holidays = [], panels }, design, fit }: MixModel): HolidayEstimate[] {
  const first = design.columns.findIndex(({ kind }) => kind === 'holiday');
  return holidays.map((holiday, at) => {
    const size = panels.filter((panel) => hasHoliday(holiday, panel)).reduce((sum, panel) => sum + panel.size, 0);
    return { name: holiday.name, effect: fit.coefficients[first + at]! * size };
  });
}
