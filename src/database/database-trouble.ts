/** PostgreSQL's classes and codes for what no statement is to blame for: connections, resources, a server that stops or starts, its disk, locks. */
const TROUBLE = /^(08...|53...|57P0[1-5]|58030|25P03|40P01|40001|55P03)$/;
const UNREACHABLE = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENOTFOUND', 'EAI_AGAIN']);
/** What the driver says of a connection that is gone, without a code. */
const GONE =
  /^(Connection terminated|Connection ended|Client has encountered a connection error|timeout exceeded when trying to connect|Query read timeout|Driver not Connected)/i;

/**
 * What is the matter with the database itself (away, starting, full, out of connections, in a knot of locks), in words with its code, when that is why an error of a
 * statement came; null when the statement or our own code is to blame. What failed so is worth doing again once the database is well.
 */
export function databaseTrouble(error: unknown): string | null {
  if (!(error instanceof Error)) return null;
  const { code } = error as NodeJS.ErrnoException;
  if (typeof code === 'string' && (TROUBLE.test(code) || UNREACHABLE.has(code) || isSocketAway(error))) return `${code}: ${error.message}`;
  return GONE.test(error.message) ? error.message : null;
}

/** Whether it says that there is no Unix socket where the server has one while it runs. */
export function isSocketAway(error: unknown): boolean {
  const { code, syscall } = (error ?? {}) as NodeJS.ErrnoException;
  return code === 'ENOENT' && syscall === 'connect';
}
