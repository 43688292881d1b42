import { CreatorPost } from '../../../entities/facts/CreatorPost';
import { LiveSession } from '../../../entities/facts/LiveSession';
import { SettlementLine } from '../../../entities/facts/SettlementLine';
import { lineage } from '../../../src/metrics/lineage';
import { parseRosterFile } from '../../../src/metrics/roster/roster-file';
import { saveRoster } from '../../../src/metrics/roster/save-roster';
import { MetricWorld, only, plain } from '../metric-world';

const M = 1_000_000n;
const day = '2026-01-10';
const ROSTER = `
creators:
  - key: xiaolu
    name: 小鹿
    tier: mid
    category: skincare
    discloses: true
    accounts: [{ platform: douyin, account: '0071' }, { platform: xiaohongshu, account: a9 }]
    prices: [{ format: live, from: 2025-06-01, amount: 8000, currency: CNY }, { format: live, from: 2026-01-01, amount: 10000, currency: CNY }]
  - { key: other, name: Other, accounts: [{ platform: douyin, account: b }] }
collaborations:
  - key: january
    name: January
    creator: xiaolu
    brand: acme
    from: 2026-01-01
    to: 2026-01-31
    currency: CNY
    slotFee: 10000
    commission: { rate: 0.2, of: NET }
    boost: 6000
    guarantee: { roi: 2, of: NET, over: COST }
    goals: [revenue]
    livestreams: [{ platform: douyin, id: s1 }]
    accounts: [{ platform: xiaohongshu, account: a9 }]
`;

describe('a roster of creators', () => {
  let world: MetricWorld;
  let brand: number;
  const load = (yaml: string) => world.session((session) => saveRoster(session, parseRosterFile(yaml, 'roster.yaml')));

  beforeAll(async () => {
    world = await MetricWorld.open();
    brand = await world.brand('acme');
    const stream = (session: string, creator: string, gmvPaid: bigint) => ({
      day,
      brand,
      platform: 'douyin',
      session,
      creator,
      currency: 'CNY',
      gmvPaid: gmvPaid * M,
    });
    await world.load(LiveSession, [
      stream('s1', '0071', 50_000n),
      stream('s2', '0071', 300n),
      stream('s3', 'b', 20n),
      stream('s4', 'c', 1n),
    ]);
    const post = (id: string, platform: string, creator: string, on: string) => ({
      day: on,
      brand,
      platform,
      post: id,
      creator,
      views: 10,
    });
    await world.load(CreatorPost, [
      post('p1', 'xiaohongshu', 'a9', day),
      post('p2', 'xiaohongshu', 'a9', '2026-02-01'),
      post('p3', 'douyin', 'a9', day),
    ]);
  });
  afterAll(() => world.close());

  const byPerson = async () => plain(await world.ask({ select: ['gmvPaid', 'creatorViews'], by: ['PERSON'], currency: 'CNY' }));

  it('knows nobody until one is loaded', async () => {
    expect(await byPerson()).toEqual([{ PERSON: '', gmvPaid: 50_321, creatorViews: 30 }]);
  });

  it('makes one person of many accounts, each on its own platform', async () => {
    expect(await load(ROSTER)).toBe(true);
    expect(await load(ROSTER)).toBe(false);
    expect(await byPerson()).toEqual([
      { PERSON: '', gmvPaid: 1, creatorViews: 10 },
      { PERSON: 'other', gmvPaid: 20, creatorViews: null },
      { PERSON: 'xiaolu', gmvPaid: 50_300, creatorViews: 20 },
    ]);
    const answered = await world.ask({ select: ['gmvPaid'], by: ['PERSON'], currency: 'CNY' });
    expect(answered.rows.map(({ dimensions }) => dimensions[0]!.label)).toEqual(['(none)', 'Other', '小鹿']);
  });

  it('gives a livestream by its id, and what an account posts in the days of the collaboration, to that collaboration', async () => {
    const answered = await world.ask({ select: ['gmvPaid', 'creatorPosts'], by: ['COLLABORATION'], currency: 'CNY' });
    expect(plain(answered)).toEqual([
      { COLLABORATION: '', gmvPaid: 321, creatorPosts: 2 },
      { COLLABORATION: 'january', gmvPaid: 50_000, creatorPosts: 1 },
    ]);
    const where = [{ dimension: 'COLLABORATION' as const, op: 'IN' as const, values: ['january'] }];
    const one = await world.ask({ select: ['gmvPaid'], where, currency: 'CNY' });
    const found = await world.snapshot((session) => lineage(session, one.rows[0]!.values[0]!.lineage));
    expect(found).toMatchObject({ value: 50_000, recomputed: 50_000, factRows: 1 });
  });

  it('passes an account to whom it is merged into, and still tells whose it was before', async () => {
    const { asOf, rows } = await world.ask({ select: ['gmvPaid'], by: ['PERSON'], currency: 'CNY' });
    await load(
      "creators: [{ key: other, name: Other, accounts: [{ platform: douyin, account: b }, { platform: douyin, account: '0071' }] }]",
    );
    expect(await byPerson()).toEqual([
      { PERSON: '', gmvPaid: 1, creatorViews: 10 },
      { PERSON: 'other', gmvPaid: 50_320, creatorViews: null },
      { PERSON: 'xiaolu', gmvPaid: null, creatorViews: 20 },
    ]);
    const before = await world.ask({ select: ['gmvPaid'], by: ['PERSON'], currency: 'CNY', asOf });
    expect(before.rows.map((row) => row.values[0]!.value)).toEqual(rows.map((row) => row.values[0]!.value));
    const found = await world.snapshot((session) => lineage(session, rows[2]!.values[0]!.lineage));
    expect(found).toMatchObject({ value: 50_300, recomputed: 50_300 });
    const history = await world.rows(
      `SELECT creator, removed_at IS NULL AS holds FROM hub.creator_account WHERE account = '0071' ORDER BY recorded_at`,
    );
    expect(history).toEqual([
      { creator: 'xiaolu', holds: false },
      { creator: 'other', holds: true },
    ]);
  });

  it('keeps the whole price list, with the days that prices hold from', async () => {
    const prices = await world.rows(`SELECT from_day, amount_micros FROM hub.creator_price WHERE creator = 'xiaolu' ORDER BY from_day`);
    expect(prices).toEqual([
      { from_day: '2025-06-01', amount_micros: 8_000n * M },
      { from_day: '2026-01-01', amount_micros: 10_000n * M },
    ]);
  });

  it('names every place where a file is wrong', async () => {
    const problemsOf = (yaml: string) => {
      try {
        parseRosterFile(yaml, 'r.yaml');
      } catch (error) {
        return (error as { problems: string[] }).problems;
      }
      throw new Error('the file was taken');
    };
    expect(problemsOf('creators:\n  - { key: X!, name: a, accounts: [] }')).toEqual([
      expect.stringMatching(/^r\.yaml:2:\d+ creators\.0\.key: expected lower-case/),
      expect.stringMatching(/^r\.yaml:2:\d+ creators\.0\.accounts/),
    ]);
    const twice = 'accounts: [{ platform: p, account: a }]';
    expect(problemsOf(`creators: [{ key: a, name: a, ${twice} }, { key: a, name: b, ${twice} }]`)).toEqual([
      'r.yaml creators: "a" is there twice',
      'r.yaml creators: the account p:a is there twice',
    ]);
    const common = `name: c, creator: a, brand: b, currency: CNY, ${twice}`;
    expect(
      problemsOf(
        `collaborations: [{ key: a, ${common}, from: 2026-01-01, to: 2026-01-31 }, { key: b, ${common}, from: 2026-01-31, to: 2026-02-02 }, { key: c, ${common}, from: 2027-01-02, to: 2027-01-01 }]`,
      ),
    ).toEqual([
      'r.yaml collaborations: "c" ends on 2027-01-01, before it begins on 2027-01-02',
      'r.yaml collaborations: "a" and "b" both claim what p:a does on 2026-01-31',
    ]);
    await expect(load(ROSTER.replace('brand: acme', 'brand: nobody'))).rejects.toThrow('names the brand "nobody", which is not tracked');
    await expect(load(ROSTER.replaceAll('creator: xiaolu', 'creator: ghost'))).rejects.toThrow('the creator "ghost", whom nobody knows');
  });

  it('refuses what two collaborations of different files claim', async () => {
    const another = `collaborations: [{ key: again, name: Again, creator: xiaolu, brand: acme, from: 2026-01-20, to: 2026-02-20, currency: CNY,
      accounts: [{ platform: xiaohongshu, account: a9 }] }]`;
    await expect(load(another)).rejects.toThrow('"again" and "january" both claim what xiaohongshu:a9 does');
  });
});

describe('the account of a collaboration', () => {
  let world: MetricWorld;
  beforeAll(async () => {
    world = await MetricWorld.open();
    const brand = await world.brand('acme');
    const line = (id: string, entry: string, amount: bigint) => ({
      day,
      brand,
      collaboration: 'january',
      line: id,
      entry,
      status: 'settled',
      currency: 'CNY',
      amount: amount * M,
    });
    await world.load(SettlementLine, [
      line('1', 'gmv', 50_000n),
      line('2', 'slot_fee', 10_000n),
      line('3', 'commission', 10_000n),
      line('4', 'boost', 6_000n),
    ]);
  });
  afterAll(() => world.close());

  const select = [
    'collaborationGmvPaid',
    'collaborationGmvNet',
    'collaborationCost',
    'collaborationRoas',
    'collaborationRoi',
    'collaborationRoiNet',
  ];

  it('before refunds: 1.92 for each yuan; what is left of it nobody knows yet', async () => {
    const first = await world.ask({ select, currency: 'CNY' });
    expect(plain(first)).toEqual([
      {
        collaborationGmvPaid: 50_000,
        collaborationGmvNet: null,
        collaborationCost: 26_000,
        collaborationRoas: 50 / 26,
        collaborationRoi: null,
        collaborationRoiNet: null,
      },
    ]);
    expect(only(first, 'collaborationRoas')).toBeCloseTo(1.9231, 4);
  });

  it('once settled: the sign flips to −0.053, and the earlier answer can still be told', async () => {
    const { asOf } = await world.ask({ select, currency: 'CNY' });
    const brand = (await world.rows<{ id: number }>('SELECT id FROM hub.brand'))[0]!.id;
    const line = (id: string, entry: string, amount: bigint) => ({
      day: '2026-02-05',
      brand,
      collaboration: 'january',
      line: id,
      entry,
      status: 'settled',
      currency: 'CNY',
      amount: amount * M,
    });
    // Commission is owed on what was kept: 20 % of the refunds comes back. Goods are 45 % of what was kept.
    await world.load(SettlementLine, [line('5', 'refund', 8_000n), line('6', 'goods', 18_900n), line('7', 'commission', -1_600n)]);
    const settled = await world.ask({ select, currency: 'CNY' });
    expect(plain(settled)[0]).toMatchObject({ collaborationGmvNet: 42_000, collaborationCost: 24_400 });
    expect(only(settled, 'collaborationRoiNet')).toBe((42_000 - 18_900 - 24_400) / 24_400);
    expect(only(settled, 'collaborationRoiNet')).toBeCloseTo(-0.0533, 4);
    expect(only(settled, 'collaborationRoi')).toBe((42_000 - 24_400) / 24_400);
    const before = await world.ask({ select, currency: 'CNY', asOf });
    expect(only(before, 'collaborationRoas')).toBeCloseTo(1.9231, 4);
    expect(only(before, 'collaborationRoiNet')).toBeNull();
  });

  it('takes what a guarantee gave back off the cost', async () => {
    const brand = (await world.rows<{ id: number }>('SELECT id FROM hub.brand'))[0]!.id;
    const back = { day: '2026-02-06', brand, collaboration: 'january', line: '8', entry: 'guarantee', currency: 'CNY', amount: 1_392n * M };
    await world.load(SettlementLine, [back]);
    const answered = await world.ask({ select: ['collaborationCost', 'collaborationGuarantee'], currency: 'CNY' });
    expect(plain(answered)).toEqual([{ collaborationCost: 23_008, collaborationGuarantee: 1_392 }]);
  });
});
