import { chmod, lstat, mkdir, readFile, stat, symlink } from 'node:fs/promises';
import { basename, dirname, join, relative } from 'node:path';
import { copyFolder } from './copy-folder';
import type { Binaries } from './locate-binaries';
import { runProgram } from './run-program';
import type { SystemAccount } from './system-account';

const PROGRAMS = ['initdb', 'pg_ctl', 'postgres'];

/**
 * Makes binaries ready to run under `account`: restores the library links and executable bits that an install without scripts leaves out, and
 * when that is not allowed, or the account cannot reach them, works on a copy `<copyTo>/postgresql-<version>`. Fails when the copy does not run either.
 */
export async function usableBinaries(found: Binaries, copyTo: string, account: SystemAccount | undefined): Promise<Binaries> {
  const problem = (await repair(found.root).catch(refusal)) ?? (await trial(found.root, account));
  if (problem === undefined) return found;
  const copy = { root: join(copyTo, `postgresql-${found.version}`), version: found.version };
  // The umask may have hidden a new folder from the server's account.
  if (await mkdir(copyTo, { recursive: true })) await chmod(copyTo, 0o755);
  await copyFolder(found.root, copy.root, async (draft) => void (await repair(draft)));
  const stillWrong = await trial(copy.root, account);
  if (stillWrong === undefined) return copy;
  throw new Error(`PostgreSQL does not run: ${problem}; nor does its copy: ${stillWrong}. Set DATABASE_URL to use a server of yours`);
}

/** A repair that this user may not make is a reason to work on a copy; any other failure is a failure. */
function refusal(error: NodeJS.ErrnoException): string {
  if (['EACCES', 'EPERM', 'EROFS'].includes(error.code ?? '')) return error.message;
  throw error;
}

async function repair(root: string): Promise<undefined> {
  for (const program of PROGRAMS) {
    const path = join(root, 'bin', program);
    if (((await stat(path)).mode & 0o111) !== 0o111) await chmod(path, 0o755);
  }
  for (const { source, target } of await links(root)) {
    // The list speaks of native/lib/…, from the package's folder; this root may have another name.
    const [from, to] = [source, target].map((path) => join(root, relative('native', path))) as [string, string];
    if (!(await exists(to))) await symlink(relative(dirname(to), from), to).catch(unlessThere);
  }
}

async function links(root: string): Promise<{ source: string; target: string }[]> {
  const list = join(root, 'pg-symlinks.json');
  return (await exists(list)) ? JSON.parse(await readFile(list, 'utf8')) : [];
}

async function exists(path: string): Promise<boolean> {
  return (await lstat(path).catch(() => undefined)) !== undefined;
}

function unlessThere(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EEXIST') throw error;
}

/** What stands in the way of running this installation's server; undefined when it answers with its version. */
async function trial(root: string, account: SystemAccount | undefined): Promise<string | undefined> {
  const file = join(root, 'bin', 'postgres');
  try {
    const { code, output } = await runProgram(account, file, ['--version']);
    return code === 0 ? undefined : `${basename(file)} --version in ${root} ended with ${code}: ${output}`;
  } catch (error) {
    return (error as Error).message;
  }
}
