import path from 'node:path';
import { AdDay } from '../../entities/facts/AdDay';
import { rulesCommand } from '../../src/cli/rules';
import { addDays, dayIn } from '../../src/lib/day';
import { fileOf } from '../ingest/files/read-all';
import { MetricWorld } from '../metrics/metric-world';
import { run } from '../support/run-command';

const EXAMPLE = path.join(__dirname, '../../docs/examples/mapping-rules.yaml');
const before = { ...process.env };
let world: MetricWorld;

beforeAll(async () => {
  world = await MetricWorld.open();
  Object.assign(process.env, { DATABASE_URL: world.test.ownerUrl, DATABASE_APP_URL: world.test.appUrl, LOG_LEVEL: 'silent' });
  const yesterday = addDays(dayIn('Asia/Shanghai', new Date()), -1);
  const campaigns = [await world.campaign('618 launch', null), await world.campaign('odd one', null)];
  await world.load(
    AdDay,
    campaigns.map((campaign) => ({ day: yesterday, campaign, currency: 'CNY', spend: 5_000_000n })),
  );
});
afterAll(async () => {
  process.env = before;
  process.exitCode = undefined;
  await world?.close();
});

describe('brandhub rules', () => {
  test('check runs the tests of the file itself, and fails where one finds something else', async () => {
    expect(await run(rulesCommand(), 'check', EXAMPLE)).toMatch(/^\d+ names are mapped as expected\.\n$/);
    const wrong = fileOf('wrong.yaml', 'dimensions: { MARKET: [{ value: dach, match: [de] }] }\ntests: { MARKET: { FR: dach } }');
    expect(await run(rulesCommand(), 'check', wrong)).toMatch(/MARKET +FR +dach +\(none\)/);
    expect(process.exitCode).toBe(1);
    process.exitCode = undefined;
  });

  test('load makes the rules hold, once', async () => {
    expect(await run(rulesCommand(), 'load', EXAMPLE)).toContain('hold from now on');
    expect(await run(rulesCommand(), 'load', EXAMPLE)).toContain('hold already');
    expect(await run(rulesCommand(), 'show')).toMatch(/QUERY_TYPE +brand +\*lumina\*/);
  });

  test('load takes no file whose tests fail', async () => {
    const wrong = fileOf('wrong.yaml', 'dimensions: { MARKET: [{ value: dach, match: [de] }] }\ntests: { MARKET: { FR: dach } }');
    await run(rulesCommand(), 'load', wrong);
    expect(process.exitCode).toBe(1);
    process.exitCode = undefined;
    expect(await run(rulesCommand(), 'show')).toContain('greater_china');
  });

  test('unmapped lists the names that no rule maps, with what they weigh', async () => {
    const listed = await run(rulesCommand(), 'unmapped');
    expect(listed).toMatch(/Campaign odd one +5/);
    expect(listed).not.toContain('618');
  });
});
