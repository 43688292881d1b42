import { readdirSync } from 'node:fs';
import path from 'node:path';
import type { Mounted } from './platform';

const FOLDER = path.join(__dirname, 'platforms');

/** Every platform of the sandbox: the default exports of the files in platforms/, in the order of their names. */
export const PLATFORMS: readonly Mounted[] = readdirSync(FOLDER)
  .filter((file) => /\.(ts|js)$/.test(file) && !file.endsWith('.d.ts'))
  .sort()
  .flatMap((file) => {
    const { default: found } = require(path.join(FOLDER, path.parse(file).name)) as { default?: Mounted };
    return found ? [found] : [];
  });
