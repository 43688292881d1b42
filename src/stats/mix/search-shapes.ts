import { geometricWeights, weibullWeights } from './adstock';
import { MixDesign } from './mix-design';
import type { ChannelShape, MixInput } from './mix-input';
import { MixMoments, type Penalty } from './mix-moments';
import { weekShare } from './week-share';

/** So many weeks at most are carried over. */
const LONGEST_CARRY = 13;
const THETAS = [0, 0.2, 0.4, 0.6, 0.8];
const SLOPES = [1, 2];
/** As shares of the largest: 3 is as good as a straight line. */
const HALVES = [0.15, 0.35, 0.7, 1.3, 3];
/** Of media: the largest leaves next to nothing of them. What else moves the outcome is hardly held back, or media would take its place. */
const PENALTIES = [0.001, 0.01, 0.1, 1, 10].map((media): Penalty => ({ media, rest: 0.001 }));
/** How often every channel's shape is chosen anew beside the others'. */
const CYCLES = 2;
/** So many blocks of weeks are left out in turn. */
const BLOCKS = 8;
/** Candidates are told apart by far more than this. */
const CLOSE_ENOUGH = 1e-6;

/** Every shape that a channel may have: carry-over that fades or peaks late, and returns from steep to straight. */
export const SHAPES: readonly ChannelShape[] = [
  ...THETAS.map((theta) => ({ carryOver: geometricWeights(theta, LONGEST_CARRY), carryOverName: `geometric ${theta}` })),
  ...[0.15, 0.3].map((scale) => ({
    carryOver: summingToOne(weibullWeights('pdf', 2.5, scale, LONGEST_CARRY)),
    carryOverName: `Weibull 2.5 at ${scale}`,
  })),
].flatMap((carry) => SLOPES.flatMap((slope) => HALVES.map((half) => ({ ...carry, slope, half }))));

/** The shapes with the smallest error, and with what they were found. */
export interface FoundShapes {
  readonly shapes: readonly ChannelShape[];
  readonly penalty: Penalty;
  /** See `weekShare`. */
  readonly together: number;
}

/**
 * Chooses shapes and penalty by what each candidate, fitted to the weeks before `to` but one block, makes of that block; the blocks in turn. What goes before
 * and after a block tells where it lies, so that shapes are judged by what media do, and not by where a trend leads. One channel's shape is changed at a
 * time, which finds a good set and not surely the best. Judge the result by weeks from `to` on.
 */
export function searchShapes(input: MixInput, to: number): FoundShapes {
  const start = SHAPES.find(({ carryOverName, slope, half }) => carryOverName === 'geometric 0.4' && slope === 1 && half === 0.7)!;
  const shapes = input.channels.map(() => start);
  const design = new MixDesign(input, shapes);
  const edges = Array.from({ length: BLOCKS }, (_, block) => Math.round((to * (block + 1)) / BLOCKS));
  const pooled = new MixMoments(design, [to]);
  const together = weekShare(design, pooled, pooled.fit({ to }, PENALTIES[1]!), to);
  const moments = new MixMoments(design, edges, together);
  let best = { penalty: PENALTIES[1]!, error: blockError(moments, PENALTIES[1]!) };
  for (let cycle = 0; cycle < CYCLES; cycle += 1) {
    for (let channel = 0; channel < shapes.length; channel += 1) {
      for (const shape of SHAPES) {
        moments.replace(channel, design.worked(channel, shape));
        const error = blockError(moments, best.penalty);
        if (error < best.error) {
          best = { ...best, error };
          shapes[channel] = shape;
        }
      }
      moments.replace(channel, design.worked(channel, shapes[channel]!));
    }
    for (const penalty of PENALTIES) {
      const error = blockError(moments, penalty);
      if (error < best.error) best = { penalty, error };
    }
  }
  return { shapes, penalty: best.penalty, together };
}

function blockError(moments: MixMoments, penalty: Penalty): number {
  const to = moments.edges.at(-1)!;
  return moments.edges.reduce((sum, end, block) => {
    const from = block === 0 ? 0 : moments.edges[block - 1]!;
    return sum + moments.missed(moments.fit({ to, without: { from, to: end } }, penalty, [], CLOSE_ENOUGH), from, end);
  }, 0);
}

function summingToOne(weights: readonly number[]): number[] {
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return weights.map((weight) => weight / sum);
}
