import type { DayRange, Unit } from '../lib/day';
import { isDetail, placeOf } from './dimensions';
import { type Leaf, leafKey } from './leaf';
import type { Mapping } from './mapping/mapping';
import type { Metric } from './metric';
import type { Asker, Dimension, Filter, FxPolicy } from './question';
import type { Names, Scan } from './scan';

/** On which terms numbers are read: the same for every cell of an answer. */
export interface Terms {
  readonly workspaceId: number;
  readonly currency: string;
  readonly fx: FxPolicy;
  /** PostgreSQL's own text of an instant; the present when absent. */
  readonly asOf?: string;
  /** When the exchange rates were known, if not then. */
  readonly ratesAsOf?: string;
  readonly locale: Asker['locale'];
  readonly useRollups: boolean;
  /** The rules of the mapped dimensions that are asked for. */
  readonly mapping: Mapping;
}

/** Which cells. */
export interface Cut {
  readonly by: readonly Dimension[];
  readonly grain?: Unit | undefined;
  readonly range: DayRange;
  readonly where: readonly Filter[];
  /** Keys and labels when absent. */
  readonly names?: Names | undefined;
}

/** The scans that read some metrics: for each fact one for sums and one for what cannot be added; the wholes of shares come last. */
export function scansOf(terms: Terms, metrics: readonly Metric[], cut: Cut): Scan[] {
  const groups = new Map<string, Map<string, Leaf>>();
  for (const leaf of metrics.flatMap((metric) => metric.leaves)) {
    if (missingDimensions(leaf, cut).length > 0 || mixedDimensions(leaf, cut).length > 0) continue;
    const group = `${leaf.across ? '2' : '1'} ${leaf.across ?? ''} ${leaf.fact.name} ${leaf.scope ?? ''} ${leaf.aggregate === 'sum'}`;
    groups.set(group, (groups.get(group) ?? new Map()).set(leafKey(leaf), leaf));
  }
  return [...groups.keys()].sort().map((group) => scanOf(terms, [...(groups.get(group)?.values() ?? [])], cut));
}

/** The same scans, those of one fact's same rows made one: for reading the rows themselves, once each, whatever is computed from them. */
export function rowScans(scans: readonly Scan[]): Scan[] {
  const merged = new Map<string, Scan>();
  for (const scan of scans) {
    const rows = `${scan.leaves[0]?.across ?? ''} ${scan.fact.name} ${scan.leaves[0]?.scope ?? ''}`;
    merged.set(rows, { ...scan, leaves: [...(merged.get(rows)?.leaves ?? []), ...scan.leaves] });
  }
  return [...merged.values()];
}

/** The dimensions of a cut that a leaf's fact does not have. */
export function missingDimensions(leaf: Leaf, cut: Pick<Cut, 'by' | 'where'>): Dimension[] {
  const asked = [...cut.by, ...cut.where.map(({ dimension }) => dimension)];
  // Of what is told for the whole site nobody knows the parts.
  const isUntold = (dimension: Dimension) => leaf.scope === 'property' && isDetail(dimension);
  return [...new Set(asked)].filter((dimension) => placeOf(leaf.fact, dimension) === null || isUntold(dimension));
}

/** The dimensions of which a cell of the cut may have several values, though the leaf cannot be added up over them. */
export function mixedDimensions(leaf: Leaf, { by, where }: Pick<Cut, 'by' | 'where'>): Dimension[] {
  const single = (dimension: Dimension) =>
    by.includes(dimension) || where.some((each) => each.dimension === dimension && each.op === 'IN' && each.values.length === 1);
  return (leaf.apart ?? []).filter((dimension) => !single(dimension));
}

function scanOf(terms: Terms, leaves: readonly Leaf[], { by, grain, range, where, names }: Cut): Scan {
  const { fact, across } = leaves[0] as Leaf;
  return {
    ...terms,
    fact,
    leaves,
    range,
    ...(grain ? { grain } : {}),
    ...(names ? { names } : {}),
    by: by.filter((dimension) => dimension !== across),
    where: where.filter(({ dimension }) => dimension !== across),
  };
}
