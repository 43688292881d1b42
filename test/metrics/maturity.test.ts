import { AdDay } from '../../entities/facts/AdDay';
import { addDays, type Day, daysOf } from '../../src/lib/day';
import { learnMaturity } from '../../src/metrics/learn-maturity';
import type { MetricRow } from '../../src/metrics/question';
import { MetricWorld } from './metric-world';

const TODAY = '2026-06-15';
const LOOKBACK = 7;
const M = 1_000_000n;

/**
 * Sixty days of one ad, each read the day after with spend as it stays and 8 conversions, which become 10 three days later.
 * Ten days more were loaded in one go long after: they teach nothing.
 */
describe('how soon numbers are complete', () => {
  let world: MetricWorld;
  let source: number;
  beforeAll(async () => {
    world = await MetricWorld.open();
    const campaign = await world.campaign('c', null);
    source = await world.source('ads', { freshTo: addDays(TODAY, -1), lookbackDays: LOOKBACK });
    const prompt = [...daysOf({ from: addDays(TODAY, -60), to: addDays(TODAY, -1) })];
    const late = [...daysOf({ from: addDays(TODAY, -70), to: addDays(TODAY, -61) })];
    const row = (day: Day) => ({ day, source, campaign, currency: 'EUR', spend: 5n * M, conversionsClaimed: 8n * M });
    const ids = await world.load(AdDay, [...prompt, ...late].map(row));
    for (const [place, day] of prompt.entries())
      if (addDays(day, 4) < TODAY) await world.revise(AdDay, day, ids[place]!, 'conversionsClaimed', 10n * M);
    await world.rows(
      `UPDATE fact.ad_day SET recorded_at = (day + 1)::timestamp AT TIME ZONE 'UTC' + interval '1 hour' WHERE day >= $1 RETURNING 1`,
      [prompt[0]],
    );
    await world.asOwner(`UPDATE hub.revision SET recorded_at = (day + 4)::timestamp AT TIME ZONE 'UTC' + interval '1 hour'`);
    await world.session((session) => learnMaturity(session, { id: source, timeZone: 'UTC', lookbackDays: LOOKBACK }, TODAY));
  });
  afterAll(() => world.close());

  it('is learnt from the ledger, for each measure and age, from the days that were read at once and are final by now', async () => {
    const shares = async (measure: string) =>
      (
        await world.rows<{ share: number; days: number }>('SELECT share, days FROM hub.maturity WHERE measure = $1 ORDER BY age', [measure])
      ).map(({ share, days }) => [share, days]);
    expect(await shares('spend_micros')).toEqual([0, 1, 1, 1, 1, 1, 1, 1].map((share) => [share, 53]));
    expect(await shares('conversions_claimed_micros')).toEqual([0, 0.8, 0.8, 0.8, 1, 1, 1, 1].map((share) => [share, 53]));
    // What is nothing in the end, or was never told, has no share.
    expect(await shares('clicks')).toEqual([]);
  });

  it('tells what part of a young number is there, and says nothing of one that is as good as final', async () => {
    const warnings = async (from: Day, to: Day, ...select: ('spend' | 'conversionsClaimed' | 'cpa')[]) =>
      (await world.ask({ select, range: { from, to } })).warnings
        .filter(({ code }) => code === 'IMMATURE')
        .map(({ message, metric }) => `${metric}: ${message}`);
    // Of the four days three have four fifths of theirs, and yesterday's is not known on its evening.
    expect(await warnings('2026-06-11', '2026-06-14', 'conversionsClaimed')).toEqual([
      'conversionsClaimed: Conversions (claimed) of Source ads is about 60 % of what it will be once its days are complete',
    ]);
    expect(await warnings('2026-06-08', '2026-06-10', 'spend', 'conversionsClaimed')).toEqual([]);
    expect(await warnings('2026-06-11', '2026-06-13', 'spend', 'cpa')).toEqual([
      'cpa: Cost per conversion of Source ads is about 125 % of what it will be once its days are complete',
    ]);
  });

  it('tells, where it is asked for, what young numbers are likely to be in the end', async () => {
    const range = { from: '2026-06-10', to: '2026-06-14' };
    const { rows, totals } = await world.ask({
      select: ['conversionsClaimed', 'spend', 'cpa'],
      grain: 'DAY',
      range,
      totals: true,
      nowcast: true,
    });
    const shown = (row: MetricRow) => row.values.map(({ value, nowcast }) => [value, nowcast]);
    // Read the day after and the two that follow, four fifths are there; four days later all of it.
    expect(rows.map(shown)).toEqual([
      [
        [10, 10],
        [5, 5],
        [0.5, 0.5],
      ],
      [
        [8, 8],
        [5, 5],
        [0.625, 0.625],
      ],
      ...Array.from({ length: 3 }, () => [
        [8, 10],
        [5, 5],
        [0.625, 0.5],
      ]),
    ]);
    expect(shown(totals!)).toEqual([
      [42, 48],
      [25, 25],
      [25 / 42, 25 / 48],
    ]);
    const [whole] = (await world.ask({ select: ['conversionsClaimed'], by: ['SOURCE'], range, nowcast: true })).rows;
    expect(shown(whole!)).toEqual([[42, 48]]);
    expect((await world.ask({ select: ['conversionsClaimed'], range })).rows.map(shown)).toEqual([[[42, null]]]);
    // Of clicks nothing was learnt.
    await world.load(AdDay, [{ day: '2026-06-14', source, campaign: 1, currency: 'EUR', clicks: 3n, ad: 'other' }]);
    expect((await world.ask({ select: ['clicks'], range, nowcast: true })).rows.map(shown)).toEqual([[[3, null]]]);
    expect(
      (await world.ask({ select: ['clicks'], range: { from: '2026-06-01', to: '2026-06-07' }, nowcast: true })).rows.map(shown),
    ).toEqual([[[null, null]]]);
    await expect(world.ask({ select: ['spend'], range, nowcast: true, grain: 'DAY', window: { moving: 7 } })).rejects.toThrow('nowcast');
  });

  it('is not guessed from too few days', async () => {
    await world.session((session) => learnMaturity(session, { id: source, timeZone: 'UTC', lookbackDays: LOOKBACK }, addDays(TODAY, -40)));
    expect(await world.rows('SELECT 1 FROM hub.maturity')).toEqual([]);
  });
});
