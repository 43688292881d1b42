import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** Runs `work` with an empty home folder and removes the folder afterwards, whatever happened. */
export async function withTemporaryHome<T>(work: (home: string) => Promise<T>): Promise<T> {
  const home = await mkdtemp(path.join(tmpdir(), 'brandhub-bench-'));
  try {
    // The server that root starts runs as another user, who has to reach it.
    await chmod(home, 0o755);
    return await work(home);
  } finally {
    await rm(home, { recursive: true, force: true });
  }
}
