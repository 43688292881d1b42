import { existsSync } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';

/** Bytes of a socket's path that every system takes: macOS has room for 103, Linux for 107. */
const LONGEST_PATH = 103;
/** How PostgreSQL's names of a socket and of its lock begin. */
const SOCKET = '.s.PGSQL.';

/**
 * Where the server of a data directory puts its Unix socket: into the directory itself, which nobody else may enter. Undefined where its path would be too
 * long; then there is only the port.
 */
export function socketFolder(dataDir: string, port: number): string | undefined {
  return Buffer.byteLength(socketPath(dataDir, port)) <= LONGEST_PATH ? dataDir : undefined;
}

/** The same for a server that runs: undefined, too, where it was started without a socket or this process may not see it. */
export function openSocketFolder(dataDir: string, port: number): string | undefined {
  const folder = socketFolder(dataDir, port);
  return folder !== undefined && existsSync(socketPath(folder, port)) ? folder : undefined;
}

/** Removes what a dead server left of its sockets: PostgreSQL would take their locks for held when another program, or a zombie, has the pid. */
export async function removeSockets(dataDir: string): Promise<void> {
  for (const name of await readdir(dataDir)) if (name.startsWith(SOCKET)) await rm(join(dataDir, name), { force: true });
}

function socketPath(folder: string, port: number): string {
  return join(folder, `${SOCKET}${port}`);
}
