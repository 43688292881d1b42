import { type Allocation, type BudgetItem, type BudgetPlan, budgetForReturn, optimiseBudget } from '../../stats/mix/optimise-budget';
import { responseOf } from '../../stats/mix/response-curve';
import { BadQuestion } from '../BadQuestion';
import type { Asker } from '../question';
import type { MixAnswer } from './answer-mix';
import { sayMix } from './mix-text';

/** Bounds of a channel's weekly spend, as multiples of what it had on average. */
export interface BudgetBound {
  readonly channel: string;
  readonly low?: number | null;
  readonly high?: number | null;
}

/** What is asked of a budget: a weekly amount (what was spent on average when absent), or a return that every last unit has to bring. */
export interface BudgetQuestion {
  readonly weekly?: number | null;
  readonly target?: number | null;
  readonly bounds?: readonly BudgetBound[] | null;
  /** Also by a model that the review says not to use. */
  readonly despiteReview?: boolean | null;
}

/** Where a channel comes to stand, and why. */
export type PlannedChannel = Allocation & { readonly label: string; readonly reason: string };

/** A weekly budget shared out among the channels of a mix. */
export interface PlannedBudget extends Omit<BudgetPlan, 'items'> {
  readonly channels: readonly PlannedChannel[];
}

/** Half to one and a half of what was spent: beyond that the curves were never seen. */
const USUAL = { low: 0.5, high: 1.5 };
/** Nobody has seen what ten times as much would bring. */
const MOST = 10;

/**
 * Shares a weekly budget out by a mix's curves; null where there is no model, or one that is not to be used, unless that is asked for. Throws a BadQuestion
 * for bounds that cannot be kept.
 */
export function planBudget(
  { model, rows, asked, verdict }: MixAnswer,
  question: BudgetQuestion,
  { locale }: Pick<Asker, 'locale'>,
): PlannedBudget | null {
  if (!model || (verdict === 'DO_NOT_USE' && !question.despiteReview)) return null;
  if (question.weekly != null && question.target != null)
    throw new BadQuestion('budget', question, 'either a weekly amount or a target, not both');
  const bounds = new Map((question.bounds ?? []).map((bound) => [bound.channel, bound]));
  const strange = [...bounds.keys()].find((key) => !rows.some((row) => row.key === key));
  if (strange !== undefined)
    throw new BadQuestion('budget.bounds', strange, `channels of the model: ${rows.map(({ key }) => key).join(', ')}`);
  const items = rows.map((row): BudgetItem => {
    const { low, high } = boundOf(bounds.get(row.key));
    const now = row.spend / model.input.weeks.length;
    return { name: row.key, response: responseOf(model, model.input.channels.indexOf(row.key)), low: low * now, high: high * now, now };
  });
  const plan = planned(items, question);
  const labels = new Map(rows.map(({ key, label }) => [key, label]));
  const short = (value: number | null) => (value === null ? '–' : value.toFixed(2));
  const { items: channels, ...whole } = plan;
  return {
    ...whole,
    channels: channels.map((item) => {
      const [here, elsewhere] = [short(item.marginal), short(plan.marginal)];
      const said =
        item.bound === 'HIGH'
          ? (['atHigh', here, elsewhere] as const)
          : item.bound === 'LOW'
            ? (['atLow', here, elsewhere] as const)
            : (['inside', here] as const);
      return { ...item, label: labels.get(item.name)!, reason: sayMix(said, locale) };
    }),
  };

  function planned(all: readonly BudgetItem[], { weekly, target }: BudgetQuestion): BudgetPlan {
    if (target != null) return budgetForReturn(all, target);
    const [least, most] = [all.reduce((sum, { low }) => sum + low, 0), all.reduce((sum, { high }) => sum + high, 0)];
    const amount = weekly ?? all.reduce((sum, { now }) => sum + now, 0);
    if (amount < least * (1 - 1e-9) || amount > most * (1 + 1e-9))
      throw new BadQuestion(
        'budget.weekly',
        amount,
        `${Math.ceil(least)} to ${Math.floor(most)} a week, as the bounds of ${asked.by} allow`,
      );
    return optimiseBudget(all, Math.min(most, Math.max(least, amount)));
  }
}

function boundOf(bound: BudgetBound | undefined): { low: number; high: number } {
  const [low, high] = [
    bound?.low ?? Math.min(USUAL.low, bound?.high ?? USUAL.low),
    bound?.high ?? Math.max(USUAL.high, bound?.low ?? USUAL.high),
  ];
  if (!(low >= 0 && high >= low && high <= MOST))
    throw new BadQuestion('budget.bounds', bound, `0 <= low <= high <= ${MOST}, as multiples of the mean`);
  return { low, high };
}
