import { type DocumentNode, type ExecutionResult, executeSync, parse, validate } from 'graphql';
import { addDays } from '../../../src/lib/day';
import { type Answer, type Call, json, mounted, objectOf, type Platform } from '../platform';
import { SECRETS } from '../secrets';
import { OWN_BRANDS, type OwnBrand } from '../world/brands';
import type { Order } from '../world/orders';
import { orderNode, orderNumber, updatedAt } from './shopify-order';
import { SHOPIFY_SCHEMA } from './shopify-schema';

/** A large shop's cost bucket. */
const BUCKET = 20_000;
const RESTORE_RATE = 1000;
const MAX_PAGE = 250;

interface Entry {
  readonly order: Order;
  readonly key: string;
  readonly at: number;
}

interface OrdersArguments {
  first?: number;
  after?: string;
  sortKey?: string;
  reverse?: boolean;
  query?: string;
}

/** Shopify's Admin GraphQL API, one shop a brand: the mount is followed by the brand's key, as the shop's host would be. */
class Shopify implements Platform {
  readonly name = 'shopify';
  readonly paging = ['after'];
  private readonly buckets = new Map<string, { available: number; at: number }>();
  private readonly sorted = new Map<string, readonly Entry[]>();
  private readonly documents = new Map<string, DocumentNode>();

  answer(call: Call): Answer {
    const [, key = ''] = /^\/([^/]+)\/admin\/api\/(?:\d{4}-\d{2}|unstable)\/graphql\.json$/.exec(call.path) ?? [];
    const brand = OWN_BRANDS.find((candidate) => candidate.key === key);
    if (!brand || call.method !== 'POST') return json({ errors: 'Not Found' }, 404);
    if (call.headers['x-shopify-access-token'] !== SECRETS.shopifyToken) return this.expired();
    const { query, variables } = objectOf(call) as { query?: string; variables?: Record<string, unknown> };
    const document = this.documentOf(String(query ?? ''));
    if (!(document instanceof Object) || 'message' in document) return json({ errors: [document] });
    const cost = 2 + Math.ceil(Number(variables?.first ?? /first:\s*(\d+)/.exec(String(query))?.[1] ?? 0) / 4);
    const available = this.available(brand);
    if (cost > available) return this.throttled();
    this.buckets.set(brand.key, { available: available - cost, at: Date.now() });
    const result = executeSync({ schema: SHOPIFY_SCHEMA, document, variableValues: variables, rootValue: this.root(call, brand) });
    return json({ ...spoken(result), extensions: this.cost(brand, cost, cost) });
  }

  throttled(): Answer {
    return json({ errors: [{ message: 'Throttled', extensions: { code: 'THROTTLED' } }], extensions: this.cost(null, 100, null) });
  }

  failed(): Answer {
    return json({ errors: 'Internal Server Error' }, 500);
  }

  expired(): Answer {
    return json({ errors: '[API] Invalid API key or access token (unrecognized login or wrong password)' }, 401);
  }

  private documentOf(source: string): DocumentNode | { message: string } {
    const known = this.documents.get(source);
    if (known) return known;
    try {
      const document = parse(source);
      const [error] = validate(SHOPIFY_SCHEMA, document);
      if (error) return { message: error.message };
      this.documents.set(source, document);
      return document;
    } catch (error) {
      return { message: error instanceof Error ? error.message : String(error) };
    }
  }

  private root(call: Call, brand: OwnBrand): Record<string, unknown> {
    return {
      shop: {
        id: `gid://shopify/Shop/${brand.key.length}0001`,
        name: brand.names.en,
        currencyCode: brand.currency,
        ianaTimezone: brand.timeZone,
        myshopifyDomain: `${brand.key}.myshopify.com`,
      },
      orders: (asked: OrdersArguments) => this.orders(call, brand, asked),
    };
  }

  private orders(call: Call, brand: OwnBrand, asked: OrdersArguments): unknown {
    const first = asked.first ?? 0;
    if (first < 1 || first > MAX_PAGE) throw new RangeError(`you must provide "first" between 1 and ${MAX_PAGE}`);
    const wanted = filterOf(asked.query ?? '', call.now);
    const all = this.entries(call, brand, asked.sortKey ?? 'PROCESSED_AT').filter((entry) => wanted(entry.order));
    const ordered = asked.reverse ? all.toReversed() : all;
    const after = asked.after ? Buffer.from(asked.after, 'base64').toString() : null;
    const start = after === null ? 0 : ordered.findIndex((entry) => (asked.reverse ? entry.key < after : entry.key > after));
    const slice = start < 0 ? [] : ordered.slice(start, start + first);
    const cursor = (entry: Entry | undefined) => (entry ? Buffer.from(entry.key).toString('base64') : null);
    const edges = call.page(
      slice.map((entry) => ({ cursor: cursor(entry) as string, node: orderNode(brand, entry.order, call.now) })),
      ({ cursor: place, node }) => ({
        cursor: place,
        node: { ...node, totalPriceSet: impossible(brand), currentTotalPriceSet: impossible(brand) },
      }),
    );
    const hasNextPage = edges.length > 0 && start + first < ordered.length;
    const pageInfo = { hasNextPage, hasPreviousPage: start > 0, startCursor: cursor(slice[0]), endCursor: cursor(slice.at(-1)) };
    return { edges, nodes: edges.map((edge) => edge.node), pageInfo };
  }

  /** All orders of the shop as known now, in the order of a sort key; kept until the clock moves. */
  private entries(call: Call, brand: OwnBrand, sortKey: string): readonly Entry[] {
    const name = `${brand.key}/${call.today}/${sortKey}`;
    const known = this.sorted.get(name);
    if (known) return known;
    const entries: Entry[] = [];
    for (const order of call.world.orders({
      brand: brand.key,
      from: call.world.firstDay(call.today),
      to: addDays(call.today, 1),
      servedOn: call.today,
    })) {
      const at = sortKey === 'UPDATED_AT' ? updatedAt(order, call.now) : sortKey === 'ID' ? 0 : order.createdAt;
      entries.push({ order, at, key: `${String(at).padStart(14, '0')}-${orderNumber(brand, order)}` });
    }
    entries.sort((a, b) => (a.key < b.key ? -1 : 1));
    this.sorted.set(name, entries);
    return entries;
  }

  private available(brand: OwnBrand): number {
    const bucket = this.buckets.get(brand.key) ?? { available: BUCKET, at: 0 };
    return Math.min(BUCKET, Math.floor(bucket.available + ((Date.now() - bucket.at) / 1000) * RESTORE_RATE));
  }

  private cost(brand: OwnBrand | null, requested: number, actual: number | null): unknown {
    const throttleStatus = { maximumAvailable: BUCKET, currentlyAvailable: brand ? this.available(brand) : 0, restoreRate: RESTORE_RATE };
    return { cost: { requestedQueryCost: requested, actualQueryCost: actual, throttleStatus } };
  }
}

function impossible(brand: OwnBrand): unknown {
  const money = { amount: 'NaN', currencyCode: brand.currency };
  return { shopMoney: money, presentmentMoney: money };
}

/** GraphQL's own result with errors worded as plain objects. */
function spoken(result: ExecutionResult): Record<string, unknown> {
  if (!result.errors) return { data: result.data };
  return { data: result.data, errors: result.errors.map((error) => ({ message: error.message, path: error.path })) };
}

/** The orders that a search such as `updated_at:>='2026-01-01T00:00:00Z' AND updated_at:<2026-02-01` lets through; other words are ignored, as Shopify ignores them. */
function filterOf(query: string, now: number): (order: Order) => boolean {
  const terms = [...query.matchAll(/(updated_at|created_at|processed_at):(>=|<=|>|<)?['"]?([\dT:.Z+-]+)['"]?/g)];
  const tests = terms.map(([, field, operator = '', value = '']) => {
    const limit = Date.parse(value);
    return (order: Order) => {
      // Answers carry whole seconds, so that is what searches compare.
      const at = Math.floor((field === 'updated_at' ? updatedAt(order, now) : order.createdAt) / 1000) * 1000;
      return { '>=': at >= limit, '<=': at <= limit, '>': at > limit, '<': at < limit, '': at === limit }[operator] as boolean;
    };
  });
  return (order) => tests.every((test) => test(order));
}

/** The shops of the own brands. */
export default mounted({
  sources: OWN_BRANDS.map((brand) => ({
    key: `shopify-${brand.key}`,
    name: `${brand.names.en} shop`,
    connector: 'shopify',
    mount: `/shopify/${brand.key}`,
    config: { ordersPerPage: 250 },
    secrets: { accessToken: SECRETS.shopifyToken },
    brand: brand.key,
    timeZone: brand.timeZone,
    currency: brand.currency,
  })),
  open: () => new Shopify(),
});
