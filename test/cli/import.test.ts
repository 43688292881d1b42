import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { importCommand } from '../../src/cli/import';
import { inWorkspace } from '../../src/database/session';
import { fileOf } from '../ingest/files/read-all';
import { type IngestWorkspace, ingestWorkspace } from '../support/ingest-workspace';

let hub: IngestWorkspace;
const before = { ...process.env };
beforeAll(async () => {
  hub = await ingestWorkspace();
  Object.assign(process.env, { DATABASE_URL: hub.test.ownerUrl, DATABASE_APP_URL: hub.test.appUrl, LOG_LEVEL: 'silent' });
});
afterAll(async () => {
  process.env = before;
  process.exitCode = 0;
  await hub?.close();
});

/** Runs `brandhub import` with arguments: what it wrote, its exit code, and the error it ended with. */
async function run(...args: string[]): Promise<{ out: string; err: string; code: number; error: string | null }> {
  const written = { out: '', err: '' };
  const keep = (name: 'out' | 'err') => (text: string | Uint8Array) => {
    written[name] += text;
    return true;
  };
  const stdout = jest.spyOn(process.stdout, 'write').mockImplementation(keep('out'));
  const stderr = jest.spyOn(process.stderr, 'write').mockImplementation(keep('err'));
  process.exitCode = 0;
  try {
    await importCommand().parseAsync(args, { from: 'user' });
    return { ...written, code: process.exitCode, error: null };
  } catch (error) {
    return { ...written, code: 1, error: (error as Error).message };
  } finally {
    stdout.mockRestore();
    stderr.mockRestore();
    process.exitCode = 0;
  }
}

const runs = async () => (await hub.rows<{ count: number }>('SELECT count(*)::integer AS count FROM hub.ingest_run'))[0]!.count;
const visits = (sessions: string) => `Date,Brand,Page path,Sessions\n2026-03-01,lumen,/a,${sessions}\n2026-03-02,lumen,/b,5\n`;

test('without a mapping a file is guessed at, and loaded with the guess only when that is said', async () => {
  const path = fileOf('Site Visits.csv', visits('4'));
  const refused = await run(path);
  expect(refused.error).toMatch(
    /^nothing was loaded: .* guessed and it is a guess \(--yes loads with it as it is\); keep it as site-visits\.yaml/,
  );
  expect(refused.out).toContain('name: site-visits\ntarget: WebDay\n');
  expect(await runs()).toBe(0);
  const dry = await run(path, '--dry-run');
  expect(dry).toMatchObject({ code: 0, error: null });
  expect(dry.out).toMatch(/sum of sessions +9\n/);
  expect(await runs()).toBe(0);
  const loaded = await run(path, '--yes', '--save', 'visits', '--json');
  expect(JSON.parse(loaded.out)).toMatchObject({ source: 'visits', inserted: 2, quarantined: 0, status: 'SUCCEEDED', refused: [] });
  expect(loaded.err).toMatch(/import visits: done 2 records/);
  const [saved] = await hub.rows<{ mapping: string }>(`SELECT mapping FROM hub.import_mapping WHERE name = 'visits'`);
  expect(saved!.mapping).toMatch(/^name: visits\n/);
});

test('a saved mapping is found by its name; the same file does nothing, a restated one says so', async () => {
  const path = fileOf('again.csv', visits('4'));
  const same = await run(path, '--map', 'visits');
  expect(same).toMatchObject({ code: 0, error: null });
  expect(same.err).toContain('nothing was done (--again loads them once more)');
  writeFileSync(path, visits('40'));
  const restated = await run(path, '--map', 'visits', '--json');
  expect(JSON.parse(restated.out)).toMatchObject({ revised: 1, unchanged: 1 });
});

test('quarantined records are listed and the exit code is 3', async () => {
  const path = fileOf('bad.csv', visits('many'));
  const result = await run(path, '--map', 'visits');
  expect(result).toMatchObject({ code: 3, error: null });
  expect(result.err).toMatch(/line +reason +column +value\n *2 +sessions: expected a number +Sessions +many/);
});

test('a mapping in a file, and what is wrong with it', async () => {
  const path = fileOf('visits.csv', visits('4'));
  const map = join(dirname(path), 'own.yaml');
  writeFileSync(
    map,
    '# by hand\nname: own\ntarget: WebDay\ncolumns: { day: Date, page: Page path, sessions: Sessions, brand: { const: lumen } }\n',
  );
  expect(await run(path, '--map', map, '--brand', 'other', '--source', 'site')).toMatchObject({ code: 0, error: null });
  const [named] = await hub.rows(
    `SELECT DISTINCT b.key FROM fact.web_day f JOIN hub.brand b ON b.id = f.brand_id JOIN hub.source s ON s.id = f.source_id WHERE s.key = 'site'`,
  );
  expect(named).toEqual({ key: 'other' });
  expect((await run(path, '--map', map, '--into', 'AdDay')).error).toBe('--into: mapping own is for WebDay, not AdDay');
  expect((await run(path, '--map', 'nothing')).error).toMatch(
    /no mapping "nothing"; there are visits, answer-runs, creator-posts, experiment-totals, experiment-units, google-ads-ad-stats, /,
  );
  expect((await run(`${path}.gone`, '--map', map)).error).toMatch(/there is no such file/);
  writeFileSync(map, readFileSync(map, 'utf8').replace('Page path', 'Seite'));
  expect((await run(path, '--map', map)).error).toMatch(/has no column "Seite", which mapping own reads; it has "Date", /);
});

test('a guess that leaves something open is not loaded, whatever is said', async () => {
  const path = fileOf('广告.csv', '日期,推广计划,展现量,点击量,花费\n2026-03-01,春季,10,1,2.5\n');
  const dry = await run(path, '--dry-run');
  expect(dry).toMatchObject({ code: 0, error: null });
  expect(dry.out).toContain("campaign.channel: { const: '' }");
  expect(dry.err).toMatch(/it leaves open campaign\.platform, campaign\.channel\. Next: keep it as my-adday\.yaml/);
  expect((await run(path, '--yes')).error).toMatch(/nothing was loaded: .* it leaves open campaign\.platform, campaign\.channel/);
  expect((await run(path, '--into', 'AdHour')).error).toMatch(/there is no fact "AdHour"/);
  const sources = await inWorkspace(hub.database, 1, (session) =>
    session.query<{ key: string }>('SELECT key FROM hub.source ORDER BY key'),
  );
  expect(sources.map(({ key }) => key)).toEqual(['ads', 'site', 'visits']);
});
