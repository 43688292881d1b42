import { stringify } from 'yaml';
import { type FactClass, factOf } from '../entities/facts/fact';
import type { Mapping, MappingRules, Rule } from './files/mapping';

/** What a whole file is, where its records do not say it: a brand's key, a currency code, the zone of its days and times. */
export interface ImportDefaults {
  readonly brand?: string | undefined;
  readonly currency?: string | undefined;
  readonly timeZone?: string | undefined;
}

/** A mapping and the YAML text that says it. */
export interface WrittenMapping {
  readonly mapping: Mapping;
  readonly yaml: string;
}

/**
 * The mapping with the defaults in it. `stated` ones stand where the file is silent, also in place of the mapping's own constant;
 * `remembered` ones, from an earlier load of the source, only where the mapping too is silent. The YAML text stays as it was when nothing changed.
 * Throws a RangeError when a stated default has no column in the fact, or the zone is none.
 */
export function fillMapping(
  given: WrittenMapping,
  fact: FactClass,
  stated: ImportDefaults,
  remembered: ImportDefaults = {},
): WrittenMapping {
  const mapping = filledRules(given.mapping, fact, stated, remembered);
  const isSame = JSON.stringify(mapping) === JSON.stringify(given.mapping);
  return isSame ? given : { mapping, yaml: stringify(mapping, { lineWidth: 0 }) };
}

/** {@link fillMapping} for the rules alone. */
export function filledRules<R extends MappingRules>(rules: R, fact: FactClass, stated: ImportDefaults, remembered: ImportDefaults = {}): R {
  const columns = { ...rules.columns };
  for (const [place, name] of [
    ['brand', brandColumn(fact)],
    ['currency', factOf(fact).columns.find(({ property }) => property === 'currency')?.property],
  ] as const) {
    const value = stated[place] ?? remembered[place];
    if (value === undefined) continue;
    if (name !== undefined) columns[name] = filled(columns[name], value, stated[place] !== undefined);
    else if (stated[place] !== undefined) throw new RangeError(`${place}: ${factOf(fact).name} has no column for "${value}"`);
  }
  const zone = stated.timeZone ?? remembered.timeZone;
  if (zone !== undefined) zoneRules(columns, fact, zone);
  return { ...rules, columns };
}

/** Where a fact keeps its brand: its own column, else that of its campaign; undefined when it has neither. */
function brandColumn(fact: FactClass): string | undefined {
  const { columns } = factOf(fact);
  const own = columns.find(({ kind }) => kind === 'brand')?.property;
  const campaign = columns.find(({ kind }) => kind === 'campaign')?.property;
  return own ?? (campaign && `${campaign}.brand`);
}

function filled(rule: Rule | undefined, value: string, isStated: boolean): Rule {
  if (rule === undefined) return { const: value };
  if (rule.const !== undefined) return isStated ? { const: value } : rule;
  return isStated || rule.default === undefined ? { ...rule, default: value } : rule;
}

function zoneRules(columns: Record<string, Rule>, fact: FactClass, zone: string): void {
  if (!isZone(zone)) throw new RangeError(`time zone: "${zone}" is none; expected one such as Asia/Shanghai`);
  const times = factOf(fact).columns.filter(({ kind }) => kind === 'day' || kind === 'instant');
  for (const name of ['day', ...times.map(({ property }) => property)]) {
    const rule = columns[name];
    if (rule && rule.const === undefined && rule.zone === undefined) columns[name] = { ...rule, zone };
  }
}

function isZone(zone: string): boolean {
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone: zone }));
  } catch {
    return false; // a RangeError is how Intl says that it does not know the zone
  }
}
