import { shippedMappingText } from '../../ingest/files/shipped-mapping';
import { importFile } from '../../ingest/import-file';
import { writtenMapping } from '../../ingest/import-mappings';
import { inWorkspace } from '../../src/database/session';
import { METRICS } from '../../src/metrics/registry';
import { importPlan } from '../../src/plan/import-plan';
import { parsePlanFile } from '../../src/plan/plan-file';
import { type Body, type ServerUnderTest, serverUnderTest } from '../graph/running-server';
import { fileOf } from '../ingest/files/read-all';
import { Dice } from '../stats/dice';

const TODAY = '2026-06-15';
const PLAN = `
year: 2026
title: Plan
currency: CNY
timeZone: Asia/Shanghai
brands: [{ key: lumina, name: Lumina, own: true }]
goals:
  - { key: visits, title: Visits, metric: sessions, aggregation: SUM, target: 36500 }
`;
const HEAD = 'exposed_at,experiment,variant,variant_place,unit,metric,metric_role,weight,value,before,denominator';
type Unit = Record<'variant' | 'unit' | 'value' | 'before' | 'pages', string>;

/** Four hundred units in two arms: what they spend is close to what they spent before, and the test adds 1. */
const UNITS: Unit[] = (() => {
  const dice = new Dice(5);
  return Array.from({ length: 400 }, (_, at) => {
    const before = Math.round(20 + 6 * dice.normal());
    const value = Math.max(before + Math.round(2 * dice.normal()) + (at % 2), 0);
    return {
      variant: at % 2 === 0 ? 'control' : 'test',
      unit: `u${at}`,
      value: String(value),
      before: String(before),
      pages: String(1 + (at % 5)),
    };
  });
})();

function rowsOf(experiment: string, units: readonly Unit[]): string {
  const row = ({ variant, unit, value, before, pages }: Unit) => {
    const head = `2026-05-0${1 + (Number(unit.slice(1)) % 3)}T08:00:00Z,${experiment},${variant},${variant === 'control' ? 0 : 1},${unit}`;
    return [
      `${head},spend,goal,0.5,${value},${before},`,
      `${head},buys,secondary,0.5,${Number(value) > 20 ? 1 : 0},${Number(before) > 20 ? 1 : 0},`,
      `${head},per_page,secondary,0.5,${value},,${pages}`,
    ].join('\n');
  };
  return `${HEAD}\n${units.map(row).join('\n')}\n`;
}

/** The same as running totals. */
function totalsOf(experiment: string, units: readonly Unit[]): string {
  const sums = (values: number[], by: number[] = values) => values.reduce((sum, value, at) => sum + value * by[at]!, 0);
  const lines = ['control', 'test'].flatMap((variant, place) => {
    const own = units.filter((unit) => unit.variant === variant);
    const spend = own.map(({ value }) => Number(value));
    const buys = spend.map((value) => Number(value > 20));
    const pages = own.map((unit) => Number(unit.pages));
    const ones = own.map(() => 1);
    const head = `2026-05-03,${experiment},${variant},${place}`;
    return [
      `${head},spend,goal,0.5,${own.length},${sums(spend, ones)},${sums(spend)},,,`,
      `${head},buys,secondary,0.5,${own.length},${sums(buys, ones)},${sums(buys)},,,`,
      `${head},per_page,secondary,0.5,${own.length},${sums(spend, ones)},${sums(spend)},${sums(pages, ones)},${sums(pages)},${sums(spend, pages)}`,
    ];
  });
  const columns =
    'day,experiment,variant,variant_place,metric,metric_role,weight,users,sum,sum_squares,denominator,denominator_squares,products';
  return `${columns}\n${lines.join('\n')}\n`;
}

let server: ServerUnderTest;
beforeAll(async () => {
  server = await serverUnderTest({ now: () => new Date(`${TODAY}T04:00:00Z`) });
  await server.run(`INSERT INTO hub.brand (workspace_id, key, name) VALUES (1, 'lumina', 'Lumina')`);
  const plan = parsePlanFile(PLAN, { file: 'plan.yaml', today: TODAY, metrics: METRICS });
  await inWorkspace(server.database, 1, (session) => importPlan(session, plan, { now: new Date('2026-01-01T00:00:00Z') }));
  await load('experiment-units', rowsOf('units', UNITS));
  await load('experiment-totals', totalsOf('totals', UNITS));
});
afterAll(() => server?.close());

async function load(mapping: string, csv: string): Promise<void> {
  const path = fileOf(`${mapping}.csv`, csv);
  const { quarantined } = await importFile(server.database, {
    workspaceId: 1,
    path,
    ...writtenMapping(shippedMappingText(mapping)),
    brand: 'lumina',
  });
  expect(quarantined).toBe(0);
}

async function data(query: string, headers: Record<string, string> = {}): Promise<NonNullable<Body['data']>> {
  const { body } = await server.ask(query, { headers });
  expect(body.errors).toBeUndefined();
  return body.data;
}

const NUMBERS = `metric variant value baselineValue lift liftInterval { low high } difference differenceInterval { low high } pValue adjustedPValue
  sequentialPValue chanceToWin risk detectable theta varianceReduction verdict reason`;
const results = async (key: string, given = '') =>
  (await data(`{ experiment(key: "${key}") { results${given} { ${NUMBERS} } } }`)).experiment.results as Record<string, never>[];
const by = (rows: Record<string, never>[], metric: string) =>
  rows.find((row) => row.metric === metric) as unknown as Record<string, number>;

describe('an experiment whose units were imported', () => {
  test('has the results of its totals, to the digit', async () => {
    const [units, totals] = [await results('units'), await results('totals')];
    expect(units).toEqual(totals);
    expect(units.map(({ metric }) => metric)).toEqual(['spend', 'buys', 'per_page']);
  });

  test('says what plain SQL says of its arms', async () => {
    const [sql] = await server.run(
      `SELECT avg(value_micros / 1e6) FILTER (WHERE variant = 'control')::float8 AS control, avg(value_micros / 1e6) FILTER (WHERE variant = 'test')::float8 AS test
       FROM fact.experiment_unit WHERE experiment = 'units' AND metric = 'spend'`,
    );
    expect(by(await results('units'), 'spend')).toMatchObject({
      baselineValue: expect.closeTo(sql!.control as number, 10),
      value: expect.closeTo(sql!.test as number, 10),
    });
  });

  test('with CUPED takes out what units were like before: the slope of both arms, and the covariance in plain SQL', async () => {
    const [plain, cuped] = [by(await results('units'), 'spend'), by(await results('units', '(cuped: true)'), 'spend')];
    const [sql] = await server.run(
      `WITH u AS (SELECT variant, value_micros / 1e6 AS x, before_micros / 1e6 AS y FROM fact.experiment_unit WHERE experiment = 'units' AND metric = 'spend'),
       slope AS (SELECT covar_samp(x, y) / var_samp(y) AS theta FROM u)
       SELECT theta::float8, ((avg(x) FILTER (WHERE variant = 'test') - avg(x) FILTER (WHERE variant = 'control'))
         - theta * (avg(y) FILTER (WHERE variant = 'test') - avg(y) FILTER (WHERE variant = 'control')))::float8 AS difference FROM u, slope GROUP BY theta`,
    );
    expect(cuped.theta).toBeCloseTo(sql!.theta as number, 9);
    expect(cuped.difference).toBeCloseTo(sql!.difference as number, 9);
    expect(cuped.varianceReduction).toBeGreaterThan(0.8);
    expect([cuped.value, cuped.baselineValue]).toEqual([plain.value, plain.baselineValue]);
    const width = ({ differenceInterval }: Record<string, unknown>) => {
      const { low, high } = differenceInterval as { low: number; high: number };
      return high - low;
    };
    expect(width(cuped)).toBeLessThan(0.5 * width(plain));
    expect(by(await results('totals', '(cuped: true)'), 'spend').reason).toContain('CUPED was not applied');
  });

  test('winsorised lowers the giants of both arms to one percentile of what is not 0', async () => {
    const giants = UNITS.map((unit, at) => (at % 100 === 1 ? { ...unit, value: '100000' } : at % 7 === 0 ? { ...unit, value: '0' } : unit));
    await load('experiment-units', rowsOf('giants', giants));
    const [sql] = await server.run(
      `WITH u AS (SELECT variant, value_micros / 1e6 AS x FROM fact.experiment_unit WHERE experiment = 'giants' AND metric = 'spend'),
       l AS (SELECT percentile_cont(0.95) WITHIN GROUP (ORDER BY x) FILTER (WHERE x <> 0) AS most FROM u)
       SELECT avg(least(x, most)) FILTER (WHERE variant = 'test')::float8 AS test FROM u, l`,
    );
    expect(by(await results('giants', '(winsorise: 0.95)'), 'spend').value).toBeCloseTo(sql!.test as number, 6);
    expect(by(await results('giants'), 'spend').value).toBeGreaterThan(1000);
    const { body } = await server.ask('{ experiment(key: "giants") { results(winsorise: 1.5) { metric } } }');
    expect(body.errors).toMatchObject([{ message: 'results.winsorise: 1.5 given; expected a share between 0 and 1' }]);
  });

  test('compared by a quantile tells the median of the units, and of too few why it does not', async () => {
    const [sql] = await server.run(
      `SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY value_micros) / 1e6 AS median FROM fact.experiment_unit
       WHERE experiment = 'units' AND metric = 'spend' AND variant = 'test'`,
    );
    const found = by(await results('units', '(quantile: 0.5)'), 'spend');
    expect(found.value).toBe(sql!.median);
    expect(found.pValue).toEqual(expect.any(Number));
    expect(by(await results('units', '(quantile: 0.999)'), 'spend')).toMatchObject({ value: null, pValue: null, verdict: 'REFUSED' });
    expect(by(await results('totals', '(quantile: 0.5)'), 'spend').reason).toContain('too few to tell how sure the quantile is');
  });

  test('leaves out units that saw both arms, and is not believed when they are many', async () => {
    const both = UNITS.slice(0, 12).map((unit) => ({ ...unit, variant: unit.variant === 'control' ? 'test' : 'control' }));
    await load('experiment-units', rowsOf('mixed', [...UNITS, ...both]));
    const query =
      '{ experiment(key: "mixed") { variants { users } multipleExposures { units multiple share ok reason } results { verdict reason } } }';
    const { experiment } = await data(query);
    expect(experiment.multipleExposures).toEqual({
      units: 400,
      multiple: 12,
      share: 0.03,
      ok: false,
      reason: expect.stringMatching(/^12 units \(3.0 %\) saw/),
    });
    expect(experiment.variants).toEqual([{ users: 194 }, { users: 194 }]);
    expect(new Set(experiment.results.map(({ verdict }: Record<string, never>) => verdict))).toEqual(new Set(['REFUSED']));
    expect((await data(query, { 'accept-language': 'zh-TW' })).experiment.multipleExposures.reason).toContain('見過多個版本');
    expect((await data('{ experiment(key: "totals") { multipleExposures { ok } before { ok } } }')).experiment).toEqual({
      multipleExposures: null,
      before: [],
    });
  });

  test('whose arms differed before has no winner, and says in which metric', async () => {
    const rich = UNITS.map((unit) => (unit.variant === 'test' ? { ...unit, before: String(Number(unit.before) + 4) } : unit));
    await load('experiment-units', rowsOf('unlike', rich));
    const { experiment } = await data(
      '{ experiment(key: "unlike") { before { metric variant difference pValue ok } results { verdict reason } } }',
    );
    expect(experiment.before[1]).toMatchObject({ metric: 'spend', variant: 'test', ok: false });
    expect(experiment.before[1].pValue).toBeLessThan(0.001);
    expect(experiment.results[0]).toMatchObject({
      verdict: 'REFUSED',
      reason: expect.stringContaining('the arms differed in spend before the experiment'),
    });
    expect((await data('{ experiment(key: "units") { before { metric ok } } }')).experiment.before).toEqual([
      { metric: 'buys', ok: true },
      { metric: 'spend', ok: true },
    ]);
  });

  test('leads from a result to its units’ records', async () => {
    const { experiment } = await data('{ experiment(key: "units") { results { records { sourceKey raw } } } }');
    const [{ records }] = experiment.results;
    expect(records).toHaveLength(40);
    expect(records[0]).toMatchObject({ sourceKey: 'experiment-units', raw: expect.stringContaining('"unit":"u0","metric":"spend"') });
  });

  test('is listed with the others', async () => {
    const { experiments } = await data('{ experiments { key day } }');
    expect(experiments).toContainEqual({ key: 'units', day: '2026-05-03' });
  });
});

describe('an experiment that was declared', () => {
  const declare = (key: string, design: string) =>
    data(`mutation { declareExperiment(key: "${key}", design: { ${design} }) { version family correction warnings } }`);

  test('without a metric that decides or planned users is warned of it', async () => {
    const { declareExperiment } = await declare('not-yet', '');
    expect(declareExperiment).toMatchObject({ version: 1, correction: 'HOLM', family: [] });
    expect(declareExperiment.warnings).toEqual([
      expect.stringMatching(/^no metric is declared/),
      expect.stringMatching(/^no number of users/),
    ]);
  });

  test('is judged as declared, unless asked otherwise, and says when that came late', async () => {
    await load('experiment-units', rowsOf('declared', UNITS));
    await declare('declared', 'family: ["spend", "buys"], correction: BENJAMINI_HOCHBERG, usersPerArm: 5000');
    const found = await results('declared');
    const [spend, buys, pages] = ['spend', 'buys', 'per_page'].map((metric) => by(found, metric));
    const [least, most] = [spend!.pValue!, buys!.pValue!].sort((a, b) => a - b);
    expect(Math.min(spend!.adjustedPValue!, buys!.adjustedPValue!)).toBeCloseTo(Math.min(2 * least!, most!), 12);
    expect(pages!.reason).toContain('not one of those that decide');
    expect(spend!.reason).toMatch(
      /was declared on \d{4}-\d\d-\d\d, after the first users came on 2026-05-01; an arm has 200 users of the 5000/,
    );
    expect(by(await results('declared', '(family: ["spend"], correction: NONE)'), 'spend').adjustedPValue).toBe(spend!.pValue);
  });
});

describe('a decision', () => {
  const decide = (decision: string) =>
    data(
      `mutation { decideExperiment(key: "units", decision: { ${decision} }) { variant shipped shippedOn lift standardError shrunkLift shrunkError priorError goal } }`,
    );
  const FORECAST =
    '{ goal(key: "visits") { forecast { value interval { low high } method effects { experiment amount lift shippedOn } } } }';

  test('records the lift as it was seen, and drawn towards 0 by what such lifts are', async () => {
    const seen = by(await results('units'), 'spend');
    const { decideExperiment: made } = await decide(
      'metric: "spend", variant: "test", shipped: false, reason: "next year", priorError: 0.05',
    );
    expect(made).toMatchObject({ lift: seen.lift, shippedOn: null, priorError: 0.05 });
    const kept = 0.05 ** 2 / (0.05 ** 2 + made.standardError ** 2);
    expect(made.shrunkLift).toBeCloseTo(kept * seen.lift!, 12);
    expect((await data('{ experiment(key: "units") { decision { shipped reason } } }')).experiment.decision).toEqual({
      shipped: false,
      reason: 'next year',
    });
  });

  test('moves the forecast of its goal by the shrunk effect, and is cited', async () => {
    await server.run(`SELECT hub.ensure_partitions('web_day', '2026-01-01', '2026-06-30')`);
    await server.run(
      `INSERT INTO fact.web_day (workspace_id, day, source_id, brand_id, channel, sessions, page_id, record_no, recorded_at)
       SELECT 1, d::date, 1, 1, 'direct', 100 + (extract(doy FROM d)::integer % 3), 1, 0, '2026-01-01' FROM generate_series('2026-01-01'::date, '2026-06-14', '1 day') d`,
    );
    await server.rebuild();
    const before = (await data(FORECAST)).goal.forecast;
    expect(before.effects).toBeNull();
    const { decideExperiment: made } = await decide(
      'metric: "spend", variant: "test", shipped: true, shippedOn: "2026-06-15", reason: "up", goal: "visits", share: 0.5',
    );
    const after = (await data(FORECAST)).goal.forecast;
    const [actual] = await server.run(`SELECT sum(sessions)::float8 AS sum FROM fact.web_day`);
    const amount = (before.value - (actual!.sum as number)) * made.shrunkLift * 0.5;
    expect(after.effects).toEqual([
      { experiment: 'units', amount: expect.closeTo(amount, 6), lift: made.shrunkLift, shippedOn: '2026-06-15' },
    ]);
    expect(after.value - before.value).toBeCloseTo(amount, 6);
    expect(after.interval.high - after.interval.low).toBeGreaterThan(before.interval.high - before.interval.low);
    // Shipped half a year ago, the pace so far has it already.
    await decide('metric: "spend", variant: "test", shipped: true, shippedOn: "2026-01-01", reason: "up", goal: "visits"');
    expect((await data(FORECAST)).goal.forecast).toMatchObject({ value: before.value, effects: [] });
  });

  test.each([
    ['metric: "spend", variant: "test", shipped: true, reason: " "', 'decideExperiment.reason'],
    ['metric: "spend", variant: "none", shipped: true, reason: "x"', 'variant: "none" given; expected one of test'],
    ['metric: "x", variant: "test", shipped: true, reason: "x"', 'metric: "x" given; expected one of buys, per_page, spend'],
    ['metric: "spend", variant: "test", shipped: true, reason: "x", goal: "none"', 'the key of a goal in force'],
    ['metric: "spend", variant: "test", shipped: true, reason: "x", share: 2', 'a share above 0, at most 1'],
  ])('is refused: %s', async (decision, message) => {
    const { body } = await server.ask(`mutation { decideExperiment(key: "units", decision: { ${decision} }) { id } }`);
    expect(body.errors).toMatchObject([{ message: expect.stringContaining(message) }]);
  });

  test('on what nobody knows is null', async () => {
    const query =
      'mutation { decideExperiment(key: "nobody", decision: { metric: "x", variant: "y", shipped: false, reason: "z" }) { id } }';
    expect(await data(query)).toEqual({ decideExperiment: null });
  });
});
