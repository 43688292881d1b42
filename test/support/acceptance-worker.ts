import { loadConnectors } from '../../ingest/load-connectors';
import { applicationDataSource } from '../../ormconfig';
import { createLog } from '../../src/lib/log';
import { startWorker } from '../../src/worker';
import { fakeClock } from './ingest-clock';
import { standStillAfter } from './stand-still';

/**
 * The product's worker with the product's connectors in a process of its own, to be killed: `<application url> <key, hex> <noon of its day> <pages>`.
 * After so many pages it stands still, never when that is 0. The waits of rate limits and retries pass at once.
 */
async function main(): Promise<void> {
  const [appUrl = '', key = '', instant = '', pages = ''] = process.argv.slice(2);
  const database = await applicationDataSource(appUrl).initialize();
  const worker = await startWorker({
    database,
    appUrl,
    connectors: loadConnectors(),
    key: Buffer.from(key, 'hex'),
    log: createLog('error'),
    clock: fakeClock(instant),
    now: () => new Date(instant),
    onProgress: standStillAfter(Number(pages)),
  });
  process.on('disconnect', () => process.exit(1));
  process.send?.('ready');
  await worker.idle();
  await worker.stop();
  await database.destroy();
  process.exit(0);
}

main().catch((error) => {
  process.stderr.write(`${error instanceof Error ? error.stack : error}\n`);
  process.exit(1);
});
