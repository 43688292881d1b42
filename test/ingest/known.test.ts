import { z } from 'zod';
import { AdDay } from '../../entities/facts/AdDay';
import { connector, type PullContext, stream } from '../../ingest/connector';
import type { AnyConnector } from '../../ingest/load-connectors';
import { runPull } from '../../ingest/run-pull';
import { claimRun, createRun } from '../../ingest/runs';
import { inWorkspace } from '../../src/database/session';
import { stubPulls } from '../support/stub-pulls';

const pulls = stubPulls();

interface Ad {
  day: string;
  campaign: number;
  name?: string;
  brand?: string;
  ad: string;
  spend: unknown;
  rows?: number;
}

const DAYS = ['2026-06-01', '2026-06-02', '2026-06-03'];
const WINDOW = { from: DAYS[0]!, to: DAYS[2]! };
const adsFor = (ads: number): Ad[] =>
  DAYS.flatMap((day) => Array.from({ length: ads }, (_, at) => ({ day, campaign: at % 7, ad: `ad ${at}`, spend: (at * 37) % 101 })));

const shape = z.looseObject({
  day: z.string(),
  campaign: z.int(),
  name: z.string().default('One'),
  brand: z.string().nullable().default(null),
  ad: z.string(),
  spend: z.int(),
  rows: z.int().default(1),
});

const config = z.object({ baseUrl: z.string(), margin: z.int().default(0) });
type Config = z.infer<typeof config>;

/** How many records were made into rows since it was asked last. */
let mapped = 0;

/** Of the records that a platform lists; one that wants to know the day of the pull has to read them all every time. */
function listConnector(asksForToday: boolean): AnyConnector {
  return connector({
    name: 'stub-ads',
    label: 'Stub',
    schedule: '0 */4 * * *',
    auth: { kind: 'none' },
    secrets: [],
    rateLimit: { requests: 1000, perSeconds: 1 },
    historyDays: 10,
    timeZone: 'UTC',
    config,
    streams: [
      stream({
        name: 'ads',
        into: AdDay,
        lookbackDays: 3,
        lagDays: 1,
        request: ({ config }: PullContext<Config>) => ({ url: `${config.baseUrl}/list?page=0` }),
        next: (page) => {
          const { next } = page.json() as { next: number | null };
          return next === null ? null : { url: page.request.url.replace(/\d+$/, String(next)) };
        },
        records: (page) => (page.json() as { data: unknown[] }).data,
        shape,
        map: ({ day, campaign, name, brand, ad, spend, rows }, context: PullContext<Config>) => {
          mapped += 1;
          if (asksForToday && context.today === '') return [];
          const { key } = context.source;
          const ref = { key: `${key}:${campaign}`, name, platform: 'stub', channel: 'paid_social', brand };
          const micros = BigInt(spend + context.config.margin) * 1_000_000n;
          return Array.from({ length: rows }, (_, at) => ({ day, campaign: ref, ad: `${ad}/${at}`, currency: 'EUR', spend: micros }));
        },
      }),
    ],
  }) as unknown as AnyConnector;
}

/** One pull of what the platform tells now; what it counted, and how many records it looked into. */
async function pullOnce(key: string, asksForToday: boolean, ads: readonly Ad[], pageSize: number) {
  pulls.answer = ({ query }) => {
    const page = Number(query.get('page'));
    const next = (page + 1) * pageSize < ads.length ? page + 1 : null;
    return { body: { data: ads.slice(page * pageSize, (page + 1) * pageSize), asked: pulls.stub.requests.length, next } };
  };
  const { database } = pulls.hub;
  const runId = await inWorkspace(database, 1, async (session) => {
    const [source] = await session.query<{ id: number }>('SELECT id FROM hub.source WHERE key = $1', [key]);
    return createRun(session, { sourceId: source!.id, window: WINDOW });
  });
  mapped = 0;
  await runPull(pulls.depsOf(listConnector(asksForToday)), (await claimRun(database, 1, runId!, 'one'))!);
  const [counts] = await pulls.hub.rows(
    'SELECT status, error, pages, records::int, inserted::int, revised::int, unchanged::int, quarantined::int FROM hub.ingest_run WHERE id = $1',
    [runId],
  );
  return { counts: counts!, mapped };
}

const RUN = '(SELECT count(*)::int FROM hub.ingest_run o WHERE o.source_id = p.source_id AND o.id <= p.run_id)';

/** All that a source's pulls have left: rows and ledger with the records that said them, campaigns, the quarantine, the rollup, what is asked next. */
async function leftBy(key: string) {
  const of = (sql: string) => pulls.hub.rows(sql, [key]);
  const source = '(SELECT id FROM hub.source WHERE key = $1)';
  return {
    facts: await of(
      `SELECT f.day, substr(c.key, length($1) + 2) AS campaign, f.ad, f.spend_micros, ${RUN} AS run, p.seq, f.record_no FROM fact.ad_day f
       JOIN hub.raw_page p ON p.id = f.page_id JOIN hub.campaign c ON c.id = f.campaign_id WHERE f.source_id = ${source} ORDER BY 1, 2, 3`,
    ),
    ledger: await of(
      `SELECT r.day, f.ad, r.measure, r.old, r.new, ${RUN} AS run, p.seq, r.record_no, r.old_record_no FROM hub.revision r
       JOIN hub.raw_page p ON p.id = r.page_id LEFT JOIN fact.ad_day f ON f.day = r.day AND f.row_id = r.row_id WHERE p.source_id = ${source}
       ORDER BY r.recorded_at, 1, 2, 3, r.record_no`,
    ),
    campaigns: await of(`SELECT substr(key, length($1) + 2) AS key, name, brand_id FROM hub.campaign WHERE key LIKE $1 || ':%' ORDER BY 1`),
    quarantine: await of(`SELECT record_no, reason, raw FROM hub.quarantine WHERE source_id = ${source} ORDER BY id`),
    rollup: await of(
      `SELECT r.day, substr(c.key, length($1) + 2) AS campaign, r.rows, r.spend_micros FROM rollup.ad_day_campaign r
       JOIN hub.campaign c ON c.id = r.campaign_id WHERE r.source_id = ${source} ORDER BY 1, 2`,
    ),
    cursors: await of(`SELECT stream, part, cursor, fresh_to FROM hub.source_cursor WHERE source_id = ${source} ORDER BY 1, 2`),
  };
}

/** Changes of what the platform tells, or of what the hub holds, one after the other. */
type Step = readonly [
  what: string,
  change: (ads: Ad[]) => Ad[] | Promise<Ad[]>,
  pageSize: number,
  readAgain: 'none' | 'few' | 'all' | 'any',
];

const at = (ads: Ad[], place: number, change: Partial<Ad>) => ads.map((ad, here) => (here === place ? { ...ad, ...change } : ad));
const both = (sql: string) => pulls.hub.rows(sql);

const STEPS: readonly Step[] = [
  ['all is new', (ads) => ads, 3000, 'all'],
  ['the same again', (ads) => ads, 3000, 'none'],
  ['on pages that are cut otherwise', (ads) => ads, 550, 'few'],
  ['and once more', (ads) => ads, 550, 'few'],
  ['some are gone and others new', (ads) => [...ads.slice(37), ...adsFor(240).slice(-40)], 3000, 'few'],
  ['one is restated', (ads) => at(ads, 500, { spend: 7001 }), 3000, 'all'],
  ['the same again', (ads) => ads, 3000, 'none'],
  ['it is what it was before', (ads) => at(ads, 500, { spend: (137 * 37) % 101 }), 3000, 'all'],
  ['it is restated as it was', (ads) => at(ads, 500, { spend: 7001 }), 3000, 'all'],
  ['another word comes before the one that holds', (ads) => [{ ...ads[300]!, spend: 12 }, ...ads], 3000, 'all'],
  ['the same again', (ads) => ads, 3000, 'any'],
  ['another word comes after the one that holds', (ads) => [...ads.slice(1), { ...ads[301]!, spend: 13 }], 3000, 'all'],
  ['that one alone', (ads) => ads.slice(0, -1), 3000, 'any'],
  ['the same again', (ads) => ads, 3000, 'any'],
  ['a campaign is renamed by one record', (ads) => at(ads, 20, { name: 'Two' }), 3000, 'all'],
  ['the same again', (ads) => ads, 3000, 'any'],
  ['it goes by its old name', (ads) => at(ads, 20, { name: 'One' }), 3000, 'any'],
  ['a campaign is another brand’s', (ads) => at(ads, 20, { brand: 'lumen' }), 3000, 'any'],
  ['a brand that nobody tracks', (ads) => at(ads, 20, { brand: 'nobody' }), 3000, 'any'],
  ['the same again', (ads) => ads, 3000, 'any'],
  ['a record is no good', (ads) => at(at(ads, 20, { brand: undefined as never }), 450, { spend: 'much' }), 3000, 'any'],
  ['the same again', (ads) => ads, 3000, 'few'],
  ['it is good again, and several rows', (ads) => at(ads, 450, { spend: 5, rows: 3 }), 3000, 'any'],
  ['the same again', (ads) => ads, 3000, 'none'],
  ['a record has no rows', (ads) => at(ads, 451, { rows: 0 }), 3000, 'few'],
  ['the same again', (ads) => ads, 3000, 'none'],
  [
    'somebody set a row',
    async (ads) => {
      await both(`UPDATE fact.ad_day SET spend_micros = 1 WHERE day = '2026-06-02' AND ad = 'ad 100/0' RETURNING 1`);
      return ads;
    },
    3000,
    'all',
  ],
  ['the same again', (ads) => ads, 3000, 'none'],
  [
    'somebody took rows out',
    async (ads) => {
      await both(`DELETE FROM fact.ad_day WHERE day = '2026-06-03' AND ad LIKE 'ad 10%' RETURNING 1`);
      return ads;
    },
    3000,
    'all',
  ],
  [
    'somebody renamed the campaigns',
    async (ads) => {
      await both(`UPDATE hub.campaign SET name = 'Elsewhere' WHERE key LIKE 'stub-%' RETURNING 1`);
      return ads;
    },
    3000,
    'none',
  ],
];

test('records that are known need not be read again, and all comes out as if they had been', async () => {
  const known = await pulls.source();
  const readAll = await pulls.source();
  let ads = adsFor(200);
  for (const [what, change, pageSize, readAgain] of STEPS) {
    ads = await change(ads);
    const full = await pullOnce(readAll, true, ads, pageSize);
    const quick = await pullOnce(known, false, ads, pageSize);
    expect({ what, ...quick.counts }).toEqual({ what, ...full.counts });
    expect({ what, ...(await leftBy(known)) }).toEqual({ what, ...(await leftBy(readAll)) });
    const good = ads.filter(({ spend }) => typeof spend === 'number').length;
    expect(full.mapped).toBe(good);
    if (readAgain === 'none') expect({ what, mapped: quick.mapped }).toEqual({ what, mapped: 0 });
    if (readAgain === 'few') expect([what, quick.mapped < good / 4]).toEqual([what, true]);
    if (readAgain === 'all') expect([what, quick.mapped >= good]).toEqual([what, true]);
  }
});

test('other settings mean that everything is read anew', async () => {
  const key = await pulls.source();
  const ads = adsFor(200);
  await pullOnce(key, false, ads, 1000);
  expect((await pullOnce(key, false, ads, 1000)).mapped).toBe(0);
  await pulls.hub.rows(`UPDATE hub.source SET config = config || '{"margin": 1}' WHERE key = $1 RETURNING id`, [key]);
  expect(await pullOnce(key, false, ads, 1000)).toMatchObject({ counts: { revised: 600, unchanged: 0 }, mapped: 600 });
});
