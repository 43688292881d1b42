import { OrderLine } from '../../entities/facts/OrderLine';
import { Touch } from '../../entities/facts/Touch';
import type { Derivation, Portion } from '../../ingest/derive/derivation';
import { creditsByPortions, orderCredits } from '../../ingest/derive/derive-credits';
import { deriveDue, deriveWorkspace } from '../../ingest/derive/derive-due';
import { writePortion } from '../../ingest/derive/write-portion';
import type { Session } from '../../src/database/session';
import { addDays } from '../../src/lib/day';
import { personKey } from '../../src/lib/person-key';
import { answerAttribution } from '../../src/metrics/attribution/answer-attribution';
import { chooseReportingModel, REPORTING_MODELS, type ReportingModelName } from '../../src/metrics/attribution/reporting-model';
import { lineage } from '../../src/metrics/lineage';
import type { Answer, Question } from '../../src/metrics/question';
import { type AttributionWorld, attributionWorld } from '../metrics/attribution/attribution-world';
import { ASKER, type MetricWorld, only, plain } from '../metrics/metric-world';

const M = 1_000_000n;
const TODAY = '2026-06-15';
const MARCH = { from: '2026-03-01', to: '2026-03-31' };
const ACME: Question['where'] = [{ dimension: 'BRAND', op: 'IN', values: ['acme'] }];

let shop: AttributionWorld;
let world: MetricWorld;
beforeAll(async () => {
  shop = await attributionWorld();
  world = shop.world;
});
afterAll(() => world?.close());

const derive = (today = TODAY) => deriveWorkspace(world.database, 1, today);
const credited = (asked: Partial<Question> = {}): Promise<Answer> =>
  world.ask({ select: ['conversionsAttributed', 'revenueAttributed'], by: ['CHANNEL'], range: MARCH, where: ACME, ...asked });
const byChannel = (answered: Answer) =>
  Object.fromEntries(answered.rows.map(({ dimensions: [channel], values }) => [channel!.key, values.map(({ value }) => value)]));
/** Rows that changed in the last working out: added, revised, removed. */
async function written(): Promise<Record<string, number>> {
  const [row] = await world.rows<Record<string, number>>(
    `SELECT (SELECT count(*)::int FROM fact.order_credit f WHERE f.recorded_at = w.recorded_at) AS added,
       (SELECT count(DISTINCT r.row_id)::int FROM hub.revision r WHERE r.fact = 'order_credit' AND r.recorded_at = w.recorded_at) AS revised,
       (SELECT count(*)::int FROM hub.removed_row o WHERE o.fact = 'order_credit' AND o.removed_at = w.recorded_at) AS removed
     FROM hub.workspace w`,
  );
  return row!;
}

test('until somebody chooses, credit goes to the last touch that something brought; nothing is worked out twice', async () => {
  expect(await deriveDue(world.database, new Date(`${TODAY}T12:00:00Z`))).toBe(1);
  expect(byChannel(await credited())).toEqual({ email: [1, 60], paid_search: [0, 0], paid_social: [0, 0], direct: [1, 100] });
  const version = (await credited()).dataVersion;
  expect(await derive()).toBe(false);
  expect((await credited()).dataVersion).toBe(version);
});

test('every rule gives what the attribution of the same question gives, and each order away exactly once', async () => {
  for (const model of REPORTING_MODELS) {
    await world.session((session) => chooseReportingModel(session, { model, windowDays: 45 }, 'anna'));
    await derive();
    const asked = await world.snapshot((session) =>
      answerAttribution(session, { range: MARCH, brands: ['acme'], models: [model], windowDays: 45, currency: 'EUR' }, ASKER),
    );
    const expected = asked.rows.map(({ key, credits: [credit] }) => [
      key,
      expect.closeTo(credit!.conversions, 5),
      expect.closeTo(credit!.revenue, 4),
    ]);
    const found = Object.entries(byChannel(await credited())).map(([key, values]) => [key, ...values]);
    expect([model, found.sort()]).toEqual([model, expected.filter(([key]) => found.some(([each]) => each === key)).sort()]);
    expect(
      await world.rows('SELECT order_id FROM fact.order_credit GROUP BY brand_id, order_id HAVING sum(conversions_micros) <> 1000000'),
    ).toEqual([]);
  }
  const uneven = await world.rows(
    `SELECT c.order_id FROM (SELECT order_id, sum(revenue_micros) AS given FROM fact.order_credit GROUP BY 1) c
     JOIN (SELECT order_id, sum(revenue_micros) AS paid FROM fact.order_line GROUP BY 1) o USING (order_id) WHERE c.given <> o.paid`,
  );
  expect(uneven).toEqual([]);
});

test('credits agree with the SQL of an analyst, stand beside spend by campaign, and lead to the order and its touches', async () => {
  await world.session((session) => chooseReportingModel(session, { model: 'LINEAR', windowDays: 30 }, 'anna'));
  await derive();
  const rows = await world.rows<{ channel: string; orders: number }>(
    `WITH o AS (SELECT order_id, hub.person_key(min(customer)) AS person, brand_id, min(placed_at) AS placed_at FROM fact.order_line
       WHERE day BETWEEN '2026-03-01' AND '2026-03-31' AND brand_id = $1 GROUP BY order_id, brand_id),
     step AS (SELECT o.order_id, coalesce(c.channel, t.channel) AS channel, count(*) OVER (PARTITION BY o.order_id) AS steps
       FROM o JOIN fact.touch t ON t.person = o.person AND t.brand_id = o.brand_id AND t.at <= o.placed_at AND t.at >= o.placed_at - interval '30 days'
         AND NOT EXISTS (SELECT FROM o p WHERE p.person = o.person AND p.placed_at > t.at AND p.placed_at < o.placed_at)
       LEFT JOIN hub.campaign c ON t.campaign_name IN (c.key, c.name))
     SELECT channel, sum(1.0 / steps)::float8 AS orders FROM step GROUP BY channel`,
    [shop.acme],
  );
  const found = byChannel(await credited());
  expect(Object.fromEntries(rows.map(({ channel, orders }) => [channel, expect.closeTo(orders, 5)]))).toEqual(
    Object.fromEntries(Object.entries(found).map(([channel, [orders]]) => [channel, orders])),
  );
  const answered = await credited({ select: ['roasAttributed', 'cpaAttributed', 'ordersTouched'], by: ['CAMPAIGN'] });
  expect(plain(answered)).toEqual(
    expect.arrayContaining([
      { CAMPAIGN: 'm:1', roasAttributed: 2, cpaAttributed: expect.closeTo(30, 3), ordersTouched: 1 },
      { CAMPAIGN: 'g:1', roasAttributed: expect.closeTo(2 / 3, 5), cpaAttributed: expect.closeTo(90, 3), ordersTouched: 1 },
    ]),
  );
  const cell = answered.rows.find(({ dimensions }) => dimensions[0]!.key === 'm:1')!.values[2]!.lineage;
  const { value, recomputed, records } = await world.snapshot((session) => lineage(session, cell));
  expect([value, recomputed, records.records.length]).toEqual([1, 1, 1]);
  expect(records.records[0]!.sourceKey).toBe('shop');
  expect(JSON.parse(records.records[0]!.values)).toMatchObject({
    ...{
      orderId: 'o1',
      step: '1',
      touch: 'ann 03-01T08:00',
      touchSource: 'site',
      person: personKey('ann'),
      model: 'LINEAR 30d',
      conversions: '0.333334',
    },
  });
});

test('what changes is worked out anew and nothing else, and what was told before is still told as of then', async () => {
  const before = await credited();
  await world.revise(OrderLine, '2026-03-10', shop.annsOrder[0]!, 'revenue', 10n * M);
  await derive();
  expect(await written()).toEqual({ added: 0, revised: 3, removed: 0 });
  await world.load(Touch, [
    {
      day: '2026-03-11',
      source: shop.site,
      brand: shop.acme,
      channel: 'news',
      at: '2026-03-11T08:00:00Z',
      person: personKey('bob'),
      touch: 'late',
    },
  ]);
  await derive();
  // The touch comes first; the one that was the first becomes the second.
  expect(await written()).toEqual({ added: 1, revised: 1, removed: 0 });
  expect(byChannel(await credited())).toEqual({
    ...{ email: [expect.closeTo(1 / 3, 5), 10], paid_search: [expect.closeTo(1 / 3, 5), 10], paid_social: [expect.closeTo(1 / 3, 5), 10] },
    ...{ direct: [0.5, 50], news: [0.5, 50] },
  });
  expect(byChannel(await credited({ asOf: before.asOf }))).toEqual(byChannel(before));
});

test('a campaign that becomes known later takes its touches, a renamed one gives them up', async () => {
  const letter = await world.campaign('mail:9', shop.acme, 'newsletter', 'mailchimp');
  const rename = (name: string) => world.rows('UPDATE hub.campaign SET name = $2 WHERE workspace_id = 1 AND id = $1', [letter, name]);
  const touchOn = (day: string) => ({
    day,
    source: shop.site,
    brand: shop.acme,
    channel: 'x',
    at: `${day}T08:00:00Z`,
    person: personKey('zoe'),
    touch: day,
  });
  await rename('spring letter');
  await world.load(Touch, [touchOn('2026-05-01')]);
  await derive();
  expect(byChannel(await credited())).toMatchObject({ newsletter: [expect.closeTo(1 / 3, 5), 10] });
  await rename('autumn letter');
  await world.load(Touch, [touchOn('2026-05-02')]);
  await derive();
  expect(byChannel(await credited())).toMatchObject({ email: [expect.closeTo(1 / 3, 5), 10] });
  expect(await written()).toEqual({ added: 1, revised: 0, removed: 1 });
});

describe('in portions', () => {
  const all = async () => {
    const days = { from: '2025-12-01', to: '2026-07-31' };
    return plain(await credited({ range: days, by: ['CHANNEL', 'CAMPAIGN'], grain: 'DAY', where: [] }));
  };
  const portionsOf = (derivation: Derivation) => world.snapshot((session) => derivation.portions(session, null, TODAY));
  const working = async (derivation: Derivation) => ({
    ...{ database: world.database, workspaceId: 1, derivation, today: TODAY },
    setting: await world.snapshot((session) => derivation.setting(session)),
  });
  const choose = (model: ReportingModelName) =>
    world.session((session) => chooseReportingModel(session, { model, windowDays: 30 }, 'anna'));

  test('of a few rows each, the credits are what they are as a whole', async () => {
    await choose('POSITION');
    const small = creditsByPortions(2);
    const portions = await portionsOf(small);
    for (const [at, { range }] of portions.slice(1).entries()) expect(addDays(portions[at]!.range.to, 1)).toBe(range.from);
    expect(portions.length).toBeGreaterThan(4);
    for (const portion of portions) expect(await writePortion(await working(small), portion)).not.toBeNull();
    const found = await all();
    await choose('FIRST');
    await derive();
    expect(await all()).not.toEqual(found);
    await choose('POSITION');
    await derive();
    expect(await all()).toEqual(found);
  });

  test('of whom a touch comes in while a portion is worked out is left to the next time', async () => {
    await choose('LINEAR');
    const [portion] = (await portionsOf(orderCredits)) as [Portion];
    const before = byChannel(await credited());
    const read = async (session: Session) => {
      const batches = await portion.read(session);
      await world.load(Touch, [
        {
          ...{ day: '2026-03-12', source: shop.site, brand: shop.acme, channel: 'podcast', at: '2026-03-12T08:00:00Z' },
          ...{ person: personKey('bob'), touch: 'in between' },
        },
      ]);
      return batches;
    };
    const written = await writePortion(await working(orderCredits), { ...portion, read });
    expect(written!.after > written!.before).toBe(true);
    const models = await world.rows<{ person: string; model: string }>('SELECT DISTINCT person, model FROM fact.order_credit');
    for (const { person, model } of models)
      expect([person, model]).toEqual([person, person === personKey('bob') ? 'POSITION 30d' : 'LINEAR 30d']);
    expect(byChannel(await credited())).not.toEqual(before);
    expect(await derive()).toBe(true);
    expect(byChannel(await credited())).toMatchObject({ podcast: [expect.closeTo(1 / 3, 5), expect.closeTo(100 / 3, 3)] });
  });

  test('nothing is written by a model that is not the chosen one any more', async () => {
    const [portion] = (await portionsOf(orderCredits)) as [Portion];
    const before = await all();
    const read = async (session: Session) => {
      const batches = await portion.read(session);
      await choose('FIRST');
      return batches;
    };
    expect(await writePortion(await working(orderCredits), { ...portion, read })).toBeNull();
    expect(await all()).toEqual(before);
  });
});

describe('cohorts of customers', () => {
  const order = (customer: string, day: string, more: object = {}) => ({
    ...{
      day,
      source: shop.shop,
      brand: shop.acme,
      orderId: `${customer} ${day}`,
      line: '1',
      customer,
      currency: 'EUR',
      revenue: M,
      ...more,
    },
  });
  const JANUARY = { range: { from: '2026-01-01', to: '2026-01-31' }, where: ACME };
  const rates = async (asked: Partial<Question> = {}) =>
    plain(await world.ask({ select: ['cohortCustomers', 'repeatRate30', 'repeatRate', 'repeatRate365'], ...JANUARY, ...asked }))[0];
  const retained = async () =>
    Object.fromEntries(
      (await world.ask({ select: ['retentionRate'], by: ['COHORT', 'AGE'], ...JANUARY })).rows.map(({ dimensions, values }) => [
        dimensions.map(({ key }) => key).join(' '),
        values[0]!.value,
      ]),
    );

  beforeAll(async () => {
    await world.load(OrderLine, [
      order('c1', '2026-01-05', { channel: 'email', region: 'de' }),
      order('c1', '2026-02-03'),
      order('c1', '2026-04-30'),
      order('c2', '2026-01-10'),
      order('c2', '2026-04-10'),
      order('c3', '2026-01-31'),
      order('c4', '2026-01-20', { segment: 'returning' }),
      order('c4', '2026-01-21'),
    ]);
    await derive('2026-04-25');
  });

  it('count those alone whose days are over, above the line and below it', async () => {
    // On 25 April, 90 days have gone by for c1 and c2, not for c3; c4 had ordered before.
    expect(await rates()).toEqual({ cohortCustomers: 3, repeatRate30: expect.closeTo(1 / 3, 9), repeatRate: 1, repeatRate365: null });
    expect(await rates({ by: ['CHANNEL'], where: [...ACME, { dimension: 'REGION', op: 'IN', values: ['de'] }] })).toMatchObject({
      CHANNEL: 'email',
      cohortCustomers: 1,
      repeatRate: 1,
    });
    const [sql] = await world.rows<{ rate: number }>(
      `WITH o AS (SELECT customer, day, min(day) OVER (PARTITION BY customer) AS first, row_number() OVER (PARTITION BY customer ORDER BY day) AS n,
           min(segment) OVER (PARTITION BY customer) AS told FROM fact.order_line WHERE brand_id = $1)
       SELECT count(DISTINCT customer) FILTER (WHERE n = 2 AND day - first <= 30)::float8 / count(DISTINCT customer) AS rate
       FROM o WHERE first BETWEEN '2026-01-01' AND '2026-01-31' AND told IS NULL`,
      [shop.acme],
    );
    expect((await rates())!.repeatRate30).toBeCloseTo(sql!.rate, 9);
  });

  it('are followed through calendar months that are over, one cohort and month at a time', async () => {
    expect(await retained()).toEqual({ '2026-01 0': 1, '2026-01 1': expect.closeTo(1 / 3, 9) });
    const unchosen = await world.ask({ select: ['retentionRate'], by: ['AGE'], ...JANUARY });
    expect(unchosen.warnings).toEqual(expect.arrayContaining([expect.objectContaining({ code: 'NON_ADDITIVE', metric: 'retentionRate' })]));
  });

  it('ripen as days go by, and follow an earlier order that comes late', async () => {
    const before = (await world.ask({ select: ['repeatRate'], ...JANUARY })).asOf;
    expect(await derive('2026-05-03')).toBe(true);
    expect(await rates()).toMatchObject({ repeatRate: expect.closeTo(2 / 3, 9) });
    expect(await retained()).toMatchObject({ '2026-01 3': expect.closeTo(2 / 3, 9) });
    await world.load(OrderLine, [order('c3', '2025-12-30')]);
    await derive('2026-05-03');
    expect(await rates()).toMatchObject({ cohortCustomers: 2, repeatRate: 1 });
    expect(await rates({ asOf: before })).toMatchObject({ cohortCustomers: 3, repeatRate: 1 });
    const cell = (await world.ask({ select: ['repeatRate'], ...JANUARY })).rows[0]!.values[0]!.lineage;
    expect(await world.snapshot((session) => lineage(session, cell))).toMatchObject({ value: 1, recomputed: 1, factRows: 5 });
    expect(only(await world.ask({ select: ['cohortCustomers'], range: { from: '2025-12-01', to: '2025-12-31' } }), 'cohortCustomers')).toBe(
      1,
    );
  });
});
