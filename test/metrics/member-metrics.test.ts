import { metricsOfMembers } from '../../src/metrics/member-metrics';
import { BUSY_RANGE, busyWorld } from './busy-world';
import { ASKER, type MetricWorld, only } from './metric-world';

describe('metrics of many campaigns', () => {
  let world: MetricWorld;
  beforeAll(async () => {
    world = await busyWorld();
  });
  afterAll(() => world.close());

  it('are those of each campaign alone; a campaign without data has none', async () => {
    const names = ['clicks', 'ctr', 'spend'];
    const keys = ['c:0', 'c:1', 'c:5', 'c:none'];
    const found = await world.snapshot((session) =>
      metricsOfMembers(session, { dimension: 'CAMPAIGN', among: keys }, { names, range: BUSY_RANGE, currency: 'EUR' }, ASKER),
    );
    expect([...found.keys()]).toEqual(['c:0', 'c:1', 'c:5']);
    for (const [key, numbers] of found) {
      for (const name of names) {
        const where = [{ dimension: 'CAMPAIGN' as const, op: 'IN' as const, values: [key] }];
        expect(numbers.of(name)).toBe(only(await world.ask({ select: [name], where, range: BUSY_RANGE }), name));
      }
    }
  });
});
