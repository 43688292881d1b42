import type { Command } from 'commander';
import { AdDay } from '../../entities/facts/AdDay';
import { snapshotCommand } from '../../src/cli/snapshot';
import { saveQuery } from '../../src/metrics/saved-queries';
import { MetricWorld } from '../metrics/metric-world';

const before = { ...process.env };
let world: MetricWorld;
let campaign: number;

beforeAll(async () => {
  world = await MetricWorld.open();
  Object.assign(process.env, { DATABASE_URL: world.test.ownerUrl, DATABASE_APP_URL: world.test.appUrl, LOG_LEVEL: 'silent' });
  campaign = await world.campaign('a', null);
  await world.load(AdDay, [{ day: '2026-02-01', campaign, currency: 'CNY', spend: 30_000_000n }]);
  const query = { select: ['spend'], by: ['CAMPAIGN'], range: { from: '2026-02-01', to: '2026-02-05' } };
  await world.session((session) => saveQuery(session, { key: 'kept', query, savedBy: 'test' }));
});
afterAll(async () => {
  process.env = before;
  await world?.close();
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

test('brandhub snapshot keeps an answer, lists it, splits what it differs by later, and drops it', async () => {
  const [{ id }] = JSON.parse(await run(snapshotCommand, 'take', 'kept', '--note', 'for the board', '--json'));
  expect(await run(snapshotCommand, 'list', 'kept')).toMatch(
    new RegExp(`^ *${id} +1 +2026-02-01 +2026-02-05 +\\S+Z +CNY +command line +for the board$`, 'm'),
  );
  await world.load(AdDay, [{ day: '2026-02-02', campaign, currency: 'CNY', spend: 12_500_000n }]);
  expect(await run(snapshotCommand, 'compare', String(id))).toMatch(/^total +spend +30 +42.5 +12.5 +0 +12.5 +0 +0$/m);
  const later = JSON.parse(await run(snapshotCommand, 'take', 'kept', '--json'))[0].id;
  const { totals, rows, definitions } = JSON.parse(await run(snapshotCommand, 'compare', String(id), String(later), '--json'));
  expect(totals.values[0]).toMatchObject({ change: '12.5', redefined: '0', restated: '12.5', exchanged: '0', moved: '0' });
  expect([rows.length, definitions[0].from]).toEqual([1, definitions[0].to]);
  expect(await run(snapshotCommand, 'drop', String(id))).toBe(`Snapshot ${id} is gone.\n`);
  await expect(run(snapshotCommand, 'drop', String(id))).rejects.toThrow(`snapshot: there is no ${id}`);
  await expect(run(snapshotCommand, 'compare', '77')).rejects.toThrow('snapshot: there is no 77');
});
