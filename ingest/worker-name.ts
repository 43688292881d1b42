import { hostname } from 'node:os';
import { identityOf, isAlive } from '../src/database/embedded/process-identity';

/** The commands that hold a run while they work it. */
const COMMANDS = ['import', 'ingest'] as const;

/** `<command> <host> <pid> <birth>`: who holds a run that is worked by a command, so that a later process can tell whether this one still lives. */
export function workerName(command: (typeof COMMANDS)[number]): string {
  return `${command} ${hostname()} ${process.pid} ${identityOf(process.pid)?.birth ?? ''}`.trimEnd();
}

/** Whether a run is held by a command on this machine. */
export function isHere(worker: string): boolean {
  const [command, host] = worker.split(' ');
  return COMMANDS.some((each) => each === command) && host === hostname();
}

/** Whether a run is held by a command on this machine that has ended without giving it back. */
export function isDead(worker: string): boolean {
  const [, , pid, birth = ''] = worker.split(' ');
  return isHere(worker) && !isAlive({ pid: Number(pid), birth });
}
