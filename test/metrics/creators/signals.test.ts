import { accountSignals } from '../../../src/metrics/creators/account-signals';
import { sessionSignals } from '../../../src/metrics/creators/session-signals';
import { buyerSignals, lateRefundSignals } from '../../../src/metrics/creators/settlement-signals';
import type { ToldRow } from '../../../src/metrics/evidence/told-rows';
import { Dice } from '../../stats/dice';

let rows = 0n;
const row = (fact: string, day: string, values: Record<string, string | number | null>): ToldRow => ({
  fact,
  day,
  rowId: ++rows,
  values,
  origin: { sourceKey: 'file', pageId: 1n, recordNo: Number(rows), recordedAt: new Date(0) },
});
const dice = new Dice(2026);
const around = (value: number, spread = 0.15) => Math.round(value * Math.exp(spread * dice.normal()));
const named = (signals: ReturnType<typeof accountSignals>) => signals.map(({ signal, subject }) => `${signal} ${subject.key}`).sort();

describe('what accounts show against accounts of their tier', () => {
  const post = (creator: string, day: string, more: Record<string, number | null> = {}) =>
    row('CreatorPost', day, {
      platform: 'douyin',
      creator,
      relation: 'paid',
      tier: 'mid',
      followers: 100_000,
      views: around(40_000),
      likes: around(2_000),
      comments: around(100),
      shares: around(50),
      saves: around(80),
      ...more,
    });
  const DAYS = ['2026-01-01', '2026-01-08', '2026-01-15', '2026-01-22'];
  const crowd = Array.from({ length: 14 }, (_, i) =>
    DAYS.map((day, week) => post(`k${i}`, day, { followers: Math.round(100_000 * 1.004 ** week) + i })),
  ).flat();

  it('an ordinary crowd shows nothing', () => {
    expect(accountSignals(crowd, () => null)).toEqual([]);
  });

  it('bought likes without comments, with the posts as evidence and the peers beside them', () => {
    const odd = DAYS.map((day) => post('odd', day, { likes: 9_000, comments: 9 }));
    const found = accountSignals([...crowd, ...odd], () => null);
    expect(named(found)).toEqual(['ENGAGEMENT_RATE douyin:odd', 'LIKE_COMMENT_RATIO douyin:odd', 'VIEW_COMMENT_MISMATCH douyin:odd']);
    const ratio = found.find(({ signal }) => signal === 'LIKE_COMMENT_RATIO')!;
    expect(ratio).toMatchObject({ among: 'accounts of the tier mid', day: '2026-01-22', evidence: odd, peers: { n: 15 } });
    expect(ratio.value).toBe(36_000.5 / 36.5);
    expect(ratio.peers.median).toBeGreaterThan(15);
    expect(ratio.peers.median).toBeLessThan(26);
  });

  it('a leap of followers between two posts, told by the two', () => {
    const odd = DAYS.map((day, week) => post('odd', day, { followers: week < 2 ? 100_000 : 160_000 }));
    const [found, ...others] = accountSignals([...crowd, ...odd], () => null);
    expect(others).toEqual([]);
    expect(found).toMatchObject({ signal: 'FOLLOWER_SPIKE', subject: { kind: 'ACCOUNT', key: 'douyin:odd' }, evidence: [odd[1], odd[2]] });
    expect(found!.value).toBeCloseTo(Math.log(1.6) / 7, 12);
  });

  it('is silent on hidden likes, on own accounts, and where a tier is too small to compare', () => {
    const hidden = DAYS.map((day) => post('hidden', day, { likes: null, comments: null }));
    const own = DAYS.map((day) => ({ ...post('own', day, { likes: 9_000, comments: 9 }) })).map((each) => ({
      ...each,
      values: { ...each.values, relation: 'own' },
    }));
    const mega = DAYS.map((day) => post('mega', day, { likes: 90_000, comments: 9 }));
    expect(accountSignals([...crowd, ...hidden, ...own, ...mega], (account) => (account === 'douyin:mega' ? 'mega' : null))).toEqual([]);
  });
});

describe('what livestreams show', () => {
  const session = (id: string, more: Record<string, number> = {}) =>
    row('LiveSession', '2026-01-10', {
      platform: 'douyin',
      session: id,
      creator: 'a',
      orders: around(200),
      buyers: 190,
      views: around(20_000),
      comments: around(900),
      gmvPaid: 50_000,
      ...more,
    });
  const minutesOf = (id: string, gmv: (minute: number) => number, entered: (minute: number) => number = () => around(200)) =>
    Array.from({ length: 90 }, (_, i) => {
      const minute = new Date(Date.parse('2026-01-10T12:00:00Z') + i * 60_000).toISOString().slice(0, 16);
      return row('LiveMinute', '2026-01-10', {
        platform: 'douyin',
        session: id,
        minute: `${minute}Z`,
        gmvPaid: gmv(i),
        entered: entered(i),
      });
    });

  it('orders that leap at nine o’clock sharp while nobody comes in', () => {
    const odd = session('odd');
    const leap = minutesOf(
      'odd',
      (i) => (i >= 60 && i < 63 ? 6_000 : around(300)),
      () => 200,
    );
    const fair = session('fair');
    const honest = minutesOf(
      'fair',
      (i) => (i >= 60 && i < 63 ? 6_000 : around(300)),
      (i) => (i >= 58 && i < 64 ? 2_000 : 200),
    );
    const found = sessionSignals([odd, fair], [...leap, ...honest]);
    expect(found.map(({ signal, subject }) => `${signal} ${subject.key}`)).toEqual(['GMV_STEP douyin:odd']);
    expect(found[0]).toMatchObject({ value: 18_000, account: 'douyin:a', evidence: leap.slice(60, 63), peers: { n: 88 } });
  });

  it('buyers with many orders each, and comments that do not fit the views', () => {
    const crowd = Array.from({ length: 12 }, (_, i) => session(`s${i}`));
    expect(sessionSignals(crowd, [])).toEqual([]);
    const few = session('few', { orders: 200, buyers: 12 });
    const silent = session('silent', { comments: 3 });
    expect(named(sessionSignals([...crowd, few, silent], []))).toEqual([
      'BUYER_CONCENTRATION douyin:few',
      'VIEW_COMMENT_MISMATCH douyin:silent',
    ]);
  });

  it('goods that go back once the account is closed', () => {
    const settled = (id: string, then: number | null, now: number) => ({
      row: session(id, { gmvPaid: 1000, refunded: now }),
      settledOn: '2026-01-25',
      refundedThen: then,
    });
    const crowd = Array.from({ length: 10 }, (_, i) => settled(`s${i}`, 150, 150 + (i % 3)));
    expect(lateRefundSignals([...crowd, settled('untold', null, 900)])).toEqual([]);
    const [found, ...others] = lateRefundSignals([...crowd, settled('odd', 100, 600)]);
    expect(others).toEqual([]);
    expect(found).toMatchObject({ signal: 'REFUNDS_AFTER_SETTLEMENT', value: 0.5, subject: { key: 'douyin:odd' }, peers: { n: 11 } });
  });

  it('few buyers behind many orders of a collaboration', () => {
    const lines = (collaboration: string, buyers: number, favourite: number) =>
      Array.from({ length: buyers + favourite }, (_, i) =>
        row('OrderLine', '2026-01-10', { collaboration, orderId: `${collaboration}${i}`, customer: `c${i < favourite ? 0 : i}` }),
      );
    const crowd = Array.from({ length: 9 }, (_, i) => lines(`k${i}`, 40 + i, i % 3)).flat();
    expect(buyerSignals(crowd)).toEqual([]);
    const [found, ...others] = buyerSignals([...crowd, ...lines('odd', 40, 60)]);
    expect(others).toEqual([]);
    expect(found).toMatchObject({ subject: { kind: 'COLLABORATION', key: 'odd' }, signal: 'BUYER_CONCENTRATION' });
    expect(found!.evidence).toHaveLength(20);
    expect(new Set(found!.evidence.map(({ values }) => values.customer))).toEqual(new Set(['c0']));
  });
});
