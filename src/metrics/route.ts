import { columnOf } from '../../entities/facts/fact';
import { wholeUnits } from '../lib/day';
import { type DimensionPlace, placeOf } from './dimensions';
import { isMoney, type Leaf } from './leaf';
import { forFew, holdsOfCampaign, ROLLUPS, type Rollup } from './rollups';
import { isOfCertainCampaigns, type Scan, scopeOf } from './scan';

/**
 * The smallest rollup that holds everything the scan needs, whose amounts are converted or summed as they are; null where only the facts do, as they always do
 * for an earlier instant. One by week or month holds what whole ones of the range need, and the finer one that it is made of the days before and, where later ones are known, after.
 */
export function rollupFor(scan: Scan, money: 'CONVERTED' | 'AS_IT_IS'): Rollup | null {
  if (!scan.useRollups || scan.asOf !== undefined) return null;
  const columns = columnsNeeded(scan);
  const places = [...scan.by, ...scan.where.map(({ dimension }) => dimension)].map((each) => placeOf(scan.fact, each) as DimensionPlace);
  const holds = (rollup: Rollup) =>
    rollup.fact === scan.fact &&
    places.every((place) => isHeld(place, rollup)) &&
    columns.every((column) => rollup.by.includes(column)) &&
    scan.leaves.every((leaf) => isSummed(leaf, rollup)) &&
    (!rollup.only || scopeOf(scan) === rollup.only.is) &&
    (rollup.unit === 'DAY' || (!needsDays(scan, rollup.unit, money === 'CONVERTED') && wholeUnits(rollup.unit, scan.range) !== null));
  return ROLLUPS.find(holds) ?? null;
}

/** The rollup of {@link rollupFor} in the way in which it is read for few campaigns of many, by their keys; null where there is none. */
export function rollupForFew(scan: Scan): Rollup | null {
  if (!isOfCertainCampaigns(scan) || scan.where[0]?.list) return null;
  const rollup = rollupFor(scan, 'AS_IT_IS');
  const few = rollup && forFew(rollup);
  // A few days are looked up by themselves.
  return few?.readFrom && wholeUnits(few.readFrom.unit, scan.range) !== null ? few : null;
}

/** The buckets that whole weeks or months lie in. */
const HOLDING: Record<Exclude<Rollup['unit'], 'DAY'>, readonly Scan['grain'][]> = {
  WEEK: [undefined, 'WEEK'],
  MONTH: [undefined, 'MONTH', 'QUARTER', 'YEAR'],
};

/** Whether it matters on which day of a week or month a row is: to a bucket that may hold a part of it, and to amounts that are converted at their day's rate. */
function needsDays({ grain, leaves }: Scan, unit: keyof typeof HOLDING, areConverted: boolean): boolean {
  return !HOLDING[unit].includes(grain) || (areConverted && leaves.some(isMoney));
}

function isSummed({ aggregate, fact, properties }: Leaf, rollup: Rollup): boolean {
  return aggregate === 'sum' && properties.length <= 1 && properties.every((each) => rollup.sums.includes(columnOf(fact, each).column));
}

function isHeld({ column, via }: DimensionPlace, rollup: Rollup): boolean {
  if (via) return rollup.by.includes('campaign_id') || holdsOfCampaign(rollup, column);
  return column === undefined || rollup.by.includes(column);
}

/** What is needed whatever the dimensions are. */
function columnsNeeded(scan: Scan): string[] {
  const conditions = scan.leaves.flatMap(({ where }) => where.map(({ property }) => columnOf(scan.fact, property).column));
  return [...conditions, ...(scan.leaves.some(isMoney) ? ['currency'] : []), ...(scopeOf(scan) ? ['scope'] : [])];
}
