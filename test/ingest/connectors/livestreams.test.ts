import type { LiveMinute } from '../../../entities/facts/LiveMinute';
import type { LiveProduct } from '../../../entities/facts/LiveProduct';
import type { LiveSession } from '../../../entities/facts/LiveSession';
import type { PullContext } from '../../../ingest/connector';
import { type AnyStream, connectorNamed, loadConnectors } from '../../../ingest/load-connectors';
import { type Sandbox, startSandbox } from '../../../ingest/sandbox/sandbox';
import { answeredPage } from '../../support/recorded-answers';
import { SourceByHand } from '../../support/source-by-hand';

const TODAY = '2026-11-20';
const total = (values: (bigint | number | null | undefined)[]) => values.reduce<bigint>((sum, value) => sum + BigInt(value ?? 0), 0n);

describe('the livestreams of 千川', () => {
  let sandbox: Sandbox;
  let source: SourceByHand;
  beforeAll(async () => {
    sandbox = await startSandbox({ today: TODAY });
    source = new SourceByHand(sandbox, 'qianchuan-verdane');
  });
  afterAll(() => sandbox.close());

  it('are sessions to which their minutes and products add up, to the last millionth', async () => {
    const window = { from: '2026-10-30', to: '2026-11-13' };
    const sessions = await source.read<LiveSession>('sessions', window);
    const minutes = await source.read<LiveMinute>('minutes', window);
    const products = await source.read<LiveProduct>('products', window);
    expect([...sessions.refused, ...minutes.refused, ...products.refused]).toEqual([]);
    expect(sessions.rows.map(({ day, creatorName }) => `${day} ${creatorName}`).sort()).toEqual([
      '2026-10-30 小鹿成分测评',
      '2026-10-31 青岚官方旗舰店',
      '2026-11-06 青岚官方旗舰店',
      '2026-11-10 青岚官方旗舰店',
      '2026-11-11 青岚官方旗舰店',
      '2026-11-13 小鹿成分测评',
    ]);
    for (const session of sessions.rows) {
      const ofSession = <Row extends { session: string }>(rows: Row[]) => rows.filter((row) => row.session === session.session);
      const [itsMinutes, itsProducts] = [ofSession(minutes.rows), ofSession(products.rows)];
      for (const measure of ['gmvPaid', 'orders', 'comments'] as const)
        expect(total(itsMinutes.map((row) => row[measure]))).toBe(total([session[measure]]));
      expect(total(itsMinutes.map((row) => row.entered))).toBe(total([session.views]));
      expect(Math.max(...itsMinutes.map((row) => Number(row.online)))).toBe(Number(session.peakViewers));
      expect(itsMinutes.length * 60).toBe(session.liveSeconds);
      for (const measure of ['gmvPaid', 'orders'] as const)
        expect(total(itsProducts.map((row) => row[measure]))).toBe(total([session[measure]]));
      expect(total(itsProducts.map((row) => row.clicks))).toBe(total([session.productClicks]));
      expect(total(itsProducts.map((row) => row.exposures))).toBe(total([session.productExposures]));
    }
  });

  it('have the units of the textbook: 50,000 yuan, 25,000 views, 18,000 viewers, 400 buyers, 8,000 back, and 26,000 of cost', async () => {
    const { rows } = await source.read<LiveSession>('sessions', { from: '2026-09-25', to: '2026-09-25' });
    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatchObject({
      gmvPaid: 50_000_000_000n,
      refunded: 8_000_000_000n,
      // What came back after two weeks is not among the platform's refunds, nor settled.
      gmvSettled: 41_000_000_000n,
      views: 25_000n,
      viewers: 18_000n,
      buyers: 400n,
      adCost: 6_000_000_000n,
      cost: 26_000_000_000n,
      currency: 'CNY',
      platform: 'douyin',
    });
  });

  it('are restated while goods come back, for two weeks', async () => {
    const window = { from: '2026-11-06', to: '2026-11-06' };
    const refunds: bigint[] = [];
    for (const today of ['2026-11-06', '2026-11-13', '2026-11-20', '2026-12-20']) {
      sandbox.setToday(today);
      const { rows } = await source.read<LiveSession>('sessions', window);
      refunds.push(rows[0]!.refunded as bigint);
    }
    sandbox.setToday(TODAY);
    expect(refunds[0]).toBeLessThan(refunds[1]!);
    expect(refunds[1]).toBeLessThan(refunds[2]!);
    expect(refunds[2]).toBe(refunds[3]);
  });

  it('that cannot be read are refused once in every stream, with the place', async () => {
    for (const stream of ['sessions', 'minutes', 'products']) {
      sandbox.fault('qianchuan', 'bad-record');
      const { refused } = await source.read(stream, { from: '2026-11-06', to: '2026-11-06' });
      expect(refused).toEqual([expect.stringContaining('start_time')]);
    }
  });
});

describe('the walk over rooms', () => {
  const connector = connectorNamed(loadConnectors(), 'qianchuan');
  const config = connector.config.parse({ appId: '1', advertiserId: '2', hosts: [{ awemeId: '3' }], pageSize: 2 });
  const source = { key: 'x', brand: 'verdane', timeZone: 'Asia/Shanghai', currency: null };
  const context: PullContext<unknown> = {
    source,
    config,
    window: { from: '2026-11-06', to: '2026-11-07' },
    cursor: null,
    part: '3',
    brands: [],
    today: TODAY,
  };
  const room = (id: number) => ({ room_id: id, room_title: 't', start_time: '2026-11-06 20:00:00' });
  const list = (rooms: object[], page: number, pages: number) => ({
    code: 0,
    data: { room_list: rooms, page_info: { page, total_page: pages, total_number: 3 } },
  });
  const rows = (id: number, page: number, pages: number) => ({
    code: 0,
    data: {
      rows: [{ dimensions: { room_id: String(id), stat_time_minute: `2026-11-06 20:0${page}` }, metrics: {} }],
      page_info: { page, total_page: pages, total_number: pages },
    },
  });

  it('goes through every page of every room, every page of the list, and every day', () => {
    const stream = connector.streams.find(({ name }) => name === 'minutes') as AnyStream;
    const answers = [
      list([room(1), room(1), room(2)], 1, 2),
      rows(1, 1, 2),
      rows(1, 2, 2),
      rows(2, 1, 1),
      list([room(5)], 2, 2),
      rows(5, 1, 1),
      list([], 1, 0),
    ];
    const asked: string[] = [];
    let request: ReturnType<AnyStream['request']> | null = stream.request(context);
    for (const body of answers) {
      const { searchParams: query } = new URL(request!.url);
      asked.push(
        query.has('date_time')
          ? `${query.get('date_time')} list ${query.get('page')}`
          : `${/\d+/.exec(query.get('filters')!)![0]} page ${query.get('page')}`,
      );
      request = stream.next!(answeredPage(request!, { body }), context);
    }
    expect(request).toBeNull();
    expect(asked).toEqual(['2026-11-06 list 1', '1 page 1', '1 page 2', '2 page 1', '2026-11-06 list 2', '5 page 1', '2026-11-07 list 1']);
  });

  it('does not give the minutes of one room to another', () => {
    const stream = connector.streams.find(({ name }) => name === 'minutes') as AnyStream;
    const asked = stream.next!(answeredPage(stream.request(context), { body: list([room(1)], 1, 1) }), context)!;
    expect(() => stream.records(answeredPage(asked, { body: rows(2, 1, 1) }))).toThrow('room 2, which was not asked about');
  });

  it('takes an answer that counts rows and brings none for a passing fault', () => {
    const stream = connector.streams.find(({ name }) => name === 'minutes') as AnyStream;
    const asked = stream.next!(answeredPage(stream.request(context), { body: list([room(1)], 1, 1) }), context)!;
    const body = { code: 0, data: { rows: [], page_info: { page: 1, total_page: 1, total_number: 100 } } };
    expect(() => stream.records(answeredPage(asked, { body }))).toThrow('tells of 100 rows and has none');
  });
});
