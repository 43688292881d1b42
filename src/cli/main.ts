#!/usr/bin/env node
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { enableCompileCache } from 'node:module';
import path from 'node:path';

/** The oldest runtime that the program runs on as it is; an older one hands over to the runtime that comes with the package. */
const OLDEST_MAJOR = 24;

function run(): void {
  const pinned = path.join(__dirname, '../../../node_modules/node/bin/node');
  if (Number.parseInt(process.versions.node, 10) < OLDEST_MAJOR && existsSync(pinned)) {
    const child = spawnSync(pinned, ['--enable-source-maps', __filename, ...process.argv.slice(2)], { stdio: 'inherit' });
    process.exitCode = child.status ?? 1;
    return;
  }
  // A command that only asks one thing spends most of its time compiling what it loads.
  enableCompileCache?.();
  const { program } = require('./program') as typeof import('./program');
  void program(process.argv);
}

run();
