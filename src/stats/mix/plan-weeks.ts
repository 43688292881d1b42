import { type Allocation, type BudgetItem, type BudgetPlan, budgetForReturn, optimiseBudget, planned } from './optimise-budget';
import { type ResponseTerms, responseOf } from './response-curve';
import { RoundOfWeeks } from './round-of-weeks';

/** A channel to be planned: its response, what it has a week now, and its bounds in money by week of the plan. */
export interface PlanChannel {
  readonly name: string;
  readonly response: ResponseTerms;
  readonly now: number;
  readonly bounds: readonly { readonly low: number; readonly high: number }[];
}

/** What is wanted: so much a week on average, or a return that every last unit brings. */
export type PlanGoal = { readonly weekly: number } | { readonly target: number };

/** The first moves are so large a part of a channel's mean weekly spend, the last ones the smallest. */
const MOVES = [0.2, 0.1, 0.05, 0.02, 0.01];
/** So many moves of a size at most; far fewer are needed, as plans begin near their end. */
const MOST_MOVES = 400;
/** Less than this share of what there is is no gain. */
const CLOSE = 1e-9;

/**
 * Shares a budget out over channels and weeks, within bounds for each channel and week, for the largest response of the round of weeks (see `RoundOfWeeks`).
 * Channels are first shared out as if all weeks were alike, by the best sharing on a grid, and each is spread evenly; then spend is moved between any two
 * places as long as that brings more. For one week nothing is moved: the sharing is the best on its grid. Throws as `optimiseBudget` does.
 */
export function planWeeks(channels: readonly PlanChannel[], goal: PlanGoal): BudgetPlan[] {
  const weeks = channels[0]?.bounds.length ?? 0;
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / weeks;
  const alike = channels.map(({ name, response, now, bounds }): BudgetItem => {
    const [low, high] = [mean(bounds.map((bound) => bound.low)), mean(bounds.map((bound) => bound.high))];
    return { name, now, low, high, response: responseOf(response) };
  });
  const start = 'target' in goal ? budgetForReturn(alike, goal.target) : optimiseBudget(alike, goal.weekly);
  if (weeks === 1) return [start];
  const rounds = channels.map(
    ({ response, bounds }, at) => new RoundOfWeeks(response, spreadEvenly(start.items[at]!.spend * weeks, bounds)),
  );
  const usual = channels.reduce((sum, { now }) => sum + now, 0) / channels.length;
  const places = channels.flatMap(({ bounds }, at) => bounds.map((bound, week): Place => ({ ...bound, round: rounds[at]!, week })));
  for (const part of MOVES) improve(places, part * usual, 'target' in goal ? goal.target : null);
  return Array.from({ length: weeks }, (_, week) => weekOf(channels, rounds, week, usual));
}

/** A channel in a week. */
interface Place {
  readonly round: RoundOfWeeks;
  readonly week: number;
  readonly low: number;
  readonly high: number;
}

/** A place that may have so much more, or less, and what each unit of that would bring over the round. */
interface Move {
  readonly place: Place;
  readonly amount: number;
  readonly rate: number;
}

/** The same amount in every week but where a bound keeps it from that; the amount is within the sums of the bounds. */
function spreadEvenly(amount: number, bounds: PlanChannel['bounds']): number[] {
  const at = (level: number) => bounds.map(({ low, high }) => Math.min(high, Math.max(low, level)));
  let [least, most] = [0, Math.max(...bounds.map(({ high }) => high))];
  for (let halving = 0; halving < 60; halving += 1) {
    const level = (least + most) / 2;
    if (at(level).reduce((sum, spend) => sum + spend, 0) < amount) least = level;
    else most = level;
  }
  return at(most);
}

/** Moves up to `step` at a time from where it is missed least to where it brings the most; for a target, adds and takes away by itself. */
function improve(places: readonly Place[], step: number, target: number | null): void {
  const rates = new Map<Place, { up: Move | null; down: Move | null }>();
  const look = (round: RoundOfWeeks | null) => {
    for (const place of places)
      if (round === null || place.round === round) rates.set(place, { up: moveOf(place, step), down: moveOf(place, -step) });
  };
  look(null);
  for (let move = 0; move < MOST_MOVES; move += 1) {
    const moved = target === null ? exchange([...rates.values()]) : towards([...rates.values()], target);
    if (moved.length === 0) return;
    for (const { round } of moved) look(round);
  }
}

/** The best pair of one more and one less, made if it brings anything: the places that moved. */
function exchange(rates: readonly { up: Move | null; down: Move | null }[]): Place[] {
  const best = (moves: (Move | null)[], but: Place | null) =>
    moves.reduce((most, move) => (move && move.place !== but && (!most || move.rate > most.rate) ? move : most), null);
  const [ups, downs] = [rates.map(({ up }) => up), rates.map(({ down }) => down)];
  const [up, down] = [best(ups, null), best(downs, null)];
  const pairs = [
    [up, best(downs, up?.place ?? null)],
    [best(ups, down?.place ?? null), down],
  ].flatMap(([one, other]) => (one && other ? [[one, other] as const] : []));
  const pair = pairs.sort(([a, b], [c, d]) => c.rate + d.rate - a.rate - b.rate)[0];
  if (!pair) return [];
  const [more, less] = pair;
  const amount = Math.min(more.amount, -less.amount);
  const before = total(more.place.round, less.place.round);
  more.place.round.move(more.place.week, amount);
  less.place.round.move(less.place.week, -amount);
  if (total(more.place.round, less.place.round) > before + Math.abs(before) * CLOSE) return [more.place, less.place];
  more.place.round.move(more.place.week, -amount);
  less.place.round.move(less.place.week, amount);
  return [];
}

/** The one move, up or down, that gains the most beyond a return, made if there is one. */
function towards(rates: readonly { up: Move | null; down: Move | null }[], target: number): Place[] {
  const worth = ({ amount, rate }: Move) => rate * Math.abs(amount) - target * amount;
  const best = rates
    .flatMap(({ up, down }) => [up, down])
    .reduce((most, move) => (move && (!most || worth(move) > worth(most)) ? move : most), null);
  if (!best || worth(best) <= Math.abs(target * best.amount) * CLOSE) return [];
  best.place.round.move(best.place.week, best.amount);
  return [best.place];
}

function moveOf(place: Place, step: number): Move | null {
  const { round, week, low, high } = place;
  const room = step > 0 ? high - round.spends[week]! : round.spends[week]! - low;
  const amount = Math.sign(step) * Math.min(Math.abs(step), room);
  // What is left of rounding is no room.
  return room <= Math.abs(step) * 1e-6 ? null : { place, amount, rate: round.gain(week, amount) / Math.abs(amount) };
}

function total(...rounds: RoundOfWeeks[]): number {
  return [...new Set(rounds)].reduce((sum, { weeks }) => sum + weeks.reduce((own, value) => own + value, 0), 0);
}

function weekOf(channels: readonly PlanChannel[], rounds: readonly RoundOfWeeks[], week: number, usual: number): BudgetPlan {
  const near = 1e-6 * usual;
  const items = channels.map(({ name, response, now, bounds }, at): Allocation => {
    const { low, high } = bounds[week]!;
    const round = rounds[at]!;
    const spend = round.spends[week]!;
    const more = usual * 1e-4;
    const marginal = more > 0 ? round.gain(week, more) / more : 0;
    const bound = spend >= high - near ? 'HIGH' : spend <= low + near ? 'LOW' : null;
    return { name, now, spend, responseNow: responseOf(response)(now), response: round.weeks[week]!, marginal, bound };
  });
  return planned(items);
}
