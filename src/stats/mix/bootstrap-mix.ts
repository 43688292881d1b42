import { randomFrom } from '../random';
import type { MixModel } from './fit-mix';
import { type ChannelEffect, channelEffects } from './mix-effects';
import { MixMoments } from './mix-moments';

/** From where to where a number lies with a chance of `level`. */
export interface Range {
  readonly low: number;
  readonly high: number;
  readonly level: number;
}

/** How sure a channel's effect is; null where it was not spent on. */
export interface EffectRange {
  readonly contribution: Range;
  readonly roas: Range | null;
  readonly marginalRoas: Range | null;
}

const LEVEL = 0.9;
/** Weeks that stay together, so that what hangs together from week to week does. */
const BLOCK = 8;

/**
 * How far the effects could have come out otherwise: the residuals are drawn anew in blocks of weeks, all panels of a week together, and the coefficients
 * are fitted again (moving block bootstrap; Künsch, Annals of Statistics 17, 1989). Shapes and penalty stay as they were chosen, so that the ranges say
 * nothing of whether those are right: they are too narrow, never too wide.
 */
export function bootstrapMix(model: MixModel, { samples = 200, seed = 1 }: { samples?: number; seed?: number } = {}): EffectRange[] {
  if (!(samples >= 20)) throw new RangeError(`bootstrapMix: ${samples} samples; expected 20 or more`);
  const { design, moments, fit, input, penalty, pseudo } = model;
  const weeks = input.weeks.length;
  const panels = input.panels.length;
  const expected = Float64Array.from({ length: design.rows }, (_, row) => moments.expected(fit, row));
  const residuals = design.outcome.map((value, row) => value - expected[row]!);
  const next = randomFrom(seed);
  const again = new MixMoments(design, [weeks], moments.together);
  const drawn: ChannelEffect[][] = [];
  for (let sample = 0; sample < samples; sample += 1) {
    const outcome = expected.slice();
    for (let week = 0; week < weeks; week += BLOCK) {
      const from = Math.floor(next() * (weeks - Math.min(BLOCK, weeks) + 1));
      for (let at = 0; at < BLOCK && week + at < weeks; at += 1)
        for (let panel = 0; panel < panels; panel += 1) outcome[(week + at) * panels + panel]! += residuals[(from + at) * panels + panel]!;
    }
    again.replace(design.columns.length, outcome);
    drawn.push(channelEffects(model, again.fit({ to: weeks }, penalty, pseudo).coefficients));
  }
  return input.channels.map((_, channel) => {
    const of = (read: (effect: ChannelEffect) => number | null) => rangeOver(drawn.map((effects) => read(effects[channel]!)));
    return {
      contribution: of(({ contribution }) => contribution)!,
      roas: of(({ roas }) => roas),
      marginalRoas: of(({ marginalRoas }) => marginalRoas),
    };
  });
}

function rangeOver(values: readonly (number | null)[]): Range | null {
  if (values.includes(null)) return null;
  const sorted = (values as number[]).toSorted((a, b) => a - b);
  const at = (share: number) => {
    const place = share * (sorted.length - 1);
    const floor = Math.floor(place);
    return sorted[floor]! + (place - floor) * ((sorted[floor + 1] ?? sorted[floor]!) - sorted[floor]!);
  };
  return { low: at((1 - LEVEL) / 2), high: at((1 + LEVEL) / 2), level: LEVEL };
}
