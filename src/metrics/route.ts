import { columnOf } from '../../entities/facts/fact';
import { type DimensionPlace, placeOf } from './dimensions';
import { isMoney, type Leaf } from './leaf';
import { ROLLUPS, type Rollup } from './rollups';
import { type Scan, scopeOf } from './scan';

/** The smallest rollup that holds everything the scan needs; null where only the facts do, as they always do for an earlier instant. */
export function rollupFor(scan: Scan): Rollup | null {
  if (!scan.useRollups || scan.asOf !== undefined) return null;
  const columns = columnsNeeded(scan);
  const holds = (rollup: Rollup) =>
    rollup.fact === scan.fact &&
    columns.every((column) => rollup.by.includes(column)) &&
    scan.leaves.every((leaf) => isSummed(leaf, rollup)) &&
    (!rollup.only || scopeOf(scan) === rollup.only.is);
  return ROLLUPS.find(holds) ?? null;
}

function isSummed({ aggregate, fact, properties }: Leaf, rollup: Rollup): boolean {
  return aggregate === 'sum' && properties.length <= 1 && properties.every((each) => rollup.sums.includes(columnOf(fact, each).column));
}

function columnsNeeded(scan: Scan): string[] {
  const dimensions = [...scan.by, ...scan.where.map(({ dimension }) => dimension)];
  const places = dimensions.map((dimension) => placeOf(scan.fact, dimension) as DimensionPlace);
  const conditions = scan.leaves.flatMap(({ where }) => where.map(({ property }) => columnOf(scan.fact, property).column));
  return [
    ...places.flatMap((place) => (place.via ? ['campaign_id'] : place.column ? [place.column] : [])),
    ...conditions,
    ...(scan.leaves.some(isMoney) ? ['currency'] : []),
    ...(scopeOf(scan) ? ['scope'] : []),
  ];
}
