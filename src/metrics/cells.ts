import type { FactClass } from '../../entities/facts/fact';
import type { Session } from '../database/session';
import type { Day, DayRange, Unit } from '../lib/day';
import { compile } from './compile';
import { placeOf } from './dimensions';
import { Exact } from './exact';
import { type Leaf, leafKey, scaleOf } from './leaf';
import type { Estimate, Metric } from './metric';
import type { Asker, Dimension, Filter, FxPolicy } from './question';
import { MAX_GROUPS, type Scan } from './scan';

/** How numbers are read: the same for every cell of an answer. */
export interface Reading {
  readonly session: Session;
  readonly currency: string;
  readonly fx: FxPolicy;
  /** PostgreSQL's own text of an instant; the present when absent. */
  readonly asOf?: string;
  readonly locale: Asker['locale'];
  readonly useRollups: boolean;
}

/** Which cells. */
export interface Cut {
  readonly by: readonly Dimension[];
  readonly grain?: Unit;
  readonly range: DayRange;
  readonly where: readonly Filter[];
}

/** A leaf's value in a cell. */
export interface LeafValue {
  readonly value: Exact | null;
  /** How many rows of the fact are in the cell. */
  readonly rows: number;
  /** Money in a currency without a rate is in the cell. */
  readonly rateMissing: boolean;
}

const NO_ROWS: LeafValue = { value: null, rows: 0, rateMissing: false };

/** One group of rows with its leaves' values. */
export interface Cell {
  readonly period: Day | null;
  readonly keys: readonly string[];
  readonly labels: readonly string[];
  /** Undefined where the cell has no row of the leaf's fact. */
  readonly values: Map<string, LeafValue>;
}

/** The cells of a cut, by {@link cellKey}. */
export interface Cells {
  readonly byKey: ReadonlyMap<string, Cell>;
  /** The scans that were run, to ask more about them. */
  readonly scans: readonly Scan[];
  readonly truncated: boolean;
}

/** What makes two cells the same. */
export function cellKey(period: Day | null, keys: readonly string[]): string {
  return JSON.stringify([period, ...keys]);
}

/** Reads the leaves of some metrics for every cell of a cut: for each fact one statement for its sums, and one for what cannot be added or is the whole of a share. */
export async function readCells(reading: Reading, metrics: readonly Metric[], cut: Cut): Promise<Cells> {
  const byKey = new Map<string, Cell>();
  const scans = scansFor(reading, metrics, cut);
  let truncated = false;
  for (const scan of scans) {
    const across = scan.leaves[0]?.across;
    const cells = await run(reading.session, scan);
    truncated ||= cells.length > MAX_GROUPS;
    if (across) layWhole(cells, across, cut.by, byKey);
    else for (const cell of cells.slice(0, MAX_GROUPS)) lay(cell, byKey);
  }
  return { byKey, scans, truncated };
}

/** What a metric is in a cell. */
export function estimateOf(metric: Metric, cell: Cell): Estimate {
  return metric.evaluate(metric.leaves.map((leaf) => leafValueOf(leaf, cell).value));
}

/** A leaf's value in a cell. */
export function leafValueOf(leaf: Leaf, cell: Cell): LeafValue {
  return cell.values.get(leafKey(leaf)) ?? NO_ROWS;
}

/** The dimensions of a cut that a leaf's fact does not have. */
export function missingDimensions(leaf: Leaf, cut: Pick<Cut, 'by' | 'where'>): Dimension[] {
  const asked = [...cut.by, ...cut.where.map(({ dimension }) => dimension)];
  return [...new Set(asked)].filter((dimension) => placeOf(leaf.fact, dimension) === null);
}

/** The scans of some metrics; wholes after the cells that they are laid on. */
export function scansFor(reading: Reading, metrics: readonly Metric[], cut: Cut): Scan[] {
  const groups = new Map<string, Map<string, Leaf>>();
  for (const leaf of metrics.flatMap((metric) => metric.leaves)) {
    if (missingDimensions(leaf, cut).length > 0) continue;
    const group = `${leaf.across ?? ''}|${leaf.fact.name}|${leaf.aggregate === 'sum'}`;
    groups.set(group, (groups.get(group) ?? new Map()).set(leafKey(leaf), leaf));
  }
  return [...groups]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, leaves]) => scanOf(reading, [...leaves.values()], cut))
    .sort((a, b) => Number(Boolean(a.leaves[0]?.across)) - Number(Boolean(b.leaves[0]?.across)));
}

function scanOf({ session, ...reading }: Reading, leaves: readonly Leaf[], cut: Cut): Scan {
  const { fact, across } = leaves[0] as Leaf;
  return {
    ...reading,
    ...(cut.grain ? { grain: cut.grain } : {}),
    range: cut.range,
    workspaceId: session.workspaceId,
    fact: fact as FactClass,
    leaves,
    by: cut.by.filter((dimension) => dimension !== across),
    where: cut.where.filter(({ dimension }) => dimension !== across),
  };
}

async function run(session: Session, scan: Scan): Promise<Cell[]> {
  const { sql, parameters } = compile(scan);
  const rows = await session.query<Record<string, string | null>>(sql, parameters);
  return rows.map((row) => ({
    period: row.period ?? null,
    keys: scan.by.map((_, i) => row[`k${i}`] as string),
    labels: scan.by.map((_, i) => row[`l${i}`] ?? ''),
    values: new Map(scan.leaves.map((leaf, i) => [leafKey(leaf), leafValue(leaf, row[`m${i}`] ?? null, Number(row.rows))])),
  }));
}

function leafValue(leaf: Leaf, text: string | null, rows: number): LeafValue {
  const rateMissing = text === 'NaN';
  return { value: text === null || rateMissing ? null : Exact.scaled(BigInt(text), scaleOf(leaf)), rows, rateMissing };
}

function lay(cell: Cell, byKey: Map<string, Cell>): void {
  const key = cellKey(cell.period, cell.keys);
  const there = byKey.get(key);
  if (!there) byKey.set(key, cell);
  else for (const [leaf, value] of cell.values) there.values.set(leaf, value);
}

/** Gives every cell the whole that it is a part of: the cell of the same keys without the dimension across. */
function layWhole(wholes: readonly Cell[], across: Dimension, by: readonly Dimension[], byKey: ReadonlyMap<string, Cell>): void {
  const found = new Map(wholes.map((whole) => [cellKey(whole.period, whole.keys), whole]));
  for (const cell of byKey.values()) {
    const keys = cell.keys.filter((_, i) => by[i] !== across);
    for (const [leaf, value] of found.get(cellKey(cell.period, keys))?.values ?? []) cell.values.set(leaf, value);
  }
}
