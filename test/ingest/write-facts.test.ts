import fc from 'fast-check';
import { AdDay } from '../../entities/facts/AdDay';
import type { FactClass } from '../../entities/facts/fact';
import { Mention } from '../../entities/facts/Mention';
import { factRow } from '../../ingest/fact-row';
import { keptRows } from '../../ingest/kept-rows';
import { linkRows } from '../../ingest/link-rows';
import { withReadings } from '../../ingest/mentions/with-readings';
import { sortRows } from '../../ingest/sort-rows';
import { inWorkspace } from '../../src/database/session';
import { checkRollups } from '../../src/metrics/refresh-rollups';
import { type IngestWorkspace, ingestWorkspace, loadPage } from '../support/ingest-workspace';

let hub: IngestWorkspace;
beforeAll(async () => {
  hub = await ingestWorkspace();
});
afterAll(() => hub?.close());

const numbered = (rows: readonly object[]) => rows.map((values, recordNo) => ({ recordNo, values }));
const load = async (fact: FactClass, rows: readonly object[]) => loadPage(hub, await hub.startRun(), 0, { fact, rows: numbered(rows) });

/** What of a page would have to be looked at by the database, after what the fact holds was read. */
const left = (fact: FactClass, rows: readonly object[]) =>
  inWorkspace(hub.database, 1, async (session) => {
    const given = rows.map((values, recordNo) => factRow(fact, recordNo, values));
    const linked = await linkRows(session, fact, fact === Mention ? await withReadings(session, hub.sourceId, given) : given);
    const { fresh, others, isSearched } = sortRows(linked.rows, await keptRows(session, fact, hub.sourceId, linked));
    return { fresh: fresh.map(({ recordNo }) => recordNo), others: others.map(({ recordNo }) => recordNo), isSearched };
  });

const mention = (post: string, more: object = {}) => ({
  day: '2026-02-03',
  brand: 'lumen',
  post,
  publishedAt: new Date('2026-02-03T04:05:06.789Z'),
  text: null,
  engagements: 3n,
  ...more,
});

test('rows that are there as they are said are known by what the fact holds, whatever characters they have', async () => {
  const texts = ['', '\\N', '\\', 'a\tb', 'a\nb\r\n', '\b\f\v', '\\.', 'ä 中 👩‍👩‍👧', '\'"', ' x ', '\u0001\u007f', 'a\ud800'];
  const rows = texts.flatMap((text) => [mention(text), mention(`of ${text}`, { text, url: null })]);
  await load(Mention, rows);
  expect(await left(Mention, rows)).toEqual({ fresh: [], others: [], isSearched: true });
  const other = [
    mention('', { text: '' }),
    mention('new'),
    mention('\\N', { publishedAt: new Date('2026-02-03T04:05:06.788Z') }),
    rows[5]!,
  ];
  expect(await left(Mention, other)).toEqual({ fresh: [1], others: [0, 2], isSearched: true });
  expect(await load(Mention, other)).toMatchObject({ inserted: 1, revised: 2, unchanged: 1 });
});

const campaign = (key: number) => ({ key: `meta:${key}`, name: `Campaign ${key}`, platform: 'meta', channel: 'paid_social' });
const ad = (day: number, ofCampaign: number, name: string, clicks: number | null) => ({
  day: `2026-0${day < 3 ? 3 : 4}-0${day + 1}`,
  campaign: campaign(ofCampaign),
  ad: name,
  currency: 'CNY',
  clicks,
});

test('a few rows for a day of very many are compared by the database alone, with the same outcome', async () => {
  const day = Array.from({ length: 2_100 }, (_, at) => ad(7, at % 7, `ad ${at}`, at));
  await load(AdDay, day);
  const page = [day[5]!, { ...day[6]!, clicks: null }, ad(7, 1, 'new', 1), ad(7, 1, 'new', 2)];
  expect((await left(AdDay, page)).isSearched).toBe(false);
  expect(await load(AdDay, page)).toMatchObject({ inserted: 1, revised: 1, unchanged: 2 });
  expect(await inWorkspace(hub.database, 1, checkRollups)).toEqual([]);
});

test('after any pages the fact holds the last word on each row, and every outcome is counted', async () => {
  const row = fc.record({
    day: fc.integer({ min: 0, max: 5 }),
    campaign: fc.integer({ min: 1, max: 3 }),
    name: fc.constantFrom('', 'a', 'b\t', '\\N', '中'),
    clicks: fc.option(fc.integer({ min: 0, max: 2 })),
  });
  const held = () =>
    hub.rows<{ key: string; clicks: string | null }>(
      `SELECT f.day || ' ' || c.key || ' ' || f.ad AS key, f.clicks::text AS clicks FROM fact.ad_day f JOIN hub.campaign c ON c.id = f.campaign_id
       WHERE f.region = $1 ORDER BY 1`,
      [region],
    );
  let region = '';
  let world = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(fc.array(row, { minLength: 1, maxLength: 12 }), { minLength: 1, maxLength: 4 }), async (pages) => {
      region = `world ${++world}`;
      const model = new Map<string, string | null>();
      for (const page of pages) {
        const rows = page.map((each) => ({ ...ad(each.day, each.campaign, each.name, each.clicks), region }));
        const before = new Map(model);
        for (const { day, campaign, ad: name, clicks } of rows)
          model.set(`${day} ${campaign.key} ${name}`, clicks === null ? null : String(clicks));
        const inserted = [...model.keys()].filter((key) => !before.has(key)).length;
        const revised = [...before].filter(([key, clicks]) => model.get(key) !== clicks).length;
        const unchanged = rows.length - inserted - revised;
        expect(await load(AdDay, rows)).toEqual({ records: rows.length, inserted, revised, unchanged, quarantined: 0 });
        expect(new Map((await held()).map(({ key, clicks }) => [key, clicks]))).toEqual(model);
      }
    }),
    { numRuns: 25 },
  );
  expect(await inWorkspace(hub.database, 1, checkRollups)).toEqual([]);
  expect(await hub.rows('SELECT * FROM stage.ad_day_mine')).toEqual([]);
});
