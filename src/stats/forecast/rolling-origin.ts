/** So many blocks the past has to hold side by side; a horizon too long for that is tested on shorter ones. */
const BLOCKS = 3;
const FEWEST = 4;
/** Blocks begin at every third of their length: those between say less than whole ones, but more than nothing. */
const OVERLAP = 3;
/** More origins than these cost time and say no more. */
const MOST = 100;
/** What a forecast missed of totals over `length` periods: the root mean square, and how many blocks side by side that is worth. */
export interface Misses {
  readonly root: number;
  readonly count: number;
  readonly length: number;
}

/**
 * What a forecast missed when it was made at earlier origins (Tashman, International Journal of Forecasting 16, 2000): of blocks as long as the horizon, or a
 * third of the past where that is shorter, each foreseen from the periods before its origin alone. Periods are numbered; `first` is the first origin that is
 * tried, `end` the first period that is not known. `missAt` is null where nothing can be foreseen. Null of fewer than four misses.
 */
export function rollingMisses(
  { first, end }: { readonly first: number; readonly end: number },
  horizon: number,
  missAt: (origin: number, length: number) => number | null,
): Misses | null {
  const span = end - first;
  const length = Math.min(horizon, Math.floor(span / BLOCKS));
  if (length < 1) return null;
  const step = Math.max(1, Math.floor(length / OVERLAP), Math.ceil(span / MOST));
  let squares = 0;
  let made = 0;
  for (let origin = end - length; origin >= first; origin -= step) {
    const miss = missAt(origin, length);
    if (miss === null) continue;
    squares += miss * miss;
    made += 1;
  }
  if (made < FEWEST) return null;
  return { root: Math.sqrt(squares / made), count: Math.min(made, (length + (made - 1) * step) / length), length };
}

/**
 * What is to be missed of a total over `horizon` periods. Beyond what could be tested misses grow with the horizon, as those do that all its periods share (a
 * level that has moved, a season that was not known); those that differ from period to period would grow as its root, and intervals by them hold too little.
 */
export function missOver({ root, length }: Misses, horizon: number): number {
  return (root * horizon) / length;
}
