import { AdDay } from '../../entities/facts/AdDay';
import type { Asker, Question } from '../../src/metrics/question';
import { MetricWorld } from './metric-world';

const M = 1_000_000n;

describe('warnings', () => {
  let world: MetricWorld;
  beforeAll(async () => {
    world = await MetricWorld.open();
    const campaign = await world.campaign('c', null);
    const tokyo = await world.source('tokyo', { timeZone: 'Asia/Tokyo', freshTo: '2026-06-10', lookbackDays: 28 });
    const utc = await world.source('utc', { freshTo: '2026-06-14' });
    await world.source('unused', { freshTo: '2020-01-01', lookbackDays: 400 });
    const ad = (day: string, source: number) => ({ day, source, campaign, currency: 'EUR', spend: M });
    await world.load(AdDay, [ad('2026-06-01', tokyo), ad('2026-06-01', utc), ad('2026-03-01', utc)]);
  });
  afterAll(() => world.close());

  const codes = async (from: string, to: string, more: Partial<Question> = {}, asker?: Asker) =>
    (await world.ask({ select: ['spend'], range: { from, to }, ...more }, {}, asker)).warnings.map(
      ({ code, message }) => `${code} ${message}`,
    );

  it('are none for a settled range of whole buckets', async () => {
    expect(await codes('2026-03-01', '2026-03-31', { grain: 'MONTH' })).toEqual([]);
  });

  it('tell of a source that has not answered yet, that may still change, and of days cut in different zones', async () => {
    expect(await codes('2026-06-01', '2026-06-14')).toEqual([
      'STALE Source tokyo has answered only up to 2026-06-10',
      'IMMATURE Source tokyo may still change its last 28 days',
      'MIXED_TIMEZONE days are cut in different time zones: Asia/Tokyo, UTC',
    ]);
    expect(await codes('2026-06-01', '2026-06-10', { where: [{ dimension: 'SOURCE', op: 'IN', values: ['utc'] }] })).toEqual(
      ['MIXED_TIMEZONE days are cut in different time zones: Asia/Tokyo, UTC'].slice(1),
    );
  });

  it('tell of a file that ended within the quarter before the range, and not of one that is history', async () => {
    const stale = async (from: string) =>
      (await codes(from, '2026-12-31', {}, { today: '2027-01-01', locale: 'EN' })).filter((each) => each.startsWith('STALE'));
    expect(await stale('2026-09-14')).toEqual(['STALE Source utc has answered only up to 2026-06-14']);
    expect(await stale('2026-09-15')).toEqual([]);
  });

  it('tell of a cut bucket and of a day that is not over', async () => {
    const utc: Partial<Question> = { where: [{ dimension: 'SOURCE', op: 'IN', values: ['utc'] }] };
    expect(await codes('2026-03-02', '2026-03-31', { grain: 'MONTH' })).toEqual([
      'PARTIAL_PERIOD the range 2026-03-02 to 2026-03-31 cuts a period',
    ]);
    expect(await codes('2026-06-01', '2026-06-15', utc)).toEqual(['PARTIAL_PERIOD the range goes past the last complete day, 2026-06-14']);
  });

  it('tell that nothing feeds a metric; one value asked for is there all the same, and null', async () => {
    const answered = await world.ask({ select: ['sessions', 'spend'], range: { from: '2026-04-01', to: '2026-04-30' } });
    expect(answered.rows.map(({ period, values }) => [period, values.map(({ value }) => value)])).toEqual([[null, [null, null]]]);
    expect(answered.warnings).toEqual([{ code: 'STALE', message: 'no source has brought data for Sessions yet', metric: 'sessions' }]);
  });

  it("are said in the asker's language", async () => {
    const chinese = await codes(
      '2026-06-01',
      '2026-06-15',
      { select: ['spend', 'nps'], by: ['CAMPAIGN'] },
      { today: '2026-06-15', locale: 'ZH_HANT' },
    );
    expect(chinese.length).toBeGreaterThan(4);
    for (const each of chinese) expect(each).toMatch(/\p{Script=Han}/u);
    expect(chinese).toContain('NON_ADDITIVE 淨推薦值不能按廣告活動細分');
  });
});
