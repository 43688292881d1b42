import { randomUUID } from 'node:crypto';
import { access, mkdir, realpath } from 'node:fs/promises';
import type { Logger } from '../../lib/log';
import { keepAlive } from './keep-alive';
import { findPostmaster, stopPostmaster } from './postmaster';
import { identityOf, isAlive, type ProcessIdentity } from './process-identity';
import { type Reached, type ReachOptions, reachServer } from './reach-server';
import type { Settings } from './server-settings';
import { readState, stateFile, writeState } from './server-state';
import { bySocket, serverUrl } from './server-urls';
import { openSocketFolder } from './socket-folder';
import { withStartLock } from './start-lock';

/** A running PostgreSQL of ours. The URLs are those of its database `brandhub`, for three roles. */
export interface EmbeddedPostgres {
  /** Owns the database: migrations. */
  ownerUrl: string;
  /** Owns nothing, held by row-level security: everything else. */
  appUrl: string;
  superuserUrl: string;
  port: number;
  dataDir: string;
  /** Whether this call made the server run or took it over from a process that died; false when it was in use already. */
  started: boolean;
  /** Gives the server up. It stops when no other living process uses it. Calling again does nothing. */
  stop(): Promise<void>;
}

/** Where and how the embedded server runs. */
export interface EmbeddedOptions {
  /** The home folder, made when absent: data in `postgres`, state in `postgres.json`, the server's log in `postgres.log`. */
  home: string;
  log: Logger;
  /** TCP port to prefer; by default the last one used, else any free one. */
  port?: number;
  /** PostgreSQL settings over the usual ones; they do not change a server that runs already. */
  settings?: Settings;
}

/**
 * Starts the PostgreSQL of a home folder, or joins it when another process runs it, and restarts it should it die while in use.
 * Comes back when the server accepts connections; fails with the file or folder at fault and the remedy.
 */
export async function startEmbeddedPostgres(options: EmbeddedOptions): Promise<EmbeddedPostgres> {
  await mkdir(options.home, { recursive: true });
  const home = await realpath(options.home);
  const reachOptions = { log: options.log, port: options.port, settings: options.settings ?? {} };
  const user = { id: randomUUID(), ...(identityOf(process.pid) as ProcessIdentity) };
  const { reached, started } = await withStartLock(home, async () => {
    const reached = await reachServer(home, reachOptions);
    const others = reached.state.users.filter(isAlive);
    await writeState(home, { ...reached.state, users: [...others, user] });
    return { reached, started: others.length === 0 };
  });
  const { state, dataDir, postmaster } = reached;
  const url = (role: Parameters<typeof serverUrl>[0]) => serverUrl(role, state, postmaster.port);
  const folder = openSocketFolder(dataDir, postmaster.port);
  // Logins of analysts follow from the owner's URL, and they do not come by the socket.
  const urls = {
    ownerUrl: url('brandhub_owner'),
    appUrl: bySocket(url('brandhub_app'), folder),
    superuserUrl: bySocket(url('postgres'), folder),
  };
  return { ...urls, port: postmaster.port, dataDir, started, stop: supervise(home, user.id, reached, reachOptions) };
}

/** Restarts the server when it dies, and returns what ends that and gives the server up. */
function supervise(home: string, userId: string, { dataDir, postmaster }: Reached, options: ReachOptions): () => Promise<void> {
  let current = postmaster.process;
  const check = async () => {
    if (isAlive(current)) return;
    options.log.error({ serverPid: current.pid, dataDir }, 'PostgreSQL has died, starting it again');
    await access(stateFile(home));
    const again = await withStartLock(home, () => reachServer(home, { ...options, port: postmaster.port }));
    current = again.postmaster.process;
  };
  const rest = keepAlive(check, (error) => options.log.error({ err: error }, 'PostgreSQL could not be started again'));
  let stopped: Promise<void> | undefined;
  const stop = async () => {
    await rest();
    await withStartLock(home, () => giveUp(home, userId, dataDir));
  };
  return () => (stopped ??= stop());
}

async function giveUp(home: string, userId: string, dataDir: string): Promise<void> {
  const state = await readState(home);
  const others = state?.users.filter((user) => user.id !== userId && isAlive(user)) ?? [];
  if (state) await writeState(home, { ...state, users: others });
  const running = others.length === 0 ? await findPostmaster(dataDir) : undefined;
  if (running) await stopPostmaster(running.process);
}
