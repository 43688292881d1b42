#!/usr/bin/env node
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { enableCompileCache } from 'node:module';
import path from 'node:path';

/** The oldest runtime that the program runs on as it is; an older one hands over to the runtime that comes with the package. */
const OLDEST_MAJOR = 24;

function run(): void {
  const pinned = path.join(__dirname, '../../../node_modules/node/bin/node');
  if (Number.parseInt(process.versions.node, 10) < OLDEST_MAJOR && existsSync(pinned)) {
    handOver(pinned);
    return;
  }
  // A command that only asks one thing spends most of its time compiling what it loads.
  enableCompileCache?.();
  // Unless told so, graphql looks at every type of every answer for signs of a second copy of itself.
  process.env.NODE_ENV ??= 'production';
  const { program } = require('./program') as typeof import('./program');
  void program(process.argv);
}

/** Lets another runtime do it, and passes on what this process is told. */
function handOver(runtime: string): void {
  const child = spawn(runtime, ['--enable-source-maps', __filename, ...process.argv.slice(2)], { stdio: 'inherit' });
  for (const signal of ['SIGTERM', 'SIGHUP'] as const) process.on(signal, () => child.kill(signal));
  // A terminal tells both; told twice, the child would end at once.
  process.on('SIGINT', () => {
    if (!process.stdin.isTTY) child.kill('SIGINT');
  });
  child.on('exit', (code) => {
    process.exitCode = code ?? 1;
  });
  child.on('error', (error) => {
    process.stderr.write(`brandhub: ${runtime}: ${error.message}\n`);
    process.exitCode = 1;
  });
}

run();
