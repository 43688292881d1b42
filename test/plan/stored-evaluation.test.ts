import { AdDay } from '../../entities/facts/AdDay';
import { OrderLine } from '../../entities/facts/OrderLine';
import type { Unit } from '../../src/lib/day';
import type { Asker, Filter } from '../../src/metrics/question';
import { evaluateGoals, type GoalEvaluation } from '../../src/plan/evaluate-goals';
import { forecastGoals } from '../../src/plan/forecast-goals';
import { type GoalPeriod, goalPeriods } from '../../src/plan/goal-periods';
import { goalsOfCell } from '../../src/plan/goals-of-cell';
import { readGoals } from '../../src/plan/read-goals';
import type { MetricWorld } from '../metrics/metric-world';
import { ASKED, planWorld, YESTERDAY } from './plan-world';

let world: MetricWorld;
beforeAll(async () => {
  world = await planWorld();
});
afterAll(() => world?.close());

function evaluated(asker: Asker = ASKED): Promise<Map<string, GoalEvaluation>> {
  return world.snapshot(async (session) => {
    const goals = await readGoals(session);
    const evaluations = await evaluateGoals(session, goals, asker);
    return new Map(goals.map(({ goal }, i) => [goal.key, evaluations[i]!]));
  });
}

function periodsOf(key: string, grain: Unit): Promise<GoalPeriod[]> {
  return world.snapshot(async (session) => (await goalPeriods(session, await readGoals(session, { key }), grain, ASKED))[0]!);
}

async function sqlNumber(sql: string): Promise<number> {
  return Number((await world.rows<{ value: string }>(sql))[0]!.value);
}

describe('the actual of a goal', () => {
  test('is, for a total, what the facts add up to from its start to yesterday', async () => {
    const goals = await evaluated();
    const revenue = await sqlNumber(
      `SELECT sum(revenue_micros) / 1000000 AS value FROM fact.order_line WHERE day BETWEEN '2026-01-01' AND '2026-04-10'`,
    );
    expect(goals.get('revenue')!.actual).toBe(revenue);
    const spring = await sqlNumber(
      `SELECT sum(revenue_micros) / 1000000 AS value FROM fact.order_line WHERE day BETWEEN '2026-03-01' AND '2026-04-10'`,
    );
    expect(goals.get('revenue-spring')!.actual).toBe(spring);
    expect(goals.get('orders')!.actual).toBe(await sqlNumber('SELECT count(DISTINCT order_id) AS value FROM fact.order_line'));
  });

  test('is, for a ratio, the sum over the sum, never the mean of days', async () => {
    const goals = await evaluated();
    const cpc = await sqlNumber('SELECT sum(spend_micros)::numeric / sum(clicks) / 1000000 AS value FROM fact.ad_day');
    expect(goals.get('click-cost')!.actual).toBeCloseTo(cpc, 12);
    expect(goals.get('efficiency')!.actual).toBeCloseTo(goals.get('revenue')!.actual! / goals.get('spend')!.actual!, 9);
  });

  test('is, for the end of a period, the newest level; of a ratio, its value in the latest month that has one', async () => {
    const goals = await evaluated();
    expect(goals.get('followers')!.actual).toBe(
      await sqlNumber(`SELECT followers AS value FROM fact.social_day WHERE day = '${YESTERDAY}'`),
    );
    // March: three positive, one negative; April has none, February one.
    expect(goals.get('sentiment-now')!.actual).toBe(0.5);
  });

  test('is, for an average and for extremes, made of the days', async () => {
    const goals = await evaluated();
    expect(goals.get('daily-orders')!.actual).toBe(2);
    expect(goals.get('best-day')!.actual).toBe(2000);
    expect(goals.get('worst-day')!.actual).toBe(400);
  });

  test('carries the id of the number that it is, which tells its records', async () => {
    const goals = await evaluated();
    expect(goals.get('revenue')!.lineage).toMatch(/^[\w-]+$/);
    expect(goals.get('best-day')!.lineage).toBeNull();
  });
});

describe('the status of a goal', () => {
  test('compares with what is due by yesterday, and says so', async () => {
    const { expectedToDate, actual, pace, attainment, status, reasons } = (await evaluated()).get('revenue')!;
    // January to March are 90 of 365 days' worth by months (each month a twelfth by days of month), April a third.
    expect(expectedToDate).toBeGreaterThan(98_000);
    expect(pace).toBeCloseTo(actual! / expectedToDate!, 12);
    expect(attainment).toBeCloseTo(actual! / 365_000, 12);
    expect(status).toBe('ON_TRACK');
    expect(reasons[0]).toContain(`By ${YESTERDAY} the actual is ${actual}`);
  });

  test('turns the pace round when lower is better', async () => {
    const { actual, pace, status, attainment } = (await evaluated()).get('click-cost')!;
    expect(pace).toBeCloseTo(2 / actual!, 12);
    expect(attainment).toBeCloseTo((5 - actual!) / 3, 12);
    expect(status).toBe('AT_RISK');
  });

  test('of a goal that has not begun is UNKNOWN, and has no actual', async () => {
    const goal = (await evaluated()).get('autumn')!;
    expect([goal.status, goal.actual, goal.expectedToDate]).toEqual(['UNKNOWN', null, null]);
    expect(goal.reasons).toEqual([`The goal starts on 2026-09-01; the data are read up to ${YESTERDAY}.`]);
  });

  test('of a goal whose metric no source feeds is UNKNOWN', async () => {
    const goal = (await evaluated()).get('rival-clicks')!;
    expect([goal.status, goal.reasons]).toEqual(['UNKNOWN', ['No data have arrived for this metric yet.']]);
  });

  test('of a total that has reached its target is ACHIEVED, and of a goal that ended short OFF_TRACK', async () => {
    expect((await evaluated()).get('best-day')!.status).toBe('ACHIEVED');
    const later = { ...ASKED, today: '2026-05-01' };
    await world.rows(`UPDATE hub.source SET fresh_to = '2026-04-30' WHERE key = 'shop' RETURNING id`);
    const spring = (await evaluated(later)).get('revenue-spring')!;
    expect([spring.status, spring.reasons[0]]).toEqual(['OFF_TRACK', expect.stringContaining('The goal ended on 2026-04-30 with')]);
    await world.rows(`UPDATE hub.source SET fresh_to = '${YESTERDAY}' WHERE key = 'shop' RETURNING id`);
  });

  test('is by the last complete day while the platforms are a little late, and UNKNOWN once the data are stale', async () => {
    const fresh = (day: string | null) => world.rows('UPDATE hub.source SET fresh_to = $1 WHERE key = $2 RETURNING id', [day, 'shop']);
    await fresh('2026-04-08');
    const late = (await evaluated()).get('revenue')!;
    expect([late.status, late.through]).toEqual(['ON_TRACK', '2026-04-08']);
    await fresh('2026-04-02');
    const stale = await evaluated();
    expect([stale.get('revenue')!.status, stale.get('revenue')!.reasons]).toEqual([
      'UNKNOWN',
      [`The data are complete to 2026-04-02 only; the status as of ${YESTERDAY} needs them to ${YESTERDAY}.`],
    ]);
    // A ratio of two sources is as old as the older one; spend knows nothing of orders.
    expect(stale.get('efficiency')!.status).toBe('UNKNOWN');
    expect(stale.get('spend')!.status).not.toBe('UNKNOWN');
    await fresh(YESTERDAY);
  });

  test('is UNKNOWN where an exchange rate is missing, and says so', async () => {
    const [row] = await world.rows<{ row_id: bigint }>(`SELECT row_id FROM fact.ad_day WHERE day = '2026-02-03'`);
    await world.revise(AdDay, '2026-02-03', row!.row_id, 'currency', 'XAU');
    const goal = (await evaluated()).get('spend')!;
    expect([goal.status, goal.actual]).toEqual(['UNKNOWN', null]);
    expect(goal.reasons.join(' ')).toContain('rate');
    await world.revise(AdDay, '2026-02-03', row!.row_id, 'currency', 'CNY');
  });

  test('looks only at sources of the goal’s own brands', async () => {
    const [rival] = await world.rows<{ id: number }>(`SELECT id FROM hub.brand WHERE key = 'rival'`);
    const other = await world.source('rival-shop', { freshTo: '2026-01-31' });
    await world.rows(`UPDATE hub.source SET schedule = '0 6 * * *', brand_id = $1 WHERE id = $2 RETURNING id`, [rival!.id, other]);
    await world.rows(
      `INSERT INTO rollup.source_day (workspace_id, day, fact, source_id, rows) VALUES (1, '2026-01-31', 'order_line', $1, 1) RETURNING day`,
      [other],
    );
    expect((await evaluated()).get('revenue')!.status).toBe('ON_TRACK');
    await world.rows('DELETE FROM rollup.source_day WHERE source_id = $1 RETURNING day', [other]);
  });

  test('changes its colour only when two days in a row agree', async () => {
    const [order] = await world.rows<{ row_id: bigint }>(`SELECT row_id FROM fact.order_line WHERE day = '${YESTERDAY}' LIMIT 1`);
    const sayRevenue = (micros: bigint) => world.revise(OrderLine, YESTERDAY, order!.row_id, 'revenue', micros);
    await sayRevenue(-20_000_000_000n);
    const { status, reasons } = (await evaluated()).get('revenue')!;
    expect(status).toBe('ON_TRACK');
    expect(reasons.at(-1)).toContain(`The figures of ${YESTERDAY} alone say AT_RISK`);
    await sayRevenue(500_000_000n);
  });
});

describe('the periods of a goal', () => {
  test('hold the months’ targets and what the facts add up to in each', async () => {
    const months = await periodsOf('revenue', 'MONTH');
    expect(months.map(({ target }) => target).reduce((a, b) => a + b)).toBeCloseTo(365_000, 6);
    const facts = await world.rows<{ month: string; value: string }>(
      `SELECT date_trunc('month', day)::date AS month, sum(revenue_micros) / 1000000 AS value FROM fact.order_line GROUP BY 1 ORDER BY 1`,
    );
    expect(months.slice(0, 4).map(({ start, actual }) => [start, actual])).toEqual(facts.map(({ month, value }) => [month, Number(value)]));
    expect(months.slice(4).every(({ actual }) => actual === null)).toBe(true);
    for (const { actual, target, attainment } of months.slice(0, 4)) expect(attainment).toBeCloseTo(actual! / target, 12);
  });

  test('have, for a ratio, its level as target and the ratio of the period as actual', async () => {
    expect((await periodsOf('click-cost', 'QUARTER')).map(({ target, actual }) => [target, actual])).toEqual([
      [2, 2.5],
      [2, 5],
      [2, null],
      [2, null],
    ]);
  });

  test('are cut to the goal’s days, weeks from Monday', async () => {
    const weeks = await periodsOf('revenue-spring', 'WEEK');
    expect(weeks[0]).toMatchObject({ start: '2026-03-01', end: '2026-03-01', actual: 2000 });
    expect(weeks[1]).toMatchObject({ start: '2026-03-02', end: '2026-03-08', actual: 7000 });
    expect(weeks.at(-1)!.end).toBe('2026-04-30');
  });

  test('take extremes and latest months from the days and months inside them', async () => {
    expect((await periodsOf('worst-day', 'QUARTER')).map(({ actual }) => actual)).toEqual([1000, 400, null, null]);
    expect((await periodsOf('sentiment-now', 'QUARTER')).map(({ actual }) => actual)).toEqual([0.5, null, null, null]);
    expect((await periodsOf('daily-orders', 'YEAR')).map(({ actual }) => actual)).toEqual([2]);
  });
});

describe('the forecast of a goal', () => {
  test('goes on at the pace so far, with an interval and the chance to get there', async () => {
    const forecast = await world.snapshot(async (session) => {
      const goals = await readGoals(session, { key: 'revenue' });
      return (await forecastGoals(session, goals, await evaluateGoals(session, goals, ASKED), ASKED))[0]!;
    });
    const { actual, expectedToDate } = (await evaluated()).get('revenue')!;
    expect(forecast.method).toMatch(/phased ratio \d+ %/);
    const atPace = (365_000 * actual!) / expectedToDate!;
    expect(Math.abs(forecast.value! / atPace - 1)).toBeLessThan(0.02);
    expect(forecast.interval!.low).toBeLessThan(forecast.value!);
    expect(forecast.probabilityToHit).toBeGreaterThan(0.5);
  });
});

describe('the goals of a number', () => {
  const goalsOf = (metric: string, where: Filter[] = [], from = '2026-03-01', to = '2026-03-31') =>
    world.snapshot(async (session) => (await goalsOfCell(session, { metric, from, to, where })).map(({ goal }) => goal.key));
  const filter = (dimension: Filter['dimension'], ...values: string[]): Filter => ({ dimension, op: 'IN', values });

  test('are those with its metric, or with one that is computed from it, on the same days', async () => {
    expect(await goalsOf('revenue')).toEqual(['revenue', 'revenue-spring', 'efficiency', 'best-day', 'worst-day']);
    expect(await goalsOf('spend')).toEqual(['spend', 'click-cost', 'efficiency']);
    expect(await goalsOf('mer')).toEqual(['efficiency']);
  });

  test('are none where a filter keeps them apart, be it the brand of the number’s campaign', async () => {
    expect(await goalsOf('spend', [filter('BRAND', 'rival')])).toEqual([]);
    expect(await goalsOf('spend', [{ dimension: 'BRAND', op: 'NOT_IN', values: ['lumina'] }])).toEqual([]);
    const [rival] = await world.rows<{ id: number }>(`SELECT id FROM hub.brand WHERE key = 'rival'`);
    await world.campaign('meta:rival', rival!.id);
    expect(await goalsOf('spend', [filter('CAMPAIGN', 'meta:rival')])).toEqual([]);
    expect(await goalsOf('spend', [filter('CAMPAIGN', 'meta:1')])).toEqual(['spend', 'click-cost', 'efficiency']);
  });
});
