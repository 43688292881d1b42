import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

/** What scipy and numpy took for the same, in seconds of processor, and what they found. */
export interface PythonRound {
  readonly versions: string;
  readonly experiments: number;
  /** The sum of the corrected p-values. */
  readonly corrected: number;
  readonly raking: number;
  readonly off: number;
}

/** Runs the analyst's way in a process of its own; null, said aloud, where there is no python3 with scipy. */
export function pythonRound(): PythonRound | null {
  try {
    return JSON.parse(execFileSync('python3', [join(__dirname, 'python-peer.py')], { encoding: 'utf8' }));
  } catch (error) {
    process.stderr.write(`stats: without scipy and numpy beside it (${(error as Error).message.split('\n')[0]})\n`);
    return null;
  }
}
