import { foldName } from './column-lookup';
import type { MappingRules, Rule } from './mapping';

/**
 * The columns that a mapping reads and a file's header does not have; of a rule that reads the first of several, only when the header has none
 * of them. To be asked before reading, so that a mapping for another file fails at once instead of rejecting every record.
 */
export function missingColumns(mapping: MappingRules, header: readonly string[]): string[] {
  const known = new Set(header.map(foldName));
  const isKnown = (name: string) => known.has(foldName(name));
  const { columns = [], match, values = {} } = mapping.rows ?? {};
  // Where columns are found by a pattern, what is said of one holds when the file has it.
  const spoken = Object.entries(values).filter(([name]) => match === undefined || isKnown(name));
  const rules = [...Object.values(mapping.columns), ...spoken.flatMap(([, each]) => Object.values(each))];
  const read = [
    ...rules.flatMap(readBy(isKnown)),
    ...columns,
    ...spoken.map(([name]) => name),
    ...mapping.where.map(({ column }) => column),
  ];
  return [...new Set(read.filter((name) => !isKnown(name)))];
}

function readBy(isKnown: (name: string) => boolean): (rule: Rule) => string[] {
  return ({ from = [], template = '' }) => {
    const named = from.some(isKnown) ? [] : from;
    return [...named, ...[...template.matchAll(/\{([^{}]+)\}/g)].map((match) => match[1] ?? '')];
  };
}
