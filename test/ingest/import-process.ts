import 'reflect-metadata';
import { readFileSync } from 'node:fs';
import { importFile } from '../../ingest/import-file';
import { writtenMapping } from '../../ingest/import-mappings';
import { applicationDataSource } from '../../ormconfig';
import { standStillAfter } from '../support/stand-still';

/**
 * A program: imports a file (arguments: database, file, mapping file, pages), fifty records a page, and writes the count to stdout after each page.
 * After so many pages it stands still, never when that is 0.
 */
async function main(url: string, path: string, mapping: string, pages: string): Promise<void> {
  const standStill = standStillAfter(Number(pages));
  const database = await applicationDataSource(url).initialize();
  await importFile(database, {
    workspaceId: 1,
    path,
    ...writtenMapping(readFileSync(mapping, 'utf8')),
    pageSize: { records: 50, characters: 1e9 },
    onProgress: ({ records }) => {
      process.stdout.write(`${records}\n`);
      standStill();
    },
  });
  await database.destroy();
}

void main(...(process.argv.slice(2) as [string, string, string, string]));
