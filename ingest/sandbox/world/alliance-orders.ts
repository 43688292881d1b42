import { type Day, toEpoch } from '../../../src/lib/day';
import { ownBrand, type WorldProduct } from './brands';
import { idOf, roll } from './dice';
import { crisisOn, demandOn, salesKept } from './season';
import { startOfDayIn } from './zone';

/** An order that a link of Verdane's brought to another company's shop, with all that will ever happen to it; instants in milliseconds since 1970. */
export interface AllianceOrder {
  readonly id: string;
  readonly product: WorldProduct;
  readonly productId: string;
  readonly quantity: number;
  readonly fen: number;
  readonly paidAt: number;
  readonly confirmedAt: number | null;
  readonly settledAt: number | null;
  readonly refundedAt: number | null;
}

const DAY_MS = 86_400_000;

/** The orders that were paid on a day of Beijing, about one. */
export function allianceOrdersOn(seed: number, day: Day): AllianceOrder[] {
  const epoch = toEpoch(day);
  const count = roll(seed, 'alliance', epoch).count(0.9 * demandOn('verdane', day) * salesKept('verdane', day));
  return Array.from({ length: count }, (_, place) => {
    const dice = roll(seed, 'alliance-order', epoch, place);
    const product = dice.pick(ownBrand('verdane').products);
    const quantity = dice.chance(0.88) ? 1 : 2;
    const paidAt = startOfDayIn('Asia/Shanghai', day) + dice.int(7 * 3600, 24 * 3600 - 1) * 1000;
    const confirmedAt = paidAt + Math.floor((4 + dice.next() * 8) * DAY_MS);
    // Some are sent back before they are received, some after, none once they are settled.
    const isRefunded = dice.chance(crisisOn('verdane', day) ? 0.3 : 0.14);
    const refundedAt = isRefunded ? paidAt + Math.floor((0.05 + dice.next() * 18) * DAY_MS) : null;
    const isConfirmed = refundedAt === null || refundedAt > confirmedAt;
    return {
      id: idOf(`alliance/${day}/${place}`, 19),
      product,
      productId: idOf(`alliance-product/${product.sku}`, 19),
      quantity,
      fen: Math.round(product.priceCents * quantity * 0.9),
      paidAt,
      confirmedAt: isConfirmed ? confirmedAt : null,
      settledAt: refundedAt === null ? confirmedAt + 16 * DAY_MS : null,
      refundedAt,
    };
  });
}
