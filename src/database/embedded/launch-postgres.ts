import type { ChildProcess } from 'node:child_process';
import { open, rename, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from 'pg';
import { freePort } from './free-port';
import type { Binaries } from './locate-binaries';
import { disarmPidFile, type Postmaster } from './postmaster';
import { identityOf } from './process-identity';
import { readyConnection } from './ready-connection';
import { spawnAs } from './run-program';
import { SERVER_SETTINGS, type Settings } from './server-settings';
import { removeSockets, socketFolder } from './socket-folder';
import type { SystemAccount } from './system-account';

/** What it takes to launch a server on an existing data directory. */
export interface Launch {
  binaries: Binaries;
  account: SystemAccount | undefined;
  dataDir: string;
  logFile: string;
  /** The port to prefer; another one is taken when it is not free. */
  port: number | undefined;
  settings: Settings;
  /** The superuser's URL on a port. */
  url: (port: number) => string;
}

/** A server that accepts connections, with a first, superuser's connection to it. */
export interface Launched {
  postmaster: Postmaster & { port: number };
  client: Client;
}

const PATIENCE_MS = 60_000;
const LOG_LIMIT_BYTES = 16 * 1024 * 1024;

/**
 * Starts PostgreSQL in a session of its own, so that the terminal's Ctrl-C reaches Node alone, and waits up to a minute until it accepts
 * connections. Tries again when its port is snatched, and while processes of a killed server still leave. Fails with the end of the server's log.
 */
export async function launchPostgres(launch: Launch): Promise<Launched> {
  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    const attempt = await launchOnce(launch, await freePort(launch.port));
    if ('postmaster' in attempt) return attempt;
    const passing = /could not bind|Address already in use|still in use/.test(attempt.log);
    if (!passing || Date.now() > deadline)
      throw new Error(`PostgreSQL did not start on ${launch.dataDir}; ${launch.logFile} ends with: ${attempt.log}`);
    await sleep(200);
  }
}

async function launchOnce(launch: Launch, port: number): Promise<Launched | { log: string }> {
  await disarmPidFile(launch.dataDir);
  await removeSockets(launch.dataDir);
  const logStart = await rotate(launch.logFile);
  const child = await spawnServer(launch, port);
  const postmaster = child.pid === undefined ? undefined : identityOf(child.pid);
  const gone = () => child.exitCode !== null || child.signalCode !== null;
  const deadline = Date.now() + PATIENCE_MS;
  const stillThere = async () => {
    if (gone()) throw new Error('PostgreSQL has ended');
  };
  try {
    const client = await readyConnection(launch.url(port), stillThere, PATIENCE_MS);
    if (postmaster && !gone()) return { postmaster: { process: postmaster, port }, client };
    // Whoever answered is not the server that was started: its port has been snatched.
    await client.end();
  } catch (error) {
    // A refused password may be the answer of a stranger that snatched the port: give the server the time to find that out and end.
    await sleep(300);
    if (!gone()) {
      // One that is still recovering goes on, and the next start finds it further on its way.
      if (Date.now() < deadline) child.kill('SIGQUIT');
      throw error;
    }
  }
  return { log: await tail(launch.logFile, logStart) };
}

async function spawnServer(launch: Launch, port: number): Promise<ChildProcess> {
  const sockets = { unix_socket_directories: quoted(socketFolder(launch.dataDir, port)) };
  const settings = { ...SERVER_SETTINGS, ...sockets, ...launch.settings, port: String(port) };
  const args = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const log = await open(launch.logFile, 'a', 0o600);
  try {
    const file = join(launch.binaries.root, 'bin', 'postgres');
    const child = await spawnAs(launch.account, file, ['-D', launch.dataDir, ...args], {
      detached: true,
      stdio: ['ignore', log.fd, log.fd],
    });
    child.unref();
    return child;
  } finally {
    await log.close();
  }
}

/** One folder as an entry of a list of folders. */
function quoted(folder: string | undefined): string {
  return folder === undefined ? '' : `"${folder.replaceAll('"', '""')}"`;
}

/** Moves a log that has grown large aside (one is kept) and returns the length of the current one, in bytes. */
async function rotate(logFile: string): Promise<number> {
  const size = (await stat(logFile).catch(() => undefined))?.size ?? 0;
  if (size <= LOG_LIMIT_BYTES) return size;
  await rename(logFile, `${logFile}.1`);
  return 0;
}

async function tail(logFile: string, from: number): Promise<string> {
  const file = await open(logFile, 'r');
  try {
    const { size } = await file.stat();
    const start = Math.max(from, size - 4_000);
    const { buffer, bytesRead } = await file.read(Buffer.alloc(size - start), 0, size - start, start);
    return buffer.toString('utf8', 0, bytesRead).trim();
  } finally {
    await file.close();
  }
}
