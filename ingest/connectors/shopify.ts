import { z } from 'zod';
import { OrderLine } from '../../entities/facts/OrderLine';
import { dayIn } from '../../src/lib/day';
import type { Json } from '../../src/lib/lossless-json';
import { connector, type HttpRequest, type Page, type PullContext, stream } from '../connector';
import { BadRecord, Fatal, Retriable, Unauthorized } from '../errors';
import { brandFor, brandRules } from '../record/brand-rules';
import { channelOfVisit } from '../record/channel-of-visit';
import { countText } from '../record/count-text';
import { idText } from '../record/id-text';
import { jsonOrNull } from '../record/json-or-null';
import { list } from '../record/list';
import { microsText } from '../record/micros-text';
import { spread } from '../record/spread';

const config = z
  .object({
    /** The shop's own address, `https://<shop>.myshopify.com`. */
    baseUrl: z
      .url({ protocol: /^https?$/ })
      .transform((url) => url.replace(/\/+$/, ''))
      .optional(),
    /** The shop's name in that address, in its stead. */
    shop: z
      .string()
      .regex(/^[a-z0-9-]+$/)
      .optional(),
    version: z
      .string()
      .regex(/^\d{4}-\d{2}$/)
      .default('2026-10'),
    /** A query may cost 1000 points, and a page of orders costs about its size times that of the lines. */
    ordersPerPage: z.int().min(1).max(250).default(30),
    linesPerOrder: z.int().min(1).max(250).default(30),
    /** What Shopify counts a customer's first order as. */
    firstOrderIndex: z.int().min(0).max(1).default(1),
    brandRules,
  })
  .refine(({ baseUrl, shop }) => baseUrl !== undefined || shop !== undefined, {
    message: 'expected the shop or its address',
    path: ['shop'],
  })
  .transform(({ baseUrl, shop, ...settings }) => ({ ...settings, baseUrl: baseUrl ?? `https://${shop}.myshopify.com` }));
type Config = z.infer<typeof config>;

const money = z.looseObject({ shopMoney: z.looseObject({ amount: microsText.refine((value) => value >= 0n, 'expected at least 0') }) });
const utm = z.looseObject({ source: z.string().nullish(), medium: z.string().nullish() });
const instant = z.iso.datetime({ offset: true });

const order = z.looseObject({
  id: idText,
  createdAt: instant,
  updatedAt: instant,
  cancelledAt: instant.nullable(),
  test: z.boolean(),
  currencyCode: z.string(),
  displayFinancialStatus: z.string().nullable(),
  currentTotalPriceSet: money,
  totalRefundedSet: money,
  customer: z.looseObject({ id: idText }).nullable(),
  shippingAddress: z.looseObject({ countryCodeV2: z.string().nullable() }).nullable(),
  customerJourneySummary: z
    .looseObject({
      customerOrderIndex: z.int().nullable(),
      firstVisit: z.looseObject({ utmParameters: utm.nullish() }).nullish(),
      lastVisit: z.looseObject({ utmParameters: utm.nullish() }).nullish(),
    })
    .nullable(),
  lineItems: z.looseObject({
    nodes: z.array(
      z.looseObject({ id: idText, sku: z.string().nullable(), title: z.string(), quantity: countText, discountedTotalSet: money }),
    ),
    pageInfo: z.looseObject({ hasNextPage: z.boolean() }),
  }),
});
type Order = z.infer<typeof order>;

const QUERY = `query Orders($first: Int!, $lines: Int!, $after: String, $query: String) {
  orders(first: $first, after: $after, sortKey: UPDATED_AT, query: $query) {
    nodes {
      id createdAt updatedAt cancelledAt test currencyCode displayFinancialStatus
      currentTotalPriceSet { shopMoney { amount currencyCode } }
      totalRefundedSet { shopMoney { amount currencyCode } }
      customer { id }
      shippingAddress { countryCodeV2 }
      customerJourneySummary {
        customerOrderIndex
        firstVisit { utmParameters { source medium } }
        lastVisit { utmParameters { source medium } }
      }
      lineItems(first: $lines) {
        nodes { id sku title quantity discountedTotalSet { shopMoney { amount currencyCode } } }
        pageInfo { hasNextPage }
      }
    }
    pageInfo { hasNextPage endCursor }
  }
}`;

/** Nothing was ever paid on an order in one of these states. */
const UNPAID = new Set(['PENDING', 'AUTHORIZED', 'VOIDED', 'EXPIRED']);

/**
 * Shopify orders by line, through the Admin GraphQL API, in the order in which they last changed: an order that is edited
 * or refunded comes again and revises its lines. Test orders and orders on which nothing was paid give no rows. A
 * cancelled order keeps its lines, for they were perhaps reported before, with all of it refunded: its revenue is 0.
 * Refunds are told for the whole order and are spread over its lines by what was paid for each; shipping that was paid
 * back is part of them, up to what the lines came to. Money is in the shop's currency.
 */
export default connector({
  name: 'shopify',
  label: 'Shopify',
  schedule: '*/20 * * * *',
  auth: { kind: 'header', header: 'x-shopify-access-token', secret: 'accessToken' },
  secrets: ['accessToken'],
  rateLimit: { requests: 2, perSeconds: 1 },
  historyDays: 730,
  timeZone: 'UTC',
  config,
  streams: [
    stream({
      name: 'orders',
      into: OrderLine,
      lookbackDays: 0,
      lagDays: 0,
      request: ({ config, cursor, window }: PullContext<Config>) => {
        const since = cursorShape.parse(cursor)?.updatedAt ?? `${window.from}T00:00:00Z`;
        return {
          method: 'POST',
          url: `${config.baseUrl}/admin/api/${config.version}/graphql.json`,
          body: {
            query: QUERY,
            variables: { first: config.ordersPerPage, lines: config.linesPerOrder, after: null, query: `updated_at:>='${since}'` },
          },
        };
      },
      next: nextOrders,
      classify,
      waitMs: restoreMs,
      records: (page) => envelope(page).nodes,
      shape: order,
      map: linesOf,
      // The orders of a page come in the order of their last change, so the last one's is where to go on. It may come again.
      cursor: (page, context) => {
        const last = z.array(z.looseObject({ updatedAt: instant })).safeParse(envelope(page).nodes.slice(-1)).data?.[0];
        return last ? { updatedAt: last.updatedAt } : context.cursor;
      },
    }),
  ],
});

const cursorShape = z.object({ updatedAt: instant }).nullable();

function linesOf(record: Order, { source, config }: PullContext<Config>): OrderLine[] {
  if (record.test || UNPAID.has(record.displayFinancialStatus ?? '')) return [];
  if (record.lineItems.pageInfo.hasNextPage) {
    throw new BadRecord(`the order has more than ${config.linesPerOrder} lines; raise linesPerOrder`, 'lineItems', record.id);
  }
  const brand = brandFor(source.key, config.brandRules, source.brand);
  if (brand === null) throw new BadRecord('the shop belongs to no brand: give the source a brand', 'brand', source.key);
  const lines = record.lineItems.nodes;
  const paid = lines.map((line) => line.discountedTotalSet.shopMoney.amount);
  const refunded = refundedByLine(record, paid);
  const index = record.customerJourneySummary?.customerOrderIndex;
  const visit = visitOf(record);
  return lines.map((line, place) => ({
    day: dayIn(source.timeZone, new Date(record.createdAt)),
    brand,
    orderId: numberOf(record.id),
    line: numberOf(line.id),
    customer: record.customer ? numberOf(record.customer.id) : null,
    placedAt: new Date(record.createdAt),
    segment: index === null || index === undefined ? null : index <= config.firstOrderIndex ? 'new' : 'returning',
    product: line.sku || line.title,
    region: record.shippingAddress?.countryCodeV2 ?? null,
    channel: visit === undefined ? null : channelOfVisit(visit?.source, visit?.medium),
    currency: record.currencyCode,
    quantity: line.quantity,
    gross: paid[place] as bigint,
    refunded: refunded[place] as bigint,
    revenue: (paid[place] as bigint) - (refunded[place] as bigint),
  }));
}

/** The parameters of the last visit that had any, else of the first; null when a visit had none, undefined when no visit is known. */
function visitOf({ customerJourneySummary: journey }: Order): z.infer<typeof utm> | null | undefined {
  const visits = [journey?.lastVisit, journey?.firstVisit].filter((visit) => visit !== null && visit !== undefined);
  if (visits.length === 0) return undefined;
  return visits.find((visit) => visit.utmParameters)?.utmParameters ?? null;
}

function refundedByLine(record: Order, paid: readonly bigint[]): bigint[] {
  const total = paid.reduce((sum, amount) => sum + amount, 0n);
  const told = record.totalRefundedSet.shopMoney.amount;
  if (paid.length === 0) return [];
  return spread(record.cancelledAt !== null || told > total ? total : told, paid);
}

/** The number at the end of `gid://shopify/Order/5123`. */
function numberOf(gid: string): string {
  return gid.slice(gid.lastIndexOf('/') + 1).replace(/\?.*$/, '');
}

function envelope(page: Page) {
  const connection = z.looseObject({
    nodes: list,
    pageInfo: z.looseObject({ hasNextPage: z.boolean(), endCursor: z.string().nullish() }),
  });
  const parsed = z.looseObject({ data: z.looseObject({ orders: connection }) }).safeParse(page.json());
  if (!parsed.success)
    throw new Fatal(`shopify: ${page.request.url} answered ${page.text().slice(0, 80)}; expected {"data": {"orders": …}}`);
  return parsed.data.data.orders;
}

function nextOrders(page: Page): HttpRequest | null {
  const { hasNextPage, endCursor } = envelope(page).pageInfo;
  if (!hasNextPage || !endCursor) return null;
  const body = page.request.body as { query: string; variables: { [key: string]: Json } };
  return { ...page.request, body: { ...body, variables: { ...body.variables, after: endCursor } } };
}

const cost = z.looseObject({
  extensions: z.looseObject({
    cost: z.looseObject({
      requestedQueryCost: z.number(),
      throttleStatus: z.looseObject({ currentlyAvailable: z.number(), restoreRate: z.number().positive() }),
    }),
  }),
});

/** How long until the bucket holds as much again as this query asked for. */
function restoreMs(page: Page): number {
  const parsed = cost.safeParse(jsonOrNull(page));
  if (!parsed.success) return 0;
  const { requestedQueryCost, throttleStatus } = parsed.data.extensions.cost;
  const missing = requestedQueryCost - throttleStatus.currentlyAvailable;
  return missing <= 0 ? 0 : Math.ceil((missing / throttleStatus.restoreRate) * 1000);
}

const refusal = z.looseObject({ message: z.string().default(''), extensions: z.looseObject({ code: z.string().default('') }).optional() });
const failure = z.looseObject({ errors: z.union([z.string(), z.array(refusal)]) });

function classify(page: Page): void {
  const parsed = failure.safeParse(jsonOrNull(page));
  if (!parsed.success) return;
  const { errors } = parsed.data;
  const first = typeof errors === 'string' ? { message: errors, extensions: undefined } : errors[0];
  if (first === undefined) return;
  const code = first.extensions?.code ?? '';
  const told = `shopify: ${page.status} ${code}: ${first.message}`;
  if (code === 'THROTTLED' || page.status === 429) throw new Retriable(told, restoreMs(page) || undefined);
  if (code === 'INTERNAL_SERVER_ERROR' || page.status >= 500) throw new Retriable(told);
  if (page.status === 401) throw new Unauthorized(told);
  throw new Fatal(told);
}
