import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import type { SystemAccount } from './system-account';

/**
 * The whole environment of the server's programs: the caller's PGDATA, LD_LIBRARY_PATH, locale and the like must not reach them. A backend that planned a query gives
 * its memory back to the system at once and asks for it again with the next one, page by page: glibc keeps up to 4 MiB of it.
 */
const ENVIRONMENT = {
  PATH: '/usr/local/bin:/usr/bin:/bin',
  LC_ALL: 'C',
  TZ: 'UTC',
  MALLOC_TRIM_THRESHOLD_: String(4 * 1024 ** 2),
  MALLOC_MMAP_THRESHOLD_: String(4 * 1024 ** 2),
};

/** Starts a program under `account` (the caller's own when undefined) in the folder `/`; rejects, naming the program, when it cannot be started. */
export function spawnAs(account: SystemAccount | undefined, file: string, args: string[], options: SpawnOptions): Promise<ChildProcess> {
  return new Promise((resolve, reject) => {
    const fail = (error: Error) => reject(new Error(`cannot start ${file}${account ? ` as user ${account.name}` : ''}: ${error.message}`));
    try {
      const identity = account && { uid: account.uid, gid: account.gid };
      const child = spawn(file, args, { cwd: '/', env: ENVIRONMENT, ...options, ...identity });
      child.once('error', fail);
      child.once('spawn', () => resolve(child));
    } catch (error) {
      fail(error as Error);
    }
  });
}

/** How a program ended: its exit code (null after a signal) and all that it printed. */
export interface ProgramResult {
  code: number | null;
  output: string;
}

/** Runs a program under `account` to its end; rejects when it cannot be started, not when it fails. */
export async function runProgram(account: SystemAccount | undefined, file: string, args: string[]): Promise<ProgramResult> {
  const child = await spawnAs(account, file, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream?.setEncoding('utf8').on('data', (text: string) => (output += text));
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, output: output.trim() })));
}
