import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import type { WorkerProcess } from './worker-process';

/** A worker in a process of its own. */
export interface ForkedWorker {
  readonly child: ChildProcess;
  /** Resolves when it works; rejects when it ends before. */
  readonly ready: Promise<unknown>;
  /** Its exit code and the signal that ended it. */
  readonly gone: Promise<[code: number | null, signal: NodeJS.Signals | null]>;
  /** Resolves when its log has said a text. */
  says(text: string): Promise<void>;
  /** Its log up to now. */
  log(): string;
}

/** Starts `worker-process.ts`. */
export function forkWorker(options: WorkerProcess): ForkedWorker {
  const execArgv = ['--require', path.join(__dirname, 'run-typescript.ts')];
  const child = fork(path.join(__dirname, 'worker-process.ts'), [JSON.stringify(options)], {
    execArgv,
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  const gone = once(child, 'exit') as ForkedWorker['gone'];
  let said = '';
  child.stderr!.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  const ended = gone.then(([code]) => {
    throw new Error(`the worker ended with ${code}: ${said}`);
  });
  ended.catch(() => undefined);
  return {
    child,
    ready: Promise.race([once(child, 'message'), ended]),
    gone,
    log: () => said,
    says: async (text) => {
      while (!said.includes(text)) await Promise.race([once(child.stderr!, 'data'), ended]);
    },
  };
}
