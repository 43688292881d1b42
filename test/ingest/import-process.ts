import 'reflect-metadata';
import { readFileSync } from 'node:fs';
import { importFile } from '../../ingest/import-file';
import { writtenMapping } from '../../ingest/import-mappings';
import { applicationDataSource } from '../../ormconfig';

/** A program: imports a file (arguments: database, file, mapping file), fifty records a page, and writes the count to stdout after each page. */
async function main(url: string, path: string, mapping: string): Promise<void> {
  const database = await applicationDataSource(url).initialize();
  await importFile(database, {
    workspaceId: 1,
    path,
    ...writtenMapping(readFileSync(mapping, 'utf8')),
    pageSize: { records: 50, characters: 1e9 },
    onProgress: ({ records }) => process.stdout.write(`${records}\n`),
  });
  await database.destroy();
}

void main(...(process.argv.slice(2) as [string, string, string]));
