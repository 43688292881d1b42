import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Mapping, parseMapping } from './mapping';

const FOLDER = join(__dirname, 'mappings');

/** The names of the mappings that come with the product, sorted. */
export function shippedMappings(): string[] {
  return readdirSync(FOLDER)
    .filter((file) => file.endsWith('.yaml'))
    .map((file) => file.slice(0, -'.yaml'.length))
    .sort();
}

/** The mapping of that name that comes with the product. Throws a RangeError that lists those there are. */
export function shippedMapping(name: string): Mapping {
  return parseMapping(shippedMappingText(name), `${name}.yaml`);
}

/** The YAML text of {@link shippedMapping}. */
export function shippedMappingText(name: string): string {
  if (!shippedMappings().includes(name)) throw new RangeError(`no mapping is called "${name}"; there are ${shippedMappings().join(', ')}`);
  return readFileSync(join(FOLDER, `${name}.yaml`), 'utf8');
}
