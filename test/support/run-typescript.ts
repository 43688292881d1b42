// Preloaded (`node --require …/run-typescript.ts file.ts`) by tests that need our code in a process of its own: translates as the build does.
// Node itself only strips types, and cannot resolve an import without its extension.
const { createHash } = require('node:crypto') as typeof import('node:crypto');
const { existsSync, readFileSync, renameSync, rmSync, writeFileSync } = require('node:fs') as typeof import('node:fs');
const { enableCompileCache, flushCompileCache } = require('node:module') as typeof import('node:module');
const { join } = require('node:path') as typeof import('node:path');

const options = JSON.parse(readFileSync(join(__dirname, '../../.swcrc'), 'utf8'));
/** The folder of this run of the tests where what one process has translated and compiled is kept for the others; see global-setup.ts. */
const kept = process.env.BRANDHUB_TEST_TRANSLATED;

function translate(source: string, filename: string): string {
  // Loaded only where something is left to translate.
  const { transformSync } = require('@swc/core') as typeof import('@swc/core');
  return transformSync(source, { ...options, filename, swcrc: false, sourceMaps: 'inline' }).code;
}

function translated(filename: string): string {
  const source = readFileSync(filename, 'utf8');
  if (!kept) return translate(source, filename);
  const file = join(kept, createHash('sha256').update(filename).update(source).digest('hex'));
  if (existsSync(file)) return readFileSync(file, 'utf8');
  const code = translate(source, filename);
  // Another process may read it at the same instant.
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, code);
  try {
    renameSync(draft, file);
  } catch (error) {
    // Another user's process was faster, whose file may not be replaced: it says the same.
    if (!existsSync(file)) throw error;
    rmSync(draft);
  }
  return code;
}

const load = (module: NodeJS.Module & { _compile(code: string, path: string): void }, path: string) =>
  module._compile(translated(path), path);

Object.assign(require.extensions, { '.ts': load });
if (kept) {
  enableCompileCache(join(kept, 'compiled'));
  // Soon: processes of tests are often killed.
  setImmediate(flushCompileCache);
}
