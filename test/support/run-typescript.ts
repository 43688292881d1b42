// Preloaded (`node --require …/run-typescript.ts file.ts`) by tests that need our code in a process of its own: translates as the build does.
// Node itself only strips types, and cannot resolve an import without its extension.
const { readFileSync } = require('node:fs') as typeof import('node:fs');
const { join } = require('node:path') as typeof import('node:path');
const { transformSync } = require('@swc/core') as typeof import('@swc/core');

const options = JSON.parse(readFileSync(join(__dirname, '../../.swcrc'), 'utf8'));
const translate = (module: NodeJS.Module & { _compile(code: string, path: string): void }, path: string) =>
  module._compile(transformSync(readFileSync(path, 'utf8'), { ...options, filename: path, swcrc: false, sourceMaps: 'inline' }).code, path);

Object.assign(require.extensions, { '.ts': translate });
