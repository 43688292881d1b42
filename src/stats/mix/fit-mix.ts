import { MixDesign } from './mix-design';
import { type ChannelShape, checkMixInput, type MixInput } from './mix-input';
import { type MixFit, MixMoments, type Penalty, type PseudoRow } from './mix-moments';
import { keptAside, type OutOfSample, outOfSample } from './out-of-sample';
import { type FoundShapes, searchShapes } from './search-shapes';
import { expectedTotal, weeklyTotals } from './weekly-totals';

/** A fitted mix model. */
export interface MixModel {
  readonly input: MixInput;
  readonly design: MixDesign;
  readonly moments: MixMoments;
  readonly shapes: readonly ChannelShape[];
  readonly penalty: Penalty;
  readonly fit: MixFit;
  /** By week, all panels together. */
  readonly outcome: readonly number[];
  readonly expected: readonly number[];
  readonly outOfSample: OutOfSample;
  /** The demands of lift tests, scaled to the residuals. */
  readonly pseudo: readonly PseudoRow[];
}

/**
 * Fits outcome = level + trend + season + holidays + controls + Σ coefficient × Hill(carried-over media), coefficients of media not below 0, by ridge
 * regression; of several panels each has a level of its own. The last weeks are kept aside first, shapes are chosen by blocks of the weeks before them, and the error on them is told; then all weeks are
 * fitted with those shapes. Lift tests are demands on the coefficients, weighed by their standard errors. Throws a RangeError for input that does not fit.
 */
export function fitMix(input: MixInput): MixModel {
  checkMixInput(input);
  const weeks = input.weeks.length;
  const windows = keptAside(weeks);
  const searched = windows.map(({ from }) => searchShapes(input, from));
  const found = searched.at(-1)!;
  const design = new MixDesign(input, found.shapes);
  const moments = new MixMoments(design, [weeks], found.together);
  const plain = moments.fit({ to: weeks }, found.penalty);
  const pseudo = liftRows(input, design, found, residualSpread(design, moments, plain));
  const fit = moments.fit({ to: weeks }, found.penalty, pseudo);
  return {
    ...{ input, design, moments, shapes: found.shapes, penalty: found.penalty, fit, pseudo },
    outcome: weeklyTotals(input),
    expected: input.weeks.map((_, week) => expectedTotal(design, moments, fit, week)),
    outOfSample: outOfSample(input, windows, searched),
  };
}

/** What a lift test says, as a row: the coefficient times what the channel's media would have lost is the lift, as sure as its error is small beside a week's. */
function liftRows({ liftTests = [], panels }: MixInput, design: MixDesign, { shapes }: FoundShapes, spread: number): PseudoRow[] {
  return liftTests.map(({ channel, from, to, lift, standardError, tested }) => {
    const without = design.worked(channel, shapes[channel]!, (week) => (week >= from && week < to ? 1 - tested : 1));
    const whole = design.columns[channel]!.values;
    let lost = 0;
    for (let row = from * panels.length; row < to * panels.length; row += 1)
      lost += panels[row % panels.length]!.size * (whole[row]! - without[row]!);
    const weight = spread / standardError;
    return { values: design.columns.map((_, at) => (at === channel ? weight * lost : 0)), target: weight * lift };
  });
}

/** The standard deviation of a row's residual, per unit of its panel's size, without the share of what all panels of a week miss together. */
export function residualSpread(design: MixDesign, moments: MixMoments, fit: MixFit): number {
  return Math.sqrt(moments.missed(fit, 0, design.input.weeks.length) / Math.max(1, design.rows - design.columns.length));
}
