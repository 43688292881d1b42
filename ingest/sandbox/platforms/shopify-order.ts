import { dayIn } from '../../../src/lib/day';
import type { OwnBrand } from '../world/brands';
import { roll } from '../world/dice';
import { type Order, type OrderLine, shopNumber } from '../world/orders';

type Node = Record<string, unknown>;

/** What buyers abroad see prices in, and how many units of it one unit of the shop's currency is shown as. */
const PRESENTMENT: Readonly<Record<string, readonly [currency: string, rate: number]>> = {
  CA: ['CAD', 1.36],
  GB: ['GBP', 0.79],
  HK: ['HKD', 1.09],
  TW: ['TWD', 4.4],
};

/** The order's id without its prefix: 13 digits, different in each shop. */
export function orderNumber(brand: OwnBrand, order: Order): string {
  return `5${shopNumber(brand)}${String(order.number).padStart(11, '0')}`;
}

/** When an order last changed, in milliseconds since 1970, as far as is known at `now`. */
export function updatedAt(order: Order, now: number): number {
  const events = [order.createdAt + 90_000, order.fulfilledAt, order.cancelledAt ?? 0, order.refund?.at ?? 0];
  return Math.max(order.createdAt, ...events.filter((at) => at <= now));
}

/** What has been paid back on an order at `now`, in hundredths of the shop's currency. */
export function refundedCents(order: Order, now: number): number {
  return order.refund && order.refund.at <= now ? order.refund.cents : 0;
}

/** What an order came to when it was placed, in hundredths of the shop's currency. */
export function totalCents(order: Order): number {
  return order.lines.reduce((sum, line) => sum + line.cents, order.shippingCents);
}

/** An order as Shopify's schema has it, as known at `now`; fields that cost something are functions, called when selected. */
export function orderNode(brand: OwnBrand, order: Order, now: number): Node {
  const id = orderNumber(brand, order);
  const bag = (cents: number) => money(cents, brand, order.country);
  const refunded = refundedCents(order, now);
  const cancelled = order.cancelledAt !== null && order.cancelledAt <= now;
  return {
    id: `gid://shopify/Order/${id}`,
    legacyResourceId: id,
    name: `#${order.number}`,
    createdAt: instant(order.createdAt),
    updatedAt: instant(updatedAt(order, now)),
    processedAt: instant(order.createdAt),
    cancelledAt: cancelled ? instant(order.cancelledAt as number) : null,
    cancelReason: cancelled ? 'CUSTOMER' : null,
    test: order.test,
    currencyCode: brand.currency,
    presentmentCurrencyCode: PRESENTMENT[order.country]?.[0] ?? brand.currency,
    displayFinancialStatus: refunded === 0 ? 'PAID' : refunded < totalCents(order) ? 'PARTIALLY_REFUNDED' : 'REFUNDED',
    totalPriceSet: () => bag(totalCents(order)),
    currentTotalPriceSet: () => bag(totalCents(order) - refunded),
    subtotalPriceSet: () => bag(totalCents(order) - order.shippingCents),
    totalShippingPriceSet: () => bag(order.shippingCents),
    totalRefundedSet: () => bag(refunded),
    customer: () => customer(brand, order, now),
    shippingAddress: { countryCodeV2: order.country },
    customerJourneySummary: () => journey(order),
    refunds: () =>
      refunded === 0
        ? []
        : [{ id: `gid://shopify/Refund/8${id.slice(1)}`, createdAt: instant(order.refund!.at), totalRefundedSet: bag(refunded) }],
    lineItems: () => lineItems(order, id, bag),
  };
}

/** A decimal as Shopify writes it: at least one digit behind the point, no more zeros than that. */
export function decimal(cents: number): string {
  return (cents / 100).toFixed(2).replace(/0$/, '');
}

function money(cents: number, brand: OwnBrand, country: string): Node {
  const [currency, rate] = PRESENTMENT[country] ?? [brand.currency, 1];
  return {
    shopMoney: { amount: decimal(cents), currencyCode: brand.currency },
    presentmentMoney: { amount: decimal(Math.round(cents * rate)), currencyCode: currency },
  };
}

function instant(at: number): string {
  return `${new Date(at).toISOString().slice(0, 19)}Z`;
}

function customer(brand: OwnBrand, order: Order, now: number): Node | null {
  if (!order.customer) return null;
  const today = dayIn(brand.timeZone, new Date(now));
  const count = order.customer.days.filter((day) => day <= today).length;
  return { id: `gid://shopify/Customer/${order.customer.id}`, numberOfOrders: String(count) };
}

function journey(order: Order): Node | null {
  if (!order.customer) return null;
  const seen = roll('visit', order.number).chance(0.92);
  const utmParameters = order.utm && { ...order.utm, content: null, term: null };
  const visit = seen || order.utm ? { source: order.utm?.source ?? 'direct', utmParameters } : null;
  return { ready: true, customerOrderIndex: order.customer.index, firstVisit: visit, lastVisit: visit };
}

function lineItems(order: Order, id: string, bag: (cents: number) => Node): Node {
  const nodes = order.lines.map((line: OrderLine, place) => ({
    id: `gid://shopify/LineItem/1${id}${place}`,
    title: line.product.title,
    sku: line.product.sku,
    quantity: line.quantity,
    originalUnitPriceSet: bag(line.product.priceCents),
    discountedTotalSet: bag(line.cents),
  }));
  const edges = nodes.map((node) => ({ cursor: node.id, node }));
  return {
    nodes,
    edges,
    pageInfo: { hasNextPage: false, hasPreviousPage: false, startCursor: edges[0]?.cursor, endCursor: edges.at(-1)?.cursor },
  };
}
