import { createHash } from 'node:crypto';
import { chmod, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { runProgram } from './run-program';
import type { SystemAccount } from './system-account';

/** Where root's servers keep what their account cannot reach below root's own folders. */
export const SHARED_FOLDER = '/var/lib/brandhub';

/**
 * Chooses the folder that will hold a new data directory: '.' (the home folder itself) when the server's account can reach it,
 * else a fresh `/var/lib/brandhub/<short hash of home>`, so that a home folder made anew never meets an old one's data.
 */
export async function chooseDataFolder(home: string, account: SystemAccount | undefined): Promise<string> {
  if (account === undefined || (await canReach(home, account))) return '.';
  if (await mkdir(SHARED_FOLDER, { recursive: true })) await chmod(SHARED_FOLDER, 0o755);
  const name = createHash('sha256').update(home).digest('hex').slice(0, 10);
  for (let attempt = 1; ; attempt++) {
    const folder = join(SHARED_FOLDER, attempt === 1 ? name : `${name}-${attempt}`);
    if (!(await makeNew(folder))) continue;
    await chmod(folder, 0o755);
    return folder;
  }
}

/** Asks the system itself, as modes alone do not tell: access lists and mounts have their say too. */
async function canReach(folder: string, account: SystemAccount): Promise<boolean> {
  const { code } = await runProgram(account, '/bin/sh', ['-c', 'cd "$1"', 'sh', folder]);
  return code === 0;
}

async function makeNew(folder: string): Promise<boolean> {
  try {
    await mkdir(folder);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}
