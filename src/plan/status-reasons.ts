import { bandAt, paceOf } from './pace';
import { actualAtPace, COLOURS, type Colour, type Evaluation, type StatusRule } from './status-rule';

/** Why no status can be given, in one sentence; null when one can: not started, no data, data too old, no value, nothing due. */
export function whyUnknown({ range, through, freshTo, actual, expectedToDate }: Evaluation): string | null {
  if (through < range.from) return `The goal starts on ${range.from}; the data are read up to ${through}.`;
  const needed = through < range.to ? through : range.to;
  if (freshTo === null) return 'No data have arrived for this metric yet.';
  if (freshTo < needed) return `The data are complete to ${freshTo} only; the status as of ${needed} needs them to ${needed}.`;
  if (actual === null) return `The metric has no value from ${range.from} to ${needed}.`;
  return expectedToDate === null ? `Nothing is planned up to ${needed}.` : null;
}

/** The actual against what was due by the day, with the pace and both thresholds. */
export function paceSentence(evaluation: Evaluation, rule: StatusRule): string {
  const { pace } = paceOf(evaluation);
  const due = evaluation.expectedToDate ?? 0;
  const plan = evaluation.better === 'BAND' ? `a band of ${bandText(evaluation, due)}` : `${show(due)} expected`;
  const facts = `By ${evaluation.through} the actual is ${show(evaluation.actual ?? 0)} against ${plan}`;
  if (pace === null) return `${facts}; a ratio is not defined there, so the two are compared directly.`;
  const meaning = evaluation.better === 'DOWN' ? ', expected over actual because lower is better' : '';
  return `${facts}: pace ${show(pace)}${meaning} (on track from ${rule.onTrack}, at risk from ${rule.atRisk}).`;
}

/** How far the actual is from the line to the next colour: to the one below when on track, to the one above otherwise. */
export function marginSentence(evaluation: Evaluation, colour: Colour, rule: StatusRule): string {
  const direct = paceOf(evaluation).pace === null;
  const line = direct ? (evaluation.expectedToDate ?? 0) : actualAtPace(evaluation, colour === 'OFF_TRACK' ? rule.atRisk : rule.onTrack);
  const nearest: Colour = colour === 'AT_RISK' ? 'ON_TRACK' : 'AT_RISK';
  const next = direct ? COLOURS[colour === 'ON_TRACK' ? 0 : 2] : nearest;
  return `Margin to ${next}: ${show(Math.abs((evaluation.actual ?? 0) - line))}, with the line at ${show(line)}.`;
}

/** The outcome of a goal that has ended or is already safe. */
export function outcomeSentence(evaluation: Evaluation, met: boolean): string {
  const actual = show(evaluation.actual ?? 0);
  if (met) return `The actual ${actual} meets the target of ${wanted(evaluation)}.`;
  const { attainment } = paceOf(evaluation);
  const share = attainment === null ? '' : `; attainment ${show(attainment)}`;
  return `The goal ended on ${evaluation.range.to} with ${actual} against a target of ${wanted(evaluation)}${share}.`;
}

function wanted(evaluation: Evaluation): string {
  const { better, target } = evaluation;
  if (better === 'BAND') return bandText(evaluation, target);
  return `at ${better === 'UP' ? 'least' : 'most'} ${show(target)}`;
}

function bandText(evaluation: Evaluation, expected: number): string {
  const { low, high } = bandAt(evaluation, expected);
  return `${show(low)} to ${show(high)}`;
}

/** Enough digits to compare by, no more: two decimals from 100 up, four significant digits below. */
function show(value: number): string {
  return String(Math.abs(value) >= 100 ? Math.round(value * 100) / 100 : Number(value.toPrecision(4)));
}
