import { type Day, daysOf, toEpoch } from '../../../src/lib/day';
import { ownBrand, type WorldProduct } from './brands';
import { type Dice, idOf, roll } from './dice';
import { type LivePlan, livePlansOn } from './live-plans';
import { demandOn, salesKept } from './season';
import { startOfDayIn } from './zone';

/** One order in a stream: the minute of its payment, and what became of it. Instants in milliseconds since 1970, money in hundredths. */
export interface LiveOrder {
  readonly minute: number;
  readonly product: WorldProduct;
  readonly cents: number;
  readonly refundedAt: number | null;
  readonly settledAt: number | null;
}

/** One minute of a stream; `online` is how many watched at its end. */
export interface LiveMinuteTruth {
  readonly at: number;
  readonly online: number;
  readonly entered: number;
  readonly exited: number;
  readonly comments: number;
}

/** A livestream with everything that will ever happen to it. Money in hundredths of yuan. */
export interface LiveStream {
  readonly plan: LivePlan;
  readonly room: string;
  readonly startedAt: number;
  readonly endedAt: number;
  readonly minutes: readonly LiveMinuteTruth[];
  readonly orders: readonly LiveOrder[];
  readonly views: number;
  readonly viewers: number;
  readonly buyers: number;
  readonly adCostCents: number;
  readonly likes: number;
  readonly shares: number;
  readonly newFollowers: number;
}

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const BRAND = ownBrand('verdane');

/**
 * Verdane's livestreams. What is sent back comes in over thirty days, most of it in the first two weeks; what is kept is settled after eight
 * to fourteen. One in two months was helped along: at nine o'clock sharp orders come in without viewers, and go back within days. Another has
 * the numbers of the textbook: 50,000 yuan of 400 buyers, 25,000 views by 18,000 viewers, 8,000 yuan back within two weeks, boosted with 6,000.
 */
export class LiveStreams {
  private readonly made = new Map<string, readonly LiveStream[]>();

  constructor(private readonly seed: number) {}

  /** The streams that began on the days from one to another, oldest first, whatever becomes of them later. */
  *between(from: Day, to: Day): Generator<LiveStream> {
    for (const day of daysOf({ from, to })) yield* this.on(day);
  }

  /** The streams that began on a day. */
  on(day: Day): readonly LiveStream[] {
    const known = this.made.get(day) ?? livePlansOn(day).map((plan) => streamOf(plan, roll(this.seed, 'live', plan.host.id, toEpoch(day))));
    this.made.set(day, known);
    return known;
  }
}

/** What was paid, in hundredths. */
export function paidCents(orders: readonly LiveOrder[]): number {
  return orders.reduce((sum, { cents }) => sum + cents, 0);
}

/** What of the orders had gone back, or was settled, at an instant, as far as that happened within so many days of the stream. */
export function returnedCents(
  { startedAt }: LiveStream,
  orders: readonly LiveOrder[],
  what: 'refundedAt' | 'settledAt',
  now: number,
  days: number,
): number {
  const last = Math.min(now, startedAt + days * DAY_MS);
  return paidCents(orders.filter((order) => order[what] !== null && order[what] <= last));
}

function streamOf(plan: LivePlan, dice: Dice): LiveStream {
  const startedAt = startOfDayIn(BRAND.timeZone, plan.day) + Date.parse(`1970-01-01T${plan.start}Z`);
  const length = plan.kind === 'plain' ? dice.int(60, 120) : 100;
  const lively = Array.from({ length }, (_, minute) => (0.5 + Math.sin((Math.PI * (minute + 1)) / (length + 1))) * dice.around(0.15));
  const market = demandOn(BRAND.key, plan.day) * salesKept(BRAND.key, plan.day) * plan.draw * dice.around(0.1);
  const views = plan.kind === 'textbook' ? 25_000 : Math.round(16_000 * market);
  const entered = spreadOver(views, lively);
  const orders = ordersOf(plan, startedAt, lively, market, dice);
  return {
    plan,
    room: `7${idOf(`room/${plan.host.id}/${plan.day}`, 18)}`,
    startedAt,
    endedAt: startedAt + length * MINUTE_MS,
    minutes: minutesOf(startedAt, entered, dice),
    orders,
    views,
    viewers: Math.round(views * 0.72),
    buyers: plan.kind === 'textbook' ? orders.length : Math.round(orders.length * 0.94),
    adCostCents: plan.kind === 'textbook' ? 600_000 : Math.round(paidCents(orders) * 0.12 * dice.around(0.1)),
    likes: Math.round(views * 1.9 * dice.around(0.2)),
    shares: dice.count(views * 0.004),
    newFollowers: dice.count(views * 0.012),
  };
}

function minutesOf(startedAt: number, entered: readonly number[], dice: Dice): LiveMinuteTruth[] {
  let online = 0;
  return entered.map((coming, minute) => {
    const ends = minute === entered.length - 1;
    const exited = ends ? online + coming : Math.min(online, Math.round(online * 0.14 * dice.around(0.2)));
    online += coming - exited;
    return { at: startedAt + minute * MINUTE_MS, online, entered: coming, exited, comments: dice.count(coming * 0.06) };
  });
}

function ordersOf(plan: LivePlan, startedAt: number, lively: readonly number[], market: number, dice: Dice): LiveOrder[] {
  if (plan.kind === 'textbook') return textbookOrders(startedAt, lively, dice);
  const orders = Array.from({ length: dice.count(190 * market) }, () => {
    const product = dice.pick(BRAND.products);
    const fate = fateOf(startedAt, dice.chance(0.22) ? 0.3 + 29 * dice.next() ** 2 : null, dice);
    return { minute: minuteOf(lively, dice), product, cents: Math.round(product.priceCents * 0.7), ...fate };
  });
  return plan.kind === 'plain' ? orders : [...orders, ...helpers(startedAt, orders.length, dice)];
}

/** Orders that come in at nine o'clock sharp, and nearly all go back two to four days later. */
function helpers(startedAt: number, others: number, dice: Dice): LiveOrder[] {
  const nine = 60;
  const product = BRAND.products[1] as WorldProduct;
  return Array.from({ length: Math.round(others * 0.8) }, () => {
    const fate = fateOf(startedAt, dice.chance(0.9) ? 2 + 2 * dice.next() : null, dice);
    return { minute: nine + dice.int(0, 2), product, cents: Math.round(product.priceCents * 0.7), ...fate };
  });
}

/** 400 orders at 125 yuan, of which 64 go back within two weeks and eight more after that. */
function textbookOrders(startedAt: number, lively: readonly number[], dice: Dice): LiveOrder[] {
  const product = BRAND.products[3] as WorldProduct;
  return Array.from({ length: 400 }, (_, place) => {
    const refundDay = place < 64 ? 0.5 + 13 * dice.next() : place < 72 ? 15 + 12 * dice.next() : null;
    return { minute: minuteOf(lively, dice), product, cents: 12_500, ...fateOf(startedAt, refundDay, dice) };
  });
}

function fateOf(startedAt: number, refundDay: number | null, dice: Dice): Pick<LiveOrder, 'refundedAt' | 'settledAt'> {
  const settledDay = 8 + 5.9 * dice.next();
  if (refundDay === null) return { refundedAt: null, settledAt: startedAt + Math.floor(settledDay * DAY_MS) };
  return { refundedAt: startedAt + Math.floor(refundDay * DAY_MS), settledAt: null };
}

function minuteOf(lively: readonly number[], dice: Dice): number {
  return dice.weighted(lively.map((weight, minute) => [minute, weight] as const));
}

/** A whole number over minutes by weight, so that the parts add up to it. */
function spreadOver(amount: number, weights: readonly number[]): number[] {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  let sum = 0;
  let before = 0;
  return weights.map((weight) => {
    sum += weight;
    const until = Math.round((amount * sum) / total);
    const part = until - before;
    before = until;
    return part;
  });
}
