import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Command } from 'commander';
import { Client } from 'pg';
import { AdDay } from '../../entities/facts/AdDay';
import { analystCommand } from '../../src/cli/analyst';
import { exportCommand } from '../../src/cli/export';
import { saveQuery } from '../../src/metrics/saved-queries';
import { MetricWorld } from '../metrics/metric-world';

const before = { ...process.env };
let world: MetricWorld;
let folder: string;

beforeAll(async () => {
  world = await MetricWorld.open();
  folder = mkdtempSync(path.join(tmpdir(), 'brandhub-cli-exports-'));
  const urls = { DATABASE_URL: world.test.ownerUrl, DATABASE_APP_URL: world.test.appUrl };
  Object.assign(process.env, { ...urls, BRANDHUB_EXPORTS: folder, LOG_LEVEL: 'silent' });
  await world.load(AdDay, [{ day: '2026-02-01', campaign: await world.campaign('a', null), currency: 'CNY', spend: 30_000_000n }]);
  const query = { select: ['spend'], by: ['CAMPAIGN'], range: { from: '2026-02-01', to: '2026-02-05' } };
  await world.session((session) => saveQuery(session, { key: 'kept', query, savedBy: 'test' }));
  await world.asOwner(`INSERT INTO hub.workspace (id, key, name) VALUES (2, 'other', 'Other')`);
});
afterAll(async () => {
  process.env = before;
  await world?.close();
  rmSync(folder, { recursive: true, force: true });
});

async function run(command: () => Command, ...args: string[]): Promise<string> {
  let out = '';
  const stdout = jest.spyOn(process.stdout, 'write').mockImplementation((text) => {
    out += text;
    return true;
  });
  try {
    await command().parseAsync(args, { from: 'user' });
    return out;
  } finally {
    stdout.mockRestore();
  }
}

async function spendOf(connectionString: string): Promise<unknown> {
  const client = new Client({ connectionString });
  await client.connect();
  try {
    return (await client.query('SELECT sum(spend)::float8 AS spend FROM ad_day_sums')).rows[0].spend;
  } finally {
    await client.end();
  }
}

describe('brandhub analyst', () => {
  test('makes logins of a workspace, tells a password once, and takes them back', async () => {
    const anna = JSON.parse(await run(analystCommand, 'create', 'anna', '--json'));
    const otto = JSON.parse(await run(analystCommand, 'create', 'otto', '--workspace', 'other', '--json'));
    expect([anna.workspace, otto.workspace, anna.openDoors]).toEqual(['default', 'other', []]);
    expect([await spendOf(anna.connectionString), await spendOf(otto.connectionString)]).toEqual([30, null]);
    const listed = await run(analystCommand, 'list');
    expect(listed).toMatch(new RegExp(`anna +${anna.login} .* in force`));
    expect(listed).not.toContain(otto.login);
    expect(listed).not.toContain(new URL(anna.connectionString).password);
    await expect(run(analystCommand, 'revoke', String(otto.id))).rejects.toThrow('there is no login');
    await run(analystCommand, 'revoke', String(anna.id));
    await run(analystCommand, 'revoke', String(otto.id), '--workspace', 'other');
    await expect(spendOf(anna.connectionString)).rejects.toThrow();
    expect(await run(analystCommand, 'list')).toMatch(/anna .* revoked/);
  });
});

describe('brandhub export', () => {
  test('writes a saved query when it is asked to, and tells what became of it', async () => {
    const { id } = JSON.parse(await run(exportCommand, 'add', 'kept@1', '--format', 'jsonl', '--json'));
    expect(await run(exportCommand, 'list')).toMatch(/kept@1 +jsonl/);
    expect(await run(exportCommand, 'run')).not.toContain('kept');
    const [done] = JSON.parse(await run(exportCommand, 'run', String(id), '--json'));
    expect(done).toMatchObject({ id, status: 'SUCCEEDED', rows: 1, file: expect.stringMatching(/^default\/kept-v1-\d{8}T\d{6}Z\.jsonl$/) });
    for (const name of [done.file, `${done.file}.manifest.json`]) expect(existsSync(path.join(folder, name))).toBe(true);
    expect(await run(exportCommand, 'remove', String(id))).toBe(`Export ${id} has ended.\n`);
    await expect(run(exportCommand, 'run', String(id))).rejects.toThrow(`there is no ${id}`);
  });

  test('says what it cannot do', async () => {
    await expect(run(exportCommand, 'add', 'nope')).rejects.toThrow('there is no "nope"; there are kept');
    await expect(run(exportCommand, 'add', 'kept', '--schedule', 'at noon')).rejects.toThrow(/"at noon" is no cron expression/);
    await expect(run(exportCommand, 'remove', '99')).rejects.toThrow('there is no 99');
  });
});
