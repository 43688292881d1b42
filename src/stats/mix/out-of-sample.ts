import { MixDesign } from './mix-design';
import type { MixInput } from './mix-input';
import { MixMoments } from './mix-moments';
import type { FoundShapes } from './search-shapes';
import { expectedTotal, rangeOf, weeklyTotals } from './weekly-totals';

/** How well the model foresees weeks that neither fit nor choice of shapes has seen, as root mean squared errors over the outcome's range. */
export interface OutOfSample {
  /** The first week that was foreseen; all to the end were, window by window. */
  readonly from: number;
  /** How many times weeks were kept aside. */
  readonly windows: number;
  readonly error: number;
  /** Of the same model without any media: what media have to beat. */
  readonly errorWithoutMedia: number;
  /** Of the same week a year before; null without a year. */
  readonly errorOfYearBefore: number | null;
}

/** Weeks that are foreseen by all before them: `from` to below `to`. */
export interface KeptAside {
  readonly from: number;
  readonly to: number;
}

/** Which of two models foresees better is mostly chance in one window. */
const MOST_WINDOWS = 4;
/** What is foreseen has a year and a half before it, so that a season has been seen. */
const FEWEST_BEFORE = 78;

/** The last tenths of the weeks, up to four, each with enough weeks before it; the first one first. */
export function keptAside(weeks: number): KeptAside[] {
  const length = Math.max(4, Math.floor(weeks / 10));
  return Array.from({ length: MOST_WINDOWS }, (_, back) => ({ from: weeks - (back + 1) * length, to: weeks - back * length }))
    .filter(({ from }, back) => back === 0 || from >= FEWEST_BEFORE)
    .reverse();
}

/** Foresees each window by the weeks before it, with the shapes that were found in those, beside the same without media and the year before. */
export function outOfSample(input: MixInput, windows: readonly KeptAside[], found: readonly FoundShapes[]): OutOfSample {
  const totals = weeklyTotals(input);
  const bare: MixInput = {
    ...input,
    channels: [],
    liftTests: [],
    panels: input.panels.map((panel) => ({ ...panel, media: [], spend: [] })),
  };
  const { from } = windows[0]!;
  const error = (misses: readonly number[]) =>
    Math.sqrt(misses.reduce((sum, miss) => sum + miss * miss, 0) / misses.length) / rangeOf(totals);
  const missesOf = (of: (at: number) => readonly number[]) => windows.flatMap((_, at) => of(at));
  const yearBefore = totals.slice(from).map((value, at) => value - (totals[from + at - 52] ?? Number.NaN));
  return {
    ...{ from, windows: windows.length },
    error: error(missesOf((at) => missesIn(input, windows[at]!, found[at]!))),
    errorWithoutMedia: error(missesOf((at) => missesIn(bare, windows[at]!, { ...found[at]!, shapes: [] }))),
    errorOfYearBefore: from >= 52 ? error(yearBefore) : null,
  };
}

function missesIn(input: MixInput, { from, to }: KeptAside, { shapes, penalty, together }: FoundShapes): number[] {
  const design = new MixDesign(input, shapes);
  const moments = new MixMoments(design, [from], together);
  const fit = moments.fit({ to: from }, penalty);
  const totals = weeklyTotals(input);
  return totals.slice(from, to).map((value, at) => value - expectedTotal(design, moments, fit, from + at));
}
