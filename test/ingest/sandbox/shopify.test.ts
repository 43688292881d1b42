import { refundedCents, totalCents, updatedAt } from '../../../ingest/sandbox/platforms/shopify-order';
import { type Sandbox, startSandbox } from '../../../ingest/sandbox/sandbox';
import { SECRETS } from '../../../ingest/sandbox/secrets';
import { microsFromCents, microsFromDecimal } from '../../../src/lib/money';
import { post } from './ask';

const QUERY = `query ($first: Int!, $after: String, $query: String) {
  orders(first: $first, after: $after, sortKey: UPDATED_AT, query: $query) {
    edges { cursor node {
      id name createdAt updatedAt cancelledAt test currencyCode
      totalPriceSet { shopMoney { amount currencyCode } presentmentMoney { amount currencyCode } }
      totalRefundedSet { shopMoney { amount } }
      customer { id numberOfOrders }
      customerJourneySummary { customerOrderIndex firstVisit { utmParameters { source medium campaign } } }
      shippingAddress { countryCodeV2 }
      lineItems(first: 10) { nodes { title sku quantity discountedTotalSet { shopMoney { amount } } } }
    } }
    pageInfo { hasNextPage endCursor }
  }
}`;

interface Node {
  id: string;
  updatedAt: string;
  totalPriceSet: { shopMoney: { amount: string; currencyCode: string }; presentmentMoney: { amount: string; currencyCode: string } };
  totalRefundedSet: { shopMoney: { amount: string } };
  customer: { id: string; numberOfOrders: string } | null;
  customerJourneySummary: {
    customerOrderIndex: number;
    firstVisit: { utmParameters: { source: string; campaign: string } | null } | null;
  } | null;
  lineItems: { nodes: { sku: string; quantity: number }[] };
}
interface Body {
  data?: { orders: { edges: { cursor: string; node: Node }[]; pageInfo: { hasNextPage: boolean; endCursor: string | null } } };
  errors?: { message: string }[];
  extensions: { cost: { requestedQueryCost: number; throttleStatus: { currentlyAvailable: number; restoreRate: number } } };
}

describe('the sandbox Shopify', () => {
  let sandbox: Sandbox;
  beforeAll(async () => {
    sandbox = await startSandbox({ today: '2026-11-20' });
  });
  afterAll(() => sandbox.close());

  const ask = async (variables: Record<string, unknown>, shop = 'lumina', query = QUERY, token: string = SECRETS.shopifyToken) => {
    const response = await post(
      sandbox,
      `/shopify/${shop}/admin/api/2026-07/graphql.json`,
      { query, variables },
      { 'x-shopify-access-token': token },
    );
    return { status: response.status, body: (await response.json()) as Body };
  };
  const pull = async (query: string, shop = 'lumina', first = 250) => {
    const nodes: Node[] = [];
    for (let after: string | null = null; ; ) {
      const { orders } = ((await ask({ first, after, query }, shop)).body.data ?? {}) as NonNullable<Body['data']>;
      nodes.push(...orders.edges.map((edge) => edge.node));
      if (!orders.pageInfo.hasNextPage) return nodes;
      after = orders.pageInfo.endCursor;
    }
  };

  it('answers exactly the fields asked for, amounts as decimal text and the count of orders as text', async () => {
    const { body } = await ask({ first: 3, query: "updated_at:>='2026-10-01T00:00:00Z'" }, 'verdane');
    const node = body.data?.orders.edges[0]?.node as Node;
    expect(node).toMatchObject({ id: expect.stringMatching(/^gid:\/\/shopify\/Order\/\d{13}$/), currencyCode: 'CNY', test: false });
    expect(node.totalPriceSet.shopMoney.amount).toMatch(/^\d+\.\d{1,2}$/);
    expect(node).not.toHaveProperty('processedAt');
    const nodes = body.data?.orders.edges.map((edge) => edge.node) ?? [];
    for (const { customer } of nodes) if (customer) expect(customer.numberOfOrders).toMatch(/^\d+$/);
    expect(body.extensions.cost.throttleStatus).toMatchObject({ maximumAvailable: 20_000, restoreRate: 1000 });
  });

  it('pages over every order once, oldest change first, and adds up to the truth', async () => {
    const nodes = await pull('');
    const now = sandbox.world.nowOn('2026-11-20');
    const truth = [...sandbox.world.orders({ brand: 'lumina', from: '2024-11-01', to: '2026-11-21', servedOn: '2026-11-20' })];
    expect(new Set(nodes.map((node) => node.id)).size).toBe(truth.length);
    expect(nodes.length).toBe(truth.length);
    const stamps = nodes.map((node) => node.updatedAt);
    expect(stamps).toEqual(stamps.toSorted());
    const total = (read: (node: Node) => string) => nodes.reduce((sum, node) => sum + microsFromDecimal(read(node)), 0n);
    expect(total((node) => node.totalPriceSet.shopMoney.amount)).toBe(
      truth.reduce((sum, order) => sum + microsFromCents(totalCents(order)), 0n),
    );
    expect(total((node) => node.totalRefundedSet.shopMoney.amount)).toBe(
      truth.reduce((sum, order) => sum + microsFromCents(refundedCents(order, now)), 0n),
    );
  });

  it('finds on a later day what is new and what was refunded since, by updated_at', async () => {
    const own = await startSandbox({ today: '2026-11-10' });
    const before = sandbox.world.nowOn('2026-11-10');
    const now = sandbox.world.nowOn('2026-11-20');
    const since = new Date(before + 1).toISOString();
    const found = await pull(`updated_at:>='${since}'`);
    const truth = [...sandbox.world.orders({ brand: 'lumina', from: '2024-11-01', to: '2026-11-21', servedOn: '2026-11-20' })].filter(
      (order) => updatedAt(order, now) > before,
    );
    expect(found.length).toBe(truth.length);
    expect(truth.some((order) => order.createdAt < before && order.refund && order.refund.at > before)).toBe(true);
    await own.close();
  });

  it('tells a first order from a later one, and which campaign brought it', async () => {
    const nodes = await pull("created_at:>='2026-10-01' AND created_at:<'2026-11-01'", 'kumo');
    const indexes = nodes.map((node) => node.customerJourneySummary?.customerOrderIndex);
    expect(indexes).toContain(1);
    expect(indexes).toContain(2);
    expect(nodes.some((node) => node.customer === null)).toBe(true);
    const campaigns = nodes.map((node) => node.customerJourneySummary?.firstVisit?.utmParameters?.campaign);
    expect(campaigns).toContain('Kumo | Search | Brand | DE');
    expect(campaigns).toContain(undefined);
  });

  it('shows buyers abroad another currency than the shop keeps its books in', async () => {
    const nodes = await pull("created_at:>='2026-10-01' AND created_at:<'2026-11-01'");
    const abroad = nodes.filter((node) => node.totalPriceSet.presentmentMoney.currencyCode !== 'USD');
    expect(abroad.length).toBeGreaterThan(0);
    for (const node of nodes) expect(node.totalPriceSet.shopMoney.currencyCode).toBe('USD');
  });

  it('refuses unknown fields under status 200 and a wrong token under 401', async () => {
    const wrong = await ask({}, 'lumina', '{ orders(first: 1) { nodes { colour } } }');
    expect([wrong.status, wrong.body.errors?.[0]?.message]).toEqual([200, expect.stringContaining('colour')]);
    expect((await ask({ first: 1 }, 'lumina', QUERY, 'x')).status).toBe(401);
    expect((await ask({ first: 1 }, 'nobody')).status).toBe(404);
  });
});
