import { BROUGHT_FACTS } from '../entities/facts';
import type { FactClass } from '../entities/facts/fact';
import { mapRecords } from './files/map-records';
import type { Mapping } from './files/mapping';
import { missingColumns } from './files/missing-columns';
import type { Table } from './files/open-table';
import { openTable } from './files/open-table';
import { targetOfFact } from './files/target-of-fact';
import type { TargetShape } from './files/target-shape';
import { fillMapping, type ImportDefaults, type WrittenMapping } from './import-defaults';

/** A file opened under a mapping that fits it, and the fact that its records become. */
export interface ImportReading extends WrittenMapping {
  readonly table: Table;
  readonly fact: FactClass;
  readonly shape: TargetShape;
}

/**
 * Opens a file and checks the mapping against the file and the fact before any record is read. Throws an Error that names the unknown target,
 * the columns that the file does not have (and those that it has), or the required column without a rule.
 */
export async function openImport(
  path: string,
  given: WrittenMapping,
  stated: ImportDefaults = {},
  remembered: ImportDefaults = {},
): Promise<ImportReading> {
  const fact = factNamed(given.mapping.target);
  const written = fillMapping(given, fact, stated, remembered);
  const table = await openTable(path, written.mapping.file);
  checkColumns(written.mapping, table);
  const shape = targetOfFact(fact);
  // No records, so that only the mapping is compiled against the target.
  for await (const _ of mapRecords([], written.mapping, shape));
  return { ...written, table, fact, shape };
}

/** The fact of that name. Throws a RangeError that lists those there are. */
export function factNamed(name: string): FactClass {
  const fact = Object.hasOwn(BROUGHT_FACTS, name) ? BROUGHT_FACTS[name] : undefined;
  if (!fact) throw new RangeError(`target: there is no fact "${name}"; there are ${Object.keys(BROUGHT_FACTS).join(', ')}`);
  return fact;
}

function checkColumns(mapping: Mapping, { path, header }: Table): void {
  const lacking = missingColumns(mapping, header);
  if (lacking.length === 0) return;
  const quoted = (names: readonly string[]) => names.map((name) => `"${name}"`).join(', ');
  throw new Error(`${path}: has no column ${quoted(lacking)}, which mapping ${mapping.name} reads; it has ${quoted(header)}`);
}
