import { geometricWeights, weibullWeights } from './adstock';
import { MixDesign } from './mix-design';
import type { ChannelShape, MixInput } from './mix-input';
import { type MixFit, MixMoments } from './mix-moments';

/** So many weeks at most are carried over. */
const LONGEST_CARRY = 13;
const THETAS = [0, 0.2, 0.4, 0.6, 0.8];
const SLOPES = [1, 2];
/** As shares of the largest: 3 is as good as a straight line. */
const HALVES = [0.15, 0.35, 0.7, 1.3, 3];
const PENALTIES = [0.001, 0.01, 0.1, 1];
/** How often every channel's shape is chosen anew beside the others'. */
const CYCLES = 2;

/** Every shape that a channel may have: carry-over that fades or peaks late, and returns from steep to straight. */
export const SHAPES: readonly ChannelShape[] = [
  ...THETAS.map((theta) => ({ carryOver: geometricWeights(theta, LONGEST_CARRY), carryOverName: `geometric ${theta}` })),
  ...[0.15, 0.3].map((scale) => ({
    carryOver: summingToOne(weibullWeights('pdf', 2.5, scale, LONGEST_CARRY)),
    carryOverName: `Weibull 2.5 at ${scale}`,
  })),
].flatMap((carry) => SLOPES.flatMap((slope) => HALVES.map((half) => ({ ...carry, slope, half }))));

/** The shapes with the smallest error, and the error. */
export interface FoundShapes {
  readonly shapes: readonly ChannelShape[];
  readonly penalty: number;
  /** Root of the mean squared error of whole weeks that were not fitted, over the range of the outcome. */
  readonly error: number;
}

/**
 * Chooses shapes and penalty by rolling origins: each candidate is fitted to the weeks before an origin and judged by the `horizon` weeks after it. One
 * channel's shape is changed at a time, which finds a good set and not surely the best. The error that chose is too kind to what it chose: judge the
 * result by weeks that no origin has seen.
 */
export function searchShapes(input: MixInput, origins: readonly number[], horizon: number): FoundShapes {
  const start = SHAPES.find(({ carryOverName, slope, half }) => carryOverName === 'geometric 0.4' && slope === 1 && half === 0.7)!;
  const shapes = input.channels.map(() => start);
  const design = new MixDesign(input, shapes);
  const moments = new MixMoments(design, origins);
  const judge = (penalty: number) => rollingError(design, moments, penalty, horizon);
  let best = { penalty: PENALTIES[1]!, error: judge(PENALTIES[1]!) };
  for (let cycle = 0; cycle < CYCLES; cycle += 1) {
    for (let channel = 0; channel < shapes.length; channel += 1) {
      for (const shape of SHAPES) {
        moments.replace(channel, design.worked(channel, shape));
        const error = judge(best.penalty);
        if (error < best.error) {
          best = { ...best, error };
          shapes[channel] = shape;
        }
      }
      moments.replace(channel, design.worked(channel, shapes[channel]!));
    }
    for (const penalty of PENALTIES) {
      const error = judge(penalty);
      if (error < best.error) best = { penalty, error };
    }
  }
  return { shapes, ...best };
}

function rollingError(design: MixDesign, moments: MixMoments, penalty: number, horizon: number): number {
  const squares = moments.origins.map((week, origin) => squaredError(design, moments, moments.fit(origin, penalty), week, week + horizon));
  return Math.sqrt(squares.reduce((sum, square) => sum + square, 0) / squares.length) / rangeOf(weeklyTotals(design.input));
}

/** The mean squared error of whole weeks, `from` to below `to`, all panels together. */
export function squaredError(design: MixDesign, moments: MixMoments, fit: MixFit, from: number, to: number): number {
  const totals = weeklyTotals(design.input);
  let sum = 0;
  for (let week = from; week < to; week += 1) sum += (totals[week]! - expectedTotal(design, moments, fit, week)) ** 2;
  return sum / (to - from);
}

/** What a fit expects of a week, all panels together. */
export function expectedTotal(design: MixDesign, moments: MixMoments, fit: MixFit, week: number): number {
  const { panels } = design.input;
  return panels.reduce((sum, { size }, panel) => sum + size * moments.expected(fit, week * panels.length + panel), 0);
}

/** The outcome of each week, all panels together. */
export function weeklyTotals({ weeks, panels }: MixInput): number[] {
  return weeks.map((_, week) => panels.reduce((sum, { outcome }) => sum + outcome[week]!, 0));
}

/** From the smallest to the largest; 1 where they are equal. */
export function rangeOf(values: readonly number[]): number {
  return Math.max(...values) - Math.min(...values) || 1;
}

function summingToOne(weights: readonly number[]): number[] {
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return weights.map((weight) => weight / sum);
}
