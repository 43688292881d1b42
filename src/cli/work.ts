import { Command } from 'commander';
import type { PullProgress } from '../../ingest/pull';
import { startWorker, type Worker } from '../worker';
import { exportFolder } from './export';
import { type Hub, withHub } from './hub';
import { ingestDeps } from './ingest-deps';
import { untilStopped } from './until-stopped';

/** `brandhub work`: keeps the schedule and pulls until it is stopped. Any number of workers share one database. */
export function workCommand(): Command {
  return new Command('work')
    .description('keep the schedule and pull (without serving; see serve)')
    .option('--once', 'end when nothing is due any more')
    .action(async (options: { once?: boolean }) => {
      await withHub(
        async (hub) => {
          const stopped = untilStopped();
          const worker = await work(hub);
          process.stdout.write('ready\n');
          await (options.once ? Promise.race([worker.idle(), stopped]) : stopped);
          await worker.stop();
        },
        { logLevel: 'info', poolSize: 20 },
      );
    });
}

/** Starts the worker that the settings describe. */
export function work(hub: Hub, onProgress?: (progress: PullProgress) => void): Promise<Worker> {
  return startWorker({ ...ingestDeps(hub), exports: exportFolder(hub), ...(onProgress ? { onProgress } : {}) });
}
