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
 * Throws a RangeError for fewer periods than two seasons.
 */
export function smoothed(series: readonly number[], period: number, { level: a, trend: b, season: c, damping }: Smoothing): Smoothed {
  if (series.length < 2 * period) throw new RangeError(`smoothed: ${series.length} periods; expected two seasons of ${period} at least`);
  const first = series.slice(0, period);
  let level = first.reduce((sum, value) => sum + value, 0) / period;
  let trend = 0;
  const season = period > 1 ? first.map((value) => value - level) : [0];
  let squares = 0;
  let counted = 0;
  for (let at = period; at < series.length; at += 1) {
    const place = at % season.length;
    const ahead = level + damping * trend;
    const error = series[at]! - ahead - season[place]!;
    level = ahead + a * error;
    trend = damping * trend + a * b * error;
    if (period > 1) season[place]! += c * (1 - a) * error;
    if (at < 2 * period) continue;
    squares += error * error;
    counted += 1;
  }
  const turned = season.map((_, at) => season[(series.length + at) % season.length]!);
  return { level, trend, season: period > 1 ? turned : [], damping, error: counted === 0 ? 0 : squares / counted };
}

/** The smoothing with the smallest error of one step ahead, among some hundred. */
export function bestSmoothing(series: readonly number[], period: number): Smoothing {
  let best: Smoothing = { level: LEVELS[2]!, trend: 0, season: SEASONS[1]!, damping: DAMPINGS[0]! };
  let least = Number.POSITIVE_INFINITY;
  for (const level of LEVELS)
    for (const trend of TRENDS)
      for (const season of period > 1 ? SEASONS : [0])
        for (const damping of trend === 0 ? [DAMPINGS[0]!] : DAMPINGS) {
          const { error } = smoothed(series, period, { level, trend, season, damping });
          if (error >= least) continue;
          least = error;
          best = { level, trend, season, damping };
        }
  return best;
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
