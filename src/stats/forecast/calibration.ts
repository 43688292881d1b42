import { proportionInterval } from '../proportion-interval';

/** What was given a chance, and whether it happened. */
export interface Foretold {
  readonly probability: number;
  readonly happened: boolean;
  /** What the chance was about, where several were given for one outcome. */
  readonly outcome?: string;
}

/**
 * Chances from `from` to below `to` (the last one to 1): what was said on average and how often it happened, with a 90 % interval for that. The interval counts
 * the different outcomes: many chances for one outcome are no more than one case.
 */
export interface ReliabilityRow {
  readonly from: number;
  readonly to: number;
  readonly count: number;
  readonly outcomes: number;
  readonly said: number | null;
  readonly happened: number | null;
  readonly interval: { readonly low: number; readonly high: number; readonly level: number } | null;
}

/** How far chances are to be believed. */
export interface Calibration {
  readonly count: number;
  /** The mean squared distance of chance and outcome: 0 is clairvoyance, 0.25 is a coin. Null of none. */
  readonly brier: number | null;
  /** Of always saying how often it happened in all. */
  readonly brierOfBaseRate: number | null;
  /** The part of the base rate's score that is saved; below 0 the chances are worse than saying always the same. */
  readonly skill: number | null;
  readonly rows: readonly ReliabilityRow[];
}

const ROWS = 5;
const LEVEL = 0.9;

/** Brier score (Monthly Weather Review 78, 1950) and reliability in five rows; intervals by Wilson. Throws a RangeError for a chance outside 0 to 1. */
export function calibrationOf(foretold: readonly Foretold[]): Calibration {
  const wrong = foretold.find(({ probability }) => !(probability >= 0 && probability <= 1));
  if (wrong) throw new RangeError(`calibrationOf: a chance of ${wrong.probability}; expected 0 to 1`);
  const count = foretold.length;
  const rows = Array.from({ length: ROWS }, (_, at) => rowOf(foretold, at));
  if (count === 0) return { count, brier: null, brierOfBaseRate: null, skill: null, rows };
  const rate = foretold.filter(({ happened }) => happened).length / count;
  const brier = foretold.reduce((sum, { probability, happened }) => sum + (probability - Number(happened)) ** 2, 0) / count;
  const brierOfBaseRate = rate * (1 - rate);
  return { count, brier, brierOfBaseRate, skill: brierOfBaseRate === 0 ? null : 1 - brier / brierOfBaseRate, rows };
}

function rowOf(foretold: readonly Foretold[], at: number): ReliabilityRow {
  const placeOf = (probability: number) => Math.min(ROWS - 1, Math.floor(probability * ROWS));
  const own = foretold.filter(({ probability }) => placeOf(probability) === at);
  const outcomes = new Set(own.map(({ outcome }, place) => outcome ?? place)).size;
  const bounds = { from: at / ROWS, to: (at + 1) / ROWS, count: own.length, outcomes };
  if (own.length === 0) return { ...bounds, said: null, happened: null, interval: null };
  const said = own.reduce((sum, { probability }) => sum + probability, 0) / own.length;
  const happened = own.filter((each) => each.happened).length / own.length;
  return {
    ...bounds,
    said,
    happened,
    interval: { ...proportionInterval(happened * outcomes, outcomes, 'WILSON', 1 - LEVEL), level: LEVEL },
  };
}
