import { shippedMappingText } from '../../ingest/files/shipped-mapping';
import { importFile } from '../../ingest/import-file';
import { writtenMapping } from '../../ingest/import-mappings';
import { loadConnectors } from '../../ingest/load-connectors';
import { pullNow } from '../../ingest/pull-now';
import type { IngestDeps } from '../../ingest/run-pull';
import { type Sandbox, sandboxSources, startSandbox, WORLD_BRANDS } from '../../ingest/sandbox/sandbox';
import { createSource } from '../../ingest/sources';
import { inWorkspace } from '../../src/database/session';
import { createLog } from '../../src/lib/log';
import { newKey } from '../../src/lib/seal';
import { METRICS } from '../../src/metrics/registry';
import { importPlan } from '../../src/plan/import-plan';
import { parsePlanFile } from '../../src/plan/plan-file';
import { type Body, type ServerUnderTest, serverUnderTest } from '../graph/running-server';
import { fileOf } from '../ingest/files/read-all';
import { fakeClock } from '../support/ingest-clock';

const TODAY = '2026-06-15';
const PLAN = `
year: 2026
title: Plan
currency: CNY
timeZone: Asia/Shanghai
brands: [{ key: lumina, name: Lumina, own: true }]
goals:
  - { key: revenue, title: Revenue, metric: revenue, aggregation: SUM, target: 1000, experiments: ['*checkout on one page*', imported-1] }
  - { key: spend, title: Spend, metric: spend, aggregation: SUM, target: 10 }
`;
/** 100 and 130 buyers of 2,000; a mean without squares; clicks per page; a metric that was told of last a day before; and another experiment. */
const TOTALS = `day,experiment,variant,variant_place,metric,metric_role,weight,users,sum,sum_squares,denominator,denominator_squares,products
2026-05-01,imported-1,control,,buys,,0.5,900,40,40,,,
2026-05-01,imported-1,test,,buys,,0.5,900,41,41,,,
2026-05-02,imported-1,control,,buys,,0.5,2000,100,100,,,
2026-05-02,imported-1,test,,buys,,0.5,2000,130,130,,,
2026-05-02,imported-1,control,,basket,,0.5,2000,9000,,,,
2026-05-02,imported-1,test,,basket,,0.5,2000,9900,,,,
2026-05-02,imported-1,control,,clicks_per_page,,0.5,1000,300,1600,5000,36000,2600
2026-05-02,imported-1,test,,clicks_per_page,,0.5,1010,360,2100,5100,37500,3000
2026-05-01,imported-1,control,,visits,,0.5,900,1800,5000,,,
2026-05-01,imported-1,test,,visits,,0.5,900,1850,5200,,,
2026-05-02,no-weights,a,,buys,,,2000,100,100,,,
2026-05-02,no-weights,b,,buys,,,2000,160,160,,,
2026-05-02,no-weights,c,,buys,,,2000,0,0,,,
2026-05-02,one-gone,a,,buys,,0.5,2000,100,100,,,
2026-05-02,one-gone,b,,buys,,0.25,1000,80,80,,,
`;

let server: ServerUnderTest;
let sandbox: Sandbox;
beforeAll(async () => {
  server = await serverUnderTest({ now: () => new Date(`${TODAY}T12:00:00Z`) });
  sandbox = await startSandbox({ today: TODAY });
  const connectors = loadConnectors();
  const deps: IngestDeps = {
    database: server.database,
    connectors,
    key: newKey(),
    log: createLog('silent'),
    clock: fakeClock(`${TODAY}T20:00:00Z`),
    random: () => 0,
  };
  await inWorkspace(server.database, 1, async (session) => {
    for (const { key, names } of WORLD_BRANDS)
      await session.execute('INSERT INTO hub.brand (workspace_id, key, name) VALUES (1, $1, $2)', [key, names.en]);
    for (const { mount: _, ...source } of sandboxSources(sandbox.url))
      if (source.key === 'growthbook') await createSource(session, deps, source);
  });
  const pulled = await pullNow(deps, { workspaceId: 1, sourceKey: 'growthbook' });
  expect(pulled.end).toEqual({ status: 'SUCCEEDED', error: null });
  await load(TOTALS);
  const plan = parsePlanFile(PLAN, { file: 'plan.yaml', today: TODAY, metrics: METRICS });
  await inWorkspace(server.database, 1, (session) => importPlan(session, plan, { now: new Date('2026-01-01T00:00:00Z') }));
});
afterAll(async () => {
  await sandbox?.close();
  await server?.close();
});

/** Imports totals as a file, and tells the instant by which they were known. */
async function load(csv: string): Promise<string> {
  const path = fileOf('totals.csv', csv);
  const mapping = writtenMapping(shippedMappingText('experiment-totals'));
  const { quarantined } = await importFile(server.database, { workspaceId: 1, path, ...mapping, brand: 'lumina' });
  expect(quarantined).toBe(0);
  const [workspace] = await server.run('SELECT recorded_at FROM hub.workspace WHERE id = 1');
  return new Date((workspace!.recorded_at as Date).getTime() + 1).toISOString();
}

async function data(query: string, headers: Record<string, string> = {}): Promise<Body['data']> {
  const { body } = await server.ask(query, { headers });
  expect(body.errors).toBeUndefined();
  return body.data;
}

const NUMBERS = `metric metricName role variant baseline value baselineValue lift liftInterval { low high level } difference differenceInterval { low high }
  scale pValue adjustedPValue adjustedInterval { low high } sequentialInterval { low high } sequentialPValue detectable chanceToWin risk verdict reason`;
const results = async (key: string, given = '') =>
  (await data(`{ experiment(key: "${key}") { results${given} { ${NUMBERS} } } }`)).experiment.results as Record<string, never>[];
const near = (value: number, digits = 5) => expect.closeTo(value, digits);

describe('an experiment that was pulled from its platform', () => {
  test('tells its arms as they were planned and as they came, by the last day', async () => {
    const { experiment } = await data(
      '{ experiment(key: "exp_checkout_2026") { id key name phase day variants { key name weight users } } }',
    );
    expect(experiment).toMatchObject({
      id: 'exp_checkout_2026',
      name: 'Lumina | Checkout on one page 2026',
      phase: '0',
      day: '2026-03-09',
    });
    expect(experiment.variants.map(({ key, name, weight }: Record<string, never>) => [key, name, weight])).toEqual([
      ['var_checkout_0', 'Two pages', 0.5],
      ['var_checkout_1', 'One page', 0.5],
    ]);
    const [counted] = await server.run(
      `SELECT array_agg(users ORDER BY variant)::float8[] AS users FROM fact.variant_day
       WHERE experiment = 'exp_checkout_2026' AND metric = 'met_purchase' AND day = '2026-03-09'`,
    );
    expect(experiment.variants.map(({ users }: Record<string, never>) => users)).toEqual(counted!.users);
  });

  test('says what plain SQL says, and names a winner on the metrics that decide only', async () => {
    const [sql] = await server.run(
      `SELECT (b.sum_micros / b.users::float8 - a.sum_micros / a.users::float8) / 1e6 AS difference,
         (b.sum_micros / b.users::float8) / (a.sum_micros / a.users::float8) - 1 AS lift
       FROM fact.variant_day a JOIN fact.variant_day b USING (experiment, metric, day)
       WHERE experiment = 'exp_checkout_2026' AND metric = 'met_purchase' AND a.variant = 'var_checkout_0' AND b.variant = 'var_checkout_1'`,
    );
    const found = await results('exp_checkout_2026');
    expect(found.map(({ metric, role }) => `${metric} ${role}`)).toEqual(['met_purchase goal', 'met_revenue goal', 'met_pages guardrail']);
    expect(found[0]).toMatchObject({
      metricName: 'Purchase',
      variant: 'var_checkout_1',
      baseline: 'var_checkout_0',
      difference: near(sql!.difference as number, 10),
      lift: near(sql!.lift as number, 10),
    });
    const [purchase, revenue, pages] = found as unknown as Record<string, number>[];
    expect(purchase!.adjustedPValue).toBeGreaterThanOrEqual(purchase!.pValue!);
    expect(revenue!.pValue).toEqual(expect.any(Number));
    expect(pages).toMatchObject({ adjustedPValue: null, verdict: 'REFUSED', reason: 'the metric is not one of those that decide' });
    expect(pages!.pValue).toEqual(expect.any(Number));
  });

  test('leads from each result to the records that said it', async () => {
    const { experiment } = await data(
      '{ experiment(key: "exp_checkout_2026") { results { variant value records { sourceKey raw values run { source { key: name } } } } } }',
    );
    const [{ value, records }] = experiment.results;
    expect(records.map(({ sourceKey }: Record<string, never>) => sourceKey)).toEqual(['growthbook', 'growthbook']);
    const [baseline, variant] = records.map((record: Record<string, string>) => ({
      raw: JSON.parse(record.raw!),
      values: JSON.parse(record.values!),
    }));
    expect([baseline.values.variant, variant.values.variant]).toEqual(['var_checkout_0', 'var_checkout_1']);
    // What GrowthBook itself says of the variant, in its own record.
    const [purchase] = variant.raw.results[0].metrics;
    expect(value).toBeCloseTo(purchase.variations[1].analyses[0].mean, 12);
    expect(variant.values.users).toBe(purchase.variations[1].users);
  });

  test('with users lost on the way refuses a winner, and says so in the asker’s language', async () => {
    const query =
      '{ experiment(key: "exp_reviews_2025") { sampleRatio { pValue ok largestDeviation reason } results { verdict reason pValue } } }';
    const { experiment } = await data(query);
    const { sampleRatio } = experiment;
    expect(sampleRatio.ok).toBe(false);
    expect(sampleRatio.pValue).toBeLessThan(0.001);
    expect(sampleRatio.reason).toMatch(/^users are not split as planned: one arm is [\d.]+ % off, which chance does with p = /);
    for (const { verdict, reason, pValue } of experiment.results) {
      expect([verdict, reason.startsWith(sampleRatio.reason)]).toEqual(['REFUSED', true]);
      expect(pValue).toEqual(expect.any(Number));
    }
    const chinese = await data(query, { 'accept-language': 'zh-CN' });
    expect(chinese.experiment.sampleRatio.reason).toMatch(/^分流与计划不符：/);
    expect((await data(query, { 'accept-language': 'zh-TW' })).experiment.sampleRatio.reason).toMatch(/^分流與計劃不符：/);
  });

  test('with an honest split says so', async () => {
    const { experiment } = await data('{ experiment(key: "exp_giftbox_2025") { sampleRatio { ok reason } } }');
    expect(experiment.sampleRatio).toEqual({ ok: true, reason: null });
  });
});

describe('an experiment whose totals were imported', () => {
  test('130 buyers of 2,000 against 100', async () => {
    const [found] = await results('imported-1', '(family: ["buys"])');
    expect(found).toEqual({
      metric: 'buys',
      metricName: 'buys',
      role: null,
      variant: 'test',
      baseline: 'control',
      value: 0.065,
      baselineValue: 0.05,
      lift: near(0.3, 12),
      liftInterval: { low: near(-0.02929), high: near(0.62929), level: 0.95 },
      difference: near(0.015, 12),
      differenceInterval: { low: near(0.000574), high: near(0.029426) },
      scale: 'ABSOLUTE',
      pValue: near(0.04155185455948121, 9),
      adjustedPValue: near(0.04155185455948121, 9),
      adjustedInterval: { low: near(0.000574), high: near(0.029426) },
      sequentialInterval: { low: near(-0.007371), high: near(0.037371) },
      sequentialPValue: near(0.45023),
      // 2.8016 standard errors of the difference.
      detectable: near(0.020614),
      chanceToWin: near(0.96296),
      risk: near(0.00248),
      verdict: 'HIGHER',
      reason: 'significant only if this was the one planned look: the interval that holds at every look still has 0 in it',
    });
  });

  test('is one family of all metrics where none were chosen, and not significant any more', async () => {
    const found = await results('imported-1');
    const buys = found.find(({ metric }) => metric === 'buys')!;
    // Three of its four metrics can be tested.
    expect(buys.adjustedPValue).toBeCloseTo(3 * 0.04155185455948121, 9);
    expect([buys.verdict, buys.reason]).toEqual(['UNDECIDED', null]);
    const plain = await results('imported-1', '(correction: NONE)');
    expect(plain.find(({ metric }) => metric === 'buys')).toMatchObject({
      adjustedPValue: near(0.04155185455948121, 9),
      verdict: 'HIGHER',
    });
  });

  test('takes a belief beforehand into chance and risk, and into nothing else', async () => {
    const [flat] = await results('imported-1', '(family: ["buys"])');
    const [shrunk] = await results('imported-1', '(family: ["buys"], prior: { standardDeviation: 0.3 })');
    expect(shrunk).toEqual({ ...flat, chanceToWin: near(0.94045), risk: expect.any(Number) });
    expect(Number(shrunk!.risk)).toBeGreaterThan(Number(flat!.risk));
    const { body } = await server.ask('{ experiment(key: "imported-1") { results(prior: { standardDeviation: 0 }) { metric } } }');
    expect(body.errors).toMatchObject([{ message: 'results.prior.standardDeviation: 0 given; expected a number above 0' }]);
  });

  test('tests the lift where that was asked for', async () => {
    const [found] = await results('imported-1', '(family: ["buys"], scale: RELATIVE)');
    expect(found).toMatchObject({
      scale: 'RELATIVE',
      pValue: near(0.07418, 3),
      sequentialInterval: { low: near(0.3 - 0.51066), high: near(0.81066) },
      sequentialPValue: near(0.68329),
      verdict: 'UNDECIDED',
    });
  });

  test('lets whoever looks at any time decide by the sequential test, narrowest where that was asked for', async () => {
    const [any] = await results('imported-1', '(family: ["buys"], looks: ANY)');
    expect(any).toMatchObject({
      pValue: near(0.04155),
      adjustedPValue: near(0.45023),
      adjustedInterval: null,
      verdict: 'UNDECIDED',
      reason: null,
    });
    const [b] = await results('no-weights', '(looks: ANY, tuning: 4000)');
    const [wider] = await results('no-weights', '(looks: ANY, tuning: 100)');
    const width = ({ sequentialInterval }: Record<string, never>) => {
      const { low, high } = sequentialInterval as unknown as { low: number; high: number };
      return high - low;
    };
    expect(width(b!)).toBeLessThan(width(wider!));
    const { body } = await server.ask('{ experiment(key: "imported-1") { results(tuning: 0) { metric } } }');
    expect(body.errors).toMatchObject([{ message: 'results.tuning: 0 given; expected a number of users, 1 or more' }]);
  });

  test('without squares has a lift and no error, and says why', async () => {
    const found = (await results('imported-1')).find(({ metric }) => metric === 'basket');
    expect(found).toMatchObject({ value: 4.95, baselineValue: 4.5, lift: near(0.1, 12), difference: near(0.45, 12), verdict: 'REFUSED' });
    expect(found).toMatchObject({
      liftInterval: null,
      differenceInterval: null,
      pValue: null,
      adjustedPValue: null,
      chanceToWin: null,
      risk: null,
    });
    expect(found!.reason).toBe('the source tells no sums of squares, without which no error can be computed');
  });

  test('has ratios of sums by the delta method', async () => {
    const found = (await results('imported-1')).find(({ metric }) => metric === 'clicks_per_page');
    expect(found).toMatchObject({ baselineValue: 0.06, lift: near(0.17647058823529416, 9), verdict: 'UNDECIDED' });
    const { scale, liftInterval } = found as unknown as { scale: string; liftInterval: { low: number; high: number } };
    expect(scale).toBe('ABSOLUTE');
    expect(liftInterval.low).toBeCloseTo(-0.2242115047545682, 9);
    expect(liftInterval.high).toBeCloseTo(0.5771526812251565, 9);
  });

  test('of which a metric is old names no winner on it', async () => {
    const found = (await results('imported-1')).find(({ metric }) => metric === 'visits');
    expect(found).toMatchObject({ verdict: 'REFUSED', reason: 'the metric was last told on 2026-05-01, the experiment on 2026-05-02' });
  });

  test('whose shares are not told cannot be checked, and has no winner', async () => {
    const { experiment } = await data('{ experiment(key: "no-weights") { variants { weight } sampleRatio { pValue ok reason } } }');
    const reason = 'the planned shares of the arms are not told: the split cannot be checked';
    expect(experiment).toEqual({
      variants: [{ weight: 0 }, { weight: 0 }, { weight: 0 }],
      sampleRatio: { pValue: null, ok: false, reason },
    });
    const [b, c] = await results('no-weights');
    expect(b).toMatchObject({ baseline: 'a', variant: 'b', verdict: 'REFUSED', reason });
    expect(b!.pValue).toBeLessThan(0.001);
    expect(c).toMatchObject({ variant: 'c', difference: -0.05, pValue: null, verdict: 'REFUSED' });
    expect(c!.reason).toBe(`${reason}; the users of an arm do not differ from each other, so that chance cannot be told from effect`);
  });

  test('can be held against another arm, which has to be one of its own', async () => {
    const [a] = await results('no-weights', '(baseline: "b")');
    expect(a).toMatchObject({ baseline: 'b', variant: 'a', difference: near(-0.03, 12) });
    const wrong = async (given: string) =>
      (await server.ask(`{ experiment(key: "no-weights") { results${given} { metric } } }`)).body.errors;
    expect(await wrong('(baseline: "z")')).toMatchObject([
      { message: 'results.baseline: "z" given; expected one of a, b, c', extensions: { code: 'BAD_USER_INPUT' } },
    ]);
    expect(await wrong('(family: ["sales"])')).toMatchObject([{ message: expect.stringContaining('metrics of the experiment: buys') }]);
  });

  test('of which an arm is missing is not believed', async () => {
    const { experiment } = await data('{ experiment(key: "one-gone") { sampleRatio { ok reason } } }');
    expect(experiment.sampleRatio).toEqual({
      ok: false,
      reason: 'the arms that are told were planned to get 75 % of the users: one is missing',
    });
  });
});

describe('experiments', () => {
  test('are listed, found by a part of their name, and unknown ones are null', async () => {
    const { experiments } = await data('{ experiments(search: "on one page") { key name day } }');
    expect(experiments.map(({ key }: Record<string, never>) => key)).toEqual(['exp_checkout_2026', 'exp_checkout_2025']);
    expect(await data('{ experiments(search: "100%") { key } experiment(key: "x") { id } }')).toEqual({
      experiments: [],
      experiment: null,
    });
  });

  test('serve goals, and both sides tell of it', async () => {
    const { goal } = await data('{ goal(key: "revenue") { experiments { key goals { key } sampleRatio { ok } } } }');
    expect(goal.experiments).toEqual([
      { key: 'imported-1', goals: [{ key: 'revenue' }], sampleRatio: { ok: true } },
      { key: 'exp_checkout_2026', goals: [{ key: 'revenue' }], sampleRatio: { ok: true } },
      { key: 'exp_checkout_2025', goals: [{ key: 'revenue' }], sampleRatio: { ok: true } },
    ]);
    const { none, other } = await data(
      '{ none: goal(key: "spend") { experiments { key } } other: experiment(key: "no-weights") { goals { key } } }',
    );
    expect([none.experiments, other.goals]).toEqual([[], []]);
  });

  test('are told as they were known', async () => {
    const [head] = TOTALS.split('\n');
    const first = await load(
      `${head}\n2026-05-03,restated,a,,buys,,0.5,2000,100,100,,,\n2026-05-03,restated,b,,buys,,0.5,2000,130,130,,,\n`,
    );
    await load(`${head}\n2026-05-03,restated,a,,buys,,0.5,2000,120,120,,,\n2026-05-03,restated,b,,buys,,0.5,2000,130,130,,,\n`);
    await load(`${head}\n2026-05-04,restated,a,,buys,,0.5,3000,200,200,,,\n2026-05-04,restated,b,,buys,,0.5,3000,200,200,,,\n`);
    const asked = async (given: string) =>
      (await data(`{ experiment(key: "restated"${given}) { day results { value baselineValue } } }`)).experiment;
    expect(await asked('')).toEqual({ day: '2026-05-04', results: [{ value: near(0.0667, 4), baselineValue: near(0.0667, 4) }] });
    expect(await asked(`, asOf: "${first}"`)).toEqual({ day: '2026-05-03', results: [{ value: 0.065, baselineValue: 0.05 }] });
    expect(await asked(', asOf: "2020-01-01T00:00:00Z"')).toBeNull();
  });
});

describe('an experiment that is planned', () => {
  const plan = async (given: string) => (await data(`{ experimentPlan(${given}) { usersPerArm lift days } }`)).experimentPlan;

  test('needs so many users and days, by the method that is named', async () => {
    expect(await plan('share: 0.05, lift: 0.1, usersADay: 5000')).toEqual({ usersPerArm: 31231, lift: 0.1, days: 13 });
    expect(await plan('share: 0.05, lift: 0.1, method: POOLED_NULL, arms: 3, usersADay: 5000')).toEqual({
      usersPerArm: 31234,
      lift: 0.1,
      days: 19,
    });
  });

  test('shows what so many users can', async () => {
    expect(await plan('share: 0.05, usersPerArm: 31231')).toEqual({ usersPerArm: 31231, lift: near(0.1, 5), days: null });
    expect(await plan('share: 0.5, usersPerArm: 3')).toEqual({ usersPerArm: 3, lift: null, days: null });
  });

  test.each([
    ['share: 0, lift: 0.1', 'experimentPlan.share: 0 given; expected a share between 0 and 1'],
    ['share: 0.5, lift: 1', 'experimentPlan.lift: 1 given; expected a lift, not 0, to a share between 0 and 1'],
    ['share: 0.5, lift: 0.1, usersADay: 0.001', /usersADay: 0.001 given; expected as many as end the experiment/],
    ['share: 0.5', 'experimentPlan.lift: null given; expected either lift or usersPerArm'],
    ['share: 0.5, lift: 0.1, power: 0.01', 'experimentPlan.power: 0.01 given; expected a probability between alpha and 1'],
  ])('says what makes no sense: %s', async (given, message) => {
    const { body } = await server.ask(`{ experimentPlan(${given}) { usersPerArm } }`);
    expect(body.errors).toMatchObject([{ message: expect.stringMatching(message), extensions: { code: 'BAD_USER_INPUT' } }]);
  });
});
