import type { ServerState } from './server-state';

/** A role that the embedded server knows. */
export type Role = keyof ServerState['passwords'];

/** The name of the product's database. */
export const DATABASE = 'brandhub';

/** The URL by which `role` reaches a database of the embedded server that listens on `port`. */
export function serverUrl(role: Role, state: ServerState, port: number, database = DATABASE): string {
  return `postgres://${role}:${state.passwords[role]}@127.0.0.1:${port}/${database}`;
}

/** The same by way of the server's Unix socket, the shorter way there and back; what does not know the parameter takes the port. */
export function bySocket(url: string, folder: string | undefined): string {
  return folder === undefined ? url : `${url}?host=${encodeURIComponent(folder)}`;
}
