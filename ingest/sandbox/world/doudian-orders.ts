import { type Day, toEpoch } from '../../../src/lib/day';
import { ownBrand, type WorldProduct } from './brands';
import { idOf, roll } from './dice';
import { crisisOn, demandOn, salesKept } from './season';
import { startOfDayIn } from './zone';

/** One product in an order of the Douyin shop; `refundedAt` is when it was paid back, null when it never is. */
export interface DoudianLine {
  readonly id: string;
  readonly product: WorldProduct;
  readonly quantity: number;
  readonly fen: number;
  readonly refundedAt: number | null;
}

/** An order of Verdane's Douyin shop with all that will ever happen to it; instants in milliseconds since 1970. */
export interface DoudianOrder {
  readonly id: string;
  readonly createdAt: number;
  readonly paidAt: number | null;
  readonly shippedAt: number | null;
  readonly doneAt: number | null;
  readonly cancelledAt: number | null;
  readonly lines: readonly DoudianLine[];
  readonly customer: string;
  readonly province: string;
  /** What brought it: a promoter of the alliance, an advertisement, or nothing that is told. */
  readonly by: 'alliance' | 'advertisement' | null;
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const PROVINCES = ['广东省', '浙江省', '江苏省', '上海市', '北京市', '四川省', '山东省', '湖北省'];

/** The orders that the shop took on a day of Beijing, about two, in order of time. */
export function doudianOrdersOn(seed: number, day: Day): DoudianOrder[] {
  const count = roll(seed, 'doudian', toEpoch(day)).count(1.7 * demandOn('verdane', day) * salesKept('verdane', day));
  const orders = Array.from({ length: count }, (_, place) => order(seed, day, place));
  return orders.sort((a, b) => a.createdAt - b.createdAt);
}

function order(seed: number, day: Day, place: number): DoudianOrder {
  const dice = roll(seed, 'doudian-order', toEpoch(day), place);
  const id = `69${String(toEpoch(day)).padStart(6, '0')}${String(place).padStart(4, '0')}${idOf(`doudian/${day}/${place}`, 6)}`;
  const createdAt = startOfDayIn('Asia/Shanghai', day) + dice.int(7 * 3600, 24 * 3600 - 1) * 1000;
  const isPaid = dice.chance(0.93);
  const isCancelled = !isPaid || dice.chance(0.03);
  const paidAt = isPaid ? createdAt + dice.int(5, 300) * 1000 : null;
  const shippedAt = isCancelled ? null : createdAt + dice.int(6, 40) * HOUR_MS;
  const first = dice.pick(ownBrand('verdane').products);
  const products = [...new Set([first, dice.chance(0.25) ? dice.pick(ownBrand('verdane').products) : first])];
  const lines = products.map((product, at): DoudianLine => {
    const quantity = dice.chance(0.9) ? 1 : 2;
    const isRefunded = !isCancelled && dice.chance(crisisOn('verdane', day) ? 0.25 : 0.11);
    const late = Math.floor((1 + dice.next() * 13) * DAY_MS);
    return { id: `${id}${at}`, product, quantity, fen: product.priceCents * quantity, refundedAt: isRefunded ? createdAt + late : null };
  });
  return {
    id,
    createdAt,
    paidAt,
    shippedAt,
    doneAt: shippedAt === null ? null : shippedAt + dice.int(3, 12) * DAY_MS,
    cancelledAt: isCancelled ? createdAt + dice.int(30, 600) * 60_000 : null,
    lines,
    customer: `1@#${idOf(`buyer/${dice.int(1, 4000)}`, 16)}`,
    province: dice.pick(PROVINCES),
    by: dice.weighted([
      ['alliance', 35],
      ['advertisement', 25],
      [null, 40],
    ] as const),
  };
}
