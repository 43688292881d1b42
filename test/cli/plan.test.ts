import { goalsCommand } from '../../src/cli/goals';
import { metricCommand } from '../../src/cli/metric';
import { planCommand } from '../../src/cli/plan';
import { fileOf } from '../ingest/files/read-all';
import type { MetricWorld } from '../metrics/metric-world';
import { PLAN, planWorld } from '../plan/plan-world';
import { run } from '../support/run-command';

let world: MetricWorld;
const before = { ...process.env };
beforeAll(async () => {
  world = await planWorld();
  Object.assign(process.env, { DATABASE_URL: world.test.ownerUrl, DATABASE_APP_URL: world.test.appUrl, LOG_LEVEL: 'silent' });
});
afterAll(async () => {
  process.env = before;
  await world?.close();
});

describe('brandhub plan', () => {
  test('import tells what the file changed, and nothing the second time', async () => {
    const file = fileOf(
      'plan.yaml',
      PLAN.replace('title: Orders, metric: orders, aggregation: SUM', 'title: All orders, metric: orders, aggregation: SUM').replace(
        /.*key: rival-clicks.*\n/,
        '',
      ),
    );
    const table = await run(planCommand(), 'import', file);
    expect(table.trimEnd().split('\n').slice(1)).toEqual([
      expect.stringMatching(/^goal +orders +changed: title$/),
      expect.stringMatching(/^goal +rival-clicks +archived$/),
    ]);
    expect(await run(planCommand(), 'import', file)).toContain('The plan of 2026 is as the file says already.');
    const changes = JSON.parse(await run(planCommand(), 'import', file, '--json'));
    expect(changes.goals).toEqual({ added: [], changed: [], archived: [] });
  });

  test('import refuses a file with mistakes as a whole, naming each place', async () => {
    const file = fileOf('wrong.yaml', PLAN.replace('metric: spend', 'metric: spent').replace('target: 730', 'target: many'));
    await expect(run(planCommand(), 'import', file)).rejects.toThrow(/wrong\.yaml:\d+:\d+ goals\[1\]\.target: found "many"/);
  });

  test('show prints the tree with targets by quarter that add up', async () => {
    const table = await run(planCommand(), 'show', '--year', '2026', '--locale', 'ZH_HANS');
    expect(table).toMatch(/^revenue +销售额 +CNY +365000 /m);
    expect(table).toMatch(/^ {2}revenue-spring +Spring revenue +CNY +61000 /m);
    const goals: { key: string; target: number; metric: string; quarters: { target: number }[] }[] = JSON.parse(
      await run(planCommand(), 'show', '--year', '2026', '--json'),
    );
    const revenue = goals.find(({ key }) => key === 'revenue');
    expect(revenue?.quarters.reduce((total, { target }) => total + target, 0)).toBeCloseTo(365_000, 6);
    await expect(run(planCommand(), 'show', '--year', '1999')).rejects.toThrow('plan: there is none for 1999');
  });
});

describe('brandhub goals', () => {
  // The command asks for the present, when the world's data are long stale.
  test('prints every goal with its numbers, status and reason, or those in some states', async () => {
    const table = await run(goalsCommand(), '--year', '2026');
    expect(table).toMatch(/^revenue +Revenue +CNY +365000 .* UNKNOWN +The data are complete to 2026-04-10 only/m);
    const goals: { key: string; status: string }[] = JSON.parse(
      await run(goalsCommand(), '--year', '2026', '--json', '--status', 'UNKNOWN'),
    );
    expect(goals.map(({ key }) => key)).toContain('spend');
    expect(JSON.parse(await run(goalsCommand(), '--year', '2026', '--json', '--status', 'ON_TRACK', 'ACHIEVED'))).toEqual([]);
  });
});

test('brandhub metric --compare TARGET sets numbers beside the goals’ targets', async () => {
  const asked = ['revenue', '--from', '2026-01-01', '--to', '2026-12-31', '--where', 'BRAND=lumina', '--compare', 'TARGET', '--json'];
  const { rows } = JSON.parse(await run(metricCommand(), ...asked));
  expect(rows[0].values[0]).toMatchObject({ metric: 'revenue', target: 365_000 });
});
