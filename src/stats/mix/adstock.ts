/** How what was spent goes on working: weights by how many periods ago it was, the present first. */
export type CarryOver = readonly number[];

/** What is seen of a series with carry-over that never ends: a_t = x_t + θ·a_{t-1}, 0 <= θ < 1. Not normalised: the total grows by 1 / (1 - θ). */
export function geometricAdstock(series: readonly number[], theta: number): number[] {
  inUnit('geometricAdstock: theta', theta);
  let before = 0;
  return series.map((value) => {
    before = value + theta * before;
    return before;
  });
}

/** θ^l for the lags 0 to `longest`, adding up to 1 (Jin, Wang, Sun, Chan & Koehler, "Bayesian Methods for Media Mix Modeling", 2017). */
export function geometricWeights(theta: number, longest: number): number[] {
  inUnit('geometricWeights: theta', theta);
  return normalised(Array.from({ length: longest + 1 }, (_, lag) => theta ** lag));
}

/** (1 - l / W)^(1 / α - 1) for the lags 0 to W - 1, adding up to 1 unless `raw`: ends at the window W, and α in (0, 1] says how late most of it comes. */
export function binomialWeights(alpha: number, window: number, { raw = false } = {}): number[] {
  if (!(alpha > 0 && alpha <= 1)) throw new RangeError(`binomialWeights: alpha ${alpha}; expected above 0 and at most 1`);
  const weights = Array.from({ length: window }, (_, lag) => (1 - lag / window) ** (1 / alpha - 1));
  return raw ? weights : normalised(weights);
}

/**
 * Weights of a Weibull distribution over a window. `pdf`: its density at 1, 2, …, moved and stretched to 0 and 1, so that the peak may come late. `cdf`:
 * what is left after each period, multiplied up, so that it falls from 1 at a rate that changes. `scale` is the quantile of 1 … window at which the
 * distribution is put, rounded to a whole period, half to even.
 */
export function weibullWeights(kind: 'pdf' | 'cdf', shape: number, scale: number, window: number): number[] {
  if (!(shape > 0)) throw new RangeError(`weibullWeights: shape ${shape}; expected above 0`);
  inUnit('weibullWeights: scale', scale);
  const at = roundHalfToEven(1 + (window - 1) * scale);
  if (kind === 'cdf') {
    let left = 1;
    return Array.from({ length: window }, (_, lag) => {
      if (lag > 0) left *= Math.exp(-((lag / at) ** shape));
      return left;
    });
  }
  const density = Array.from({ length: window }, (_, lag) => {
    const place = (lag + 1) / at;
    return (shape / at) * place ** (shape - 1) * Math.exp(-(place ** shape));
  });
  const [low, high] = [Math.min(...density), Math.max(...density)];
  return density.map((value) => (high === low ? 1 : (value - low) / (high - low)));
}

/** The series as it goes on working: at each period the weighted sum of it and of those before. */
export function carriedOver(series: readonly number[], weights: CarryOver): number[] {
  return series.map((_, period) => {
    let sum = 0;
    for (let lag = 0; lag < weights.length && lag <= period; lag += 1) sum += weights[lag]! * series[period - lag]!;
    return sum;
  });
}

function normalised(weights: readonly number[]): number[] {
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return weights.map((weight) => weight / sum);
}

function inUnit(place: string, value: number): void {
  if (!(value >= 0 && value < 1)) throw new RangeError(`${place} ${value}; expected 0 <= x < 1`);
}

function roundHalfToEven(value: number): number {
  const floor = Math.floor(value);
  if (value - floor !== 0.5) return Math.round(value);
  return floor % 2 === 0 ? floor : floor + 1;
}
