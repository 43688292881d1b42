import type { CarryOver } from './adstock';
import type { MixModel } from './fit-mix';
import { hill } from './hill';

/** What a channel brings in a week when so much is spent on it week after week. */
export interface ResponsePoint {
  readonly spend: number;
  readonly contribution: number;
  /** What the next unit brings. */
  readonly marginal: number;
}

/** All that a channel's response follows from. */
export interface ResponseTerms {
  readonly carryOver: CarryOver;
  readonly slope: number;
  /** As a share of the largest that was seen. */
  readonly half: number;
  readonly coefficient: number;
  /** What was spent a week on average, all panels together. */
  readonly spent: number;
  /** By panel: its size, and its media in an average week, for each unit of size, over the largest that carry over had in any. */
  readonly panels: readonly { readonly size: number; readonly level: number }[];
}

/** The terms of a channel of a model. */
export function responseTerms(model: MixModel, channel: number): ResponseTerms {
  const { input, design, shapes, fit } = model;
  const weeks = input.weeks.length;
  const sum = (series: readonly number[]) => series.reduce((total, value) => total + value, 0);
  const largest = design.largest[channel]!;
  const { carryOver, slope, half } = shapes[channel]!;
  return {
    ...{ carryOver, slope, half, coefficient: fit.coefficients[channel]! },
    spent: input.panels.reduce((total, panel) => total + sum(panel.spend[channel]!), 0) / weeks,
    panels: input.panels.map(({ size, media }) => ({ size, level: largest === 0 ? 0 : sum(media[channel]!) / weeks / size / largest })),
  };
}

/** What a week brings whose carried-over spend is so many times the average, in units of the outcome, all panels together. */
export function broughtBy({ coefficient, slope, half, panels }: ResponseTerms, carried: number): number {
  return panels.reduce((total, { size, level }) => total + size * coefficient * hill(carried * level, slope, half), 0);
}

/**
 * What a channel brings a week, in units of the outcome, as a function of its weekly spend, with spend, media and panels in the proportions that they had:
 * what carries over is then all there. Beyond the largest week that was seen the curve is a guess.
 */
export function responseOf(terms: ResponseTerms): (weeklySpend: number) => number {
  const kept = terms.carryOver.reduce((total, weight) => total + weight, 0);
  return (weeklySpend) => (terms.spent === 0 || weeklySpend <= 0 ? 0 : broughtBy(terms, (kept * weeklySpend) / terms.spent));
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
