import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { queueTest, setDestination } from '../../src/alerts/destinations';
import { addExport } from '../../src/exports/stored-exports';
import { createLog } from '../../src/lib/log';
import { savedQuery, saveQuery } from '../../src/metrics/saved-queries';
import { startWorker, type Worker } from '../../src/worker';
import { openReceiver, type Receiver } from '../alerts/receiver';
import { MetricWorld } from '../metrics/metric-world';
import { until } from '../support/until';

describe('a worker, beside its pulls', () => {
  let world: MetricWorld;
  let worker: Worker;
  let receiver: Receiver;
  const folder = mkdtempSync(path.join(tmpdir(), 'brandhub-chores-'));

  beforeAll(async () => {
    [world, receiver] = await Promise.all([MetricWorld.open(), openReceiver()]);
    await world.session(async (session) => {
      await saveQuery(session, { key: 'kept', query: { select: ['spend'], range: { last: 1, unit: 'DAY' } }, savedBy: 'test' });
      const { id } = (await savedQuery(session, 'kept'))!;
      const draft = { savedQueryId: id, version: null, format: 'csv' as const, locale: 'EN' as const, schedule: '0 7 * * *' };
      await addExport(session, draft, new Date('2026-02-08T22:50:00Z'));
      const bot = { format: 'SLACK' as const, url: receiver.url, privateHosts: [receiver.host] };
      await setDestination(session, Buffer.alloc(32), 'bot', bot);
      await queueTest(session, 'bot', new Date('2026-02-08T23:00:00Z'));
    });
    const log = createLog('silent');
    const now = () => new Date('2026-02-08T23:01:00Z');
    worker = await startWorker({
      database: world.database,
      connectors: new Map(),
      key: Buffer.alloc(32),
      log,
      exports: folder,
      now,
    } as never);
  });
  afterAll(async () => {
    await worker?.stop();
    await receiver?.close();
    await world?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('writes the exports that are due', async () => {
    await until(() => existsSync(path.join(folder, 'default/kept-v1-20260208T230000Z.csv.manifest.json')));
  });

  it('tells what waits to be told', async () => {
    await until(() => receiver.received.length > 0);
    expect(receiver.received[0]?.json.text).toMatch(/^A test of brandhub/);
  });
});
