import { flushCompileCache } from 'node:module';
import { type AnyConnector, type Connectors, loadConnectors } from '../../ingest/load-connectors';
import { applicationDataSource } from '../../ormconfig';
import { createLog } from '../../src/lib/log';
import { startWorker } from '../../src/worker';
import { fakeClock } from './ingest-clock';

/** How the worker is made. */
export interface AcceptanceWorker {
  readonly appUrl: string;
  /** Opens the sources' secrets, in hexadecimal digits. */
  readonly key: string;
  /** Noon of its day. */
  readonly now: string;
  readonly leaseSeconds: number;
  /** The connector that ends the process whenever it reads an answer. */
  readonly poison?: string;
}

/**
 * The product's worker with the product's connectors in a process of its own, to be killed: `<AcceptanceWorker, JSON>`. It ends when nothing waits or
 * is worked any more. The waits of rate limits and retries pass at once.
 */
async function main(): Promise<void> {
  const { appUrl, key, now, leaseSeconds, poison } = JSON.parse(process.argv[2] ?? '') as AcceptanceWorker;
  const database = await applicationDataSource(appUrl).initialize();
  const worker = await startWorker({
    database,
    connectors: poisoned(loadConnectors(), poison),
    key: Buffer.from(key, 'hex'),
    log: createLog('error'),
    clock: fakeClock(now),
    now: () => new Date(now),
    leaseSeconds,
  });
  // What was compiled is kept for the next one, as this one may be killed.
  flushCompileCache();
  process.send?.('ready');
  await worker.idle();
  await worker.stop();
  await database.destroy();
  process.exit(0);
}

function poisoned(connectors: Connectors, name: string | undefined): Connectors {
  const die = () => process.kill(process.pid, 'SIGKILL');
  const deadly = (connector: AnyConnector) => ({
    ...connector,
    streams: connector.streams.map((stream) => ({ ...stream, records: () => [die()] })),
  });
  return new Map([...connectors].map(([key, each]) => [key, key === name ? deadly(each) : each]));
}

main().catch((error) => {
  process.stderr.write(`${error instanceof Error ? error.stack : error}\n`);
  process.exit(1);
});
