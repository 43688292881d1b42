import { applicationDataSource } from '../../ormconfig';
import { createLog } from '../../src/lib/log';
import { newKey } from '../../src/lib/seal';
import { startWorker } from '../../src/worker';
import { adsConnector } from './ingest-ads';
import { standStillAfter } from './stand-still';

/**
 * A worker in a process of its own, to be killed: `node --require run-typescript.ts worker-process.ts <application url> <history days> <pages>`;
 * after so many pages it stands still, never when that is 0.
 */
async function main(): Promise<void> {
  const [appUrl = '', historyDays = '', pages = ''] = process.argv.slice(2);
  const connector = adsConnector({ historyDays: Number(historyDays) });
  const database = await applicationDataSource(appUrl).initialize();
  const now = () => new Date('2026-06-15T12:00:00Z');
  const clock = { now, sleep: (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms)) };
  const connectors = new Map([[connector.name, connector]]);
  const onProgress = standStillAfter(Number(pages));
  const worker = await startWorker({ database, appUrl, connectors, key: newKey(), log: createLog('error'), clock, now, onProgress });
  process.on('disconnect', () => process.exit(1));
  process.send?.('ready');
  process.on('SIGTERM', () => {
    worker
      .stop()
      .then(() => database.destroy())
      .then(() => process.exit(0));
  });
}

main().catch((error) => {
  process.stderr.write(`${error instanceof Error ? error.stack : error}\n`);
  process.exit(1);
});
