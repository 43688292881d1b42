import type { Asker } from '../metrics/question';
import { bandAt } from './pace';
import { marginSentence, outcomeSentence, paceSentence, whyUnknown } from './status-reasons';
import { COLOURS, type Colour, colourOf, type Evaluation, STATUS_RULE, type StatusRule } from './status-rule';
import { STATUS_WORDS } from './status-words';

/** The traffic light of a goal. */
export const GOAL_STATUSES = ['ON_TRACK', 'AT_RISK', 'OFF_TRACK', 'ACHIEVED', 'UNKNOWN'] as const;
export type GoalStatus = (typeof GOAL_STATUSES)[number];

/** A status, why it is so in sentences that name the numbers and thresholds, and the version of the rule. */
export interface StatusAnswer {
  readonly status: GoalStatus;
  readonly reasons: string[];
  readonly ruleVersion: string;
}

/**
 * The status as of the last of a series of evaluations, one a day, oldest first. UNKNOWN (not started, no data, stale data) and the end of
 * the goal speak at once; a colour changes only when `rule.confirmations` evaluations in a row lie on the same side of it, and then to
 * the one nearest to the present colour. Evaluations without an answer are no evidence either way. RangeError on an empty series.
 */
export function statusOf(series: readonly Evaluation[], locale: Asker['locale'] = 'EN', rule: StatusRule = STATUS_RULE): StatusAnswer {
  const last = series.at(-1);
  if (!last) throw new RangeError('series: empty; expected at least one evaluation');
  const answer = (status: GoalStatus, ...reasons: string[]) => ({ status, reasons, ruleVersion: rule.version });
  const unknown = whyUnknown(last, locale);
  if (unknown) return answer('UNKNOWN', unknown);
  const final = finalStatus(last);
  if (final) return answer(final, outcomeSentence(last, final === 'ACHIEVED', locale));
  const known = series.filter((evaluation) => whyUnknown(evaluation, locale) === null);
  const today = colourOf(last, rule);
  const steady = afterHysteresis(
    known.map((evaluation) => colourOf(evaluation, rule)),
    rule.confirmations,
  );
  const reasons = [paceSentence(last, rule, locale), marginSentence(last, today, rule, locale)];
  if (steady !== today) reasons.push(STATUS_WORDS[locale].stays(last.through, today, steady, rule.confirmations));
  return answer(steady, ...reasons);
}

/** A total or a peak that has reached its target cannot lose it; everything else is settled when the goal ends. */
function finalStatus(evaluation: Evaluation): 'ACHIEVED' | 'OFF_TRACK' | null {
  const { aggregation, better, range, through } = evaluation;
  const ended = through >= range.to;
  const safe = better === 'UP' && (aggregation === 'SUM' || aggregation === 'MAX');
  if ((ended || safe) && meetsTarget(evaluation)) return 'ACHIEVED';
  return ended ? 'OFF_TRACK' : null;
}

function meetsTarget(evaluation: Evaluation): boolean {
  const { better, target, actual } = evaluation;
  if (actual === null) return false;
  if (better === 'UP') return actual >= target;
  if (better === 'DOWN') return actual <= target;
  const { low, high } = bandAt(evaluation, target);
  return actual >= low && actual <= high;
}

function afterHysteresis(colours: readonly Colour[], confirmations: number): Colour {
  const ranks = colours.map((colour) => COLOURS.indexOf(colour));
  let current = ranks[0] ?? 0;
  for (let end = confirmations; end <= ranks.length; end += 1) {
    const recent = ranks.slice(end - confirmations, end);
    const worst = Math.min(...recent);
    const best = Math.max(...recent);
    if (worst > current) current = worst;
    else if (best < current) current = best;
  }
  return COLOURS[current]!;
}
