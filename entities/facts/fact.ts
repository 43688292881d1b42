import type { Day } from '../../src/lib/day';
import type { Micros } from '../../src/lib/money';

/**
 * What a fact column holds.
 * `campaign` and `brand` are links, stored as the id of the row they name; `money` and `amount` (a fractional count)
 * are stored as whole millionths in a column that ends in `_micros`; `count` is a whole number.
 */
export type FactKind = 'text' | 'day' | 'instant' | 'campaign' | 'brand' | 'count' | 'money' | 'amount';

/** `key`: part of what makes the row one row. `attribute`: describes it. `measure`: is summed. Attributes and measures are revised, keys never. */
export type FactRole = 'key' | 'attribute' | 'measure';

/** One column of a fact: its name in code, its name in SQL, and its SQL type. */
export interface FactColumn {
  readonly property: string;
  readonly column: string;
  readonly kind: FactKind;
  readonly role: FactRole;
  readonly sqlType: string;
  /** Whether it is an author's words, or tells who or where that is: erased when the post is deleted. */
  readonly isContent: boolean;
}

/** A fact table: `fact.<table>` with its stage table `stage.<table>`; `grain` says in words what one row is. */
export interface FactTable {
  readonly name: string;
  readonly table: string;
  readonly grain: string;
  readonly columns: readonly FactColumn[];
  /** Whether the hub works its rows out from other facts: nothing else brings any. */
  readonly isWorkedOut: boolean;
}

/** What a source calls a campaign; `key` is unique in the workspace (`<platform>:<the platform's id>`), `brand` a brand's key. */
export interface CampaignRef {
  readonly key: string;
  readonly name: string;
  readonly platform: string;
  readonly channel: string;
  readonly brand?: string | null;
}

/** A class that declares a fact. */
export type FactClass<F extends object = object> = new () => F;

/** Values of a fact column in code, by kind. */
export type Count = bigint | number;
export type { Day, Micros };

const SQL_TYPES: Record<FactKind, string> = {
  text: 'text',
  day: 'date',
  instant: 'timestamptz',
  campaign: 'integer',
  brand: 'integer',
  count: 'bigint',
  money: 'bigint',
  amount: 'bigint',
};

const declared = new Map<object, FactColumn[]>();
const tables = new Map<object, FactTable>();

/** Declares a class to be the fact `fact.<table>`. Every fact also has `workspace_id`, `day`, `source_id` at the head of its key. */
export function Fact(options: { table: string; grain: string; isWorkedOut?: true }): ClassDecorator {
  return (target) => {
    tables.set(target, { name: target.name, isWorkedOut: false, ...options, columns: declared.get(target) ?? [] });
  };
}

/** Declares a part of the natural key, after workspace, day and source; text and links have no nulls (`''` and 0 stand for "not broken down"). */
export function Key(kind: FactKind): PropertyDecorator {
  return column('key', kind);
}

/** Declares a described property that may be revised. Links belong to the key. */
export function Attribute(kind: Exclude<FactKind, 'brand' | 'campaign'>): PropertyDecorator {
  return column('attribute', kind);
}

/** Declares a text that is an author's own, or tells who wrote it or where it stands: it goes when the post is deleted. */
export function Content(): PropertyDecorator {
  return column('attribute', 'text', true);
}

/** Declares a measured number that may be revised; null means "the source does not say". */
export function Measure(kind: FactKind): PropertyDecorator {
  return column('measure', kind);
}

/** The table that a class declares; throws when the class declares none. */
export function factOf(fact: FactClass): FactTable {
  const table = tables.get(fact);
  if (!table) throw new TypeError(`${fact.name} is not declared with @Fact`);
  return table;
}

/** The SQL column that holds a property of a fact; throws when there is none. */
export function columnOf(fact: FactClass, property: string): FactColumn {
  const found = factOf(fact).columns.find((each) => each.property === property);
  if (!found) throw new TypeError(`${fact.name} has no column for "${property}"`);
  return found;
}

function column(role: FactRole, kind: FactKind, isContent = false): PropertyDecorator {
  return (prototype, property) => {
    const columns = declared.get(prototype.constructor) ?? [];
    const name = String(property).replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
    const suffix = { money: '_micros', amount: '_micros', campaign: '_id', brand: '_id' }[kind as string] ?? '';
    columns.push({ property: String(property), column: name + suffix, kind, role, sqlType: SQL_TYPES[kind], isContent });
    declared.set(prototype.constructor, columns);
  };
}
