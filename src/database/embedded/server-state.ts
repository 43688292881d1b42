import { randomBytes } from 'node:crypto';
import { open, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

const password = z.string().min(16);

const serverState = z.object({
  /** Version of the binaries that last ran, as the npm package names it: '18.4.0-beta.17'. */
  version: z.string(),
  /** The TCP port last listened on; 0 before the first start. */
  port: z.number().int().min(0).max(65535),
  passwords: z.object({ postgres: password, brandhub_owner: password, brandhub_app: password }),
  /** The folder that holds the data directory, relative to the home folder when it lies there. */
  dataFolder: z.string().min(1),
  /** Where the binaries that last ran live. */
  binaries: z.string(),
  /** Every open handle on the server: the last living one to stop stops the server. */
  users: z.array(z.object({ id: z.string(), pid: z.number().int(), birth: z.string() })),
});

/** What `<home>/postgres.json` remembers between starts. */
export type ServerState = z.infer<typeof serverState>;

/** The path of the state file of a home folder. */
export function stateFile(home: string): string {
  return join(home, 'postgres.json');
}

/** A first state with fresh random passwords, for data in `dataFolder`. */
export function newState(dataFolder: string): ServerState {
  const secret = () => randomBytes(24).toString('base64url');
  const passwords = { postgres: secret(), brandhub_owner: secret(), brandhub_app: secret() };
  return { version: '', port: 0, passwords, dataFolder, binaries: '', users: [] };
}

/** Reads the state file; undefined when there is none. An unreadable or damaged one is an error that names the file and the remedy. */
export async function readState(home: string): Promise<ServerState | undefined> {
  const path = stateFile(home);
  try {
    return serverState.parse(JSON.parse(await readFile(path, 'utf8')));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return undefined;
    const remedy = code
      ? 'run brandhub as the user that owns the file, or give BRANDHUB_HOME another folder'
      : 'it holds the only copy of the passwords: restore it from a backup, or move the whole home folder away to begin anew';
    const reason = error instanceof z.ZodError ? z.prettifyError(error) : (error as Error).message;
    throw new Error(`cannot read the database's state file ${path}: ${reason}; ${remedy}`);
  }
}

/** Writes the state file, readable by its owner only, so that a crash leaves the old one or the new one, never half of one. */
export async function writeState(home: string, state: ServerState): Promise<void> {
  const path = stateFile(home);
  const draft = `${path}.${process.pid}.tmp`;
  await rm(draft, { force: true });
  const file = await open(draft, 'wx', 0o600);
  try {
    await file.writeFile(`${JSON.stringify(state, null, 2)}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(draft, path);
}
