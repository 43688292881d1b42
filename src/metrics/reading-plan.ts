import { LRUCache } from 'lru-cache';
import { daysBetween } from '../lib/day';
import { compileUnconverted } from './compile';
import { LeafPlaces } from './leaf-values';
import { NO_MAPPING } from './mapping/mapping';
import type { Metric } from './metric';
import type { Rollup } from './rollups';
import type { Scan, Statement } from './scan';
import { type Cut, scansOf, type Terms } from './scans-of';

/** What a reading of cells runs. */
export interface ReadingPlan {
  readonly planned: readonly PlannedScan[];
  /** Where the leaves of its scans have their values. */
  readonly places: LeafPlaces;
}

/** A scan, and its statement for rows that need no conversion, written when it is first asked for. */
export class PlannedScan {
  #unconverted: (Statement & { readonly name: string | undefined }) | undefined;

  constructor(readonly scan: Scan) {}

  /** With a name where the server is to plan it once a connection. */
  get unconverted(): Statement & { readonly name: string | undefined } {
    if (!this.#unconverted) {
      const { sql, parameters, rollup } = compileUnconverted(this.scan);
      this.#unconverted = { sql, parameters, name: isPlannedOnce(this.scan, rollup) ? statementName(sql) : undefined };
    }
    return this.#unconverted;
  }
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

/** The most days of a list's numbers for which one plan is good for all. */
const FEW_DAYS = 62;
/** The most texts of statements that connections keep plans of. */
const MOST_NAMES = 100;
const names = new Map<string, string>();

/** Whether planning is a good part of what a scan takes, and one plan is good for it whatever its days are. */
function isPlannedOnce(scan: Scan, rollup: Rollup | null): boolean {
  return isShortList(scan) || rollup?.unit === 'MONTH';
}

/** Whether the rows are few and looked up by campaign and day: those beside a list. */
function isShortList({ by, where, grain, range }: Scan): boolean {
  const [filter, ...others] = where;
  const ofCampaigns =
    by.length === 1 && by[0] === 'CAMPAIGN' && filter?.dimension === 'CAMPAIGN' && filter.op === 'IN' && others.length === 0;
  return ofCampaigns && !grain && daysBetween(range.from, range.to) < FEW_DAYS;
}

/** A name under which a statement is planned once a connection; undefined for a text that comes after {@link MOST_NAMES} others. */
function statementName(sql: string): string | undefined {
  const known = names.get(sql);
  if (known || names.size >= MOST_NAMES) return known;
  const name = `scan-${names.size}`;
  names.set(sql, name);
  return name;
}
