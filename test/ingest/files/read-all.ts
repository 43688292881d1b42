import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FACTS } from '../../../entities/facts';
import { type MappedRecord, mapRecords, type RejectedRecord } from '../../../ingest/files/map-records';
import type { Mapping } from '../../../ingest/files/mapping';
import { openTable, type ReadOptions, type Table } from '../../../ingest/files/open-table';
import type { ReadRecord } from '../../../ingest/files/source-record';
import { targetOfFact } from '../../../ingest/files/target-of-fact';
import type { MappedRow, TargetShape } from '../../../ingest/files/target-shape';

/** Everything that an async iterable yields. */
export async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = [];
  for await (const item of items) list.push(item);
  return list;
}

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** Writes a file into a fresh temporary folder, which is removed when the test file has ended, and gives its path. */
export function fileOf(name: string, content: string | Uint8Array): string {
  const folder = mkdtempSync(join(tmpdir(), 'brandhub-files-'));
  folders.push(folder);
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

/** A written file, opened, and all of its records. */
export async function readText(
  content: string | Uint8Array,
  name = 'a.csv',
  options?: ReadOptions,
): Promise<{ table: Table; records: ReadRecord[] }> {
  const table = await openTable(fileOf(name, content), options);
  return { table, records: await all(table.records()) };
}

/** The shape of a fact by its name. */
export function shapeOf(fact: string): TargetShape {
  return targetOfFact(FACTS[fact]!);
}

/** A file under a mapping: its rows, its rejects, and how many records it has. */
export async function mapFile(path: string, mapping: Mapping): Promise<{ rows: MappedRow[]; rejects: RejectedRecord[]; records: number }> {
  const table = await openTable(path, mapping.file);
  const mapped = await all(mapRecords(table.records(), mapping, shapeOf(mapping.target)));
  const taken = mapped.filter((record): record is MappedRecord => 'rows' in record);
  return { rows: taken.flatMap((record) => record.rows), rejects: mapped.filter((record) => 'reason' in record), records: mapped.length };
}
