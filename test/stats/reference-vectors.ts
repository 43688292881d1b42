import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const FOLDER = join(__dirname, '../../../shared/data/vectors');

/** The reference results in a file, or null, said aloud, where the public data sets are not there. */
export function referenceVectors<T>(file: string): T | null {
  const path = join(FOLDER, file);
  if (existsSync(path)) return JSON.parse(readFileSync(path, 'utf8')) as T;
  console.warn(`skipped: the reference results are not at ${path}`);
  return null;
}

/** Fails unless a number is within `off` of what was expected, on the scale of the larger of 1 and its size. */
export function expectNear(found: number, expected: number, off: number): void {
  const near = found === expected || Math.abs(found - expected) <= off * Math.max(1, Math.abs(expected));
  if (!near) throw new Error(`found ${found}, expected ${expected} within ${off}`);
}
