import { upperQuantile } from './normal';
import type { Bounds } from './welch';

/** How many answered as what. */
export interface Answers {
  readonly promoters: number;
  readonly passives: number;
  readonly detractors: number;
}

/**
 * The net promoter score in points, −100 to 100, with the standard error of a multinomial split and the interval of confidence 1 − α; null without
 * answers. The variance of one answer, worth 100, 0 or −100 points, is 100²·(p + d − (p − d)²).
 */
export function promoterScore(
  answers: Answers,
  alpha = 0.05,
): ({ readonly score: number; readonly standardError: number } & Bounds) | null {
  const n = answers.promoters + answers.passives + answers.detractors;
  if (!(n > 0)) return null;
  const [promoting, detracting] = [answers.promoters / n, answers.detractors / n];
  const net = promoting - detracting;
  const score = 100 * net;
  const standardError = 100 * Math.sqrt((promoting + detracting - net * net) / n);
  const margin = upperQuantile(alpha / 2) * standardError;
  return { score, standardError, low: score - margin, high: score + margin };
}
