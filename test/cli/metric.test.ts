import { AdDay } from '../../entities/facts/AdDay';
import { catalogCommand } from '../../src/cli/catalog';
import { metricCommand } from '../../src/cli/metric';
import { saveQuery } from '../../src/metrics/saved-queries';
import { MetricWorld } from '../metrics/metric-world';

const before = { ...process.env };
let world: MetricWorld;

beforeAll(async () => {
  world = await MetricWorld.open();
  Object.assign(process.env, { DATABASE_URL: world.test.ownerUrl, DATABASE_APP_URL: world.test.appUrl, LOG_LEVEL: 'silent' });
  const campaigns = [await world.campaign('a', null), await world.campaign('b', null), await world.campaign('c', null)];
  await world.load(
    AdDay,
    campaigns.map((campaign, i) => ({ day: `2026-02-0${1 + 2 * i}`, campaign, currency: 'CNY', spend: BigInt(30 - 10 * i) * 1_000_000n })),
  );
});
afterAll(async () => {
  process.env = before;
  await world?.close();
});

/** What is printed below the header. */
async function lines(...args: string[]): Promise<string[]> {
  let out = '';
  const stdout = jest.spyOn(process.stdout, 'write').mockImplementation((text) => {
    out += text;
    return true;
  });
  const stderr = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
  try {
    await metricCommand().parseAsync(args, { from: 'user' });
    return out.trimEnd().split('\n').slice(1);
  } finally {
    stdout.mockRestore();
    stderr.mockRestore();
  }
}

const run = (...args: string[]) => lines('spend', '--from', '2026-02-01', '--to', '2026-02-05', ...args);

describe('brandhub catalog', () => {
  test('finds a metric by a word of any language', async () => {
    let out = '';
    const stdout = jest.spyOn(process.stdout, 'write').mockImplementation((text) => {
      out += text;
      return true;
    });
    await catalogCommand().parseAsync(['投产比', '--locale', 'ZH_HANS'], { from: 'user' });
    stdout.mockRestore();
    expect(out).toMatch(/^roasClaimed +平台投产比 +RATIO/m);
  });
});

describe('brandhub metric', () => {
  test('--top shows the values with the most, and all others', async () => {
    expect(await run('--by', 'CAMPAIGN', '--top', 'CAMPAIGN:1:spend')).toEqual([
      expect.stringMatching(/^Campaign a +30$/),
      expect.stringMatching(/^All others +30$/),
    ]);
  });

  test('--window and --fill show every day, summed up so far', async () => {
    const rows = await run('--grain', 'DAY', '--window', 'CUMULATIVE', '--fill', 'ZERO');
    expect(rows.map((row) => row.split(/ +/)[1])).toEqual(['30', '30', '50', '50', '60']);
    expect(await run('--grain', 'DAY', '--window', 'MOVING:2')).toHaveLength(5);
  });

  test('--anomalies says what was expected, or why that is not known', async () => {
    expect((await run('--grain', 'DAY', '--anomalies'))[0]).toMatch(/^2026-02-01 +30 +SHORT_HISTORY$/);
  });

  test('--compare CUSTOM sets any other days beside each period', async () => {
    const custom = (...days: string[]) => run('--compare', 'CUSTOM', ...days);
    expect(await custom('--compare-from', '2026-02-03', '--compare-to', '2026-02-04')).toEqual([
      expect.stringMatching(/^ *60 +20 +200\.0$/),
    ]);
    const daily = await custom('--grain', 'DAY', '--compare-from', '2026-02-03', '--compare-to', '2026-02-07');
    expect(daily.map((row) => row.split(/ +/))).toContainEqual(['2026-02-03', '20', '10', '100.0']);
    for (const days of [[], ['--compare-from', '2026-02-03']])
      await expect(custom(...days)).rejects.toThrow('--compare: CUSTOM, --compare-from and --compare-to go together');
    await expect(run('--compare-to', '2026-02-03')).rejects.toThrow('--compare: CUSTOM, --compare-from');
    await expect(custom('--compare-from', '2026-02-03', '--compare-to', '3 Feb')).rejects.toThrow('compareRange.to: "3 Feb"');
  });

  test('--having and --weeks', async () => {
    expect(await run('--by', 'CAMPAIGN', '--having', 'spend<20')).toEqual([expect.stringMatching(/^Campaign c +10$/)]);
    expect(await run('--grain', 'MONTH', '--weeks', '4-4-5:2026-02-01')).toEqual([expect.stringMatching(/^2026-02-01 +60$/)]);
  });

  test('--saved asks a kept question, or an earlier version of it', async () => {
    const range = { from: '2026-02-01', to: '2026-02-05' };
    const keep = (query: object) =>
      world.session((session) => saveQuery(session, { key: 'kept', query: { range, ...query }, savedBy: 'test' }));
    await keep({ select: ['spend'], by: ['CAMPAIGN'], orderBy: [{ metric: 'spend' }], first: 1 });
    await keep({ select: ['spend'], grain: 'MONTH' });
    expect(await lines('--saved', 'kept')).toEqual([expect.stringMatching(/^2026-02-01 +60$/)]);
    expect(await lines('--saved', 'kept@1')).toEqual([expect.stringMatching(/^Campaign a +30$/)]);
    await expect(lines('--saved', 'kept@3')).rejects.toThrow('saved query: "kept" has no version 3; expected 1 to 2');
    await expect(lines('--saved', 'gone')).rejects.toThrow('saved query: there is no "gone"; there are kept');
    await expect(lines('spend', '--saved', 'kept')).rejects.toThrow('expected no metric names beside it');
    await expect(lines()).rejects.toThrow("missing required argument 'names'");
  });

  test('says what it cannot read', async () => {
    await expect(run('--having', 'spend')).rejects.toThrow('--having: "spend" is not a bound');
    await expect(run('--top', 'CAMPAIGN')).rejects.toThrow('--top');
    await expect(run('--grain', 'DAY', '--window', 'LAST')).rejects.toThrow('--window');
    await expect(run('--weeks', '4-4-4:2026-02-01')).rejects.toThrow('--weeks');
  });
});
