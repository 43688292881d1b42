import { readFile, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { commandLine, identityOf, isAlive, type ProcessIdentity } from './process-identity';

/** A server's first process, the one that listens. `port` is undefined until it has got that far. */
export interface Postmaster {
  process: ProcessIdentity;
  port: number | undefined;
}

/** The postmaster that now runs on a data directory, as its pid file says, or undefined; a pid that another program has got since does not count. */
export async function findPostmaster(dataDir: string): Promise<Postmaster | undefined> {
  const lines = await pidFile(dataDir);
  const process = identityOf(Number(lines?.[0]) || -1);
  if (!lines || !process || !isPostgresOn(dataDir, process.pid)) return undefined;
  return { process, port: Number(lines[3]) || undefined };
}

/**
 * Makes a pid file that a dead postmaster left behind harmless. PostgreSQL passes over a pid that nobody has, but not one that another program has
 * got since, nor a zombie's. The first line becomes our pid, which the server to come knows for its parent; the rest stays, because by it
 * PostgreSQL makes sure that no process of the dead server still works on the data.
 */
export async function disarmPidFile(dataDir: string): Promise<void> {
  const path = join(dataDir, 'postmaster.pid');
  const lines = await pidFile(dataDir);
  if (lines === undefined) return;
  if (Number(lines[0]) > 0) await writeFile(path, [process.pid, ...lines.slice(1)].join('\n'));
  else await rm(path);
}

async function pidFile(dataDir: string): Promise<string[] | undefined> {
  try {
    return (await readFile(join(dataDir, 'postmaster.pid'), 'utf8')).split('\n');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Where the system does not show command lines, a live pid is taken at its word; the connection that follows is the test. */
function isPostgresOn(dataDir: string, pid: number): boolean {
  const [program = '', ...args] = commandLine(pid) ?? ['postgres', dataDir];
  return basename(program).startsWith('postgres') && args.includes(dataDir);
}

const FAST_STOP_MS = 30_000;
const IMMEDIATE_STOP_MS = 10_000;

/** Ends a server: open transactions are rolled back and all is written to disk; after half a minute it is cut off and recovers at its next start. */
export async function stopPostmaster(process: ProcessIdentity): Promise<void> {
  if ((await endWith('SIGINT', process, FAST_STOP_MS)) || (await endWith('SIGQUIT', process, IMMEDIATE_STOP_MS))) return;
  throw new Error(`PostgreSQL (process ${process.pid}) does not stop: end it by hand`);
}

async function endWith(signal: NodeJS.Signals, target: ProcessIdentity, patience: number): Promise<boolean> {
  const deadline = Date.now() + patience;
  if (isAlive(target)) process.kill(target.pid, signal);
  while (isAlive(target)) {
    if (Date.now() > deadline) return false;
    await sleep(10);
  }
  return true;
}
