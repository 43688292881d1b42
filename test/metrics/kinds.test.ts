import { EmailSend } from '../../entities/facts/EmailSend';
import { LiveSession } from '../../entities/facts/LiveSession';
import { Mention } from '../../entities/facts/Mention';
import { SearchDay } from '../../entities/facts/SearchDay';
import { SocialDay } from '../../entities/facts/SocialDay';
import { SurveyAnswer } from '../../entities/facts/SurveyAnswer';
import { WebDay } from '../../entities/facts/WebDay';
import type { Filter } from '../../src/metrics/question';
import { type FactRow, MetricWorld, only, plain } from './metric-world';

const M = 1_000_000n;
const JANUARY = { from: '2026-01-01', to: '2026-01-31' };
const brand = (...values: string[]): Filter => ({ dimension: 'BRAND', op: 'IN', values });

describe('each kind of metric gives what an analyst would compute', () => {
  let world: MetricWorld;
  let acme: number;
  let zen: number;
  let source: number;
  const sql = async (text: string) => Number(Object.values((await world.rows(text))[0] ?? {})[0]);

  beforeAll(async () => {
    world = await MetricWorld.open();
    [acme, zen, source] = [await world.brand('acme'), await world.brand('zen'), await world.source('all')];
    const mention = (id: number, of: number, sentiment: string | null, day = '2026-01-10'): FactRow => ({
      day,
      source,
      brand: of,
      post: `p${id}`,
      platform: id % 2 ? 'weibo' : 'x',
      language: 'zh',
      sentiment,
      engagements: id,
    });
    await world.load(Mention, [
      ...Array.from({ length: 10 }, (_, i) => mention(i, acme, i < 6 ? 'positive' : i < 9 ? 'neutral' : 'negative')),
      ...Array.from({ length: 30 }, (_, i) => mention(100 + i, zen, i < 29 ? 'neutral' : null, i < 20 ? '2026-01-10' : '2026-01-11')),
    ]);
    await world.load(SocialDay, [
      { day: '2026-01-01', source, brand: acme, platform: 'x', account: 'a', followers: 100, impressions: 10, engagements: 1 },
      { day: '2026-01-20', source, brand: acme, platform: 'x', account: 'a', followers: 120, impressions: 30, engagements: 5 },
      { day: '2026-01-21', source, brand: acme, platform: 'x', account: 'a', followers: null },
      { day: '2026-01-15', source, brand: acme, platform: 'weibo', account: 'b', followers: 1000 },
      { day: '2026-01-16', source, brand: zen, platform: 'weibo', account: 'c', followers: 7 },
    ]);
    await world.load(WebDay, [
      { day: '2026-01-02', source, brand: acme, channel: 'direct', sessions: 40, users: 30, conversions: 4 },
      { day: '2026-01-03', source, brand: acme, channel: 'direct', sessions: 60, users: 50, conversions: 1 },
    ]);
    await world.load(EmailSend, [
      { day: '2026-01-02', source, brand: acme, send: '1', sent: 1000, bounced: 20, opens: 245, clicks: 49 },
      { day: '2026-01-03', source, brand: zen, send: '2', sent: 10 },
    ]);
    await world.load(LiveSession, [
      {
        day: '2026-01-04',
        source,
        brand: acme,
        platform: 'douyin',
        session: '1',
        creator: 'mei',
        currency: 'CNY',
        gmvPaid: 50_000n * M,
        refunded: 8_000n * M,
        goodsCost: 18_900n * M,
        cost: 24_400n * M,
        views: 25_000,
        viewers: 18_000,
        peakViewers: 900,
        watchSeconds: 9_000_000,
        liveSeconds: 14_400,
      },
      {
        day: '2026-01-05',
        source,
        brand: acme,
        platform: 'douyin',
        session: '2',
        creator: 'lee',
        currency: 'CNY',
        gmvPaid: 10n * M,
        refunded: 0n,
        views: 100,
        viewers: 90,
        peakViewers: 1200,
      },
    ]);
    const search = (scope: string, query: string, clicks: number, impressions: number, position: number): FactRow => ({
      day: '2026-01-06',
      source,
      brand: acme,
      scope,
      query,
      clicks,
      impressions,
      positionSum: BigInt(position * impressions) * M,
    });
    await world.load(SearchDay, [
      search('property', '', 100, 2000, 5),
      search('query', 'tea', 50, 900, 3),
      search('query', 'te_', 9, 100, 40),
    ]);
    const answer = (respondent: number, question: string, score: number | null, weight = M): FactRow => ({
      day: '2026-01-07',
      source,
      brand: acme,
      wave: 'w',
      respondent: `r${respondent}`,
      question,
      score: score === null ? null : BigInt(score) * M,
      weight,
    });
    await world.load(SurveyAnswer, [
      ...Array.from({ length: 125 }, (_, i) => answer(i, 'nps', i < 50 ? 10 : i < 80 ? 8 : i < 100 ? 3 : null)),
      ...Array.from({ length: 40 }, (_, i) => answer(i, 'aware_aided', i < 8 ? 1 : 0)),
      ...[1, 1, 2, 2].map((weight, i) => answer(i, 'csat', i === 3 ? 5 : 2, BigInt(weight) * M)),
    ]);
  });
  afterAll(() => world.close());

  it('count, with and without a condition', async () => {
    const answered = await world.ask({ select: ['mentions', 'netSentiment', 'polarSentiment'], where: [brand('acme')] });
    expect(plain(answered)).toEqual([{ mentions: 10, netSentiment: 0.5, polarSentiment: 5 / 7 }]);
    expect(await sql(`SELECT count(*) FROM fact.mention WHERE brand_id = ${acme}`)).toBe(10);
  });

  it('sentiment that nobody could tell is in no quotient of sentiment, from rollups and from facts', async () => {
    const day = '2025-12-01';
    const tell = (post: string, sentiment: string | null) => ({ day, source, brand: acme, post, language: 'ja', sentiment });
    await world.load(Mention, [tell('a', 'positive'), tell('b', 'neutral'), tell('c', null), tell('d', null)]);
    for (const useRollups of [true, false]) {
      const question = { select: ['mentions', 'netSentiment', 'polarSentiment'], range: { from: day, to: day } };
      expect(plain(await world.ask(question, { useRollups }))).toEqual([{ mentions: 4, netSentiment: 0.5, polarSentiment: 1 }]);
      const unknown = await world.ask({ ...question, where: [{ dimension: 'SENTIMENT', op: 'IN', values: [''] }] }, { useRollups });
      expect(plain(unknown)).toEqual([{ mentions: 2, netSentiment: null, polarSentiment: null }]);
    }
  });

  it('an observed zero is 0, and a quotient over it is null', async () => {
    const answered = await world.ask({ select: ['netSentiment', 'polarSentiment'], where: [brand('zen')] });
    expect(plain(answered)).toEqual([{ netSentiment: 0, polarSentiment: null }]);
  });

  it('share: the whole takes no notice of the brand, whether filtered or grouped by, but of all else', async () => {
    expect(plain(await world.ask({ select: ['shareOfVoice'], by: ['BRAND'] }))).toEqual([
      { BRAND: 'acme', shareOfVoice: 0.25 },
      { BRAND: 'zen', shareOfVoice: 0.75 },
    ]);
    expect(only(await world.ask({ select: ['shareOfVoice'], where: [brand('acme')] }), 'shareOfVoice')).toBe(0.25);
    expect(
      only(
        await world.ask({ select: ['shareOfVoice'], where: [brand('acme')], range: { from: '2026-01-10', to: '2026-01-10' } }),
        'shareOfVoice',
      ),
    ).toBe(1 / 3);
  });

  it('last: the newest known value of each account, summed over accounts', async () => {
    expect(only(await world.ask({ select: ['followers'] }), 'followers')).toBe(1127);
    expect(plain(await world.ask({ select: ['followers'], grain: 'WEEK', by: ['BRAND'], where: [brand('acme')] }))).toEqual([
      { period: '2025-12-29', BRAND: 'acme', followers: 100 },
      { period: '2026-01-12', BRAND: 'acme', followers: 1000 },
      { period: '2026-01-19', BRAND: 'acme', followers: 120 },
    ]);
    const expected = `SELECT sum(followers) FROM (SELECT DISTINCT ON (account) followers FROM fact.social_day WHERE followers IS NOT NULL ORDER BY account, day DESC) a`;
    expect(await sql(expected)).toBe(1127);
  });

  it('native: only where one row makes the cell, else null with a warning', async () => {
    const answered = await world.ask({ select: ['users', 'sessions', 'siteConversionRate'], grain: 'DAY', totals: true });
    expect(plain(answered).map((row) => row.users)).toEqual([30, 50]);
    expect(answered.totals?.values.map(({ value }) => value)).toEqual([null, 100, 0.05]);
    expect(answered.warnings).toContainEqual(expect.objectContaining({ code: 'NON_ADDITIVE', metric: 'users' }));
  });

  it('peak is the largest, never summed; the live figures follow from their parts', async () => {
    const select = ['gmvPaid', 'gmvNet', 'refundRate', 'gpm', 'uvValue', 'viewersUnique', 'viewersAverage', 'liveRoiNet'];
    const [row] = plain(await world.ask({ select, where: [{ dimension: 'CREATOR', op: 'IN', values: ['mei'] }], currency: 'CNY' }));
    expect(row).toEqual({
      gmvPaid: 50_000,
      gmvNet: 42_000,
      refundRate: 0.16,
      gpm: 2000,
      uvValue: 50 / 18,
      viewersUnique: 18_000,
      viewersAverage: 625,
      liveRoiNet: -1300 / 24_400,
    });
    expect(only(await world.ask({ select: ['viewersPeak'] }), 'viewersPeak')).toBe(1200);
  });

  it('a difference is null where a term is not said', async () => {
    const answered = await world.ask({ select: ['emailsSent', 'emailOpenRate', 'emailClickRate'], by: ['BRAND'] });
    expect(plain(answered)).toEqual([
      { BRAND: 'acme', emailsSent: 1000, emailOpenRate: 0.25, emailClickRate: 0.05 },
      { BRAND: 'zen', emailsSent: 10, emailOpenRate: null, emailClickRate: null },
    ]);
  });

  it('search: whole-site totals, unless the query or the page is used', async () => {
    expect(plain(await world.ask({ select: ['searchClicks', 'searchPosition'] }))).toEqual([{ searchClicks: 100, searchPosition: 5 }]);
    const answered = await world.ask({ select: ['searchClicks', 'searchPosition'], by: ['QUERY'], totals: true });
    expect(plain(answered)).toEqual([
      { QUERY: 'te_', searchClicks: 9, searchPosition: 40 },
      { QUERY: 'tea', searchClicks: 50, searchPosition: 3 },
    ]);
    expect(answered.warnings.map(({ code }) => code)).toContain('TRUNCATED');
    const filtered = await world.ask({ select: ['searchPosition'], where: [{ dimension: 'QUERY', op: 'IN', values: ['tea', 'te_'] }] });
    expect(only(filtered, 'searchPosition')).toBe(6.7);
  });

  it('filters: contains takes no notice of case, and its wildcards are plain characters', async () => {
    const ask = async (op: Filter['op'], ...values: string[]) =>
      only(await world.ask({ select: ['searchClicks'], where: [{ dimension: 'QUERY', op, values }] }), 'searchClicks');
    expect(await ask('CONTAINS', 'TE')).toBe(59);
    expect(await ask('CONTAINS', 'e_')).toBe(9);
    expect(await ask('CONTAINS', '%')).toBeNull();
    expect(await ask('NOT_IN', 'tea')).toBe(9);
    expect(await ask('IN', `'; DROP TABLE fact.mention; --`)).toBeNull();
    expect(
      only(await world.ask({ select: ['mentions'], where: [{ dimension: 'BRAND', op: 'NOT_IN', values: ['acme', ''] }] }), 'mentions'),
    ).toBe(30);
    expect(
      only(await world.ask({ select: ['mentions'], where: [{ dimension: 'BRAND', op: 'CONTAINS', values: ['CM'] }] }), 'mentions'),
    ).toBe(10);
    expect(
      only(await world.ask({ select: ['searchClicks'], where: [{ dimension: 'PLATFORM', op: 'IN', values: ['google'] }] }), 'searchClicks'),
    ).toBe(100);
  });

  it('NPS over those who answered, with its interval', async () => {
    const [value] = (await world.ask({ select: ['nps'], range: JANUARY })).rows[0]!.values;
    expect(value).toMatchObject({ value: 30, n: 100 });
    expect(value?.interval?.low).toBeCloseTo(14.69, 2);
    expect(value?.interval?.high).toBeCloseTo(45.31, 2);
  });

  it("a survey share with Wilson's interval; a weighted one over the effective number of answers", async () => {
    const [aware] = (await world.ask({ select: ['awarenessAided'] })).rows[0]!.values;
    expect(aware).toMatchObject({ value: 0.2, n: 40 });
    expect(aware?.interval?.low).toBeCloseTo(0.105, 4);
    expect(aware?.interval?.high).toBeCloseTo(0.34757, 4);
    const answered = await world.ask({ select: ['csat'] });
    const [csat] = answered.rows[0]!.values;
    expect(csat).toMatchObject({ value: 1 / 3, n: 4 });
    // Kish: weights 1, 1, 2, 2 weigh as 3.6 answers.
    const [p, n, z2] = [1 / 3, 3.6, 1.959963984540054 ** 2];
    expect(csat?.interval?.low).toBeCloseTo((p + z2 / (2 * n) - Math.sqrt(z2 * ((p * (1 - p)) / n + z2 / (4 * n * n)))) / (1 + z2 / n), 9);
    expect(answered.warnings).toContainEqual(expect.objectContaining({ code: 'LOW_BASE', metric: 'csat' }));
  });

  it('an index lays the weights of what is unknown on the rest, and is null when nothing is known', async () => {
    const health = async (key: string) => only(await world.ask({ select: ['brandHealth'], where: [brand(key)] }), 'brandHealth');
    const parts = [25 * 20, (20 * (100 * (1 + 5 / 7))) / 2, 15 * 75, 15 * 25, 25 * 65];
    expect(await health('acme')).toBeCloseTo(parts.reduce((a, b) => a + b) / 100, 9);
    // Nobody was asked about zen, and no mention takes a side: sentiment 0 (50 points) and share of voice 75.
    expect(await health('zen')).toBeCloseTo((15 * 50 + 15 * 75) / 30, 9);
    expect(only(await world.ask({ select: ['brandHealth'], range: { from: '2026-02-01', to: '2026-02-02' } }), 'brandHealth')).toBeNull();
  });

  it('no data gives no row, and totals of nulls', async () => {
    const answered = await world.ask({
      select: ['mentions', 'spend'],
      range: { from: '2026-02-01', to: '2026-02-28' },
      grain: 'DAY',
      totals: true,
    });
    expect(answered.rows).toEqual([]);
    expect(answered.totals?.values.map(({ value }) => value)).toEqual([null, null]);
  });
});
