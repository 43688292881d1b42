import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { EmbeddedPostgres } from '../../src/database/embedded/start-embedded-postgres';

/** Another process that uses the embedded server. */
export interface EmbeddedChild {
  server: Omit<EmbeddedPostgres, 'stop'>;
  child: ChildProcess;
  /** Lets it give the server up and end. */
  stop(): Promise<void>;
  /** kill -9. */
  kill(): Promise<void>;
}

/** Starts the embedded server of a home folder from a process of its own, under another user when one is given. */
export async function embeddedChild(home: string, user: { uid?: number; gid?: number } = {}): Promise<EmbeddedChild> {
  const args = ['--require', join(__dirname, 'run-typescript.ts'), join(__dirname, 'embedded-process.ts'), home];
  const child = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'pipe'], ...user });
  const gone = once(child, 'close');
  let complaint = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (complaint += text));
  const line = await Promise.race([once(createInterface(child.stdout), 'line'), gone.then(() => undefined)]);
  if (line === undefined) throw new Error(`the child process ended: ${complaint}`);
  return {
    server: JSON.parse(line[0] as string),
    child,
    stop: async () => {
      child.stdin.end();
      await gone;
    },
    kill: async () => {
      child.kill('SIGKILL');
      await gone;
    },
  };
}
