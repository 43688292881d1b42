import { chmod, copyFile, mkdir, mkdtemp, readdir, rename, rm, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';

/**
 * Copies a folder's files (not its symbolic links) to `target`, readable by everybody, those of `bin` executable; `finish` completes the copy.
 * The target appears whole, by a rename, or not at all; when it exists already nothing is done.
 */
export async function copyFolder(source: string, target: string, finish: (copy: string) => Promise<void>): Promise<void> {
  if (await stat(target).catch(() => undefined)) return;
  const draft = await mkdtemp(`${target}.new-`);
  try {
    await copyInto(draft, source);
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

async function copyInto(target: string, source: string): Promise<void> {
  // The umask may have hidden the folder from the server's account.
  await chmod(target, 0o755);
  for (const entry of await readdir(source, { withFileTypes: true })) {
    const [from, to] = [join(source, entry.name), join(target, entry.name)];
    if (entry.isDirectory()) {
      await mkdir(to);
      await copyInto(to, from);
    } else if (entry.isFile()) {
      await copyFile(from, to);
      await chmod(to, basename(source) === 'bin' ? 0o755 : 0o644);
    }
  }
}
