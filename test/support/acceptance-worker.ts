import { loadConnectors } from '../../ingest/load-connectors';
import { applicationDataSource } from '../../ormconfig';
import { createLog } from '../../src/lib/log';
import { startWorker } from '../../src/worker';
import { fakeClock } from './ingest-clock';

/**
 * The product's worker with the product's connectors in a process of its own, to be killed: `<application url> <key, hex> <noon of its day>`.
 * The waits of rate limits and retries pass at once.
 */
async function main(): Promise<void> {
  const [appUrl = '', key = '', instant = ''] = process.argv.slice(2);
  const database = await applicationDataSource(appUrl).initialize();
  const worker = await startWorker({
    database,
    connectors: loadConnectors(),
    key: Buffer.from(key, 'hex'),
    log: createLog('error'),
    clock: fakeClock(instant),
    now: () => new Date(instant),
  });
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
