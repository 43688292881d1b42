import { readdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from '../../lib/log';
import { ensureDataDirectory } from './data-directory';
import { chooseDataFolder, SHARED_FOLDER } from './data-folder';
import { ensureDatabase } from './ensure-database';
import { type Launched, launchPostgres } from './launch-postgres';
import { locateBinaries } from './locate-binaries';
import { findPostmaster, type Postmaster } from './postmaster';
import { isAlive } from './process-identity';
import { readyConnection } from './ready-connection';
import type { Settings } from './server-settings';
import { newState, readState, type ServerState, stateFile, writeState } from './server-state';
import { serverUrl } from './server-urls';
import { type SystemAccount, serverAccount } from './system-account';
import { usableBinaries } from './usable-binaries';

/** A home folder's server that accepts connections. */
export interface Reached {
  postmaster: Postmaster & { port: number };
  dataDir: string;
  state: ServerState;
}

/** How to launch the server when none runs. */
export interface ReachOptions {
  log: Logger;
  port: number | undefined;
  settings: Settings;
}

const PATIENCE_MS = 60_000;

/**
 * Finds the running server of a home folder (a real path) or makes and launches it, and makes sure of its roles and database.
 * To be called under the home's start lock. The state file is up to date afterwards.
 */
export async function reachServer(home: string, options: ReachOptions): Promise<Reached> {
  const account = await serverAccount();
  const state = (await readState(home)) ?? (await firstState(home, account, options.log));
  const dataDir = join(resolve(home, state.dataFolder), 'postgres');
  const { postmaster, client } = (await joinRunning(dataDir, state)) ?? (await launch(home, state, account, options));
  try {
    await ensureDatabase(client, state.passwords);
  } finally {
    await client.end();
  }
  state.port = postmaster.port;
  await writeState(home, state);
  return { postmaster, dataDir, state };
}

/** The passwords are on disk before the cluster that has them is made. */
async function firstState(home: string, account: SystemAccount | undefined, log: Logger): Promise<ServerState> {
  const files = await readdir(join(home, 'postgres')).catch(() => []);
  if (files.length > 0) {
    throw new Error(
      `${join(home, 'postgres')} holds a database, but ${stateFile(home)} with its passwords is missing: restore that file, or move the folder away`,
    );
  }
  const state = newState(await chooseDataFolder(home, account));
  if (state.dataFolder !== '.')
    log.info(
      { folder: state.dataFolder, home, user: account?.name },
      'the database is kept outside the home folder, which its user cannot reach',
    );
  await writeState(home, state);
  return state;
}

/** Connects to the server that already runs, however far its start has come; undefined when there is none or it ends meanwhile. */
async function joinRunning(dataDir: string, state: ServerState): Promise<Launched | undefined> {
  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    const running = await findPostmaster(dataDir);
    if (running === undefined) return undefined;
    if (running.port !== undefined) return connectTo({ ...running, port: running.port }, dataDir, state);
    if (Date.now() > deadline) throw unresponsive(running, dataDir, 'it opened no port');
    await sleep(20);
  }
}

async function connectTo(postmaster: Launched['postmaster'], dataDir: string, state: ServerState): Promise<Launched | undefined> {
  const stillThere = async () => {
    if (!isAlive(postmaster.process)) throw new Error('PostgreSQL has ended');
  };
  try {
    const client = await readyConnection(serverUrl('postgres', state, postmaster.port, 'postgres'), stillThere, PATIENCE_MS);
    return { postmaster, client };
  } catch (error) {
    if (!isAlive(postmaster.process)) return undefined;
    throw unresponsive(postmaster, dataDir, (error as Error).message);
  }
}

function unresponsive({ process }: Postmaster, dataDir: string, reason: string): Error {
  return new Error(
    `PostgreSQL already runs on ${dataDir} as process ${process.pid} but cannot be used: ${reason}; end it (kill -INT ${process.pid}), then start again`,
  );
}

async function launch(home: string, state: ServerState, account: SystemAccount | undefined, options: ReachOptions): Promise<Launched> {
  const { log, port, settings } = options;
  const binaries = await usableBinaries(await locateBinaries(), account ? SHARED_FOLDER : home, account);
  const cluster = { binaries, account, superuserPassword: state.passwords.postgres, durable: settings.fsync !== 'off' };
  const { dataDir, isNew } = await ensureDataDirectory(resolve(home, state.dataFolder), cluster);
  if (isNew) log.info({ dataDir, version: binaries.version }, 'made a new database');
  const launched = await launchPostgres({
    binaries,
    account,
    dataDir,
    settings,
    logFile: join(home, 'postgres.log'),
    port: port ?? (state.port || undefined),
    url: (actual) => serverUrl('postgres', state, actual, 'postgres'),
  });
  const { process, port: actual } = launched.postmaster;
  if (port !== undefined && actual !== port)
    log.warn({ wished: port, port: actual }, 'the wished database port is taken, another one is used');
  log.info({ port: actual, serverPid: process.pid, dataDir }, 'PostgreSQL accepts connections');
  Object.assign(state, { version: binaries.version, binaries: binaries.root });
  return launched;
}
