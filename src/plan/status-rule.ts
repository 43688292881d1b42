import type { Day } from '../lib/day';
import { bandAt, paceOf, type Standing } from './pace';

/** What decides a colour. A changed threshold is a new version, so that an old answer can be explained. */
export interface StatusRule {
  readonly version: string;
  /** Pace from here up is ON_TRACK. */
  readonly onTrack: number;
  /** Pace from here up to `onTrack` is AT_RISK; below it is OFF_TRACK. */
  readonly atRisk: number;
  /** So many evaluations in a row have to agree before the colour changes. */
  readonly confirmations: number;
}

/** The rule in force. */
export const STATUS_RULE: StatusRule = { version: '1', onTrack: 0.95, atRisk: 0.75, confirmations: 2 };

/** A goal's standing as of one day, and the last day to which the data behind it are complete (null when none ever came). */
export interface Evaluation extends Standing {
  readonly freshTo: Day | null;
}

/** The colours from worst to best. */
export const COLOURS = ['OFF_TRACK', 'AT_RISK', 'ON_TRACK'] as const;
export type Colour = (typeof COLOURS)[number];

/** The colour by pace; where a ratio says nothing (what is due is 0 or negative) by whether the plan is kept. Needs an actual and something due. */
export function colourOf(evaluation: Evaluation, rule: StatusRule): Colour {
  const { pace, gap } = paceOf(evaluation);
  if (pace === null) return gap !== null && gap >= 0 ? 'ON_TRACK' : 'OFF_TRACK';
  if (pace >= rule.onTrack) return 'ON_TRACK';
  return pace >= rule.atRisk ? 'AT_RISK' : 'OFF_TRACK';
}

/** The actual at which the pace would be exactly `line`; of a band's two, the one nearer to the actual. */
export function actualAtPace(evaluation: Evaluation, line: number): number {
  const expected = evaluation.expectedToDate ?? 0;
  if (evaluation.better === 'UP') return expected * line;
  if (evaluation.better === 'DOWN') return expected / line;
  const { low, high } = bandAt(evaluation, expected);
  const actual = evaluation.actual ?? 0;
  return actual - low < high - actual ? low * line : high / line;
}
