import { readFile } from 'node:fs/promises';
import { parseSingerMap, type SingerMap } from '../../ingest/singer/singer-map';

/** The map of a file, and its text. Throws an Error that names the file when it is not there, or every place that is wrong. */
export async function readSingerMap(path: string): Promise<{ readonly rules: SingerMap; readonly yaml: string }> {
  const yaml = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new Error(`--map: ${path}: ${error.code === 'ENOENT' ? 'there is no such file' : error.message}`);
  });
  return { rules: parseSingerMap(yaml, path), yaml };
}
