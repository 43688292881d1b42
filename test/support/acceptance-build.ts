import { execFile } from 'node:child_process';
import { mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

const ROOT = path.join(__dirname, '../..');
const PARTS = [
  'src',
  'entities',
  'ingest',
  'resolvers',
  'ormconfig.ts',
  'test/support/acceptance-worker.ts',
  'test/support/ingest-clock.ts',
  'test/support/stand-still.ts',
];

/** The program as `npm run build` makes it, in a temporary folder: what users run, whatever `dist` holds at the moment. */
export interface Build {
  /** The translated file of a source file. */
  file(source: string): string;
  /** Where its processes may keep translated code, so that each starts sooner than the first. */
  cache: string;
  remove(): Promise<void>;
}

/** Builds the program for tests that run it in processes of its own. */
export async function buildProgram(): Promise<Build> {
  const folder = await mkdtemp(path.join(tmpdir(), 'brandhub-acceptance-build-'));
  const out = path.join(folder, 'dist');
  const swc = path.join(ROOT, 'node_modules/@swc/cli/bin/swc.js');
  const options = ['--config-file', '.swcrc', '--out-dir', out, '--copy-files', '--quiet'];
  await promisify(execFile)(process.execPath, [swc, ...PARTS, ...options], { cwd: ROOT });
  for (const beside of ['node_modules', 'docs']) await symlink(path.join(ROOT, beside), path.join(folder, beside));
  return {
    file: (source) => path.join(out, source.replace(/\.ts$/, '.js')),
    cache: path.join(folder, 'cache'),
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}
