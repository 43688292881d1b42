import { type ChildProcess, type ForkOptions, fork, spawn } from 'node:child_process';
import { once } from 'node:events';

/**
 * The processes that a test file starts; `clear` (afterAll) ends those that are left, whatever became of the tests. What they complain of is passed on,
 * but not over the test runner's own pipe: whoever holds that keeps the runner from ending.
 */
export class ChildProcesses {
  readonly #children: ChildProcess[] = [];

  /** Runs a program that tells of itself by messages. */
  fork(file: string, args: string[], options: ForkOptions = {}): ChildProcess {
    return passingOn(this.watch(fork(file, args, { ...options, stdio: ['ignore', 'ignore', 'pipe', 'ipc'] })));
  }

  /** Runs a program of this Node whose output is read. */
  node(args: string[]): ChildProcess {
    return passingOn(this.watch(spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] })));
  }

  /** kill -9, for stopped ones too. */
  async clear(): Promise<void> {
    for (const child of this.#children) {
      if (child.exitCode !== null || child.signalCode !== null) continue;
      const gone = once(child, 'exit');
      child.kill('SIGKILL');
      await gone;
    }
  }

  /** Ends a process that was started elsewhere, too. */
  watch<T extends ChildProcess>(child: T): T {
    this.#children.push(child);
    return child;
  }
}

function passingOn(child: ChildProcess): ChildProcess {
  child.stderr?.pipe(process.stderr, { end: false });
  return child;
}
