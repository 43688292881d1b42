import { OrderLine } from '../../../entities/facts/OrderLine';
import { personKey } from '../../../src/lib/person-key';
import { type AttributionAnswer, answerAttribution } from '../../../src/metrics/attribution/answer-attribution';
import type { AttributionModelName, AttributionQuestion } from '../../../src/metrics/attribution/attribution-question';
import { ASKER, only } from '../metric-world';
import { type AttributionWorld, attributionWorld } from './attribution-world';

const MARCH = { from: '2026-03-01', to: '2026-03-31' };

let shop: AttributionWorld;
beforeAll(async () => {
  shop = await attributionWorld();
});
afterAll(() => shop?.world.close());

const ask = (question: Partial<AttributionQuestion> = {}): Promise<AttributionAnswer> =>
  shop.world.snapshot((session) => answerAttribution(session, { range: MARCH, currency: 'EUR', brands: ['acme'], ...question }, ASKER));

/** Conversions and revenue by key. */
function credited({ rows }: AttributionAnswer, model: AttributionModelName): Record<string, [number, number]> {
  const entries = rows.map((row): [string, [number, number]] => {
    const credit = row.credits.find((each) => each.model === model)!;
    return [row.key, [credit.conversions, credit.revenue]];
  });
  return Object.fromEntries(entries.filter(([, [conversions]]) => conversions !== 0));
}

const near = (conversions: number, revenue: number) => [expect.closeTo(conversions, 9), expect.closeTo(revenue, 6)];

test('a touch is credited under the channel of its campaign where the hub knows the campaign by key or name', async () => {
  expect(credited(await ask(), 'LINEAR')).toEqual({
    paid_social: near(1 / 3, 20),
    paid_search: near(1 / 3, 20),
    email: near(1 / 3, 20),
    direct: near(1, 100),
  });
});

test('first and last touch agree with the SQL of an analyst', async () => {
  const answered = await ask();
  for (const [model, direction] of [
    ['FIRST', 'ASC'],
    ['LAST', 'DESC'],
  ] as const) {
    const rows = await shop.world.rows<{ channel: string; orders: number; revenue: number }>(
      `WITH o AS (SELECT order_id, hub.person_key(customer) AS person, brand_id, min(placed_at) AS placed_at,
           sum(revenue_micros / CASE currency WHEN 'USD' THEN 1.08 ELSE 1 END) / 1e6 AS revenue
         FROM fact.order_line WHERE day BETWEEN '2026-03-01' AND '2026-03-31' AND brand_id = $1 GROUP BY order_id, person, brand_id),
       chosen AS (SELECT DISTINCT ON (o.order_id) o.order_id, o.revenue, coalesce(c.channel, t.channel) AS channel
         FROM o JOIN fact.touch t ON t.person = o.person AND t.brand_id = o.brand_id AND t.at <= o.placed_at AND t.at >= o.placed_at - interval '30 days'
           AND NOT EXISTS (SELECT FROM o p WHERE p.person = o.person AND p.placed_at > t.at AND p.placed_at < o.placed_at)
         LEFT JOIN hub.campaign c ON t.campaign_name IN (c.key, c.name) ORDER BY o.order_id, t.at ${direction})
       SELECT channel, count(*)::int AS orders, sum(revenue)::float8 AS revenue FROM chosen GROUP BY channel`,
      [shop.acme],
    );
    expect(credited(answered, model)).toEqual(
      Object.fromEntries(rows.map(({ channel, orders, revenue }) => [channel, near(orders, revenue)])),
    );
  }
});

test('every model gives away the same orders and the same money, and says of which orders nobody is credited', async () => {
  const answered = await ask({ weights: [2, 1] });
  const { tally } = answered;
  for (const { model } of answered.rows[0]!.credits) {
    const given = Object.values(credited(answered, model));
    expect([model, given.reduce((sum, [orders]) => sum + orders, 0)]).toEqual([model, expect.closeTo(2, 9)]);
    expect([model, given.reduce((sum, [, revenue]) => sum + revenue, 0)]).toEqual([model, expect.closeTo(160, 6)]);
  }
  expect(answered.rows[0]!.credits.map(({ model }) => model)).toHaveLength(9);
  expect(tally).toMatchObject({ conversions: 4, unattributedConversions: 2, anonymousConversions: 1 });
  const whole = await shop.world.ask({
    select: ['orders', 'revenue'],
    range: MARCH,
    where: [{ dimension: 'BRAND', op: 'IN', values: ['acme'] }],
  });
  expect([tally.conversions, tally.revenue]).toEqual([only(whole, 'orders'), expect.closeTo(only(whole, 'revenue')!, 6)]);
  expect(answered.reasons).toEqual([
    '1 orders do not tell who ordered, so that no touch can be found for them',
    '1 orders of known people have no touch in the 30 days before them: nobody is credited',
  ]);
});

test('journeys to nothing count for Markov and Shapley; those that lead to an order later, or still may, do not', async () => {
  const { tally } = await ask();
  // cas, and what dee did towards acme; eve ordered in April.
  expect(tally).toMatchObject({ journeysToNothing: 2, openJourneys: 0 });
  const early = await shop.world.snapshot((session) =>
    answerAttribution(session, { range: MARCH, currency: 'EUR', brands: ['acme'] }, { ...ASKER, today: '2026-04-10' }),
  );
  expect(early.tally).toMatchObject({ journeysToNothing: 1, openJourneys: 1 });
  expect(early.reasons.at(-1)).toBe('1 journeys are younger than 30 days and may still lead to an order: they are left out');
  const reasonsBy = async (model: 'SHAPLEY' | 'MARKOV') => {
    const asker = { ...ASKER, today: '2026-04-01' };
    const question = { range: MARCH, currency: 'EUR', brands: ['acme'], models: [model] };
    const { tally: known, reasons } = await shop.world.snapshot((session) => answerAttribution(session, question, asker));
    return known.journeysToNothing === 0 ? reasons.at(-1) : undefined;
  };
  expect(await reasonsBy('SHAPLEY')).toMatch(/^no journey to nothing is known yet, so that SHAPLEY credits every channel alike/);
  expect(await reasonsBy('MARKOV')).toMatch(/journeys are younger than 30 days/);
});

test('the window decides what counts: with three days ann came by e-mail and search alone', async () => {
  expect(Object.keys(credited(await ask({ windowDays: 3 }), 'LINEAR')).sort()).toEqual(['direct', 'email', 'paid_search']);
  expect(Object.keys(credited(await ask({ windowDays: 45 }), 'FIRST')).sort()).toEqual(['paid_social']);
});

test('claimed, credited and incremental stand beside each other, with the ratio of each claim', async () => {
  const { rows } = await ask({ by: 'PLATFORM', models: ['LINEAR'] });
  const meta = rows.find(({ key }) => key === 'meta')!;
  const value = (name: string) => meta.values.find(({ metric }) => metric === name)!.value;
  expect([value('spend'), value('conversionsClaimed'), value('revenueClaimed'), meta.spendShare]).toEqual([10, 3, 150, 0.25]);
  expect(meta.credits[0]).toMatchObject({ roas: expect.closeTo(2, 9), overclaimRatio: expect.closeTo(9, 9) });
  expect(meta.lift).toEqual({
    ...{ tests: ['geo-1'], from: '2026-03-01', to: '2026-03-20', conversions: 1.5, claimedMeanwhile: 3, factor: 0.5 },
    interval: { low: expect.closeTo(1.5 - 0.98, 2), high: expect.closeTo(1.5 + 0.98, 2), level: 0.95 },
  });
  const google = rows.find(({ key }) => key === 'google_ads')!;
  expect([google.lift, google.liftReason]).toEqual([null, 'no lift test of it ended in the range']);
  const byCampaign = await ask({ by: 'CAMPAIGN', models: ['LINEAR'] });
  expect(byCampaign.rows.find(({ key }) => key === 'm:1')).toMatchObject({
    label: 'Campaign m:1',
    lift: null,
    liftReason: expect.stringMatching(/not by campaign/),
  });
  expect(byCampaign.rows.find(({ key }) => key === 'direct')).toMatchObject({ label: 'Direct' });
});

test('delays say how long before their order the touches of a channel were', async () => {
  const { rows } = await ask({ models: ['LAST'] });
  const spans = (key: string) =>
    rows.find((row) => row.key === key)!.delays.flatMap(({ fromDays, touches }) => (touches > 0 ? [[fromDays, touches]] : []));
  expect([spans('paid_social'), spans('paid_search'), spans('email'), spans('direct')]).toEqual([[[7, 1]], [[1, 1]], [[0, 1]], [[0, 1]]]);
});

test('people are met by whatever the shop calls them: case of letters and spaces make no difference, a key stays a key', async () => {
  for (const name of ['ann', ' Mei@Example.com ', 'ÄNNE', '7000000020', personKey('x')]) {
    const [row] = await shop.world.rows<{ key: string }>('SELECT hub.person_key($1) AS key', [name]);
    expect(row!.key).toBe(personKey(name));
  }
  expect(personKey('MEI@example.com')).toBe(personKey(' mei@Example.com '));
});

test('what cannot be meant is refused with its place', async () => {
  await expect(ask({ windowDays: 0 })).rejects.toThrow('windowDays: 0 given; expected a whole number from 1 to 365');
  await expect(ask({ models: ['CUSTOM'] })).rejects.toThrow('weights');
  await expect(ask({ position: [0.8, 0.4] })).rejects.toThrow('position');
  await expect(ask({ models: ['MAGIC' as never] })).rejects.toThrow('models');
});

test('as it was known before a refund the order was worth more', async () => {
  const before = (await ask()).asOf;
  await shop.world.revise(OrderLine, '2026-03-10', shop.annsOrder[0]!, 'revenue', 0);
  expect((await ask()).tally.revenue).toBeCloseTo(155, 6);
  expect((await ask({ asOf: before })).tally.revenue).toBeCloseTo(195, 6);
});
