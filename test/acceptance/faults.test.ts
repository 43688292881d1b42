import type { Fault } from '../../ingest/sandbox/sandbox';
import { contentOf } from '../support/acceptance-facts';
import { AcceptanceHub, type Data } from '../support/acceptance-hub';

const DAYS = { from: '2026-09-12', to: '2026-09-17' };
const SOURCES = {
  'google-ads': 'google-ads-lumina',
  'meta-ads': 'meta-ads-verdane',
  'search-console': 'search-console-lumina',
  shopify: 'shopify-lumina',
  ecb: 'ecb',
  mastodon: 'mastodon',
  feeds: 'feeds',
} as const;
type Platform = keyof typeof SOURCES;

const TABLES: Platform[] = ['google-ads', 'meta-ads', 'search-console', 'shopify', 'ecb'];
const ALL: Platform[] = [...TABLES, 'mastodon', 'feeds'];
/** Two of the platforms for each kind of fault, in turn: the conformance suite meets every connector with every kind. */
const twoFor = (turn: number) => [0, 2].map((step) => TABLES[(turn + step) % TABLES.length]!);
/** More often than a pull tries. */
const LASTING = 30;

describe('what goes wrong at a platform', () => {
  let hub: AcceptanceHub;
  const truth = new Map<Platform, Data>();
  beforeAll(async () => {
    const keys: string[] = Object.values(SOURCES);
    hub = await AcceptanceHub.open({ today: '2026-09-18', sources: ({ key }) => keys.includes(key) });
    await hub.pullAll(DAYS);
    const all = await contentOf(hub, 1);
    for (const platform of ALL)
      truth.set(
        platform,
        all.filter(({ source }) => source === SOURCES[platform]),
      );
  });
  afterAll(() => hub?.close());
  afterEach(() => hub.sandbox.clearFaults());

  /** A workspace with the one source and nothing pulled. */
  async function workspace(platform: Platform): Promise<number> {
    const [{ id }] = await hub.sql(`INSERT INTO hub.workspace (key, name) SELECT 'w' || count(*), '' FROM hub.workspace RETURNING id`);
    await hub.connect(id, ({ key }) => key === SOURCES[platform]);
    return id;
  }

  /** Pulls under a fault, checks the counters, and pulls again without it: then the data are those of an undisturbed pull, whatever went before. */
  async function disturbed(platform: Platform, faults: [fault: Fault, times: number][], days: Data = DAYS) {
    const [id, key] = [await workspace(platform), SOURCES[platform]];
    for (const [fault, times] of faults) hub.sandbox.fault(platform, fault, times);
    const { run } = await hub.pull(key, days, id);
    const met = hub.sandbox.requests.slice(-50).filter((request) => request.platform === platform && request.fault !== null);
    expect(met.length).toBeGreaterThan(0);
    expect(run.records).toBe(run.inserted + run.revised + run.unchanged + run.quarantined);
    expect(run.error === null).toBe(run.status === 'SUCCEEDED');
    const between = await contentOf(hub, id);
    hub.sandbox.clearFaults();
    const healed = await hub.pull(key, DAYS, id);
    expect([platform, healed.run.status, await contentOf(hub, id)]).toEqual([platform, 'SUCCEEDED', truth.get(platform)]);
    return { id, run, between };
  }

  describe('and passes is waited out: the run succeeds, with all the data', () => {
    it.each([
      ['429', [...twoFor(0), 'mastodon']],
      ['500', twoFor(1)],
      ['cut-body', [...twoFor(2), 'feeds']],
      ['garbage', twoFor(3)],
      ['error-in-200', twoFor(4)],
      ['reordered-page', twoFor(0)],
      ['duplicate-page', twoFor(1)],
    ] as [kind: Extract<Fault, string>, platforms: Platform[]][])('%s', async (kind, platforms) => {
      for (const platform of platforms) {
        const { run, between } = await disturbed(platform, [[kind, 1]]);
        expect([platform, run.status, between]).toEqual([platform, 'SUCCEEDED', truth.get(platform)]);
        expect(run.revised).toBe(0n);
        expect(run.quarantined).toBe(0n);
      }
    });

    it('an answer that is late', async () => {
      for (const platform of twoFor(2)) {
        const { run, between } = await disturbed(platform, [[{ kind: 'slow', delayMs: 40 }, 2]]);
        expect([platform, run.status, between]).toEqual([platform, 'SUCCEEDED', truth.get(platform)]);
      }
    });

    it('a throttle that names its end as a date', async () => {
      // The platform names an instant of the machine's own clock.
      hub.clock.set(new Date().toISOString());
      const { run, between } = await disturbed('google-ads', [[{ kind: '429', asDate: true, retryAfterSeconds: 30 }, 2]]);
      hub.goTo('2026-09-18');
      expect(hub.clock.slept.some((ms) => ms > 25_000)).toBe(true);
      expect([run.status, between]).toEqual(['SUCCEEDED', truth.get('google-ads')]);
    });

    it('a token that has expired, where a new one can be had', async () => {
      for (const platform of ['google-ads', 'search-console'] as const) {
        const { run, between } = await disturbed(platform, [['expired-token', 1]]);
        expect([platform, run.status, between]).toEqual([platform, 'SUCCEEDED', truth.get(platform)]);
      }
    });
  });

  describe('and lasts fails the run, with the reason and without half a page', () => {
    it.each((['429', '500', 'cut-body', 'garbage', 'error-in-200'] as const).map((kind, turn) => [kind, twoFor(turn)] as const))(
      '%s',
      async (kind, platforms) => {
        for (const platform of platforms) {
          const { run, between } = await disturbed(platform, [[kind, LASTING]]);
          expect([platform, run.status, run.records, between]).toEqual([platform, 'FAILED', 0n, []]);
          expect(run.error).toMatch(/^gave up after 8 attempts and \d+ s of waiting/);
        }
      },
    );

    it('a token that is refused again, or that only a person can renew', async () => {
      for (const [platform, times, reason] of [
        ['google-ads', LASTING, /refused again with a fresh token: the source needs new credentials/],
        ['search-console', LASTING, /refused again with a fresh token: the source needs new credentials/],
        ['meta-ads', 1, /the source needs new credentials/],
        ['shopify', 1, /the source needs new credentials/],
        ['mastodon', 1, /the source needs new credentials/],
      ] as const) {
        const { run, between } = await disturbed(platform, [['expired-token', times]]);
        expect([platform, run.status, between]).toEqual([platform, 'FAILED', []]);
        expect(run.error).toMatch(reason);
      }
    });

    it('after the first pages keeps what they said', async () => {
      const { run, between } = await disturbed('google-ads', [
        [{ kind: 'slow', delayMs: 0 }, 1],
        ['500', LASTING],
      ]);
      expect([run.status, run.pages]).toEqual(['FAILED', 1]);
      // The ads were read; what failed is the second question, and what would have come after it.
      expect(between).toEqual(truth.get('google-ads').filter(({ fact }: Data) => fact === 'ad_day'));
    });
  });

  describe('and spoils a part leaves the run partial', () => {
    it('a record that cannot be read is put in quarantine with its reason, the others are loaded', async () => {
      for (const platform of ['google-ads', 'meta-ads', 'search-console', 'shopify', 'mastodon'] as const) {
        const { id, run } = await disturbed(platform, [['bad-record', 1]]);
        expect([platform, run.status, run.quarantined]).toEqual([platform, 'PARTIAL', 1n]);
        // Of an ad that is missing the platform's totals tell as well.
        expect(run.error).toMatch(/(^|; )1 of \d+ records were quarantined$/);
        const [bad] = await hub.sql('SELECT reason, raw, place FROM hub.quarantine WHERE workspace_id = $1', [id]);
        expect(bad.reason).toMatch(/expected|invalid|is not a/i);
        expect(JSON.parse(bad.raw)).toBeInstanceOf(Object);
        expect(bad.place).toMatch(/\w/);
      }
    });

    it('when more than one record in twenty is bad the source is not read further', async () => {
      const { run } = await disturbed('mastodon', [['bad-record', LASTING]]);
      expect(run.status).toBe('PARTIAL');
      expect(run.error).toMatch(
        /^stopped reading: more than 5 % of the records had to be quarantined; \d+ of \d+ records were quarantined$/,
      );
    });

    it('a feed that is closed to us is left out, the other feeds are read', async () => {
      const { run, between } = await disturbed('feeds', [['expired-token', 1]]);
      expect([run.status, run.pages]).toEqual(['PARTIAL', 4]);
      expect(run.error).toMatch(/^articles http\S+\/feeds\/\S+, 2026-09-12 to 2026-09-17: feed: \S+ answered 40[13]/);
      expect(between[0]?.rows).toBeLessThan(truth.get('feeds')[0].rows);
    });

    it('a page that is sent a second time ends its part: what follows it is asked for again the next time', async () => {
      const id = await workspace('meta-ads');
      await hub.sql(`UPDATE hub.source SET config = config || '{"pageSize": 7}' WHERE workspace_id = $1`, [id]);
      hub.sandbox.fault('meta-ads', { kind: 'slow', delayMs: 0 });
      hub.sandbox.fault('meta-ads', 'duplicate-page');
      const { run } = await hub.pull(SOURCES['meta-ads'], DAYS, id);
      const [ads] = await hub.sql('SELECT count(*) AS rows FROM fact.ad_day WHERE workspace_id = $1', [id]);
      expect([run.status, ads.rows]).toEqual(['PARTIAL', 7n]);
      expect(run.error).toMatch(/the same records came twice in a row/);
      await hub.pull(SOURCES['meta-ads'], {}, id);
      expect(
        await hub.sql(
          `SELECT count(*)::int AS days FROM generate_series($1::date, $2::date, '1 day') d
        WHERE NOT EXISTS (SELECT FROM fact.ad_day f WHERE f.workspace_id = $3 AND f.day = d)`,
          [DAYS.from, DAYS.to, id],
        ),
      ).toEqual([{ days: 0 }]);
    });
  });

  it('and leaves an answer empty is made up for by the next pull that is due', async () => {
    const earlier = { from: '2026-09-08', to: '2026-09-14' };
    for (const platform of [...twoFor(3), 'mastodon'] as const) {
      const [calm, troubled] = [await workspace(platform), await workspace(platform)];
      const key = SOURCES[platform];
      for (const id of [calm, troubled]) {
        hub.goTo('2026-09-15');
        await hub.pull(key, earlier, id);
        hub.goTo('2026-09-18');
        if (id === troubled) hub.sandbox.fault(platform, 'empty', LASTING);
        const { run } = await hub.pull(key, {}, id);
        expect([platform, run.status, run.inserted === 0n]).toEqual([platform, 'SUCCEEDED', id === troubled]);
        hub.sandbox.clearFaults();
        await hub.pull(key, {}, id);
      }
      expect([platform, await contentOf(hub, troubled, earlier.from)]).toEqual([platform, await contentOf(hub, calm, earlier.from)]);
    }
  });
});
