import { statfsSync } from 'node:fs';
import { freemem, tmpdir } from 'node:os';

const MEMORY = '/dev/shm';
const ROOM = 4 * 2 ** 30;

/** Where the files of tests go: into memory where there is plenty of it, since each test file's database is a thousand small files; else where temporary files go. */
export function quickFolder(): string {
  try {
    const { bavail, bsize } = statfsSync(MEMORY);
    return bavail * bsize >= ROOM && freemem() >= 2 * ROOM ? MEMORY : tmpdir();
  } catch {
    return tmpdir();
  }
}
