import type { FactClass } from '../../entities/facts/fact';
import { factOf } from '../../entities/facts/fact';
import type { DayRange, Unit } from '../lib/day';
import { isDetail } from './dimensions';
import type { Leaf, SearchScope } from './leaf';
import type { Mapping } from './mapping/mapping';
import type { Asker, Dimension, Filter, FxPolicy } from './question';

/** The most groups that one statement returns. */
export const MAX_GROUPS = 100_000;

/** What one statement computes: for each group of a fact's rows either sums, or aggregates that cannot be added; never both. */
export interface Scan {
  readonly workspaceId: number;
  readonly fact: FactClass;
  readonly leaves: readonly Leaf[];
  readonly by: readonly Dimension[];
  readonly grain?: Unit;
  readonly range: DayRange;
  readonly where: readonly Filter[];
  readonly currency: string;
  readonly fx: FxPolicy;
  /** PostgreSQL's own text of an instant. */
  readonly asOf?: string;
  /** When the exchange rates were known, if not then. */
  readonly ratesAsOf?: string;
  readonly locale: Asker['locale'];
  readonly useRollups: boolean;
  /** See {@link Names}; keys and labels when absent. */
  readonly names?: Names | undefined;
  /** What the mapped dimensions among `by` and `where` are made by. */
  readonly mapping: Mapping;
}

/** What of the groups' names is read where nobody sees them: their keys, or the ids behind these where they link to a table. */
export type Names = 'KEYS' | 'IDS';

/** A statement and its parameters. */
export interface Statement {
  readonly sql: string;
  readonly parameters: readonly unknown[];
}

/** Whether it is about the campaigns of a list or of a filter, together or each by itself, and nothing else is asked of the rows. */
export function isOfCertainCampaigns({ by, where }: Scan): boolean {
  const [filter, ...others] = where;
  return by.every((each) => each === 'CAMPAIGN') && filter?.dimension === 'CAMPAIGN' && filter.op === 'IN' && others.length === 0;
}

/** Search is told twice: whole-site totals, and rows by query and page that leave out rare queries. Null for other facts. */
export function scopeOf({ fact, leaves, by, where }: Pick<Scan, 'fact' | 'leaves' | 'by' | 'where'>): SearchScope | null {
  if (leaves[0]?.scope) return leaves[0].scope;
  if (!factOf(fact).columns.some(({ property }) => property === 'scope')) return null;
  const detailed = [...by, ...where.map(({ dimension }) => dimension)].some(isDetail);
  return detailed ? 'query' : 'property';
}
