import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Session } from '../../src/database/session';
import { decimalFromMicros, microsFromDecimal } from '../../src/lib/money';
import { METRICS } from '../../src/metrics/registry';
import { goalCampaigns } from '../../src/plan/goal-campaigns';
import { importPlan, type PlanChanges } from '../../src/plan/import-plan';
import { type PlanFile, parsePlanFile } from '../../src/plan/plan-file';
import { readGoals } from '../../src/plan/read-goals';
import { MetricWorld } from '../metrics/metric-world';
import { matchesCampaign } from './campaign-pattern';

const EXAMPLE = path.join(__dirname, '../../docs/examples/annual-plan.yaml');
const NOW = new Date('2026-06-15T02:00:00Z');

function planOf(change: (yaml: string) => string = (yaml) => yaml): PlanFile {
  return parsePlanFile(change(readFileSync(EXAMPLE, 'utf8')), { file: 'annual-plan.yaml', today: '2026-06-15', metrics: METRICS });
}

const sum = (targets: readonly { target: bigint }[]) => targets.reduce((total, { target }) => total + target, 0n);

let world: MetricWorld;
let first: PlanChanges;
const load = (file: PlanFile, reason?: string) => world.session((session) => importPlan(session, file, { now: NOW, reason }));
const goals = () => world.snapshot((session: Session) => readGoals(session));

beforeAll(async () => {
  world = await MetricWorld.open();
  first = await load(planOf());
});
afterAll(() => world?.close());

describe('a stored plan', () => {
  test('holds every goal of the file, with its parent', async () => {
    const file = planOf();
    expect(first).toMatchObject({ year: 2026, added: true, rates: true });
    expect(first.goals.added).toEqual(file.goals.map(({ key }) => key));
    expect(first.brands.added).toEqual(file.brands.map(({ key }) => key));
    const stored = await goals();
    const keys = new Map(stored.map(({ goal }) => [goal.id, goal.key]));
    expect(stored.map(({ goal }) => [goal.key, goal.parentId === null ? null : keys.get(goal.parentId)])).toEqual(
      file.goals.map(({ key, parent }) => [key, parent]),
    );
  });

  test('divides every total over months and quarters that add up to it exactly, in SQL as in code', async () => {
    const summed = await world.rows<{ key: string; total: string; target: string }>(
      `SELECT g.key, sum(p.target)::text AS total, g.target::text AS target FROM hub.goal g
       JOIN hub.goal_period p ON p.workspace_id = g.workspace_id AND p.goal_id = g.id WHERE g.aggregation = 'SUM' GROUP BY g.id, g.key, g.target`,
    );
    expect(summed.length).toBe(planOf().goals.filter(({ aggregation }) => aggregation === 'SUM').length);
    for (const { total, target } of summed) expect(total).toBe(target);
    for (const { goal, path: over, target } of await goals()) {
      if (target.aggregation !== 'SUM') continue;
      for (const grain of ['DAY', 'WEEK', 'MONTH', 'QUARTER', 'YEAR'] as const) expect(sum(over.periods(grain))).toBe(goal.target);
      for (const quarter of over.periods('QUARTER')) {
        expect(sum(over.months.filter(({ from, to }) => from >= quarter.from && to <= quarter.to))).toBe(quarter.target);
      }
    }
  });

  test('gives every goal the target, days and months that the file has', async () => {
    const file = new Map(planOf().goals.map((goal) => [goal.key, goal]));
    for (const { goal, target } of await goals()) {
      const { range, band, baseline, better, calendar } = file.get(goal.key)!;
      expect({ key: goal.key, ...target }).toMatchObject({
        key: goal.key,
        range,
        band,
        baseline,
        better,
        calendar,
        target: file.get(goal.key)!.target,
      });
    }
  });

  test('is not changed by importing the file again', async () => {
    const tables = ['plan', 'goal', 'goal_period', 'goal_campaign_pattern', 'goal_target_version', 'plan_rate', 'brand'];
    const contents = async () => {
      const read = tables.map((table) =>
        world.rows(`SELECT t.xmin::text, t.* FROM hub.${table} t ORDER BY t`.replace('ORDER BY t', 'ORDER BY 1, 2, 3')),
      );
      return Promise.all(read);
    };
    const before = await contents();
    const again = await load(planOf());
    expect(again).toEqual({
      year: 2026,
      added: false,
      brands: { added: [], changed: [] },
      goals: { added: [], changed: [], archived: [] },
      rates: false,
      workspace: false,
    });
    expect(await contents()).toEqual(before);
  });

  test('sets the currency and time zone that the workspace reports in, and the rates per euro', async () => {
    const [workspace] = await world.rows('SELECT reporting_currency, time_zone FROM hub.workspace');
    expect(workspace).toEqual({ reporting_currency: 'CNY', time_zone: 'Asia/Shanghai' });
    const rates = await world.rows<{ currency: string; per_euro: string }>(
      'SELECT currency, per_euro FROM hub.plan_rate ORDER BY currency',
    );
    expect(rates).toEqual([
      { currency: 'CNY', per_euro: '7.900000' },
      { currency: 'USD', per_euro: decimalFromMicros(microsFromDecimal((7.9 / 7.1).toFixed(6))) },
    ]);
  });

  test('refuses rates without the euro, which the others are kept by', async () => {
    const file = { ...planOf(), rates: new Map([['USD', 7_100_000n]]) };
    await expect(load(file)).rejects.toThrow('rates: USD without EUR; expected EUR too');
  });
});

describe('a plan that is imported with differences', () => {
  test('keeps the earlier target of a goal with the reason for the new one', async () => {
    const changes = await load(
      planOf((yaml) => yaml.replace('target: 500000\n', 'target: 520000\n')),
      'board of July',
    );
    expect(changes.goals).toEqual({ added: [], changed: [{ key: 'search-clicks', what: ['target', 'months'] }], archived: [] });
    const versions = await world.rows(
      `SELECT v.version, v.reason, v.target::text AS target, jsonb_array_length(v.months) AS months FROM hub.goal_target_version v
       JOIN hub.goal g ON g.id = v.goal_id WHERE g.key = 'search-clicks' ORDER BY v.version`,
    );
    expect(versions).toEqual([
      { version: 1, reason: 'plan file', target: '500000.000000', months: 12 },
      { version: 2, reason: 'board of July', target: '520000.000000', months: 12 },
    ]);
  });

  test('archives a goal that the file leaves out, and takes it back as the same goal', async () => {
    const file = planOf();
    const without = { ...file, goals: file.goals.filter(({ key }) => key !== 'mentions') };
    const id = (await goals()).find(({ goal }) => goal.key === 'mentions')!.goal.id;
    expect((await load(without)).goals.archived).toEqual(['mentions']);
    expect((await goals()).map(({ goal }) => goal.key)).not.toContain('mentions');
    expect((await load(file)).goals.changed).toContainEqual({ key: 'mentions', what: expect.arrayContaining(['archivedAt']) });
    expect((await goals()).find(({ goal }) => goal.key === 'mentions')!.goal.id).toBe(id);
  });

  test('leaves the goals of another year alone, whose keys may be the same', async () => {
    const changes = await load({ ...planOf(), year: 2027 });
    expect(changes.goals.added.length).toBe(planOf().goals.length);
    expect((await goals()).length).toBe(2 * planOf().goals.length);
    await world.rows(`UPDATE hub.goal g SET archived_at = now() FROM hub.plan p WHERE p.id = g.plan_id AND p.year = 2027 RETURNING g.id`);
  });
});

describe('goals and campaigns', () => {
  const CAMPAIGNS = [
    { key: 'google_ads:1', name: 'Lumina | Shopping | Desk Lamp CN' },
    { key: 'google_ads:2', name: 'LUMINA | Video | launch spring' },
    { key: 'google_ads:3', name: 'Not Lumina | Shopping' },
    { key: 'meta:4', name: '青岚 | 大促 | 双十一' },
    { key: 'meta:5', name: '青岚 | 转化 | 精华新品' },
    { key: 'meta:6', name: 'Kumo \\ 100% | Shopping_Oolong' },
    { key: 'meta:7', name: 'Kumo | Shopping | Oolong 50%_\\' },
    { key: 'kumo | odd key', name: '' },
  ];

  test('agree over all pairs, from either side, and with the rule for patterns', async () => {
    for (const { key, name } of CAMPAIGNS) {
      await world.rows(
        `INSERT INTO hub.campaign (workspace_id, key, name, platform, channel) VALUES (1, $1, $2, 'x', 'paid') RETURNING id`,
        [key, name],
      );
    }
    const campaigns = await world.rows<{ id: number; key: string; name: string }>('SELECT id, key, name FROM hub.campaign');
    const stored = await goals();
    const patterns = new Map(planOf().goals.map((goal) => [goal.key, goal.campaigns]));
    const wanted = stored.flatMap(({ goal }) =>
      campaigns
        .filter((campaign) => patterns.get(goal.key)!.some((pattern) => matchesCampaign(pattern, campaign)))
        .map((campaign) => `${goal.id} ${campaign.id}`),
    );
    const pairs = (side: 'goal' | 'campaign', ids: number[]) =>
      world.snapshot(async (session) =>
        (await goalCampaigns(session, side, ids)).map(({ goalId, campaignId }) => `${goalId} ${campaignId}`).sort(),
      );
    expect(wanted.length).toBeGreaterThan(6);
    expect(
      await pairs(
        'goal',
        stored.map(({ goal }) => goal.id),
      ),
    ).toEqual(wanted.sort());
    expect(
      await pairs(
        'campaign',
        campaigns.map(({ id }) => id),
      ),
    ).toEqual(wanted.sort());
  });
});
