import { type FactClass, type FactColumn, factOf } from '../../../entities/facts/fact';
import { placeOf } from '../dimensions';
import { DIMENSIONS, type Dimension } from '../question';

/** A column of a fact's view: its name, its SQL over the fact's row `f`, its campaign `c`, brand `b` and source `s`, and its type. */
export interface DoorColumn {
  readonly name: string;
  readonly sql: string;
  readonly type: 'date' | 'text' | 'bigint' | 'numeric' | 'timestamptz';
  /** The property of the fact that it shows; null for names and for what a fact has of itself. */
  readonly property: string | null;
}

/** The view of a fact is called as its table is. */
export function viewOf(fact: FactClass): string {
  return factOf(fact).table;
}

/** The columns of a fact's view. */
export function doorColumns(fact: FactClass): DoorColumn[] {
  const own = factOf(fact).columns.filter(({ kind }) => kind !== 'brand' && kind !== 'campaign');
  const brand = brandIdOf(fact);
  return [
    { name: 'day', sql: 'f.day', type: 'date', property: 'day' },
    ...linkedColumns('source', 's', 'f.source_id', 'sourceId'),
    ...(brand ? linkedColumns('brand', 'b', brand, brand.startsWith('f.') ? 'brand' : null) : []),
    ...(hasCampaign(fact) ? [...linkedColumns('campaign', 'c', 'f.campaign_id', 'campaign'), ...ofCampaign(fact)] : []),
    ...constants(fact),
    ...own.map(ownColumn),
  ];
}

/** Whether rows of the fact name a campaign. */
export function hasCampaign(fact: FactClass): boolean {
  return factOf(fact).columns.some(({ kind }) => kind === 'campaign');
}

/** The SQL of the id of a row's brand: the row's own, else its campaign's; null when it has neither. */
export function brandIdOf(fact: FactClass): string | null {
  const place = placeOf(fact, 'BRAND');
  return place && `${place.via ? 'c' : 'f'}.brand_id`;
}

/** The column in which a fact's view holds a dimension; null when it has none, as for what rules or the roster make of names. */
export function doorColumnOf(fact: FactClass, dimension: Dimension): string | null {
  const place = placeOf(fact, dimension);
  if (!place || place.mapped || place.roster) return null;
  if (place.to) return `${place.to}_key`;
  return place.constant === undefined && !place.via ? nameOf(place.column as string) : dimension.toLowerCase();
}

/** The dimensions that a fact has in answers, but that its view does not hold. */
export function withoutColumn(fact: FactClass): Dimension[] {
  return DIMENSIONS.filter((dimension) => placeOf(fact, dimension) && !doorColumnOf(fact, dimension));
}

/** The view's column of a property. */
export function propertyColumn(fact: FactClass, property: string): string {
  const found = doorColumns(fact).find((column) => column.property === property);
  if (!found) throw new TypeError(`analytics.${viewOf(fact)} has no column for "${property}"`);
  return found.name;
}

/** Whether a fact's column holds whole millionths. */
export function isInMillionths({ kind }: FactColumn): boolean {
  return kind === 'money' || kind === 'amount';
}

/** A key and a name; null where nothing is linked, `#id` where the linked row is gone, as in answers. */
function linkedColumns(name: string, alias: string, id: string, property: string | null): DoorColumn[] {
  const shown = (column: string) => `CASE WHEN ${id} <> 0 THEN coalesce(${alias}.${column}, '#' || ${id}) END`;
  return [
    { name: `${name}_key`, sql: shown('key'), type: 'text', property },
    { name: `${name}_name`, sql: shown('name'), type: 'text', property: null },
  ];
}

function ofCampaign(fact: FactClass): DoorColumn[] {
  const own = new Set(factOf(fact).columns.map(({ column }) => column));
  return ['channel', 'platform']
    .filter((name) => !own.has(name))
    .map((name) => ({ name, sql: `nullif(c.${name}, '')`, type: 'text', property: null }));
}

function constants(fact: FactClass): DoorColumn[] {
  return DIMENSIONS.flatMap((dimension) => {
    const constant = placeOf(fact, dimension)?.constant;
    return constant === undefined
      ? []
      : [{ name: dimension.toLowerCase(), sql: `'${constant}'::text`, type: 'text' as const, property: null }];
  });
}

/**
 * Each column but the day is an expression: of a bare column the planner's estimates, which EXPLAIN shows, would follow statistics over the
 * rows of all workspaces, and so tell which values are common there.
 */
function ownColumn(column: FactColumn): DoorColumn {
  const base = { name: nameOf(column.column), property: column.property };
  if (isInMillionths(column)) return { ...base, sql: `f.${column.column} * 0.000001`, type: 'numeric' };
  if (column.kind === 'text') return { ...base, sql: `nullif(f.${column.column}, '')`, type: 'text' };
  const type = column.kind === 'count' ? 'bigint' : column.kind === 'instant' ? 'timestamptz' : 'date';
  return { ...base, sql: `greatest(f.${column.column})`, type };
}

function nameOf(column: string): string {
  return column.replace(/_micros$/, '');
}
