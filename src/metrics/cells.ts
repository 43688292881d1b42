import { LRUCache } from 'lru-cache';
import { ArrayNumbers, arrayTexts } from '../database/array-text';
import type { Session } from '../database/session';
import type { TextTable } from '../database/text-query';
import type { Day } from '../lib/day';
import { compile, isSum } from './compile';
import { Exact } from './exact';
import { RATE_PLACES } from './exchange';
import { areFewCampaigns } from './few-campaigns';
import { isMoney, type Leaf, leafKey, scaleOf } from './leaf';
import { type LeafPlaces, type LeafValue, LeafValues } from './leaf-values';
import type { Estimate, Metric } from './metric';
import type { Dimension } from './question';
import { type PlannedScan, planOf } from './reading-plan';
import { MAX_GROUPS, type Scan } from './scan';
import type { Cut, Terms } from './scans-of';

/** A session, and the terms on which it is read. */
export interface Reading extends Terms {
  readonly session: Session;
}

const NO_NAMES: readonly string[] = [];
const NO_ROWS: LeafValue = { value: null, rows: 0, rateMissing: false };

/** One group of rows with its leaves' values. */
export interface Cell {
  readonly period: Day | null;
  readonly keys: readonly string[];
  readonly labels: readonly string[];
  readonly values: LeafValues;
}

/** The cells of a cut, each once. */
export class Cells {
  static readonly none = new Cells([], [], false);
  #byKey: ReadonlyMap<string, Cell> | undefined;

  constructor(
    readonly all: readonly Cell[],
    /** The scans that were run, to ask more about them. */
    readonly scans: readonly Scan[],
    readonly truncated: boolean,
  ) {}

  /** By {@link cellKey}: made when somebody looks one up. */
  get byKey(): ReadonlyMap<string, Cell> {
    this.#byKey ??= new Map(this.all.map((cell) => [cellKey(cell.period, cell.keys), cell]));
    return this.#byKey;
  }
}

/** What makes two cells the same. */
export function cellKey(period: Day | null, keys: readonly string[]): string {
  // No text that the database holds has this character in it.
  return `${period ?? ''}\0${keys.join('\0')}`;
}

/** Reads the leaves of some metrics for every cell of a cut: for each fact one statement for its sums, and one for what cannot be added or is the whole of a share. */
export async function readCells({ session, ...terms }: Reading, metrics: readonly Metric[], cut: Cut): Promise<Cells> {
  const { planned, places } = planOf(terms, metrics, cut);
  const scans = planned.map(({ scan }) => scan);
  const read = await Promise.all(planned.map((each) => run(session, each, places)));
  const [only] = read;
  // The groups of one scan are all different.
  if (only && read.length === 1 && !scans[0]?.leaves[0]?.across)
    return new Cells(only.slice(0, MAX_GROUPS), scans, only.length > MAX_GROUPS);
  const byKey = new Map<string, Cell>();
  let truncated = false;
  for (const [i, cells] of read.entries()) {
    const across = scans[i]?.leaves[0]?.across;
    truncated ||= cells.length > MAX_GROUPS;
    if (across) layWhole(cells, across, cut.by, byKey);
    else for (const cell of cells.slice(0, MAX_GROUPS)) lay(cell, byKey);
  }
  return new Cells([...byKey.values()], scans, truncated);
}

/** What a metric is in a cell. */
export function estimateOf(metric: Metric, cell: Cell): Estimate {
  return metric.evaluate(cell.values.of(metric));
}

/** A leaf's value in a cell. */
export function leafValueOf(leaf: Leaf, cell: Cell): LeafValue {
  return cell.values.get(leafKey(leaf)) ?? NO_ROWS;
}

/** Workspaces, facts and currencies of which amounts had to be converted lately, and so are not read as they are first. */
const converted = new LRUCache<string, true>({ max: 10_000, ttl: 600_000 });

async function run(session: Session, planned: PlannedScan, places: LeafPlaces): Promise<Cell[]> {
  const { scan } = planned;
  const key = `${scan.workspaceId} ${scan.fact.name} ${scan.currency}`;
  // Whether amounts have to be converted is read beside them; who has none in other currencies need not wait for rates.
  if (isSum(scan) && !converted.has(key)) {
    const areFew = planned.isOtherForFew && (await areFewCampaigns(session, scan));
    const { sql, parameters, name } = areFew ? planned.unconvertedForFew : planned.unconverted;
    const found = await session.texts(sql, parameters, name);
    if (textIn(found, 'others') === null) return cellsOf(scan, found, places, false);
    converted.set(key, true);
  }
  const { sql, parameters } = compile(scan);
  return cellsOf(scan, await session.texts(sql, parameters), places, true);
}

/** The text of a column of a table's one row; null where it is null, or there is none. */
function textIn({ columns, rows: [row] }: TextTable, name: string): string | null {
  return row?.[columns.indexOf(name)] ?? null;
}

function cellsOf(scan: Scan, found: TextTable, places: LeafPlaces, areConverted: boolean): Cell[] {
  const text = textIn(found, 'numbers');
  if (text === null) return [];
  const leaves = scan.leaves.map((leaf) => {
    return { place: places.of(leafKey(leaf)), scale: scaleOf(leaf) - (isMoney(leaf) && !areConverted ? RATE_PLACES : 0) };
  });
  const width = Math.max(0, ...leaves.map(({ place }) => place + 1));
  const listed = (name: string) => {
    const texts = textIn(found, name);
    return texts === null ? undefined : arrayTexts(texts);
  };
  const periods = listed('period');
  const keys = scan.by.map((_, i) => listed(`k${i}`) as string[]);
  const labels = scan.by.map((_, i) => listed(`l${i}`));
  const isLabelled = labels.some((each) => each !== undefined);
  const numbers = new ArrayNumbers(text);
  return Array.from({ length: (periods ?? keys[0])?.length ?? 1 }, (_, at) => {
    const counted = areConverted ? Number(numbers.next()) : 1;
    const values = new Array<LeafValue | Exact | null>(width);
    for (const { place, scale } of leaves) values[place] = leafValue(numbers.next(), scale, counted);
    const named = keys.length === 0 ? NO_NAMES : keys.map((each) => each[at] as string);
    return {
      period: periods?.[at] ?? null,
      keys: named,
      labels: isLabelled ? labels.map((each, i) => (each ? (each[at] ?? '') : (named[i] as string))) : named,
      values: new LeafValues(places, values, counted),
    };
  });
}

const RATE_OF_ONE = '0'.repeat(RATE_PLACES);

function leafValue(number: number | string | null, scale: number, rows: number): LeafValue | Exact | null {
  if (number === null) return null;
  if (number === 'NaN') return { value: null, rows, rateMissing: true };
  return typeof number === 'number' ? Exact.scaled(number, scale) : scaled(number, scale);
}

/** What was not converted ends in the zeros of a rate of one: without them the numbers stay short, and are the same. */
function scaled(text: string, scale: number): Exact {
  if (scale >= RATE_PLACES && text.endsWith(RATE_OF_ONE)) {
    return Exact.read(text.slice(0, -RATE_PLACES), scale - RATE_PLACES);
  }
  return Exact.read(text, scale);
}

/** Lays a cell's values to those of the same cell that are there. */
export function lay(cell: Cell, byKey: Map<string, Cell>): void {
  const key = cellKey(cell.period, cell.keys);
  const there = byKey.get(key);
  if (!there) byKey.set(key, cell);
  else there.values.setAll(cell.values);
}

/** Gives every cell the whole that it is a part of: the cell of the same keys without the dimension across. */
function layWhole(wholes: readonly Cell[], across: Dimension, by: readonly Dimension[], byKey: ReadonlyMap<string, Cell>): void {
  const found = new Map(wholes.map((whole) => [cellKey(whole.period, whole.keys), whole]));
  for (const cell of byKey.values()) {
    const keys = cell.keys.filter((_, i) => by[i] !== across);
    const whole = found.get(cellKey(cell.period, keys));
    if (whole) cell.values.setAll(whole.values);
  }
}
