import { SearchDay } from '../../entities/facts/SearchDay';
import { searchCommand } from '../../src/cli/search';
import { addDays, dayIn } from '../../src/lib/day';
import { MetricWorld } from '../metrics/metric-world';
import { run } from '../support/run-command';

const before = { ...process.env };
let world: MetricWorld;

beforeAll(async () => {
  world = await MetricWorld.open();
  Object.assign(process.env, { DATABASE_URL: world.test.ownerUrl, DATABASE_APP_URL: world.test.appUrl, LOG_LEVEL: 'silent' });
  const brand = await world.brand('acme');
  const last = addDays(dayIn('Asia/Shanghai', new Date()), -4);
  const row = (day: string, query: string, page: string, clicks: number, position: number, scope = 'query') => {
    return { day, brand, scope, query, page, clicks, impressions: 100, positionSum: BigInt(100 * position) * 1_000_000n };
  };
  await world.load(
    SearchDay,
    Array.from({ length: 14 }, (_, i) => addDays(last, -i)).flatMap((day, i) => [
      row(day, '', '', 90, 4, 'property'),
      row(day, 'tea', '/tea', 20, 2),
      row(day, 'torn', i % 2 === 0 ? '/a' : '/b', i < 7 ? 1 : 3, 8),
    ]),
  );
});
afterAll(async () => {
  process.env = before;
  await world?.close();
});

test('brandhub search prints curve, opportunities, cannibalisation, changes, ranks and coverage', async () => {
  const command = (...words: string[]) => run(searchCommand(), ...words, '--days', '7');
  expect(await command('curve', 'acme')).toMatch(/ALL +2 +0\.2 +0\.2 +700 +7\n.*ALL +8 +0\.01 +0\.01 +700 +7/s);
  // 700 impressions at 20 % are 140 clicks, where there were 7.
  expect(await command('opportunities', 'acme', '--target', '2')).toMatch(/torn +8 +7 +140 +133 +133 +133/);
  expect(await command('cannibalisation', 'acme')).toMatch(/torn +0\.5 +0\.9\d +0\.51 +6 +1 +\/a \/b/);
  expect(await command('changes', 'acme')).toMatch(/torn +21 +7 +-14 +0 +0 +-14/);
  expect(await command('rank', 'acme', 'tea')).toMatch(/\d{4}-\d\d-\d\d +2 +\/tea/);
  await expect(command('curve', 'acne')).rejects.toThrow('brand: there is no brand "acne"; expected one of acme');
  expect(await command('coverage', 'acme')).toMatch(/\d{4}-\d\d-\d\d +90 +69 +0\.767 +2 +no/);
});
