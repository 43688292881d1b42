import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { inWorkspace } from '../../src/database/session';
import { ChildProcesses } from '../support/child-processes';
import { type IngestWorkspace, ingestWorkspace } from '../support/ingest-workspace';
import { until } from '../support/until';
import { fileOf } from './files/read-all';
import { bodyOf, load } from './import-workspace';

let hub: IngestWorkspace;
const children = new ChildProcesses();
beforeAll(async () => {
  hub = await ingestWorkspace();
});
afterAll(async () => {
  await children.clear();
  await hub?.close();
});

const mapping = (name: string) => `name: ${name}
target: WebDay
columns: { day: Date, brand: { const: lumen }, page: Page, sessions: Sessions }
`;
const RECORDS = 1_000;
const bad = (at: number) => at % 97 === 0;
const text = `Date,Page,Sessions\n${Array.from({ length: RECORDS }, (_, at) => `2026-03-0${1 + (at % 9)},/${at},${bad(at) ? 'x' : at}`).join('\n')}\n`;
const pageSize = { records: 50, characters: 1e9 };

function importing(path: string, mappingPath: string, mostPages = 0): ChildProcess {
  const preload = ['--require', join(__dirname, '../support/run-typescript.ts')];
  return children.node([...preload, join(__dirname, 'import-process.ts'), hub.test.appUrl, path, mappingPath, String(mostPages)]);
}

async function killed(child: ChildProcess): Promise<void> {
  const gone = once(child, 'close');
  child.kill('SIGKILL');
  await gone;
}

async function expectExact(name: string, path: string, runId: number): Promise<void> {
  const good = Array.from({ length: RECORDS }, (_, at) => at).filter((at) => !bad(at));
  const [run] = await hub.rows(
    'SELECT status, pages, records::integer, inserted::integer, revised::integer, unchanged::integer, quarantined::integer FROM hub.ingest_run WHERE id = $1',
    [runId],
  );
  const quarantined = RECORDS - good.length;
  expect(run).toEqual({ status: 'PARTIAL', pages: 20, records: RECORDS, inserted: good.length, revised: 0, unchanged: 0, quarantined });
  const [sum] = await hub.rows(
    `SELECT count(*)::integer AS rows, sum(sessions)::integer AS sessions FROM fact.web_day f JOIN hub.source s ON s.id = f.source_id WHERE s.key = $1`,
    [name],
  );
  expect(sum).toEqual({ rows: good.length, sessions: good.reduce((total, at) => total + at, 0) });
  const lines = await hub.rows<{ line: number }>('SELECT line FROM hub.quarantine WHERE run_id = $1 ORDER BY line', [runId]);
  expect(lines.map(({ line }) => line - 2)).toEqual(Array.from({ length: RECORDS }, (_, at) => at).filter(bad));
  expect((await bodyOf(hub, runId)).toString()).toBe(readFileSync(path, 'utf8'));
  expect(await hub.rows('SELECT id FROM hub.ingest_run WHERE mapping = $1', [mapping(name)])).toEqual([{ id: runId }]);
}

test('an import that is killed three times on its way comes out exact, as one run', async () => {
  const path = fileOf('visits.csv', text);
  const mappingPath = fileOf('visits.yaml', mapping('killed'));
  for (let time = 0; time < 3; time++) {
    // It stands still before it could be done, should the kill come late.
    const child = importing(path, mappingPath, 6);
    let pages = 0;
    for await (const _ of createInterface(child.stdout!)) if (++pages === 3) break;
    expect(pages).toBe(3);
    await killed(child);
  }
  const [cutOff] = await hub.rows<{ status: string; pages: number }>('SELECT status, pages FROM hub.ingest_run WHERE mapping = $1', [
    mapping('killed'),
  ]);
  expect(cutOff!.status).toBe('RUNNING');
  expect(cutOff!.pages).toBeGreaterThanOrEqual(9);
  expect(cutOff!.pages).toBeLessThan(20);
  const result = await load(hub, path, mapping('killed'), { pageSize });
  expect(result).toMatchObject({ resumed: true, alreadyLoaded: false, records: RECORDS });
  await expectExact('killed', path, result.runId);
});

test('a page that landed and was not promoted is taken as it lies', async () => {
  const path = fileOf('visits.csv', text);
  const landed = () =>
    hub.rows<{ id: bigint }>(
      'SELECT p.id FROM hub.raw_page p JOIN hub.ingest_run r ON r.id = p.run_id WHERE r.mapping = $1 AND p.promoted_at IS NULL',
      [mapping('landed')],
    );
  // Whoever holds the workspace's row is its only writer: pages land and wait.
  const [waiting] = await inWorkspace(hub.database, 1, async (session) => {
    await session.query('SELECT 1 FROM hub.workspace WHERE id = 1 FOR UPDATE');
    const child = importing(path, fileOf('visits.yaml', mapping('landed')));
    const found = await until(async () => {
      const pages = await landed();
      return pages.length > 0 && pages;
    });
    await killed(child);
    return found;
  });
  const result = await load(hub, path, mapping('landed'), { pageSize });
  expect(result.resumed).toBe(true);
  await expectExact('landed', path, result.runId);
  const [promoted] = await hub.rows('SELECT run_id, promoted_at FROM hub.raw_page WHERE id = $1', [waiting!.id]);
  expect(promoted).toEqual({ run_id: result.runId, promoted_at: expect.any(Date) });
});

test('a file that another process is loading right now is left to it', async () => {
  const path = fileOf('visits.csv', text);
  const { ended, refused } = await inWorkspace(hub.database, 1, async (session) => {
    await session.query('SELECT 1 FROM hub.workspace WHERE id = 1 FOR UPDATE');
    const ended = once(importing(path, fileOf('visits.yaml', mapping('busy'))), 'close');
    const running = () => hub.rows(`SELECT 1 FROM hub.ingest_run WHERE mapping = $1 AND status = 'RUNNING'`, [mapping('busy')]);
    await until(async () => (await running()).length > 0);
    const refused = await load(hub, path, mapping('busy'), { pageSize }).catch((error: Error) => error.message);
    return { ended, refused };
  });
  expect(refused).toMatch(/^run \d+: import \S+ \d+ \S+ is loading this file right now$/);
  await ended;
  const result = await load(hub, path, mapping('busy'), { pageSize });
  expect(result.alreadyLoaded).toBe(true);
  await expectExact('busy', path, result.runId);
});
