import fc from 'fast-check';
import { AdDay } from '../../entities/facts/AdDay';
import { becomeOnlyWriter } from '../../src/database/only-writer';
import { inWorkspace } from '../../src/database/session';
import { startOf } from '../../src/lib/day';
import { answer } from '../../src/metrics/answer';
import type { Answer, Dimension, Filter, Question } from '../../src/metrics/question';
import { checkRollups, rebuildRollups, refreshRollups } from '../../src/metrics/refresh-rollups';
import { type IngestWorkspace, ingestWorkspace, loadPage } from '../support/ingest-workspace';
import { until } from '../support/until';

let hub: IngestWorkspace;
let sources: number[];
beforeAll(async () => {
  hub = await ingestWorkspace();
  const [other] = await hub.rows<{ id: number }>(
    `INSERT INTO hub.source (workspace_id, key, name, connector, schedule, time_zone) VALUES (1, 'more', 'More', 'test', '', 'UTC') RETURNING id`,
  );
  sources = [hub.sourceId, other!.id];
});
afterAll(() => hub?.close());

const BRANDS = ['lumen', 'other', null];
const CHANNELS = ['paid_social', 'paid_search', ''];
const PLATFORMS = ['meta', ''];
/** At the ends of months and weeks, and within them. */
const DAYS = [
  '2025-12-31',
  '2026-01-01',
  '2026-01-17',
  '2026-01-18',
  '2026-01-19',
  '2026-01-31',
  '2026-02-01',
  '2026-02-28',
  '2026-03-01',
  '2026-03-02',
];
const ENDS = [
  '2025-12-01',
  '2025-12-31',
  '2026-01-01',
  '2026-01-02',
  '2026-01-18',
  '2026-01-19',
  '2026-01-31',
  '2026-02-01',
  '2026-02-27',
  '2026-02-28',
  '2026-03-31',
];

/** What a campaign is. */
interface Known {
  readonly name: string;
  readonly brand: string | null;
  readonly channel: string;
  readonly platform: string;
}
const known = fc.record<Known>({
  name: fc.constantFrom('A', 'B'),
  brand: fc.constantFrom(...BRANDS),
  channel: fc.constantFrom(...CHANNELS),
  platform: fc.constantFrom(...PLATFORMS),
});
const amount = fc.option(fc.integer({ min: 0, max: 3 }));
const page = fc.record({
  kind: fc.constant('page' as const),
  source: fc.constantFrom(0, 1),
  campaigns: fc.array(known, { minLength: 3, maxLength: 3 }),
  rows: fc.array(
    fc.record({
      day: fc.constantFrom(...DAYS),
      campaign: fc.nat(2),
      ad: fc.constantFrom('', 'x'),
      currency: fc.constantFrom('EUR', 'USD', null),
      clicks: amount,
      impressions: amount,
      spend: fc.option(fc.bigInt({ min: 0n, max: 3_000_000n })),
      conversionsClaimed: fc.option(fc.bigInt({ min: 0n, max: 3_000_000n })),
      revenueClaimed: fc.option(fc.bigInt({ min: 0n, max: 3_000_000n })),
    }),
    { minLength: 1, maxLength: 8 },
  ),
});
const change = fc.record({
  kind: fc.constant('change' as const),
  byHand: fc.boolean(),
  campaigns: fc.uniqueArray(fc.nat(2), { minLength: 1 }),
  known,
});
const removal = fc.record({ kind: fc.constant('removal' as const), day: fc.constantFrom(...DAYS) });
const rebuild = fc.constant({ kind: 'rebuild' as const });
const steps = fc.array(fc.oneof({ weight: 3, arbitrary: page }, { weight: 3, arbitrary: change }, removal, rebuild), {
  minLength: 2,
  maxLength: 5,
});
type Step = typeof steps extends fc.Arbitrary<(infer S)[]> ? S : never;

async function take(step: Step): Promise<void> {
  if (step.kind === 'page') {
    const rows = step.rows.map(({ day, campaign, ...row }, recordNo) => {
      // The first source tells euros alone: what is asked of it needs no rates.
      const currency = step.source === 0 ? 'EUR' : row.currency;
      const values = { ...row, currency, day, campaign: { key: `c:${campaign}`, ...step.campaigns[campaign]! } };
      return { recordNo, values };
    });
    await loadPage(hub, await hub.startRun(sources[step.source]), 0, { fact: AdDay, rows });
  } else if (step.kind === 'change') {
    const { name, brand, channel, platform } = step.known;
    const sql = `UPDATE hub.campaign SET name = $2, channel = $3, platform = $4,
      brand_id = (SELECT b.id FROM hub.brand b WHERE b.workspace_id = 1 AND b.key = $5) WHERE workspace_id = 1 AND key = ANY ($1)`;
    await (step.byHand ? hub.test.sql : hub.rows)(sql, [step.campaigns.map((each) => `c:${each}`), name, channel, platform, brand]);
  } else {
    await inWorkspace(hub.database, 1, async (session) => {
      if (step.kind === 'rebuild') return rebuildRollups(session);
      await becomeOnlyWriter(session);
      await session.execute('DELETE FROM fact.ad_day WHERE workspace_id = 1 AND day = $1', [step.day]);
      await refreshRollups(session, AdDay, [step.day]);
    });
  }
}

const faults = () => inWorkspace(hub.database, 1, checkRollups, { snapshot: true });
const ADDED = ['spend', 'clicks', 'impressions'] as const;
type Asked = Pick<Question, 'select' | 'by' | 'range' | 'where' | 'currency' | 'grain'>;
const questions = fc.array(
  fc
    .record({
      select: fc.subarray<Question['select'][number]>([...ADDED, 'roasClaimed', 'ctr'], { minLength: 1 }),
      by: fc.subarray<Dimension>(['BRAND', 'CHANNEL', 'PLATFORM', 'CAMPAIGN'], { maxLength: 2 }),
      grain: fc.constantFrom(undefined, 'DAY', 'WEEK', 'MONTH', 'QUARTER', 'YEAR'),
      ends: fc.tuple(fc.constantFrom(...ENDS), fc.constantFrom(...ENDS)),
      ofBrands: fc.boolean(),
      ofFirstSource: fc.boolean(),
    })
    .map(({ select, by, grain, ends, ofBrands, ofFirstSource }): Asked => {
      const [from, to] = ends.sort();
      const where: Filter[] = [
        ...(ofBrands ? [{ dimension: 'BRAND' as const, op: 'IN' as const, values: ['lumen', ''] }] : []),
        ...(ofFirstSource ? [{ dimension: 'SOURCE' as const, op: 'IN' as const, values: ['ads'] }] : []),
      ];
      return { select, by, range: { from, to }, where, currency: ofFirstSource ? 'EUR' : 'USD', ...(grain ? { grain } : {}) };
    }),
  { minLength: 6, maxLength: 6 },
);

const ask = (asked: Asked, useRollups: boolean) =>
  inWorkspace(
    hub.database,
    1,
    (session) => {
      const question: Question = { ...asked, fx: 'DAY_RATE', orderBy: [], totals: true, first: 500 };
      return answer(session, question, { today: '2026-06-15', locale: 'EN' }, { useRollups });
    },
    { snapshot: true },
  );

/** What an answer's rows say of metrics that are added up, in millionths, by bucket and keys; days are put into the buckets of a grain. */
function addedUp({ rows }: Answer, grain: Question['grain']): Map<string, number> {
  const sums = new Map<string, number>();
  for (const { period, dimensions, values } of rows) {
    for (const { metric, value } of values) {
      if (value === null) continue;
      const key = [grain && period ? startOf(grain, period) : '', ...dimensions.map((each) => each.key), metric].join(' ');
      sums.set(key, (sums.get(key) ?? 0) + Math.round(value * 1e6));
    }
  }
  return sums;
}

test('sums by what campaigns are follow the facts and the campaigns, whoever changes either, by day, week and month', async () => {
  await fc.assert(
    fc.asyncProperty(steps, questions, async (taken, asked) => {
      for (const step of taken) await take(step);
      expect(await faults()).toEqual([]);
      for (const question of asked) {
        const answered = await ask(question, true);
        expect(answered).toEqual(await ask(question, false));
        // A day without a rate makes the total of its month unknown.
        const added = { ...question, select: ADDED.filter((metric) => metric !== 'spend' || question.currency === 'EUR') };
        const byDay = await ask({ ...added, grain: 'DAY' }, true);
        expect(addedUp(await ask(added, true), question.grain)).toEqual(addedUp(byDay, question.grain));
      }
    }),
    { numRuns: 12 },
  );
});

const WHOLES = [
  {
    unit: 'months',
    table: 'ad_month_brand',
    day: '2026-02-01',
    by: [],
    coarse: ['MONTH', 'QUARTER', 'YEAR', undefined],
    fine: ['DAY', 'WEEK'],
  },
  {
    unit: 'weeks',
    table: 'ad_week_campaign',
    day: '2026-01-12',
    by: ['CAMPAIGN'],
    coarse: ['WEEK', undefined],
    fine: ['DAY', 'MONTH', 'QUARTER', 'YEAR'],
  },
] as const;
test.each(WHOLES)(
  'whole $unit are read from the sums by such, and the days before and after from those by day',
  async ({ table, day, by, coarse, fine }) => {
    const clicks = async (grain: Question['grain']) => {
      const range = { from: '2025-12-31', to: '2026-03-15' };
      const { rows } = await ask({ select: ['clicks'], by: [...by], where: [], currency: 'EUR', range, ...(grain ? { grain } : {}) }, true);
      return rows.reduce((sum, { values }) => sum + (values[0]?.value ?? 0), 0);
    };
    const campaigns = [{ name: 'A', brand: null, channel: 'paid_social', platform: 'meta' }];
    const ad = {
      campaign: 0,
      ad: '' as const,
      currency: 'EUR' as const,
      impressions: 0,
      spend: 0n,
      conversionsClaimed: 0n,
      revenueClaimed: 0n,
    };
    await take({ kind: 'page', source: 0, campaigns, rows: DAYS.map((each) => ({ ...ad, day: each, clicks: 1 })) });
    const told = await clicks(undefined);
    expect(await clicks('DAY')).toBe(told);
    const [{ count } = { count: 0 }] = await hub.test.sql<{ count: number }>(
      `WITH changed AS (UPDATE rollup.${table} SET clicks = clicks + 1000 WHERE day = $1 AND source_id = $2 AND clicks IS NOT NULL RETURNING 1) SELECT count(*)::integer AS count FROM changed`,
      [day, sources[0]],
    );
    expect(count).toBeGreaterThan(0);
    for (const grain of coarse) expect(await clicks(grain)).toBe(told + 1000 * count);
    for (const grain of fine) expect(await clicks(grain)).toBe(told);
    expect(await faults()).toEqual([{ rollup: table, day }]);
    await take({ kind: 'rebuild' });
    expect(await faults()).toEqual([]);
  },
);

test('a campaign that changes waits for who is writing facts, and then moves what they wrote as well', async () => {
  const social = { kind: 'page' as const, source: 0 as const, campaigns: [], rows: [] };
  const nothing = { conversionsClaimed: null, revenueClaimed: null };
  const ad = {
    day: '2026-03-08',
    campaign: 0,
    ad: 'x' as const,
    currency: 'EUR' as const,
    clicks: 1,
    impressions: 2,
    spend: 1n,
    ...nothing,
  };
  const were = { name: 'A', brand: 'lumen', channel: 'paid_social', platform: 'meta' };
  await take({ ...social, campaigns: [were], rows: [ad] });
  let changed: Promise<void> | undefined;
  await inWorkspace(hub.database, 1, async (session) => {
    await becomeOnlyWriter(session);
    await session.execute(`UPDATE fact.ad_day SET clicks = 7 WHERE workspace_id = 1 AND day = '2026-03-08'`);
    await refreshRollups(session, AdDay, ['2026-03-08']);
    changed = take({ kind: 'change', byHand: false, campaigns: [0], known: { ...were, channel: 'paid_search' } });
    const waiting = `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`;
    await until(async () => (await hub.test.sql(waiting)).length > 0);
  });
  await changed;
  expect(await faults()).toEqual([]);
  expect(await hub.rows(`SELECT channel, clicks::integer AS clicks FROM rollup.ad_day_brand WHERE day = '2026-03-08'`)).toEqual([
    { channel: 'paid_search', clicks: 7 },
  ]);
});
