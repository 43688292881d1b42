import { addDays, type Day, type DayRange, lengthOf } from '../lib/day';

/** So many blocks at least have to be foreseen before their misses say anything. */
const FEWEST = 4;

/** The blocks that a forecast is tried on: equally long, one after the other, the last ending on `through`. `length` is in days. */
export interface Blocks {
  readonly ranges: readonly DayRange[];
  readonly length: number;
}

/**
 * Cuts the past of a goal into blocks for a rolling-origin test. They are as long as the time to be forecast, but short enough that five of them
 * fit behind a first stretch of at least the same length (a week at least); none when the past is too short for that.
 */
export function blocksOf(from: Day, through: Day, horizon: number): Blocks {
  const past = lengthOf({ from, to: through });
  const length = Math.max(1, Math.min(horizon, Math.floor(past / 6)));
  const count = Math.floor((past - Math.max(7, length)) / length);
  const ranges = Array.from({ length: Math.max(0, count) }, (_, index) => {
    const to = addDays(through, -length * (count - 1 - index));
    return { from: addDays(to, 1 - length), to };
  });
  return { ranges, length };
}

/** What a forecast missed: the root mean square, and over how many blocks. */
export interface Misses {
  readonly root: number;
  readonly count: number;
}

/** What a forecast missed over the blocks, each foreseen from the days before it alone; null when fewer than four blocks could be compared. */
export function backtest(
  blocks: Blocks,
  foresee: (block: DayRange) => number | null,
  observe: (block: DayRange) => number | null,
): Misses | null {
  const misses: number[] = [];
  for (const block of blocks.ranges) {
    const foreseen = foresee(block);
    const observed = observe(block);
    if (foreseen !== null && observed !== null) misses.push(observed - foreseen);
  }
  if (misses.length < FEWEST) return null;
  return { root: Math.sqrt(misses.reduce((total, miss) => total + miss * miss, 0) / misses.length), count: misses.length };
}
