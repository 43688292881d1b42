import type { Session } from '../database/session';
import { addDays } from '../lib/day';
import { factsOf, type MetricUnit } from '../metrics/metric';
import type { Asker } from '../metrics/question';
import { metricOf } from '../metrics/registry';
import { evaluateGoals, type GoalEvaluation } from '../plan/evaluate-goals';
import { nameIn } from '../plan/local-names';
import { type PlannedGoal, readGoals } from '../plan/read-goals';
import type { AlertSettings } from './alert-rules';
import { type AlertDetails, type Condition, detailsOf, type Found, rankOf } from './condition';
import { type LateSources, lateOf } from './late-sources';

/** A goal is spoken of for a week after its end. */
const AFTER_END_DAYS = 7;

/** The goals of these days that are at risk or off track. Of one whose status is not known, nothing is said to be over. */
export async function findGoals(session: Session, rule: AlertSettings['GOAL'], asker: Asker, late: LateSources): Promise<Found> {
  const { today } = asker;
  const goals = (await readGoals(session)).filter(
    ({ goal, target: { range } }) =>
      range.from <= today && addDays(range.to, AFTER_END_DAYS) >= today && (rule.goals.length === 0 || rule.goals.includes(goal.key)),
  );
  const evaluations = await evaluateGoals(session, goals, asker);
  const conditions: Condition[] = [];
  const unsure: string[] = [];
  goals.forEach((planned, i) => {
    const evaluation = evaluations[i]!;
    const thing = `${planned.plan.year}/${planned.goal.key}`;
    if (evaluation.status === 'UNKNOWN') unsure.push(`GOAL ${thing}`);
    const rank = rankOf('GOAL', evaluation.status);
    if (rank === 0 || rank < rankOf('GOAL', rule.from)) return;
    conditions.push({ kind: 'GOAL', thing, level: evaluation.status, details: detailsOfGoal(planned, evaluation, late) });
  });
  return { conditions, unsure };
}

function detailsOfGoal({ goal, plan }: PlannedGoal, evaluation: GoalEvaluation, late: LateSources): AlertDetails {
  const { actual, expectedToDate, target, through, pace, gap, requiredPerDay, reasons, lineage, ruleVersion } = evaluation;
  const named = Object.entries({ pace, gap, requiredPerDay }).filter((each): each is [string, number] => each[1] !== null);
  return detailsOf({
    subject: { en: nameIn(goal.title, 'EN'), zhHans: nameIn(goal.title, 'ZH_HANS'), zhHant: nameIn(goal.title, 'ZH_HANT') },
    ...{ goal: goal.key, metric: goal.metric, unit: goal.unit as MetricUnit, currency: goal.unit === 'MONEY' ? plan.currency : null },
    brand: goal.filters.find(({ dimension }) => dimension === 'BRAND')?.values[0] ?? null,
    ...{ day: through, value: actual, expected: expectedToDate, target, owner: goal.owner, lineage },
    numbers: Object.fromEntries(named),
    said: `${reasons.join(' ')} Rule ${ruleVersion}.`,
    behind: lateOf(late, factsOf([metricOf(goal.metric)])),
  });
}
