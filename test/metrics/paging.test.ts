import { BadQuestion } from '../../src/metrics/BadQuestion';
import type { Order, Question } from '../../src/metrics/question';
import { BUSY_RANGE, busyWorld } from './busy-world';
import { type MetricWorld, plain } from './metric-world';

describe('pages of an answer', () => {
  let world: MetricWorld;
  beforeAll(async () => {
    world = await busyWorld();
  });
  afterAll(() => world.close());

  const question = (orderBy: Order[], first: number): Partial<Question> & Pick<Question, 'select'> => ({
    select: ['orders', 'revenue'],
    by: ['BRAND', 'PRODUCT'],
    grain: 'DAY',
    range: BUSY_RANGE,
    orderBy,
    first,
  });

  it.each<[string, Order[]]>([
    ['by period and keys', []],
    ['by a metric with many ties', [{ metric: 'orders', descending: true }]],
    ['by a metric with nulls', [{ metric: 'revenue', descending: false }]],
    [
      'by a dimension, then a metric',
      [
        { dimension: 'PRODUCT', descending: true },
        { metric: 'revenue', descending: true },
      ],
    ],
  ])('hold every row once, sorted %s', async (_, orderBy) => {
    const whole = await world.ask(question(orderBy, 500));
    expect(whole.pageInfo.hasNextPage).toBe(false);
    const pages: Record<string, unknown>[] = [];
    let after: string | null = null;
    do {
      const page = await world.ask({ ...question(orderBy, 13), ...(after ? { after } : {}) });
      pages.push(...plain(page));
      after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
    } while (after);
    expect(pages).toEqual(plain(whole));
    expect(pages.length).toBeGreaterThan(100);
  });

  it('are sorted as asked, nulls last', async () => {
    const revenue = plain(await world.ask(question([{ metric: 'revenue', descending: true }], 500))).map(
      (row) => row.revenue as number | null,
    );
    const known = revenue.filter((each): each is number => each !== null);
    expect(revenue.slice(0, known.length)).toEqual([...known].sort((a, b) => b - a));
    expect(known.length).toBeLessThan(revenue.length);
  });

  it.each<[string, Partial<Question>]>([
    ['select', { select: [] }],
    ['select[0]', { select: ['revenu'] }],
    ['by', { by: ['BRAND', 'BRAND'] }],
    ['where[0].values', { where: [{ dimension: 'BRAND', op: 'IN', values: [] }] }],
    ['first', { first: 501 }],
    ['first', { first: 0 }],
    ['currency', { currency: 'euro' }],
    ['orderBy[0]', { orderBy: [{ descending: true }] }],
    ['orderBy[0].metric', { orderBy: [{ metric: 'spend', descending: true }] }],
    ['after', { after: 'x' }],
    ['after', { after: Buffer.from('{"order":"other","at":[]}').toString('base64url') }],
  ])('a question that cannot be is refused at %s', async (place, change) => {
    const refused = world.ask({ ...question([], 10), ...change });
    await expect(refused).rejects.toThrow(BadQuestion);
    await expect(refused).rejects.toMatchObject({ place });
  });
});
