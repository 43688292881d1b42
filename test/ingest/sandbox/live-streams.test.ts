import { LiveStreams, paidCents, returnedCents } from '../../../ingest/sandbox/world/live-streams';
import { dayIn } from '../../../src/lib/day';

const DAY_MS = 86_400_000;

describe('the livestreams of the sandbox world', () => {
  const streams = new LiveStreams(7);
  const year = [...streams.between('2026-01-01', '2026-12-31')];
  const daysAfter = (days: number, { startedAt }: (typeof year)[number]) => startedAt + days * DAY_MS;

  it('are some sixty a year, on Fridays and on the days of festivals', () => {
    expect(year.length).toBeGreaterThan(55);
    expect(year.length).toBeLessThan(65);
    const days = year.map(({ startedAt }) => dayIn('Asia/Shanghai', new Date(startedAt)));
    expect(days).toEqual(year.map(({ plan }) => plan.day));
    expect(days.filter((day) => new Date(day).getUTCDay() !== 5)).toContain('2026-11-11');
    expect(new Set(year.map(({ plan }) => plan.host.name)).size).toBe(2);
    for (const { minutes } of year) expect([60, 120]).toEqual([Math.min(60, minutes.length), Math.max(120, minutes.length)]);
  });

  it('are the same whoever asks, and others under another seed', () => {
    expect([...new LiveStreams(7).between('2026-11-06', '2026-11-06')]).toEqual([...streams.between('2026-11-06', '2026-11-06')]);
    expect(streams.on('2026-11-06')[0]?.orders).not.toEqual(new LiveStreams(8).on('2026-11-06')[0]?.orders);
  });

  it('have minutes that add up: who came is who left, and the views', () => {
    for (const { minutes, views } of year) {
      expect(minutes.reduce((sum, { entered }) => sum + entered, 0)).toBe(views);
      expect(minutes.reduce((sum, { exited }) => sum + exited, 0)).toBe(views);
      expect(minutes.at(-1)?.online).toBe(0);
    }
  });

  it('send back more with every day until the thirtieth, and settle from the eighth to the fourteenth', () => {
    const [stream] = streams.on('2026-11-06') as [(typeof year)[number]];
    const back = [1, 7, 14, 30, 60].map((days) => returnedCents(stream, stream.orders, 'refundedAt', daysAfter(days, stream), 30));
    expect(back).toEqual([...back].sort((a, b) => a - b));
    expect(back[0]).toBeLessThan(back[2]!);
    expect(back[3]).toBe(back[4]);
    const settled = [7, 14, 30].map((days) => returnedCents(stream, stream.orders, 'settledAt', daysAfter(days, stream), 30));
    expect(settled[0]).toBe(0);
    expect(settled[1]).toBe(settled[2]);
    expect(settled[1]! + back[3]!).toBe(paidCents(stream.orders));
  });

  it('have one in two months with the numbers of the textbook', () => {
    const textbook = year.filter(({ plan }) => plan.kind === 'textbook');
    expect(textbook.map(({ plan }) => plan.day)).toEqual([
      '2026-01-30',
      '2026-03-27',
      '2026-05-29',
      '2026-07-31',
      '2026-09-25',
      '2026-11-27',
    ]);
    for (const stream of textbook) {
      expect(stream).toMatchObject({ views: 25_000, viewers: 18_000, buyers: 400, adCostCents: 600_000 });
      expect(paidCents(stream.orders)).toBe(5_000_000);
      expect(returnedCents(stream, stream.orders, 'refundedAt', daysAfter(90, stream), 14)).toBe(800_000);
    }
  });

  it('have one in two months that was helped along: orders at nine o’clock sharp that nobody came for, and that go back', () => {
    const inflated = year.filter(({ plan }) => plan.kind === 'inflated');
    expect(inflated).toHaveLength(6);
    for (const stream of inflated) {
      const nine = stream.minutes.findIndex(({ at }) => new Date(at).toISOString().slice(11, 16) === '13:00');
      const inMinutes = (from: number, to: number) => stream.orders.filter(({ minute }) => minute >= from && minute < to).length;
      expect(inMinutes(nine, nine + 3)).toBeGreaterThan(10 * Math.max(1, inMinutes(nine - 3, nine)));
      expect(stream.minutes[nine]!.entered).toBeLessThan(2 * stream.minutes[nine - 1]!.entered);
      expect(returnedCents(stream, stream.orders, 'refundedAt', daysAfter(5, stream), 14)).toBeGreaterThan(0.35 * paidCents(stream.orders));
    }
  });
});
