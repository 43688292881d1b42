import type { CreatorPost } from '../../../entities/facts/CreatorPost';
import type { LiveSession } from '../../../entities/facts/LiveSession';
import type { Mention } from '../../../entities/facts/Mention';
import type { OrderLine } from '../../../entities/facts/OrderLine';
import type { SocialDay } from '../../../entities/facts/SocialDay';
import { beijingTimeOrNone } from '../../../ingest/record/beijing-time';
import { doudianSignature } from '../../../ingest/record/doudian-signature';
import { fenText } from '../../../ingest/record/fen-text';
import { sortedJson } from '../../../ingest/record/sorted-json';
import { unixSeconds } from '../../../ingest/record/unix-seconds';
import { weiboTime } from '../../../ingest/record/weibo-time';
import { SANDBOX_SOURCES, type Sandbox, startSandbox } from '../../../ingest/sandbox/sandbox';
import { type AllianceOrder, allianceOrdersOn } from '../../../ingest/sandbox/world/alliance-orders';
import { channelLivesOn, refundedBy } from '../../../ingest/sandbox/world/channel-lives';
import { doudianOrdersOn } from '../../../ingest/sandbox/world/doudian-orders';
import { ownPostsOn } from '../../../ingest/sandbox/world/own-posts';
import { addDays, daysOf } from '../../../src/lib/day';
import { pullByHand } from '../../support/source-by-hand';

const TODAY = '2026-11-20';
const FORTNIGHT = { from: '2026-11-02', to: '2026-11-15' };

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ today: TODAY });
});
beforeEach(() => sandbox.setToday(TODAY));
afterAll(() => sandbox.close());

const sum = (values: Iterable<bigint | number | null | undefined>) =>
  [...values].reduce<bigint>((total, value) => total + BigInt(value ?? 0), 0n);
const inFortnight = <T>(of: (day: string) => T[]) => [...daysOf(FORTNIGHT)].flatMap(of);

describe('WeChat', () => {
  it('tells each day of an account once and in whole: followers move by who came and who left', async () => {
    const { rows } = await pullByHand<SocialDay>(sandbox, { source: 'wechat-verdane', stream: 'days', window: FORTNIGHT });
    const days = rows.toSorted((a, b) => (a.day < b.day ? -1 : 1));
    expect(days.map(({ day }) => day)).toEqual([...daysOf(FORTNIGHT)]);
    for (const [place, day] of days.entries()) {
      const before = days[place - 1];
      if (before) expect(day.followers).toBe(sum([before.followers, day.followersGained]) - sum([day.followersLost]));
      expect(day.views).toBeGreaterThan(0n);
      expect(day.engagements).not.toBeNull();
    }
  });

  it('takes the newest of an article’s running totals, which grow for a week and then stay', async () => {
    const [article] = ownPostsOn(sandbox.world.seed, 'wechat', '2026-11-10');
    const viewsOn = async (today: string) => {
      sandbox.setToday(today);
      const window = { from: '2026-11-10', to: '2026-11-10' };
      const { rows } = await pullByHand<CreatorPost>(sandbox, { source: 'wechat-verdane', stream: 'articles', window });
      expect(rows).toHaveLength(1);
      return Number(rows[0]?.views);
    };
    const [first, third, last, later] = [
      await viewsOn('2026-11-10'),
      await viewsOn('2026-11-13'),
      await viewsOn('2026-11-16'),
      await viewsOn('2026-11-20'),
    ];
    expect(first).toBeLessThan(third as number);
    expect(third).toBeLessThan(last as number);
    expect(later).toBe(last);
    expect(last).toBeLessThanOrEqual(article?.views as number);
  });

  it('tells every livestream of a channel with its money; refunds come in for a fortnight', async () => {
    const world = inFortnight((day) => channelLivesOn(sandbox.world.seed, day));
    const asked = { source: 'wechat-channels-verdane', stream: 'lives', window: FORTNIGHT };
    const { rows } = await pullByHand<LiveSession>(sandbox, asked);
    expect(rows.map(({ session }) => session).sort()).toEqual(world.map(({ id }) => id).sort());
    expect(sum(rows.map(({ gmvPaid }) => gmvPaid))).toBe(sum(world.map(({ gmvFen }) => gmvFen)) * 10_000n);
    expect(sum(rows.map(({ comments }) => comments))).toBe(sum(world.map(({ comments }) => comments)));
    expect(sum(rows.map(({ watchSeconds }) => watchSeconds))).toBe(sum(world.map((live) => live.viewers * live.meanSeconds)));
    const refunded = (on: string) => sum(world.map((live) => refundedBy(live, on))) * 10_000n;
    expect(sum(rows.map((row) => row.refunded))).toBe(refunded(TODAY));
    sandbox.setToday('2026-12-05');
    const later = await pullByHand<LiveSession>(sandbox, asked);
    expect(sum(later.rows.map((row) => row.refunded))).toBe(refunded('2026-12-05'));
    expect(refunded('2026-12-05')).toBeGreaterThan(refunded(TODAY));
  });
});

describe('Weibo', () => {
  const asked = { source: 'weibo-verdane', stream: 'mentions', window: { from: '2026-08-01', to: TODAY }, config: { pageSize: 9 } };

  it('reads back page by page, every post once, and then only what is new', async () => {
    const small = await pullByHand<Mention>(sandbox, asked);
    const whole = await pullByHand<Mention>(sandbox, { ...asked, config: {} });
    const posts = (rows: Mention[]) => rows.map(({ post, brand }) => `${post} ${brand}`);
    expect(new Set(posts(small.rows)).size).toBe(small.rows.length);
    expect(small.cursors.length).toBeGreaterThan(5);
    expect(posts(whole.rows).slice(0, small.rows.length)).toEqual(posts(small.rows));
    const cursor = small.cursors.at(-1)!;
    expect(cursor).toEqual(whole.cursors.at(-1));
    sandbox.setToday('2026-12-01');
    const later = await pullByHand<Mention>(sandbox, { ...asked, window: { from: TODAY, to: '2026-12-01' }, cursor });
    expect(later.rows.length).toBeGreaterThan(2);
    expect(posts(later.rows).filter((post) => posts(small.rows).includes(post))).toEqual([]);
    const again = await pullByHand<Mention>(sandbox, { ...asked, cursor: later.cursors.at(-1)! });
    expect(again).toEqual({ rows: [], refused: [], cursors: [later.cursors.at(-1)] });
  });

  it('goes on from its old place until the oldest new post has been read, so that a pull that breaks off leaves no gap', async () => {
    const { rows, cursors } = await pullByHand<Mention>(sandbox, asked);
    expect(cursors.slice(0, -1).every((cursor) => cursor === null)).toBe(true);
    expect(cursors.at(-1)).toEqual({ sinceId: rows[0]?.post });
  });
});

describe('a Douyin shop', () => {
  const now = () => sandbox.world.nowOn(sandbox.today());

  it('tells every paid order by line, however small the pages, net of what was paid back', async () => {
    const window = { from: '2026-10-01', to: addDays(TODAY, 1) };
    const days = [...daysOf({ from: '2026-10-05', to: addDays(TODAY, 1) })];
    const world = days.flatMap((day) => doudianOrdersOn(sandbox.world.seed, day)).filter(({ createdAt }) => createdAt <= now());
    const paid = world.filter((order) => order.paidAt !== null && order.paidAt <= now());
    const { rows, cursors } = await pullByHand<OrderLine>(sandbox, {
      source: 'doudian-verdane',
      stream: 'orders',
      window,
      config: { pageSize: 7 },
    });
    const lines = rows.filter(({ day }) => day >= '2026-10-05');
    expect(cursors.length).toBeGreaterThan(8);
    expect(new Set(rows.map(({ line }) => line)).size).toBe(rows.length);
    expect(new Set(lines.map(({ orderId }) => orderId))).toEqual(new Set(paid.map(({ id }) => id)));
    const kept = (order: (typeof paid)[number]) => {
      if (order.cancelledAt !== null && order.cancelledAt <= now()) return 0;
      return Number(sum(order.lines.filter((line) => line.refundedAt === null || line.refundedAt > now()).map(({ fen }) => fen)));
    };
    expect(sum(lines.map(({ revenue }) => revenue))).toBe(sum(paid.map(kept)) * 10_000n);
  });

  it('answers no call whose parameters are not those that were signed', async () => {
    await pullByHand(sandbox, { source: 'doudian-verdane', stream: 'orders', window: FORTNIGHT });
    const { query, body, path } = sandbox.requests.at(-1)!;
    const ask = async (text: string) => {
      const response = await fetch(`${sandbox.url}/doudian${path}?${query}`, { method: 'POST', body: text });
      return ((await response.json()) as { code: number; sub_code: string }).sub_code;
    };
    expect(await ask(body)).toBe('');
    expect(await ask(body.replace('"page":0', '"page":1'))).toBe('isv.signature-invalid');
  });
});

describe('the alliance', () => {
  it('tells an order at each step of its life: paid, and refunded in whole', async () => {
    const refundedAfter = (order: AllianceOrder) => (order.refundedAt ?? 0) > sandbox.world.nowOn('2026-11-15');
    const order = inFortnight((day) => allianceOrdersOn(sandbox.world.seed, day)).find(refundedAfter)!;
    const stateOn = async (today: string) => {
      sandbox.setToday(today);
      const window = { from: '2026-11-01', to: addDays(today, 1) };
      const { rows } = await pullByHand<OrderLine>(sandbox, { source: 'douyin-alliance-verdane', stream: 'orders', window });
      return rows.find(({ orderId }) => orderId === order.id);
    };
    const paid = BigInt(order.fen) * 10_000n;
    expect(await stateOn('2026-11-15')).toMatchObject({ gross: paid, refunded: 0n, revenue: paid });
    expect(await stateOn('2026-12-05')).toMatchObject({ gross: paid, refunded: paid, revenue: 0n });
  });
});

test('a refresh token of Douyin’s is good until its successor has been used', async () => {
  const { secrets } = SANDBOX_SOURCES.find(({ key }) => key === 'douyin-verdane')!;
  const refresh = async (refresh_token: string) => {
    const body = new URLSearchParams({ client_key: secrets.clientKey as string, grant_type: 'refresh_token', refresh_token });
    const response = await fetch(`${sandbox.url}/douyin/oauth/refresh_token/`, { method: 'POST', body });
    return ((await response.json()) as { data: { error_code: number; refresh_token: string } }).data;
  };
  const first = secrets.refreshToken as string;
  const { refresh_token: second } = await refresh(first);
  expect((await refresh(first)).refresh_token).toBe(second);
  expect((await refresh(second)).error_code).toBe(0);
  expect((await refresh(first)).error_code).toBe(10010);
});

describe('what Chinese platforms write', () => {
  it('is a time of Beijing’s clock, or empty for what has not happened', () => {
    expect(beijingTimeOrNone.parse('2024-06-04 13:35:27')).toEqual(new Date('2024-06-04T05:35:27Z'));
    expect(beijingTimeOrNone.parse('')).toBeNull();
    expect(beijingTimeOrNone.safeParse('2024-02-30 00:00:00').success).toBe(false);
    expect(beijingTimeOrNone.safeParse('2024-06-04T13:35:27').success).toBe(false);
  });

  it('is a time in Weibo’s own order, read field by field', () => {
    expect(weiboTime.parse('Tue May 31 17:46:55 +0800 2011')).toEqual(new Date('2011-05-31T09:46:55Z'));
    expect(weiboTime.safeParse('Wed Feb 30 17:46:55 +0800 2011').success).toBe(false);
    expect(weiboTime.safeParse('2011-05-31T17:46:55+08:00').success).toBe(false);
  });

  it('is an amount in fen and an instant in seconds, as numbers or as text', () => {
    expect([fenText.parse('98'), fenText.parse(98), fenText.parse('9007199254740993')]).toEqual([
      980_000n,
      980_000n,
      90_071_992_547_409_930_000n,
    ]);
    expect(fenText.safeParse('0.98').success).toBe(false);
    expect([unixSeconds.parse(1_717_479_327), unixSeconds.parse('0')]).toEqual([new Date('2024-06-04T05:35:27Z'), null]);
  });

  it('is signed over parameters in order of their names', () => {
    const parameters = sortedJson({ size: 2, order_by: 'update_time', page: 0, order_asc: true });
    expect(parameters).toBe('{"order_asc":true,"order_by":"update_time","page":0,"size":2}');
    expect(sortedJson({ b: [{ d: 1, c: null }], a: '<&>' })).toBe('{"a":"<&>","b":[{"c":null,"d":1}]}');
    // Made with `openssl dgst -sha256 -hmac`.
    expect(
      doudianSignature({
        appKey: '7216292262077070001',
        appSecret: 'sandbox-doudian-app-secret',
        method: 'order.searchList',
        parameters,
        timestamp: '1793580000',
      }),
    ).toBe('f6f43cf98dc81674cc42d1825b5bc80206050287dfbb28c7076d0c61759f56ac');
  });
});
