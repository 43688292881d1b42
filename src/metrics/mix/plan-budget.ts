import { addDays, type Day } from '../../lib/day';
import { estimates } from '../../stats/estimates';
import type { Allocation, BudgetPlan } from '../../stats/mix/optimise-budget';
import type { PlanGoal } from '../../stats/mix/plan-weeks';
import { BadQuestion } from '../BadQuestion';
import type { Asker } from '../question';
import type { MixAnswer } from './answer-mix';
import { type BudgetBound, boundsOf, planWeeksOf } from './budget-bounds';
import { type BudgetPlace, placesOf, together } from './budget-places';
import { type MixSaid, sayMix } from './mix-text';

/** What is asked of a budget: a weekly amount (what was spent on average when absent), or a return that every last unit has to bring. */
export interface BudgetQuestion {
  readonly weekly?: number | null;
  readonly target?: number | null;
  /** How many weeks are planned, from the week of `from` on: one, the week after the model's last, when absent. */
  readonly weeks?: number | null;
  readonly from?: Day | null;
  /** Of a mix over regions: each channel's money may go from one region to another. */
  readonly byRegion?: boolean | null;
  readonly bounds?: readonly BudgetBound[] | null;
  /** Also by a model that the review says not to use. */
  readonly despiteReview?: boolean | null;
}

/** Where a channel comes to stand, and why. */
export type PlannedChannel = Allocation & { readonly label: string; readonly reason: string };

/** What a region is given. */
export interface PlannedRegion extends Omit<BudgetPlan, 'items'> {
  readonly key: string;
  readonly label: string;
  readonly channels: readonly PlannedChannel[];
}

/** A week of a plan; no regions where the whole is planned. */
export interface PlannedWeek extends Omit<BudgetPlan, 'items'> {
  readonly week: Day;
  readonly channels: readonly PlannedChannel[];
  readonly regions: readonly PlannedRegion[];
}

/** A budget shared out among the channels of a mix, their regions, and weeks: its own numbers are those of the mean week. */
export interface PlannedBudget extends Omit<PlannedWeek, 'week'> {
  readonly weeks: readonly PlannedWeek[];
}

/** More channels, regions and weeks would take longer than anybody waits. */
const MOST_PLACES = 2_000;

/**
 * Shares a weekly budget out by a mix's curves; null where there is no model, or one that is not to be used, unless that is asked for. Rejects with a
 * BadQuestion for bounds that cannot be kept.
 */
export async function planBudget(
  mix: MixAnswer,
  question: BudgetQuestion,
  { locale }: Pick<Asker, 'locale'>,
): Promise<PlannedBudget | null> {
  const { estimate, rows, regions, weeks: told, asked, verdict } = mix;
  if (!estimate || (verdict === 'DO_NOT_USE' && !question.despiteReview)) return null;
  if (question.weekly != null && question.target != null)
    throw new BadQuestion('budget', question, 'either a weekly amount or a target, not both');
  if (question.byRegion && regions.length === 0) throw new BadQuestion('budget.byRegion', true, 'a mix over regions');
  const weeks = planWeeksOf(question.from ?? addDays(told.at(-1)!.week, 7), question.weeks ?? 1);
  const kept = question.byRegion ? regions : [];
  const bindable = { channels: rows.map(({ key }) => key), regions: kept.map(({ key }) => key), weeks };
  const places = placesOf(mix, kept, weeks, boundsOf(question.bounds ?? [], bindable));
  if (places.length * weeks.length > MOST_PLACES)
    throw new BadQuestion(
      'budget.weeks',
      weeks.length,
      `at most ${Math.floor(MOST_PLACES / places.length)} weeks of ${places.length} budgets each`,
    );
  const channels = places.map(({ plan }) => plan);
  const plans = await estimates.run('planWeeks', channels, goalOf(places, question, asked.by));
  const tell = (plan: BudgetPlan) => toldOf(plan, places, locale);
  return { ...tell(meanOf(plans)), weeks: plans.map((plan, at) => ({ ...tell(plan), week: weeks[at]! })) };
}

function goalOf(places: readonly BudgetPlace[], { weekly, target }: BudgetQuestion, by: string): PlanGoal {
  if (target != null) return { target };
  const channels = places.map(({ plan }) => plan);
  const amount = weekly ?? channels.reduce((sum, { now }) => sum + now, 0);
  const mean = (of: 'low' | 'high') =>
    channels.reduce((sum, { bounds }) => sum + bounds.reduce((own, bound) => own + bound[of], 0) / bounds.length, 0);
  const [least, most] = [mean('low'), mean('high')];
  if (amount < least * (1 - 1e-9) || amount > most * (1 + 1e-9))
    throw new BadQuestion('budget.weekly', amount, `${Math.ceil(least)} to ${Math.floor(most)} a week, as the bounds of ${by} allow`);
  return { weekly: Math.min(most, Math.max(least, amount)) };
}

/** The mean of the weeks; a channel stands at a bound when it does so in all of them. */
function meanOf(plans: readonly BudgetPlan[]): BudgetPlan {
  const mean = (read: (plan: BudgetPlan) => number) => plans.reduce((sum, plan) => sum + read(plan), 0) / plans.length;
  const open = plans.flatMap(({ marginal }) => marginal ?? []);
  return {
    items: plans[0]!.items.map((first, at) => ({
      ...{ ...first, spend: mean(({ items }) => items[at]!.spend), response: mean(({ items }) => items[at]!.response) },
      marginal: mean(({ items }) => items[at]!.marginal),
      bound: plans.every(({ items }) => items[at]!.bound === first.bound) ? first.bound : null,
    })),
    ...{ spend: mean(({ spend }) => spend), response: mean(({ response }) => response), responseNow: plans[0]!.responseNow },
    marginal: open.length === 0 ? null : Math.max(...open),
  };
}

function toldOf({ items, ...whole }: BudgetPlan, places: readonly BudgetPlace[], locale: Asker['locale']): Omit<PlannedWeek, 'week'> {
  const tell = (item: Allocation, label: string): PlannedChannel => ({
    ...{ ...item, label, reason: sayMix(reasonOf(item, whole.marginal), locale) },
  });
  const parts = <K>(of: (place: BudgetPlace) => K) => [...Map.groupBy(items.entries(), ([at]) => of(places[at]!)).values()];
  const regions = parts(({ region }) => region).flatMap((own): PlannedRegion[] => {
    const { region } = places[own[0]![0]]!;
    if (region === null) return [];
    const { name: _, bound, ...sums } = together(own.map(([, item]) => item));
    const channels = own.map(([at, item]) => tell(item, places[at]!.channel.label));
    return [{ ...sums, key: region.key, label: region.label, marginal: bound === 'HIGH' ? null : sums.marginal, channels }];
  });
  const channels = parts(({ channel }) => channel).map((own) =>
    tell(together(own.map(([, item]) => item)), places[own[0]![0]]!.channel.label),
  );
  return { ...whole, channels, regions };
}

function reasonOf({ bound, marginal }: Allocation, best: number | null): MixSaid {
  const short = (value: number | null) => (value === null ? '–' : value.toFixed(2));
  if (bound === null) return ['inside', short(marginal)];
  return [bound === 'HIGH' ? 'atHigh' : 'atLow', short(marginal), short(best)];
}
