import { chmod, copyFile, mkdir, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Copies a folder's files (not its symbolic links) to `target`, readable by everybody, those of `bin` executable; `finish` completes the copy.
 * The target appears whole, by a rename, or not at all; when it exists already nothing is done.
 */
export async function copyFolder(source: string, target: string, finish: (copy: string) => Promise<void>): Promise<void> {
  const draft = `${target}.${process.pid}.tmp`;
  await rm(draft, { recursive: true, force: true });
  try {
    await copyTree(source, draft);
    await finish(draft);
    await rename(draft, target);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    // Another process was quicker; its copy is as good.
    if (code !== 'ENOTEMPTY' && code !== 'EEXIST') throw error;
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

async function copyTree(source: string, target: string): Promise<void> {
  await mkdir(target);
  // mkdir obeys the umask, which may hide the folder from the server's account.
  await chmod(target, 0o755);
  for (const entry of await readdir(source, { withFileTypes: true })) {
    const to = join(target, entry.name);
    if (entry.isDirectory()) await copyTree(join(source, entry.name), to);
    if (!entry.isFile()) continue;
    await copyFile(join(source, entry.name), to);
    await chmod(to, source.endsWith('/bin') ? 0o755 : 0o644);
  }
}
