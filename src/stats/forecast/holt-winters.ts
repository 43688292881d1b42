/** How fast level, trend and season follow what comes in (0 to 1), and how fast the trend dies away (0 < damping <= 1). */
export interface Smoothing {
  readonly level: number;
  readonly trend: number;
  readonly season: number;
  readonly damping: number;
}

/** A series that has been followed to its end. */
export interface Smoothed {
  readonly level: number;
  readonly trend: number;
  /** What each place of the season adds, that of the next period first; empty without a season. */
  readonly season: readonly number[];
  readonly damping: number;
  /** The mean squared error of one step ahead, over the periods after the first two seasons. */
  readonly error: number;
}

const LEVELS = [0.02, 0.05, 0.1, 0.2, 0.4, 0.7];
const TRENDS = [0, 0.02, 0.1];
const SEASONS = [0.02, 0.1, 0.3];
const DAMPINGS = [0.9, 0.98];

/**
 * Follows a series by additive Holt–Winters smoothing with a damped trend (Gardner & McKenzie, Management Science 31, 1985): at each period the error of
 * one step ahead corrects level, trend and season. Begins with the mean of the first season and what its places are off by. `period` 1 is no season.
 * Says where it stands before each of the periods `ends`, which ascend, as if the series ended there. Throws a RangeError where one comes before the end of
 * two seasons.
 */
export function smoothed(series: readonly number[], period: number, smoothing: Smoothing, ends: readonly number[]): Smoothed[] {
  const { level: a, trend: b, season: c, damping } = smoothing;
  if (ends[0]! < 2 * period) throw new RangeError(`smoothed: ${ends[0]} periods; expected two seasons of ${period} at least`);
  const first = series.slice(0, period);
  let level = first.reduce((sum, value) => sum + value, 0) / period;
  let trend = 0;
  const season = period > 1 ? first.map((value) => value - level) : [0];
  let squares = 0;
  let counted = 0;
  let at = period;
  return ends.map((end) => {
    for (; at < end; at += 1) {
      const place = at % period;
      const ahead = level + damping * trend;
      const error = series[at]! - ahead - season[place]!;
      level = ahead + a * error;
      trend = damping * trend + a * b * error;
      if (period > 1) season[place]! += c * (1 - a) * error;
      if (at < 2 * period) continue;
      squares += error * error;
      counted += 1;
    }
    const turned = season.map((_, place) => season[(end + place) % period]!);
    return { level, trend, season: period > 1 ? turned : [], damping, error: counted === 0 ? 0 : squares / counted };
  });
}

/** The smoothing with the smallest error of one step ahead, among some hundred, of a series that ends before each of the periods `ends`, which ascend. */
export function bestSmoothings(series: readonly number[], period: number, ends: readonly number[]): Smoothing[] {
  const usual: Smoothing = { level: LEVELS[2]!, trend: 0, season: SEASONS[1]!, damping: DAMPINGS[0]! };
  const best = ends.map(() => ({ smoothing: usual, error: Number.POSITIVE_INFINITY }));
  for (const level of LEVELS)
    for (const trend of TRENDS)
      for (const season of period > 1 ? SEASONS : [0])
        for (const damping of trend === 0 ? [DAMPINGS[0]!] : DAMPINGS) {
          const smoothing = { level, trend, season, damping };
          for (const [i, { error }] of smoothed(series, period, smoothing, ends).entries())
            if (error < best[i]!.error) best[i] = { smoothing, error };
        }
  return best.map(({ smoothing }) => smoothing);
}

/** The series `steps` periods on, one period after the other. */
export function ahead({ level, trend, season, damping }: Smoothed, steps: number): number[] {
  let kept = 0;
  let factor = 1;
  return Array.from({ length: steps }, (_, at) => {
    factor *= damping;
    kept += factor;
    return level + kept * trend + (season.length > 0 ? season[at % season.length]! : 0);
  });
}
