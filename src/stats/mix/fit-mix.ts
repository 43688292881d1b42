import { MixDesign } from './mix-design';
import { type ChannelShape, checkMixInput, type MixInput } from './mix-input';
import { type MixFit, MixMoments, type PseudoRow } from './mix-moments';
import { expectedTotal, type FoundShapes, rangeOf, searchShapes, squaredError, weeklyTotals } from './search-shapes';

/** How well the model foresees weeks that neither fit nor choice of shapes has seen, as root mean squared errors over the outcome's range. */
export interface OutOfSample {
  /** The first week that was kept aside; all to the end were. */
  readonly from: number;
  readonly error: number;
  /** Of the same model without any media: what media have to beat. */
  readonly errorWithoutMedia: number;
  /** Of the same week a year before; null without a year. */
  readonly errorOfYearBefore: number | null;
}

/** A fitted mix model. */
export interface MixModel {
  readonly input: MixInput;
  readonly design: MixDesign;
  readonly moments: MixMoments;
  readonly shapes: readonly ChannelShape[];
  readonly penalty: number;
  readonly fit: MixFit;
  /** By week, all panels together. */
  readonly outcome: readonly number[];
  readonly expected: readonly number[];
  readonly outOfSample: OutOfSample;
  /** The demands of lift tests, scaled to the residuals. */
  readonly pseudo: readonly PseudoRow[];
}

const FOLDS = 4;

/**
 * Fits outcome = level + trend + season + holidays + controls + Σ coefficient × Hill(carried-over media), coefficients of media not below 0, by ridge
 * regression. The last weeks are kept aside first, shapes are chosen by rolling origins before them, and the error on them is told; then all weeks are
 * fitted with those shapes. Lift tests are demands on the coefficients, weighed by their standard errors. Throws a RangeError for input that does not fit.
 */
export function fitMix(input: MixInput): MixModel {
  checkMixInput(input);
  const weeks = input.weeks.length;
  const horizon = Math.max(4, Math.floor(weeks / 10));
  const from = weeks - horizon;
  const step = Math.max(2, Math.min(horizon, Math.floor((from - Math.floor(from / 2)) / FOLDS)));
  const origins = Array.from({ length: FOLDS }, (_, fold) => from - (FOLDS - fold) * step);
  const found = searchShapes(input, origins, step);
  const design = new MixDesign(input, found.shapes);
  const moments = new MixMoments(design, [from, weeks]);
  const plain = moments.fit(1, found.penalty);
  const pseudo = liftRows(input, design, found, residualSpread(design, moments, plain));
  const fit = moments.fit(1, found.penalty, pseudo);
  return {
    ...{ input, design, moments, shapes: found.shapes, penalty: found.penalty, fit, pseudo },
    outcome: weeklyTotals(input),
    expected: input.weeks.map((_, week) => expectedTotal(design, moments, fit, week)),
    outOfSample: keptAside(design, moments, found, from),
  };
}

function keptAside(design: MixDesign, moments: MixMoments, { penalty }: FoundShapes, from: number): OutOfSample {
  const { input } = design;
  const totals = weeklyTotals(input);
  const whole = rangeOf(totals);
  const error = Math.sqrt(squaredError(design, moments, moments.fit(0, penalty), from, totals.length)) / whole;
  const bare = { ...input, channels: [], liftTests: [], panels: input.panels.map((panel) => ({ ...panel, media: [], spend: [] })) };
  const bareDesign = new MixDesign(bare, []);
  const bareMoments = new MixMoments(bareDesign, [from]);
  const without = Math.sqrt(squaredError(bareDesign, bareMoments, bareMoments.fit(0, penalty), from, totals.length)) / whole;
  const before = totals.slice(from).map((value, at) => (value - totals[from + at - 52]!) ** 2);
  const yearBefore = from >= 52 ? Math.sqrt(before.reduce((sum, square) => sum + square, 0) / before.length) / whole : null;
  return { from, error, errorWithoutMedia: without, errorOfYearBefore: yearBefore };
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

/** The standard deviation of a row's residual, per unit of its panel's size. */
export function residualSpread(design: MixDesign, moments: MixMoments, fit: MixFit): number {
  let sum = 0;
  for (let row = 0; row < design.rows; row += 1) sum += (design.outcome[row]! - moments.expected(fit, row)) ** 2;
  return Math.sqrt(sum / Math.max(1, design.rows - design.columns.length));
}
