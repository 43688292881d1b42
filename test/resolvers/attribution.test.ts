import path from 'node:path';
import { deriveDue } from '../../ingest/derive/derive-due';
import { shippedMappingText } from '../../ingest/files/shipped-mapping';
import { importFile } from '../../ingest/import-file';
import { writtenMapping } from '../../ingest/import-mappings';
import { inWorkspace } from '../../src/database/session';
import { personKey } from '../../src/lib/person-key';
import { type Body, type ServerUnderTest, serverUnderTest } from '../graph/running-server';
import { fileOf } from '../ingest/files/read-all';

const EXAMPLES = path.join(__dirname, '../../docs/examples');
const ORDERS = `paid,order,customer,euros
2026-11-10T07:55:00Z,o-1,MEI@example.com,48.00
2026-11-11T09:00:00Z,o-2,nobody-we-saw@example.com,20.00
`;
const ORDER_MAPPING = `
name: shop
target: OrderLine
columns:
  day: paid
  placedAt: paid
  brand: { const: kumo }
  orderId: { from: order, required: true }
  customer: customer
  currency: { const: EUR }
  revenue: euros
`;

let server: ServerUnderTest;
beforeAll(async () => {
  server = await serverUnderTest();
  await inWorkspace(server.database, 1, (session) =>
    session.execute(`INSERT INTO hub.brand (workspace_id, key, name) VALUES (1, 'kumo', 'Kumo Tea')`),
  );
  await load(path.join(EXAMPLES, 'touches.csv'), shippedMappingText('touches'));
  await load(path.join(EXAMPLES, 'lift-tests.csv'), shippedMappingText('lift-tests'));
  await load(fileOf('orders.csv', ORDERS), ORDER_MAPPING);
});
afterAll(() => server?.close());

async function load(file: string, mapping: string): Promise<void> {
  const { quarantined } = await importFile(server.database, { workspaceId: 1, path: file, ...writtenMapping(mapping) });
  expect(quarantined).toBe(0);
}

async function data(query: string, headers: Record<string, string> = {}): Promise<Body['data']> {
  const { body } = await server.ask(query, { headers });
  expect(body.errors).toBeUndefined();
  return body.data;
}

const NOVEMBER = 'range: { from: "2026-11-01", to: "2026-11-20" }';

test('an imported touch keeps nobody’s address, and still meets the order of who it was', async () => {
  const rows = await server.run('SELECT DISTINCT person FROM fact.touch ORDER BY 1');
  expect(rows.map(({ person }) => person)).toEqual([personKey('mei@example.com'), personKey('jonas@example.com')].sort());
  const { attribution } = await data(
    `{ attribution(query: { ${NOVEMBER}, currency: "EUR", models: [LAST, LAST_NON_DIRECT, LINEAR] }) {
      rows { key label credits { model conversions revenue } delays { fromDays toDays touches } }
      tally { conversions unattributedConversions unattributedRevenue openJourneys } reasons currency } }`,
  );
  const credits = (key: string) =>
    attribution.rows.find((row: { key: string }) => row.key === key).credits.map((each: { conversions: number }) => each.conversions);
  expect(credits('direct')).toEqual([1, 0, expect.closeTo(1 / 3, 12)]);
  expect(credits('email')).toEqual([0, 1, expect.closeTo(1 / 3, 12)]);
  expect(attribution.tally).toEqual({ conversions: 2, unattributedConversions: 1, unattributedRevenue: 20, openJourneys: 1 });
  expect(attribution.currency).toBe('EUR');
});

test('a journey shows what each record said, in the asker’s language what is left out', async () => {
  const { attribution } = await data(
    `{ attribution(query: { ${NOVEMBER}, models: [LINEAR] }) { reasons
      journeys(key: "email", first: 5) { touches { name credited at raw sourceKey } order { name raw } }
      nothing: journeys(converted: false) { order { name } } } }`,
    { 'accept-language': 'zh-Hans' },
  );
  expect(attribution.journeys).toHaveLength(1);
  const [journey] = attribution.journeys;
  expect(journey.touches.map(({ name }: { name: string }) => name)).toEqual(['v-1', 'v-2', 'v-3']);
  expect(JSON.parse(journey.touches[1].raw)).toMatchObject({ campaign: 'November letter' });
  expect(JSON.parse(journey.order.raw)).toMatchObject({ order: 'o-1' });
  expect(attribution.nothing).toEqual([]);
  expect(attribution.reasons).toContain('1笔已知顾客的订单在之前30天内没有触点，不归因于任何渠道');
});

test('lift tests stand beside what is claimed and credited', async () => {
  const { attribution } = await data(
    `{ attribution(query: { range: { from: "2026-09-01", to: "2026-11-20" }, by: PLATFORM, models: [LINEAR] }) {
      rows { key lift { tests conversions interval { low high } claimedMeanwhile factor } liftReason values { metric value } } } }`,
  );
  const of = (key: string) => attribution.rows.find((row: { key: string }) => row.key === key);
  expect(of('meta-ads').lift).toMatchObject({ tests: ['kumo-social-holdout'], conversions: 31, claimedMeanwhile: null, factor: null });
  expect(of('meta-ads').lift.interval.low).toBeCloseTo(31 - 1.96 * 9, 2);
  expect(of('direct').liftReason).toBe('no lift test of it ended in the range');
});

test('what cannot be answered is told with its place', async () => {
  const { body } = await server.ask(`{ attribution(query: { ${NOVEMBER}, windowDays: 4000 }) { currency } }`);
  expect(body.errors![0]).toMatchObject({
    message: expect.stringContaining('windowDays: 4000 given'),
    extensions: { code: 'BAD_USER_INPUT' },
  });
});

test('a workspace reports credits by the model that it chose, and by none that looks at everybody’s journeys', async () => {
  const { chooseReportingModel } = await data(
    'mutation { chooseReportingModel(model: LINEAR, windowDays: 14) { model windowDays halfLifeDays } }',
  );
  expect(chooseReportingModel).toEqual({ model: 'LINEAR', windowDays: 14, halfLifeDays: 7 });
  await deriveDue(server.database);
  const { metrics, reportingModel } = await data(`{ reportingModel { model chosenBy }
    metrics(query: { select: [conversionsAttributed, revenueAttributed], by: [CHANNEL], ${NOVEMBER}, currency: "EUR", totals: true }) {
      rows { dimensions { key } values { value } } totals { values { decimal } } } }`);
  expect(reportingModel.model).toBe('LINEAR');
  expect(metrics.rows.map(({ dimensions: [{ key }] }: { dimensions: [{ key: string }] }) => key).sort()).toEqual([
    'direct',
    'email',
    'paid_social',
  ]);
  expect(metrics.totals.values.map(({ decimal }: { decimal: string }) => Number(decimal))).toEqual([1, 48]);
  const { body } = await server.ask('mutation { chooseReportingModel(model: MARKOV) { model } }');
  expect(body.errors?.[0]?.message).toContain(
    'model: "MARKOV" given; expected one of (FIRST, LAST, LAST_NON_DIRECT, LINEAR, TIME_DECAY, POSITION)',
  );
});
