import type { Asker } from '../metrics/question';
import { bandAt, paceOf } from './pace';
import { actualAtPace, COLOURS, type Colour, type Evaluation, type StatusRule } from './status-rule';
import { STATUS_WORDS } from './status-words';

type Locale = Asker['locale'];

/** Why no status can be given, in one sentence; null when one can: not started, no data, data too old, no value, nothing due. */
export function whyUnknown({ range, through, freshTo, actual, expectedToDate }: Evaluation, locale: Locale): string | null {
  const words = STATUS_WORDS[locale];
  if (through < range.from) return words.startsOn(range.from, through);
  const needed = through < range.to ? through : range.to;
  if (freshTo === null) return words.noData();
  if (freshTo < needed) return words.completeTo(freshTo, needed);
  if (actual === null) return words.noValue(range.from, needed);
  return expectedToDate === null ? words.nothingPlanned(needed) : null;
}

/** The actual against what was due by the day, with the pace and both thresholds. */
export function paceSentence(evaluation: Evaluation, { onTrack, atRisk }: StatusRule, locale: Locale): string {
  const words = STATUS_WORDS[locale];
  const { pace } = paceOf(evaluation);
  const due = evaluation.expectedToDate ?? 0;
  const plan = evaluation.better === 'BAND' ? words.withinBand(bandText(evaluation, due, locale)) : words.expected(show(due));
  const facts = words.facts(evaluation.through, show(evaluation.actual ?? 0), plan);
  return pace === null ? words.noRatio(facts) : words.paceOf(facts, show(pace), evaluation.better === 'DOWN', onTrack, atRisk);
}

/** How far the actual is from the line to the next colour: to the one below when on track, to the one above otherwise. */
export function marginSentence(evaluation: Evaluation, colour: Colour, rule: StatusRule, locale: Locale): string {
  const direct = paceOf(evaluation).pace === null;
  const line = direct ? (evaluation.expectedToDate ?? 0) : actualAtPace(evaluation, colour === 'OFF_TRACK' ? rule.atRisk : rule.onTrack);
  const nearest: Colour = colour === 'AT_RISK' ? 'ON_TRACK' : 'AT_RISK';
  const next = direct ? COLOURS[colour === 'ON_TRACK' ? 0 : 2] : nearest;
  return STATUS_WORDS[locale].margin(next, show(Math.abs((evaluation.actual ?? 0) - line)), show(line));
}

/** The outcome of a goal that has ended or is already safe. */
export function outcomeSentence(evaluation: Evaluation, met: boolean, locale: Locale): string {
  const words = STATUS_WORDS[locale];
  const actual = show(evaluation.actual ?? 0);
  if (met) return words.met(actual, wanted(evaluation, locale));
  const { attainment } = paceOf(evaluation);
  return words.missed(evaluation.range.to, actual, wanted(evaluation, locale), attainment === null ? null : show(attainment));
}

function wanted(evaluation: Evaluation, locale: Locale): string {
  const { better, target } = evaluation;
  if (better === 'BAND') return bandText(evaluation, target, locale);
  return STATUS_WORDS[locale][better === 'UP' ? 'atLeast' : 'atMost'](show(target));
}

function bandText(evaluation: Evaluation, expected: number, locale: Locale): string {
  const { low, high } = bandAt(evaluation, expected);
  return STATUS_WORDS[locale].band(show(low), show(high));
}

/** Enough digits to compare by, no more: two decimals from 100 up, four significant digits below. */
function show(value: number): string {
  return String(Math.abs(value) >= 100 ? Math.round(value * 100) / 100 : Number(value.toPrecision(4)));
}
