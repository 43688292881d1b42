import { type FactClass, type FactColumn, factOf } from '../entities/facts/fact';

/** A fact's own columns in the order in which the ingest writes them: what makes a row one row, then what may be revised. */
export interface FactLayout {
  /** Columns of the key that name a brand or a campaign. */
  readonly links: readonly FactColumn[];
  /** The other columns of the key. */
  readonly keys: readonly FactColumn[];
  readonly values: readonly FactColumn[];
}

const cache = new Map<FactClass, FactLayout>();

/** The layout of a fact, made once from its declaration. */
export function layoutOf(fact: FactClass): FactLayout {
  const known = cache.get(fact);
  if (known) return known;
  const { columns } = factOf(fact);
  const isKey = ({ role }: FactColumn) => role === 'key';
  const isLink = ({ kind }: FactColumn) => kind === 'brand' || kind === 'campaign';
  const layout = {
    links: columns.filter((column) => isKey(column) && isLink(column)),
    keys: columns.filter((column) => isKey(column) && !isLink(column)),
    values: columns.filter((column) => !isKey(column)),
  };
  cache.set(fact, layout);
  return layout;
}
