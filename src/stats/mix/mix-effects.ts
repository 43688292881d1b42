import type { MixModel } from './fit-mix';

/** What a channel brought over all weeks, in units of the outcome. */
export interface ChannelEffect {
  readonly channel: number;
  readonly spend: number;
  readonly contribution: number;
  /** Of the whole outcome. */
  readonly share: number;
  /** Contribution for each unit of spend; null where nothing was spent. */
  readonly roas: number | null;
  /** What the next hundredth of spend, spread as it was, would bring for each unit of it. */
  readonly marginalRoas: number | null;
}

/** A share of spend that is added to see what it brings. */
const MORE = 0.01;

/** What each channel brought under some coefficients (the model's own unless others are given). */
export function channelEffects(model: MixModel, coefficients: readonly number[] = model.fit.coefficients): ChannelEffect[] {
  const { input, design, shapes } = model;
  const total = model.outcome.reduce((sum, value) => sum + value, 0);
  return input.channels.map((_, channel) => {
    const spend = input.panels.reduce((sum, panel) => sum + panel.spend[channel]!.reduce((own, value) => own + value, 0), 0);
    const worked = summedBySize(model, design.columns[channel]!.values);
    const more = summedBySize(model, moreOf(model, channel, shapes[channel]!));
    const coefficient = coefficients[channel]!;
    const contribution = coefficient * worked;
    return {
      channel,
      spend,
      contribution,
      share: total === 0 ? 0 : contribution / total,
      roas: spend > 0 ? contribution / spend : null,
      marginalRoas: spend > 0 ? (coefficient * (more - worked)) / (MORE * spend) : null,
    };
  });
}

/** What each week owes to each channel: by channel, by week, all panels together. The rest of the week's expectation is its baseline. */
export function weeklyContributions({ input, design, fit }: MixModel): number[][] {
  const { panels } = input;
  return input.channels.map((_, channel) => {
    const { values } = design.columns[channel]!;
    return input.weeks.map((_, week) =>
      panels.reduce((sum, { size }, panel) => sum + size * fit.coefficients[channel]! * values[week * panels.length + panel]!, 0),
    );
  });
}

const kept = new WeakMap<MixModel, Map<number, Float64Array>>();

function moreOf(model: MixModel, channel: number, shape: MixModel['shapes'][number]): Float64Array {
  const known = kept.get(model) ?? new Map<number, Float64Array>();
  kept.set(model, known);
  const values = known.get(channel) ?? model.design.worked(channel, shape, () => 1 + MORE);
  known.set(channel, values);
  return values;
}

function summedBySize({ input: { panels } }: MixModel, values: Float64Array): number {
  return values.reduce((sum, value, row) => sum + panels[row % panels.length]!.size * value, 0);
}
