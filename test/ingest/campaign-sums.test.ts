import fc from 'fast-check';
import { AdDay } from '../../entities/facts/AdDay';
import { becomeOnlyWriter } from '../../src/database/only-writer';
import { inWorkspace } from '../../src/database/session';
import { answer } from '../../src/metrics/answer';
import type { Dimension, Question } from '../../src/metrics/question';
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
      day: fc.integer({ min: 1, max: 4 }),
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
const removal = fc.record({ kind: fc.constant('removal' as const), day: fc.integer({ min: 1, max: 4 }) });
const rebuild = fc.constant({ kind: 'rebuild' as const });
const steps = fc.array(fc.oneof({ weight: 3, arbitrary: page }, { weight: 3, arbitrary: change }, removal, rebuild), {
  minLength: 2,
  maxLength: 5,
});
type Step = typeof steps extends fc.Arbitrary<(infer S)[]> ? S : never;

async function take(step: Step): Promise<void> {
  if (step.kind === 'page') {
    const rows = step.rows.map(({ day, campaign, ...row }, recordNo) => {
      const values = { ...row, day: `2026-03-0${day}`, campaign: { key: `c:${campaign}`, ...step.campaigns[campaign]! } };
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
      await session.execute('DELETE FROM fact.ad_day WHERE workspace_id = 1 AND day = $1', [`2026-03-0${step.day}`]);
      await refreshRollups(session, AdDay, [`2026-03-0${step.day}`]);
    });
  }
}

const faults = () => inWorkspace(hub.database, 1, checkRollups, { snapshot: true });
const ask = (by: Dimension[], useRollups: boolean) =>
  inWorkspace(
    hub.database,
    1,
    (session) => {
      const question: Question = {
        select: ['spend', 'clicks', 'roasClaimed'],
        by,
        range: { from: '2026-03-01', to: '2026-03-31' },
        where: [{ dimension: 'BRAND', op: 'IN', values: ['lumen', ''] }],
        fx: 'DAY_RATE',
        orderBy: [],
        totals: true,
        first: 100,
        currency: 'EUR',
      };
      return answer(session, question, { today: '2026-06-15', locale: 'EN' }, { useRollups });
    },
    { snapshot: true },
  );

test('sums by what campaigns are follow the facts and the campaigns, whoever changes either', async () => {
  await fc.assert(
    fc.asyncProperty(steps, async (taken) => {
      for (const step of taken) await take(step);
      expect(await faults()).toEqual([]);
      for (const by of [['BRAND'], ['CHANNEL', 'PLATFORM']] as Dimension[][]) expect(await ask(by, true)).toEqual(await ask(by, false));
    }),
    { numRuns: 12 },
  );
});

test('a campaign that changes waits for who is writing facts, and then moves what they wrote as well', async () => {
  const social = { kind: 'page' as const, source: 0 as const, campaigns: [], rows: [] };
  const nothing = { conversionsClaimed: null, revenueClaimed: null };
  const ad = { day: 8, campaign: 0, ad: 'x' as const, currency: 'EUR' as const, clicks: 1, impressions: 2, spend: 1n, ...nothing };
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
