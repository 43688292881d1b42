import { applicationDataSource } from '../../ormconfig';
import { createLog } from '../../src/lib/log';
import { newKey } from '../../src/lib/seal';
import { startWorker } from '../../src/worker';
import { adsConnector } from './ingest-ads';

/** A worker in a process of its own, to be killed: `node --require run-typescript.ts worker-process.ts <application url> <history days>`. */
async function main(): Promise<void> {
  const [appUrl = '', historyDays = ''] = process.argv.slice(2);
  const connector = adsConnector({ historyDays: Number(historyDays) });
  const database = await applicationDataSource(appUrl).initialize();
  const now = () => new Date('2026-06-15T12:00:00Z');
  const clock = { now, sleep: (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms)) };
  const connectors = new Map([[connector.name, connector]]);
  const worker = await startWorker({ database, connectors, key: newKey(), log: createLog('error'), clock, now });
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
