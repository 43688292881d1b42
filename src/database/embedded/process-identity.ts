import { readFileSync } from 'node:fs';

/** A process that cannot be mistaken for a later one with the same number: its pid, and `birth` (boot id and start tick; '' where /proc is absent). */
export interface ProcessIdentity {
  pid: number;
  birth: string;
}

function readProc(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    // The process is gone, or the system has no /proc: both mean that nothing is known from here.
    return undefined;
  }
}

function answersSignals(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

const bootId = readProc('/proc/sys/kernel/random/boot_id')?.trim();

/** The identity of the live process `pid`, or undefined when there is none; a zombie counts as none. */
export function identityOf(pid: number): ProcessIdentity | undefined {
  if (bootId === undefined) return answersSignals(pid) ? { pid, birth: '' } : undefined;
  const stat = readProc(`/proc/${pid}/stat`);
  if (stat === undefined) return undefined;
  // The second field is the program's name in parentheses and may hold spaces: count from its end.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const state = fields[0];
  return state === 'Z' || state === 'X' ? undefined : { pid, birth: `${bootId}:${fields[19]}` };
}

/** Whether this very process, not a later one with its number, still lives. */
export function isAlive(identity: ProcessIdentity): boolean {
  const now = identityOf(identity.pid);
  return now !== undefined && now.birth === identity.birth;
}

/** The arguments that a live process was started with, or undefined when the system does not tell. */
export function commandLine(pid: number): string[] | undefined {
  return readProc(`/proc/${pid}/cmdline`)?.split('\0');
}
