import type { SourceRecord } from './source-record';

/** The text of a record's column by the name that a mapping uses; undefined when the record has no such column. */
export type ColumnLookup = (record: SourceRecord, name: string) => string | undefined;

/**
 * Finds columns by their exact name first, then without regard to letter case, width of characters and spaces, so that
 * `花费（元）` is found as `花费(元)`. Remembers what it found.
 */
export function columnLookup(): ColumnLookup {
  const aliases = new Map<string, string>();
  return ({ cells }, name) => {
    if (Object.hasOwn(cells, name)) return cells[name];
    const alias = aliases.get(name);
    if (alias !== undefined && Object.hasOwn(cells, alias)) return cells[alias];
    const found = Object.keys(cells).find((key) => foldName(key) === foldName(name));
    if (found === undefined) return undefined;
    aliases.set(name, found);
    return cells[found];
  };
}

/** A column's name without letter case, width of characters and spaces. */
export function foldName(name: string): string {
  return name.normalize('NFKC').toLowerCase().replace(/\s+/g, '');
}
