import { applicationDataSource } from '../../ormconfig';
import { createLog } from '../../src/lib/log';
import { startWorker } from '../../src/worker';
import { adsConnector } from './ingest-ads';
import { instantConnector } from './ingest-instant';

/** How a worker in a process of its own is made. */
export interface WorkerProcess {
  readonly appUrl: string;
  /** Opens the sources' secrets, in hexadecimal digits. */
  readonly key: string;
  readonly leaseSeconds?: number;
  readonly concurrency?: number;
  /** The instant by which slots are due; the database's when absent. */
  readonly now?: string;
  /** By how many hours the process's own clock is wrong. */
  readonly clockOffHours?: number;
  /** Ends when nothing waits or is worked any more. */
  readonly once?: boolean;
}

/** A program: a worker, to be stopped, frozen or killed; its log goes to stderr. `node --require run-typescript.ts worker-process.ts <WorkerProcess, JSON>`. */
async function main(): Promise<void> {
  const { appUrl, key, now, clockOffHours = 0, once, ...limits } = JSON.parse(process.argv[2] ?? '') as WorkerProcess;
  setClock(clockOffHours);
  const database = await applicationDataSource(appUrl).initialize();
  const connectors = new Map([adsConnector({ historyDays: 40 }), instantConnector()].map((each) => [each.name, each]));
  const due = now === undefined ? {} : { now: () => new Date(now) };
  const worker = await startWorker({
    database,
    connectors,
    key: Buffer.from(key, 'hex'),
    log: createLog('warn'),
    onProgress: ({ runId, pages }) => process.send?.({ runId, pages }),
    ...due,
    ...limits,
  });
  process.send?.('ready');
  // A look at the schedule on demand.
  process.on('message', () => void worker.tick().catch(() => undefined));
  const end = async () => {
    await worker.stop();
    await database.destroy();
    process.exit(0);
  };
  process.on('SIGTERM', end);
  if (once) await worker.idle().then(end);
}

function setClock(hours: number): void {
  const RightDate = Date;
  const off = hours * 3_600_000;
  globalThis.Date = class extends RightDate {
    constructor(...given: []) {
      super(...((given.length === 0 ? [RightDate.now() + off] : given) as []));
    }

    static override now() {
      return RightDate.now() + off;
    }
  } as DateConstructor;
}

main().catch((error) => {
  process.stderr.write(`${error instanceof Error ? error.stack : error}\n`);
  process.exit(1);
});
