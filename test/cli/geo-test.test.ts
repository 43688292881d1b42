import { WebDay } from '../../entities/facts/WebDay';
import { geoTestCommand } from '../../src/cli/geo-test';
import { addDays } from '../../src/lib/day';
import type { GeoAnswer } from '../../src/metrics/experiment/geo-test';
import { MetricWorld } from '../metrics/metric-world';
import { Dice } from '../stats/dice';
import { run } from '../support/run-command';

const before = { ...process.env };
const [FROM, START, TO] = ['2026-01-05', '2026-04-13', '2026-05-24'];
const TREATED = ['R0', 'R1', 'R2'];
const DAYS = 140;
let world: MetricWorld;

/** Fourteen regions of different sizes with one season; three of them get a fifth more from the start on, and one has no visits before it. */
beforeAll(async () => {
  world = await MetricWorld.open();
  Object.assign(process.env, { DATABASE_URL: world.test.ownerUrl, DATABASE_APP_URL: world.test.appUrl, LOG_LEVEL: 'silent' });
  const dice = new Dice(31);
  const rows = Array.from({ length: DAYS }, (_, at) => addDays(FROM, at)).flatMap((day, at) => [
    ...Array.from({ length: 14 }, (__, region) => {
      const season = 1 + 0.2 * Math.sin(at / 9) + 0.001 * at;
      const lift = TREATED.includes(`R${region}`) && day >= START ? 1.2 : 1;
      const sessions = Math.round((300 + 200 * region) * season * lift * (1 + 0.04 * dice.normal()));
      return { day, channel: 'direct', region: `R${region}`, device: '', sessions: BigInt(sessions) };
    }),
    ...(day >= START ? [{ day, channel: 'direct', region: 'NEW', device: '', sessions: 5n }] : []),
  ]);
  await world.load(WebDay, rows as never);
});
afterAll(async () => {
  process.env = before;
  await world?.close();
});

const ask = (...args: string[]) =>
  run(geoTestCommand(), 'sessions', '--treated', ...TREATED, '--start', START, '--from', FROM, '--to', TO, ...args);
const asked = async (...args: string[]) => JSON.parse(await ask('--json', ...args)) as GeoAnswer;

describe('brandhub geo-test', () => {
  test('finds the lift that the treated regions got, both ways, and quiet placebos', async () => {
    const { difference, synthetic, periods, units, reason } = await asked();
    expect(periods).toHaveLength(20);
    expect(units.filter(({ treated }) => treated).map(({ unit }) => unit)).toEqual(TREATED);
    expect(reason).toBe('left out, with nothing before the start: NEW');
    expect(difference!.effect).toBeCloseTo(0.2 * 1.05, 1);
    expect([difference!.interval.low > 0.15, difference!.interval.high < 0.3]).toEqual([true, true]);
    expect(difference!.pValue).toBeLessThan(0.001);
    expect(difference!.significantPlacebos).toBeLessThanOrEqual(0.3 * difference!.placebos);
    expect(synthetic!.effect).toBeCloseTo(difference!.effect, 1);
    expect(synthetic!.interval!.low).toBeGreaterThan(0);
    // Eleven donors: no placebo stands out as much.
    expect(synthetic!.pValue).toBeCloseTo(1 / 12, 12);
    expect(synthetic!.interval!.level).toBeCloseTo(11 / 12, 12);
    expect(synthetic!.weights.reduce((sum, { weight }) => sum + weight, 0)).toBeCloseTo(1, 2);
  });

  test('says what plain SQL says of the changes of means', async () => {
    const { difference } = await asked('--scale', 'ABSOLUTE', '--controls', 'R5', 'R6', 'R7');
    const [row] = await world.rows(
      `WITH weeks AS (SELECT region, date_trunc('week', day)::date AS week, sum(sessions)::float8 AS x FROM fact.web_day GROUP BY 1, 2),
       changes AS (SELECT region, avg(x) FILTER (WHERE week >= '${START}') - avg(x) FILTER (WHERE week < '${START}') AS change FROM weeks GROUP BY 1)
       SELECT avg(change) FILTER (WHERE region IN ('R0', 'R1', 'R2')) - avg(change) FILTER (WHERE region IN ('R5', 'R6', 'R7')) AS effect FROM changes`,
    );
    expect(difference!.effect).toBeCloseTo(row!.effect as number, 6);
  });

  test('with one treated region has a synthetic control only, and says so', async () => {
    const text = await run(geoTestCommand(), 'sessions', '--treated', 'R1', '--start', START, '--from', FROM, '--to', TO, '--json');
    const { difference, synthetic, reason } = JSON.parse(text) as GeoAnswer;
    expect(difference).toBeNull();
    expect(reason).toContain('it needs two treated units and two others');
    expect(synthetic!.effect).toBeGreaterThan(0.1);
  });

  test('prints a line for each method', async () => {
    const lines = (await ask()).split('\n');
    expect(lines[1]).toMatch(/^difference in differences +0\.\d+ .* of \d+ earlier starts significant$/);
    expect(lines[2]).toMatch(/^synthetic control +0\.\d+ .*error before [\d.]+ %; R\d+ 0\.\d\d/);
  });

  test.each([
    [['--start', '2026-01-01'], 'geoTest.start: "2026-01-01" given; expected a day after 2026-01-05'],
    [['--treated', 'R99'], 'geoTest.treated: "R99" given; expected one of R0'],
    [['--where', 'REGION=nowhere'], 'geo-test: sessions has no values by REGION'],
  ])('refuses what makes no sense: %s', async (args, message) => {
    await expect(ask(...args)).rejects.toThrow(message);
  });
});
