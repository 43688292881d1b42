import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { inWorkspace } from '../../src/database/session';
import { addDays } from '../../src/lib/day';
import { METRICS } from '../../src/metrics/registry';
import { importPlan } from '../../src/plan/import-plan';
import { parsePlanFile } from '../../src/plan/plan-file';
import { AcceptanceHub, type Data } from '../support/acceptance-hub';

const TODAY = '2026-09-18';
const DAYS = { from: '2026-08-10', to: '2026-09-17' };
const FILE = path.join(__dirname, '../../docs/examples/annual-plan.yaml');
const TEXT = readFileSync(FILE, 'utf8');

/** Sources that no goal of the plan counts. */
const UNCOUNTED = [
  'qianchuan',
  'wechat',
  'wechat-channels',
  'doudian',
  'douyin-alliance',
  'growthbook',
  'mailchimp',
  'ga4',
  'matomo',
  'youtube',
];

/** A goal as the file writes it, and those below it. */
interface Written {
  key: string;
  metric: string;
  aggregation: string;
  where: Record<string, string | string[]>;
  target: number | string;
  better?: string;
  band?: { low: number; high: number };
  start?: string;
  split?: { method: string; weights?: number[] };
  campaigns?: string | string[];
  goals?: Written[];
}
const withChildren = (goal: Written): Written[] => [goal, ...(goal.goals ?? []).flatMap(withChildren)];
const WRITTEN = (parse(TEXT).goals as Written[]).flatMap(withChildren);
const SUMS = WRITTEN.filter(({ aggregation }) => aggregation === 'SUM');
/** The goals of surveys, in an analyst's words: weighted shares of those who answered. */
const SURVEYED: [key: string, brands: string[], question: string, value: string][] = [
  ['awareness-lumina', ['lumina'], 'aware_aided', 'sum(f.weight_micros) FILTER (WHERE f.score_micros >= 1000000) / sum(f.weight_micros)'],
  [
    'recommendation',
    ['lumina', 'verdane', 'kumo'],
    'nps',
    `100 * (coalesce(sum(f.weight_micros) FILTER (WHERE f.score_micros >= 9000000), 0)
      - coalesce(sum(f.weight_micros) FILTER (WHERE f.score_micros < 7000000), 0)) / sum(f.weight_micros)`,
  ],
];

const GOAL = `query ($key: String!) {
  goal(key: $key) {
    key unit better start end target actual expectedToDate pace attainment status reasons evaluatedTo
    campaigns { key } lineage
    days: periods(grain: DAY) { ...one } weeks: periods(grain: WEEK) { ...one }
    months: periods(grain: MONTH) { ...one } quarters: periods(grain: QUARTER) { ...one }
  }
}
fragment one on GoalPeriod { start end target }`;

const micros = (value: number) => BigInt(Math.round(value * 1_000_000));
const total = (periods: { target: number }[]) => periods.reduce((sum, { target }) => sum + micros(target), 0n);

/** Yuan for a unit of each currency on each day of the year: the latest rate of the week before, by way of the euro. */
const RATES = `CREATE TABLE rate AS
  WITH bought AS (
    SELECT d::date AS day, c.currency, CASE c.currency WHEN 'EUR' THEN 1000000 ELSE (
      SELECT x.per_euro_micros FROM fact.fx_day x WHERE x.currency = c.currency AND x.day BETWEEN d::date - 7 AND d ORDER BY x.day DESC LIMIT 1) END AS amount
    FROM generate_series('2026-01-01'::date, '2026-12-31', '1 day') d CROSS JOIN (VALUES ('CNY'), ('USD'), ('EUR')) c (currency))
  SELECT s.day, s.currency, CASE s.currency WHEN 'CNY' THEN 1 ELSE round(t.amount::numeric(40, 20) / s.amount, 12) END AS rate
  FROM bought s JOIN bought t ON t.day = s.day AND t.currency = 'CNY'`;

/** What each SUM metric is, row by row, in an analyst's words; money at the rate of its day. */
const PLAIN: Record<string, { from: string; value: string }> = {
  revenue: { from: 'fact.order_line f JOIN hub.brand b ON b.id = f.brand_id', value: 'sum(f.revenue_micros * r.rate) / 1000000' },
  newCustomers: {
    from: 'fact.order_line f JOIN hub.brand b ON b.id = f.brand_id',
    value: `count(DISTINCT f.customer) FILTER (WHERE f.segment = 'new')`,
  },
  mentions: { from: 'fact.mention f JOIN hub.brand b ON b.id = f.brand_id', value: 'count(*)' },
  searchClicks: {
    from: 'fact.search_day f JOIN hub.brand b ON b.id = f.brand_id',
    value: `sum(f.clicks) FILTER (WHERE f.scope = 'property')`,
  },
  spend: {
    from: 'fact.ad_day f JOIN hub.campaign c ON c.id = f.campaign_id JOIN hub.brand b ON b.id = c.brand_id',
    value: 'sum(f.spend_micros * r.rate) / 1000000',
  },
};

describe('the goals of the example plan', () => {
  let hub: AcceptanceHub;
  const goals = new Map<string, Data>();
  const goalOf = async (key: string) => (await hub.ask(GOAL, { key })).goal;

  beforeAll(async () => {
    hub = await AcceptanceHub.open({ today: TODAY, sources: ({ connector }) => !UNCOUNTED.includes(connector) });
    const plan = parsePlanFile(TEXT, { file: 'annual-plan.yaml', today: TODAY, metrics: METRICS });
    await inWorkspace(hub.database, 1, (session) => importPlan(session, plan, { now: new Date() }));
    // Orders that changed in these days may be months old: their rates are needed too.
    await hub.pull('ecb', { from: '2026-01-01', to: DAYS.from });
    await hub.pullAll(DAYS);
    for (const { key } of WRITTEN) goals.set(key, await goalOf(key));
    await hub.sql(RATES);
  });
  afterAll(() => hub?.close());

  it('are all there, in the order of the file', async () => {
    const { plan } = await hub.ask('{ plan(year: 2026) { title currency goals { key } } }');
    expect(plan).toEqual({ title: 'Annual marketing and sales plan', currency: 'CNY', goals: WRITTEN.map(({ key }) => ({ key })) });
    expect(WRITTEN.length).toBeGreaterThan(25);
  });

  it.each(SUMS.map((goal) => [goal.key, goal] as const))(
    '%s: days, weeks, months and quarters each add up to the target exactly, without a gap',
    (key, goal) => {
      const { target, start, end, days, weeks, months, quarters } = goals.get(key);
      expect(target).toBe(Number(goal.target));
      for (const periods of [days, weeks, months, quarters]) {
        expect([periods[0].start, periods.at(-1).end]).toEqual([start, end]);
        for (let i = 1; i < periods.length; i++) expect(periods[i].start).toBe(addDays(periods[i - 1].end, 1));
        expect(total(periods)).toBe(micros(target));
      }
      for (const longer of [months, quarters])
        for (const period of longer)
          expect(total(days.filter((day: Data) => day.start >= period.start && day.end <= period.end))).toBe(micros(period.target));
    },
  );

  it('lay seasonal targets over the months by their weights, to within one step of rounding', () => {
    const seasonal = SUMS.filter(({ split, start }) => split?.method === 'SEASONAL' && !start);
    expect(seasonal.length).toBeGreaterThanOrEqual(5);
    for (const { key, split, target } of seasonal) {
      const weights = split?.weights ?? [];
      const whole = weights.reduce((sum, weight) => sum + weight);
      const { months, unit } = goals.get(key);
      weights.forEach((weight, month) => {
        expect(Math.abs(months[month].target - (Number(target) * weight) / whole)).toBeLessThanOrEqual(unit === 'MONEY' ? 0.01 : 1);
      });
    }
  });

  it('sub-goals that cover their goal add up to it in every month', () => {
    for (const { key, goals: children = [], ...goal } of SUMS) {
      if (children.length === 0 || 'partial' in goal) continue;
      const sum = children.reduce((amount, child) => amount + micros(goals.get(child.key).target), 0n);
      expect([key, sum]).toEqual([key, micros(goals.get(key).target)]);
    }
  });

  it.each(SUMS.map((goal) => [goal.key, goal] as const))('%s: the actual is what plain SQL over the facts says', async (key, goal) => {
    const { actual, start, evaluatedTo } = goals.get(key);
    const { from, value } = PLAIN[goal.metric]!;
    const list = (dimension: string) => [goal.where[dimension] ?? []].flat();
    const [row] = await hub.sql(
      `SELECT (${value})::float8 AS value, count(*)::int AS rows FROM ${from} LEFT JOIN rate r ON r.day = f.day AND r.currency = to_jsonb(f)->>'currency'
       WHERE f.day BETWEEN $1 AND $2 AND b.key = ANY ($3) AND (cardinality($4::text[]) = 0 OR to_jsonb(f)->>'product' = ANY ($4))`,
      [start, evaluatedTo, list('BRAND'), list('PRODUCT')],
    );
    if (start > evaluatedTo) expect([actual, row.rows]).toEqual([null, 0]);
    else {
      expect([key, row.rows]).not.toEqual([key, 0]);
      expect(actual).toBeCloseTo(row.value, 6);
    }
  });

  it.each(SURVEYED)('%s: the actual is what plain SQL over the answers says', async (key, brands, question, value) => {
    const { actual, start, evaluatedTo } = goals.get(key);
    const [row] = await hub.sql(
      `SELECT (${value})::float8 AS value, count(*)::int AS answers FROM fact.survey_answer f JOIN hub.brand b ON b.id = f.brand_id
       WHERE f.day BETWEEN $1 AND $2 AND b.key = ANY ($3) AND f.question = $4 AND f.score_micros IS NOT NULL`,
      [start, evaluatedTo, brands, question],
    );
    expect(row.answers).toBeGreaterThan(30);
    expect(actual).toBeCloseTo(row.value, 9);
  });

  it.each(WRITTEN.map((goal) => [goal.key, goal] as const))(
    '%s: pace and status follow from the numbers, and are explained',
    (key, { aggregation, band }) => {
      const { actual, expectedToDate, pace, better, target, status, reasons, evaluatedTo, start, days } = goals.get(key);
      expect(reasons.length).toBeGreaterThan(0);
      for (const reason of reasons) expect(reason).toMatch(/^\S.*\S$/);
      if (start > evaluatedTo) {
        expect([status, pace]).toEqual(['UNKNOWN', null]);
        return;
      }
      // Data of the last days are there: what is known has a colour.
      expect([status, actual]).not.toEqual(['UNKNOWN', null]);
      if (aggregation === 'SUM') expect(micros(expectedToDate)).toBe(total(days.filter(({ end }: Data) => end <= evaluatedTo)));
      const share = aggregation === 'SUM' ? expectedToDate / target : 1;
      const [low, high] = [(band?.low ?? 0) * share, (band?.high ?? 0) * share];
      const inBand = actual < low ? actual / low : actual > high ? high / actual : 1;
      expect(pace).toBeCloseTo({ UP: actual / expectedToDate, DOWN: expectedToDate / actual, BAND: inBand }[better as 'UP'], 9);
      const colour = pace >= 0.95 ? 'ON_TRACK' : pace >= 0.75 ? 'AT_RISK' : 'OFF_TRACK';
      // A colour changes only when two days in a row agree; until then a reason says so.
      if (status !== colour && status !== 'ACHIEVED')
        expect(reasons.join(' ')).toContain(`alone say ${colour}; the status stays ${status}`);
      expect(reasons[0]).toContain(status === 'ACHIEVED' ? 'meets the target' : '(on track from 0.95, at risk from 0.75)');
    },
  );

  it('tell the campaigns that serve them, and campaigns tell the same goals, for every pair', async () => {
    const { campaigns } = await hub.ask('{ campaigns(first: 200) { edges { node { key name goals { key } } } } }');
    const nodes: Data[] = campaigns.edges.map(({ node }: Data) => node);
    const fromCampaigns = nodes.flatMap((node) => node.goals.map((goal: Data) => `${goal.key} ${node.key}`));
    const fromGoals = [...goals.values()].flatMap((goal) => goal.campaigns.map((campaign: Data) => `${goal.key} ${campaign.key}`));
    const fits = (pattern: string, text: string) => {
      const parts = pattern.split('*').map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'));
      return new RegExp(`^${parts.join('.*')}$`, 'iu').test(text);
    };
    const written = WRITTEN.flatMap(({ key, campaigns: patterns = [] }) =>
      nodes
        .filter((node) => [patterns].flat().some((pattern) => fits(pattern, node.name) || fits(pattern, node.key)))
        .map((node) => `${key} ${node.key}`),
    );
    expect(written.length).toBeGreaterThan(15);
    expect(fromCampaigns.sort()).toEqual(written.sort());
    expect(fromGoals.sort()).toEqual(written.sort());
  });

  it('are the goals of the numbers that count towards them', async () => {
    const { lineage } = await hub.ask('query ($cell: ID!) { lineage(cell: $cell) { recomputed goals { key } } }', {
      cell: goals.get('revenue-lumina').lineage,
    });
    expect(lineage.recomputed).toBe(goals.get('revenue-lumina').actual);
    expect(lineage.goals.map(({ key }: Data) => key)).toEqual(expect.arrayContaining(['revenue', 'revenue-lumina']));
  });

  it('are unknown once their sources have been silent for days, with the day to which the data reach', async () => {
    hub.goTo('2026-09-28');
    const { plan } = await hub.ask('{ plan(year: 2026) { goals { key status reasons start } } }');
    expect(plan.goals).toHaveLength(WRITTEN.length);
    for (const { key, status, reasons, start } of plan.goals) {
      expect([key, status]).toEqual([key, 'UNKNOWN']);
      if (start < '2026-09-28')
        expect([key, reasons[0]]).toEqual([
          key,
          expect.stringMatching(/^The data are complete to 2026-09-1\d only; the status as of 2026-09-27 needs them to 2026-09-27\.$/),
        ]);
    }
  });
});
