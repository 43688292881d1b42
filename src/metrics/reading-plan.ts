import { LRUCache } from 'lru-cache';
import { daysBetween } from '../lib/day';
import { compileUnconverted } from './compile';
import { LeafPlaces } from './leaf-values';
import { NO_MAPPING } from './mapping/mapping';
import type { Metric } from './metric';
import type { Rollup } from './rollups';
import { rollupFor, rollupForFew } from './route';
import { isOfCertainCampaigns, type Scan, type Statement } from './scan';
import { type Cut, scansOf, type Terms } from './scans-of';

/** What a reading of cells runs. */
export interface ReadingPlan {
  readonly planned: readonly PlannedScan[];
  /** Where the leaves of its scans have their values. */
  readonly places: LeafPlaces;
}

/** A statement that may have a name: the server is to plan it once a connection then. */
type Planned = Statement & { readonly name: string | undefined };

/** A scan, and its statements for rows that need no conversion, each written when it is first asked for. */
export class PlannedScan {
  readonly #rollupForFew: Rollup | null;
  #unconverted: Planned | undefined;
  #forFew: Planned | undefined;

  constructor(readonly scan: Scan) {
    this.#rollupForFew = rollupForFew(scan);
  }

  /** Whether it has one of its own where it is about few campaigns of many. */
  get isOtherForFew(): boolean {
    return this.#rollupForFew !== null;
  }

  get unconverted(): Planned {
    this.#unconverted ??= planned(this.scan, rollupFor(this.scan, 'AS_IT_IS'));
    return this.#unconverted;
  }

  get unconvertedForFew(): Planned {
    this.#forFew ??= planned(this.scan, this.#rollupForFew);
    return this.#forFew;
  }
}

function planned(scan: Scan, rollup: Rollup | null): Planned {
  const { sql, parameters } = compileUnconverted(scan, rollup);
  return { sql, parameters, name: isPlannedOnce(scan, rollup) ? statementName(sql) : undefined };
}

/** Dashboards ask the same questions again and again: so many plans are kept, of questions that can be told in so many characters. */
const PLANS = new LRUCache<string, ReadingPlan>({ max: 500 });
const LONGEST_KEY = 4_000;

/** The plan of a reading: the one that was made for another that was the same, where the rules of a workspace play no part. */
export function planOf(terms: Terms, metrics: readonly Metric[], cut: Cut): ReadingPlan {
  if (terms.mapping !== NO_MAPPING) return made(terms, metrics, cut);
  const { by, grain, range, where, names } = cut;
  const key = JSON.stringify([{ ...terms, mapping: undefined }, metrics.map(numberOf), by, grain, range, where, names]);
  const known = PLANS.get(key);
  if (known) return known;
  const plan = made(terms, metrics, cut);
  if (key.length <= LONGEST_KEY) PLANS.set(key, plan);
  return plan;
}

function made(terms: Terms, metrics: readonly Metric[], cut: Cut): ReadingPlan {
  return { planned: scansOf(terms, metrics, cut).map((scan) => new PlannedScan(scan)), places: new LeafPlaces() };
}

const numbers = new WeakMap<Metric, number>();
let numbered = 0;

/** Tells a metric from every other. */
function numberOf(metric: Metric): number {
  const known = numbers.get(metric);
  if (known !== undefined) return known;
  numbered += 1;
  numbers.set(metric, numbered);
  return numbered;
}

/** The most days for which one plan is good for all, where weeks are read. */
const FEW_DAYS = 62;
/** The most texts of statements that connections keep plans of. */
const MOST_NAMES = 100;
const names = new Map<string, string>();

/**
 * Whether one plan is good for a scan whatever its days and campaigns are, so that planning it anew would only take time: of months there are few, and days of certain campaigns are looked up by both. Of
 * weeks it is only in a short range: how many there are in a long one is what decides how they are read.
 */
function isPlannedOnce(scan: Scan, rollup: Rollup | null): boolean {
  if (rollup?.unit === 'MONTH') return true;
  return isOfCertainCampaigns(scan) && (rollup?.unit === 'DAY' || daysBetween(scan.range.from, scan.range.to) < FEW_DAYS);
}

/** A name under which a statement is planned once a connection; undefined for a text that comes after {@link MOST_NAMES} others. */
function statementName(sql: string): string | undefined {
  const known = names.get(sql);
  if (known || names.size >= MOST_NAMES) return known;
  const name = `scan-${names.size}`;
  names.set(sql, name);
  return name;
}
