import { inWorkspace } from '../../src/database/session';
import { METRICS } from '../../src/metrics/registry';
import { importPlan } from '../../src/plan/import-plan';
import { parsePlanFile } from '../../src/plan/plan-file';
import { type Body, type ServerUnderTest, serverUnderTest } from '../graph/running-server';
import { type SeededWorkspace, seedWorkspace } from './seeded-workspace';

const PLAN = `
year: 2026
title: { en: Next steps, zh-Hans: 下一步 }
currency: CNY
timeZone: Asia/Shanghai
rates: { EUR: 8, USD: 7 }
brands: [{ key: spring-brand, name: Spring Brand, own: true }]
sections: { budget: { en: Budget, zh-Hans: 预算 } }
goals:
  - key: november
    title: { en: November budget, zh-Hans: 十一月预算 }
    section: budget
    owner: Finance
    metric: spend
    aggregation: SUM
    where: { BRAND: spring-brand }
    start: 11-01
    end: 11-30
    better: BAND
    band: { low: 200, high: 280 }
    target: 240
    campaigns: 'meta:spring-*'
    goals:
      - { key: first-campaign, title: First, metric: spend, aggregation: SUM, where: { CAMPAIGN: 'meta:spring-1' }, better: BAND, band: { low: 20, high: 60 }, target: 40, campaigns: ['Spring campaign 1', 'nothing*'], partial: true }
      - { key: others, title: Others, metric: spend, aggregation: SUM, where: { CAMPAIGN: ['meta:spring-2', 'meta:spring-3'] }, better: BAND, band: { low: 150, high: 250 }, target: 200 }
  - { key: roas, title: Return, metric: roasClaimed, aggregation: RATIO, where: { BRAND: spring-brand }, start: 11-20, target: 2.5 }
`;

let server: ServerUnderTest;
let seeded: SeededWorkspace;
beforeAll(async () => {
  server = await serverUnderTest();
  seeded = await seedWorkspace(server, 1, 'spring');
  const plan = parsePlanFile(PLAN, { file: 'plan.yaml', today: '2026-11-23', metrics: METRICS });
  // The seed's own goal is archived by the file, which does not name it.
  await inWorkspace(server.database, 1, (session) => importPlan(session, plan, { now: new Date('2026-11-01T00:00:00Z') }));
});
afterAll(() => server?.close());

async function data(query: string, variables: Record<string, unknown> = {}, headers: Record<string, string> = {}): Promise<Body['data']> {
  const { body } = await server.ask(query, { variables, headers });
  expect(body.errors).toBeUndefined();
  return body.data;
}

describe('plan and goals', () => {
  test('are a tree that can be walked both ways, in the order of the plan', async () => {
    const { plan } = await data('{ plan(year: 2026) { id year title currency goals { key parent { key } children { key } } } }');
    expect(plan).toMatchObject({ year: 2026, title: 'Next steps', currency: 'CNY' });
    expect(plan.goals).toEqual([
      { key: 'november', parent: null, children: [{ key: 'first-campaign' }, { key: 'others' }] },
      { key: 'first-campaign', parent: { key: 'november' }, children: [] },
      { key: 'others', parent: { key: 'november' }, children: [] },
      { key: 'roas', parent: null, children: [] },
    ]);
    expect(await data('{ plan(year: 2020) { id } goal(key: "nothing") { id } goals(year: 2020) { id } }')).toEqual({
      plan: null,
      goal: null,
      goals: [],
    });
  });

  test('say what they ask for, in the reader’s language', async () => {
    const query =
      '{ goal(key: "november") { title section owner metric where { dimension values } unit currency better start end target } }';
    const { goal } = await data(query, {}, { 'accept-language': 'zh-CN' });
    expect(goal).toEqual({
      title: '十一月预算',
      section: '预算',
      owner: 'Finance',
      metric: 'spend',
      where: [{ dimension: 'BRAND', values: ['spring-brand'] }],
      unit: 'MONEY',
      currency: 'CNY',
      better: 'BAND',
      start: '2026-11-01',
      end: '2026-11-30',
      target: 240,
    });
  });

  test('tell where they stand: 60 yuan a day for three days against 240 by thirtieths', async () => {
    const fields = 'evaluatedTo actual expectedToDate pace attainment gap status reasons requiredPerDay forecast { value method reason }';
    const { goal } = await data(`{ goal(key: "november") { ${fields} } }`);
    expect(goal).toMatchObject({
      evaluatedTo: '2026-11-22',
      actual: 180,
      expectedToDate: 176,
      pace: 1,
      attainment: 0.75,
      gap: 0,
      status: 'AT_RISK',
      requiredPerDay: 7.5,
    });
    // Two days ago it was behind; one good day alone does not turn the light.
    expect(goal.reasons.at(-1)).toBe(
      'The figures of 2026-11-22 alone say ON_TRACK; the status stays AT_RISK until 2 evaluations in a row agree.',
    );
    expect(goal.forecast.method).toBe('phased ratio');
  });

  test('of a plan that are no part of others are one progress', async () => {
    const { goals } = await data('{ goals { key attainment parent { key } } }');
    const own = goals
      .filter(({ parent }: { parent: object | null }) => parent === null)
      .map((goal: { attainment: number }) => goal.attainment);
    const { plan } = await data('{ plan(year: 2026) { progress { mean weakest { key attainment } totals { metric } } } }');
    expect(plan.progress).toEqual({
      mean: own.reduce((sum: number, each: number) => sum + each, 0) / own.length,
      weakest: { key: expect.any(String), attainment: Math.min(...own) },
      // The budget is to stay in its band, the other goal is a ratio.
      totals: [],
    });
  });

  test('give the number as the metrics give it, down to its records’ lineage', async () => {
    const { goal } = await data('{ goal(key: "november") { actual lineage } }');
    const { lineage } = await data('query ($cell: ID!) { lineage(cell: $cell) { value recomputed goals { key } } }', {
      cell: goal.lineage,
    });
    expect(lineage).toEqual({
      value: goal.actual,
      recomputed: goal.actual,
      goals: [{ key: 'november' }, { key: 'first-campaign' }, { key: 'others' }, { key: 'roas' }],
    });
  });

  test('are cut into periods whose targets add up', async () => {
    const { goal } = await data(
      '{ goal(key: "november") { days: periods(grain: DAY) { start target actual attainment } year: periods(grain: YEAR) { start end target actual } } }',
    );
    expect(goal.year).toEqual([{ start: '2026-11-01', end: '2026-11-30', target: 240, actual: 180 }]);
    expect(goal.days.length).toBe(30);
    expect(goal.days[19]).toEqual({ start: '2026-11-20', target: 8, actual: 60, attainment: 7.5 });
    expect(goal.days[22]).toEqual({ start: '2026-11-23', target: 8, actual: null, attainment: null });
  });

  test('can be asked for by state', async () => {
    const { goals } = await data('{ goals(year: 2026, status: [ON_TRACK, ACHIEVED]) { key status } }');
    expect(goals).toEqual([
      { key: 'first-campaign', status: 'ON_TRACK' },
      { key: 'others', status: 'ON_TRACK' },
      { key: 'roas', status: 'ON_TRACK' },
    ]);
    expect((await data('{ goals(status: [UNKNOWN]) { key } }')).goals).toEqual([]);
  });

  test('agree with campaigns on who serves whom, pair by pair', async () => {
    const { goals, campaigns } = await data('{ goals { key campaigns { key } } campaigns { edges { node { key goals { key } } } } }');
    const fromGoals = goals.flatMap((goal: { key: string; campaigns: { key: string }[] }) =>
      goal.campaigns.map(({ key }) => `${goal.key} ${key}`),
    );
    const fromCampaigns = campaigns.edges.flatMap(({ node }: { node: { key: string; goals: { key: string }[] } }) =>
      node.goals.map(({ key }) => `${key} ${node.key}`),
    );
    expect(fromGoals.sort()).toEqual([
      'first-campaign meta:spring-1',
      'november meta:spring-1',
      'november meta:spring-2',
      'november meta:spring-3',
    ]);
    expect(fromCampaigns.sort()).toEqual(fromGoals);
  });

  test('remember their earlier targets', async () => {
    const raised = parsePlanFile(PLAN.replace('target: 2.5', 'target: 2.75'), { file: 'plan.yaml', today: '2026-11-23', metrics: METRICS });
    await inWorkspace(server.database, 1, (session) =>
      importPlan(session, raised, { now: new Date('2026-11-10T00:00:00Z'), reason: 'review' }),
    );
    const { goal } = await data('{ goal(key: "roas") { target targetVersions { recordedAt reason target } } }');
    expect(goal).toEqual({
      target: 2.75,
      targetVersions: [
        { recordedAt: '2026-11-01T00:00:00.000Z', reason: 'plan file', target: 2.5 },
        { recordedAt: '2026-11-10T00:00:00.000Z', reason: 'review', target: 2.75 },
      ],
    });
  });
});

describe('metrics beside their targets', () => {
  const ask = async (query: string) =>
    (
      await data(
        `{ metrics(query: ${query}) { rows { period dimensions { key } values { metric value target attainment } } totals { values { target } } } }`,
      )
    ).metrics;

  test('have the target of the goal with the same metric and filters, for the range and by day', async () => {
    const november = 'range: { from: "2026-11-01", to: "2026-11-30" }';
    const brand = 'where: [{ dimension: BRAND, values: ["spring-brand"] }]';
    const whole = await ask(`{ select: [spend, clicks], ${november}, ${brand}, compare: TARGET }`);
    expect(whole.rows[0].values).toEqual([
      { metric: 'spend', value: 180, target: 240, attainment: 0.75 },
      { metric: 'clicks', value: 450, target: null, attainment: null },
    ]);
    const days = await ask(`{ select: [spend], ${november}, ${brand}, grain: DAY, compare: TARGET, totals: true }`);
    expect(days.rows.map(({ values }: { values: { target: number }[] }) => values[0]?.target)).toEqual([8, 8, 8]);
    expect(days.totals.values[0].target).toBe(240);
  });

  test('have it row by row where the breakdown is the goal’s filter', async () => {
    const { rows } = await ask(
      '{ select: [spend], by: [CAMPAIGN], range: { from: "2026-11-01", to: "2026-11-30" }, compare: TARGET, orderBy: [{ dimension: CAMPAIGN, descending: false }] }',
    );
    expect(rows.map(({ values }: { values: { target: number }[] }) => values[0]?.target)).toEqual([40, null, null]);
  });

  test('have none for days that the goal does not hold, or other filters', async () => {
    const { rows } = await ask(
      '{ select: [spend], range: { from: "2026-10-01", to: "2026-11-30" }, where: [{ dimension: BRAND, values: ["spring-brand"] }], compare: TARGET }',
    );
    expect(rows[0].values[0].target).toBeNull();
    const all = await ask('{ select: [spend], range: { from: "2026-11-01", to: "2026-11-30" }, compare: TARGET }');
    expect(all.rows[0].values[0].target).toBeNull();
  });

  test('have it in another currency at the plan’s rates', async () => {
    const { rows } = await ask(
      '{ select: [spend], range: { from: "2026-11-01", to: "2026-11-30" }, where: [{ dimension: BRAND, values: ["spring-brand"] }], compare: TARGET, currency: "EUR", fx: PLAN_RATE }',
    );
    expect(rows[0].values[0]).toEqual({ metric: 'spend', value: 22.5, target: 30, attainment: 0.75 });
  });
});

describe('plans', () => {
  test('are seen by their own workspace only', async () => {
    const other = await server.workspace('other');
    const key = await server.key(other);
    const { body } = await server.ask('{ plan(year: 2026) { id } goal(key: "november") { id } goals { id } }', { key });
    expect(body.data).toEqual({ plan: null, goal: null, goals: [] });
    expect(seeded.id).toBe(1);
  });
});
