import { randomUUID } from 'node:crypto';
import { readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { identityOf, isAlive, type ProcessIdentity } from './process-identity';

const PATIENCE_MS = 120_000;
const POLL_MS = 40;
/** A lock file is created first and filled a moment later; while this young, an unreadable one counts as held. */
const FILLING_MS = 2_000;

/**
 * Runs `work` while holding `<home>/postgres.lock`, so that of several processes one starts or stops the server and the others wait.
 * The lock of a process that has died is taken over. Fails after two minutes of waiting, naming the holder and the file.
 */
export async function withStartLock<T>(home: string, work: () => Promise<T>): Promise<T> {
  const path = join(home, 'postgres.lock');
  const mine = JSON.stringify({ ...identityOf(process.pid), ticket: randomUUID() });
  await acquire(path, mine);
  try {
    return await work();
  } finally {
    if ((await contentOf(path)) === mine) await rm(path, { force: true });
  }
}

async function acquire(path: string, mine: string): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS;
  while (!(await create(path, mine))) {
    const content = await contentOf(path);
    if (content === undefined) continue;
    if (await isStale(path, content)) await discard(path, content);
    else if (Date.now() > deadline)
      throw new Error(`${path}: still held after ${PATIENCE_MS / 1000} s by ${content}; end that process, or remove the file`);
    else await sleep(POLL_MS);
  }
}

async function create(path: string, content: string): Promise<boolean> {
  try {
    await writeFile(path, content, { flag: 'wx', mode: 0o600 });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

async function contentOf(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

async function isStale(path: string, content: string): Promise<boolean> {
  const holder = holderIn(content);
  if (holder) return !isAlive(holder);
  const changed = await stat(path).catch(() => undefined);
  return changed !== undefined && Date.now() - changed.mtimeMs > FILLING_MS;
}

function holderIn(content: string): ProcessIdentity | undefined {
  try {
    return JSON.parse(content) as ProcessIdentity;
  } catch {
    return undefined;
  }
}

/** Removes a dead process's lock. Moved away first: when another process was quicker, what moved is its live lock, which goes back. */
async function discard(path: string, stale: string): Promise<void> {
  const aside = `${path}.${randomUUID()}`;
  try {
    await rename(path, aside);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw error;
  }
  if ((await contentOf(aside)) === stale) await rm(aside, { force: true });
  else await rename(aside, path);
}
