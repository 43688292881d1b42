import { marginalAt } from './response-curve';

/** Something that money can be spent on: a channel, or a channel in one week. Bounds in money, both included. */
export interface BudgetItem {
  readonly name: string;
  readonly response: (spend: number) => number;
  readonly low: number;
  readonly high: number;
  /** What is spent on it now. */
  readonly now: number;
}

/** Where an item came to stand, and why it is not given more or less. */
export interface Allocation {
  readonly name: string;
  readonly now: number;
  readonly spend: number;
  readonly responseNow: number;
  readonly response: number;
  /** What the next unit would bring there. */
  readonly marginal: number;
  readonly bound: 'LOW' | 'HIGH' | null;
}

/** A budget shared out. */
export interface BudgetPlan {
  readonly items: readonly Allocation[];
  readonly spend: number;
  readonly response: number;
  readonly responseNow: number;
  /** What the next unit of the whole budget would bring: the best marginal of an item that may still have more; null where none may. */
  readonly marginal: number | null;
}

/** Into so many parts the money that is not bound is cut, and into more where there are many things to spend it on. */
const STEPS = 400;
const STEPS_EACH = 40;

/**
 * Shares a budget out for the largest response. Every response may have any form, an S too, so each is looked at on a grid and the best sharing of the
 * steps is found by dynamic programming: no other on the grid is better. Throws a RangeError where the bounds leave no way to spend exactly the budget.
 */
export function optimiseBudget(items: readonly BudgetItem[], budget: number): BudgetPlan {
  checkItems(items);
  const least = items.reduce((sum, { low }) => sum + low, 0);
  const most = items.reduce((sum, { high }) => sum + high, 0);
  const slack = 1e-9 * Math.max(1, most);
  if (budget < least - slack || budget > most + slack)
    throw new RangeError(`optimiseBudget: a budget of ${budget}; expected ${least} to ${most}, as the bounds allow`);
  const steps = Math.max(STEPS, STEPS_EACH * items.length);
  const step = (budget - least) / steps;
  const extra = step > 0 ? bestSteps(items, step, steps) : items.map(() => 0);
  const spends = items.map(({ low, high }, at) => Math.min(high, low + extra[at]! * step));
  return planOf(items, withRest(items, spends, budget), step);
}

/** Spends on each item as long as more brings at least `target` for each unit, within its bounds: the budget follows. */
export function budgetForReturn(items: readonly BudgetItem[], target: number): BudgetPlan {
  checkItems(items);
  const spends = items.map(({ low, high, response }) => {
    const step = (high - low) / STEPS;
    let best = { spend: low, worth: response(low) - target * low };
    for (let at = 1; at <= STEPS && step > 0; at += 1) {
      const spend = low + at * step;
      const worth = response(spend) - target * spend;
      if (worth > best.worth) best = { spend, worth };
    }
    return best.spend;
  });
  return planOf(items, spends, 0);
}

/** How many steps each item is given beyond its lower bound. What one item cannot take whole is given by a fraction of a step at its upper bound. */
function bestSteps(items: readonly BudgetItem[], step: number, steps: number): number[] {
  let reached = new Float64Array(steps + 1).fill(Number.NEGATIVE_INFINITY);
  reached[0] = 0;
  const chosen = items.map(() => new Int16Array(steps + 1));
  for (const [at, { low, high, response }] of items.entries()) {
    const own = Math.min(steps, Math.ceil((high - low) / step - 1e-9));
    const gains = Array.from({ length: own + 1 }, (_, count) => response(Math.min(high, low + count * step)) - response(low));
    const next = new Float64Array(steps + 1).fill(Number.NEGATIVE_INFINITY);
    for (let total = 0; total <= steps; total += 1)
      for (let count = 0; count <= Math.min(own, total); count += 1) {
        const gain = reached[total - count]! + gains[count]!;
        if (gain > next[total]!) {
          next[total] = gain;
          chosen[at]![total] = count;
        }
      }
    reached = next;
  }
  let left = steps;
  const counts = items.map(() => 0);
  for (let at = items.length - 1; at >= 0; at -= 1) {
    counts[at] = chosen[at]![left]!;
    left -= counts[at]!;
  }
  return counts;
}

/** What fractions of steps at upper bounds have left over goes to whatever has the most use for it. */
function withRest(items: readonly BudgetItem[], spends: readonly number[], budget: number): number[] {
  const whole = [...spends];
  let rest = budget - whole.reduce((sum, spend) => sum + spend, 0);
  const gain = (at: number) => items[at]!.response(whole[at]! + rest) - items[at]!.response(whole[at]!);
  const order = items.map((_, at) => at).sort((a, b) => gain(b) - gain(a));
  for (const at of order) {
    const more = Math.min(Math.max(0, rest), items[at]!.high - whole[at]!);
    whole[at]! += more;
    rest -= more;
  }
  return whole;
}

function planOf(items: readonly BudgetItem[], spends: readonly number[], step: number): BudgetPlan {
  const scale = Math.max(...items.map(({ high }) => high), Number.MIN_VALUE);
  const near = 1e-9 * scale;
  const placed = items.map(({ name, response, low, high, now }, at): Allocation => {
    const spend = spends[at]!;
    // What cannot take one more whole step is at its upper bound as far as the grid can tell.
    const isHigh = spend >= high - near || (spend > low + near && spend > high - step - near);
    const bound = isHigh ? 'HIGH' : spend <= low + near ? 'LOW' : null;
    return { name, now, spend, responseNow: response(now), response: response(spend), marginal: marginalAt(response, spend, scale), bound };
  });
  return planned(placed);
}

/** A plan of items that have been placed. */
export function planned(items: readonly Allocation[]): BudgetPlan {
  const open = items.filter(({ bound }) => bound !== 'HIGH');
  const sum = (read: (item: Allocation) => number) => items.reduce((total, item) => total + read(item), 0);
  return {
    items,
    spend: sum(({ spend }) => spend),
    response: sum(({ response }) => response),
    responseNow: sum(({ responseNow }) => responseNow),
    marginal: open.length === 0 ? null : Math.max(...open.map(({ marginal }) => marginal)),
  };
}

function checkItems(items: readonly BudgetItem[]): void {
  if (items.length === 0) throw new RangeError('budget: nothing to spend on');
  const wrong = items.find(({ low, high }) => !(low >= 0 && high >= low && Number.isFinite(high)));
  if (wrong) throw new RangeError(`budget: bounds of ${wrong.name} are ${wrong.low} and ${wrong.high}; expected 0 <= low <= high`);
}
