import type { MixModel } from './fit-mix';
import { hill } from './hill';

/** What a channel brings in a week when so much is spent on it week after week. */
export interface ResponsePoint {
  readonly spend: number;
  readonly contribution: number;
  /** What the next unit brings. */
  readonly marginal: number;
}

/**
 * What a channel brings a week, in units of the outcome, as a function of its weekly spend, with spend, media and panels in the proportions that they had:
 * what carries over is then all there. Beyond the largest week that was seen the curve is a guess.
 */
export function responseOf(model: MixModel, channel: number): (weeklySpend: number) => number {
  const { input, design, shapes, fit } = model;
  const { carryOver, slope, half } = shapes[channel]!;
  const weeks = input.weeks.length;
  const sum = (series: readonly number[]) => series.reduce((total, value) => total + value, 0);
  const spent = input.panels.reduce((total, panel) => total + sum(panel.spend[channel]!), 0) / weeks;
  const kept = carryOver.reduce((total, weight) => total + weight, 0);
  const largest = design.largest[channel]!;
  const coefficient = fit.coefficients[channel]!;
  const levels = input.panels.map((panel) => ({ size: panel.size, level: (kept * sum(panel.media[channel]!)) / weeks / panel.size }));
  return (weeklySpend) => {
    if (spent === 0 || largest === 0 || weeklySpend <= 0) return 0;
    const scale = weeklySpend / spent;
    return levels.reduce((total, { size, level }) => total + size * coefficient * hill((scale * level) / largest, slope, half), 0);
  };
}

/** A curve at `points` spends from 0 to `most`, evenly. */
export function responseCurve(response: (spend: number) => number, most: number, points = 21): ResponsePoint[] {
  const width = most / (points - 1);
  return Array.from({ length: points }, (_, at) => {
    const spend = at * width;
    return { spend, contribution: response(spend), marginal: marginalAt(response, spend, most) };
  });
}

/** What the next unit of spend brings, by a step of a ten-thousandth of `scale`. */
export function marginalAt(response: (spend: number) => number, spend: number, scale: number): number {
  const step = scale * 1e-4;
  return step > 0 ? (response(spend + step) - response(spend)) / step : 0;
}
