import { basename, extname } from 'node:path';
import { BROUGHT_FACTS } from '../entities/facts';
import { guessMapping } from './files/guess-mapping';
import type { Mapping, Rule } from './files/mapping';
import { openTable } from './files/open-table';
import type { SourceRecord } from './files/source-record';
import { targetOfFact } from './files/target-of-fact';
import type { WrittenMapping } from './import-defaults';
import { renamedMapping, writtenMapping } from './import-mappings';
import { factNamed } from './import-reading';

/** How many records are looked at. */
const SAMPLE = 50;

/**
 * A first mapping for a file by its header and first records, named after the file; `into` names the fact when it should not be guessed too.
 * Throws a RangeError when the header says too little.
 */
export async function guessForFile(path: string, into?: string): Promise<WrittenMapping> {
  const table = await openTable(path);
  const sample: SourceRecord[] = [];
  for await (const record of table.records()) {
    if ('cells' in record) sample.push(record);
    if (sample.length === SAMPLE) break;
  }
  const facts = into === undefined ? Object.values(BROUGHT_FACTS) : [factNamed(into)];
  const guess = writtenMapping(guessMapping(table.header, sample, facts.map(targetOfFact)), 'the guessed mapping');
  const name = nameFrom(path);
  return name === '' ? guess : renamedMapping(guess, name);
}

/** What a guess leaves to be said: the targets whose constant is still empty. */
export function openPlaces({ columns }: Mapping): string[] {
  return Object.entries(columns).flatMap(([target, rule]) => ((rule as Rule).const === '' ? [target] : []));
}

/** A file's name as a mapping's; empty when nothing of it is left. */
function nameFrom(path: string): string {
  const plain = basename(path, extname(path)).normalize('NFKD').toLowerCase();
  return plain.replace(/[^a-z0-9]+/g, '-').replace(/^-+|-+$/g, '');
}
