import { columnOf, factOf } from '../../entities/facts/fact';
import type { Session } from '../database/session';
import { BadQuestion } from './BadQuestion';
import { decodeCell, type ShownCell } from './cell-id';
import { ExchangeBook } from './exchange-book';
import { isMoney, leafKey } from './leaf';
import { type LineagePage, lineagePage } from './lineage-page';
import { mappingFor } from './mapping/stored-mapping';
import { Parameters } from './parameters';
import type { MetricName } from './question';
import { runsOf } from './raw-record';
import { type StoredRow, type Tally, tallyOf } from './recompute';
import { metricOf } from './registry';
import type { Scan } from './scan';
import { rowScans, scansOf, type Terms } from './scans-of';
import { selectedRows } from './selected-rows';

/** What a shown number was made of. */
export interface Lineage {
  /** As it was shown. */
  readonly value: number | null;
  /** Computed again from the fact's rows, one by one, as they were known then: equal to `value`, or the hub is wrong. */
  readonly recomputed: number | null;
  /** The metric's name, for its definition. */
  readonly metric: MetricName;
  /** How many rows of facts it was computed from. */
  readonly factRows: number;
  /** The ids of the runs that brought them. */
  readonly runIds: readonly number[];
  readonly records: LineagePage;
}

/** How many rows are held in memory at once. */
const BATCH = 10_000;
const MAX_FIRST = 500;

/**
 * Everything behind the number with this id, in the session's workspace, with the first `first` (20) records after a cursor.
 * Throws a BadQuestion for an id or a cursor that the hub did not write.
 */
export async function lineage(session: Session, cellId: string, page: { first?: number; after?: string | null } = {}): Promise<Lineage> {
  const first = page.first ?? 20;
  if (!Number.isInteger(first) || first < 0 || first > MAX_FIRST)
    throw new BadQuestion('first', first, `a whole number from 0 to ${MAX_FIRST}`);
  const cell = decodeCell(cellId);
  const metric = metricOf(cell.metric);
  const cut = { by: [], range: { from: cell.from, to: cell.to }, where: cell.where };
  const scans = rowScans(scansOf(await termsOf(session, cell), [metric], cut));
  const tallies = new Map<string, Tally>();
  const pages = new Set<bigint>();
  let factRows = 0;
  for (const scan of scans) {
    const own = scan.leaves[0]?.across === undefined;
    const book = await ExchangeBook.open(session, scan);
    for (const leaf of scan.leaves) tallies.set(leafKey(leaf), tallyOf(leaf, book));
    for await (const row of storedRows(session, scan)) {
      for (const leaf of scan.leaves) tallies.get(leafKey(leaf))?.add(row);
      if (!own) continue;
      factRows++;
      pages.add(row.page_id as bigint);
    }
  }
  const estimate = metric.evaluate(metric.leaves.map((leaf) => tallies.get(leafKey(leaf))?.value() ?? null));
  return {
    value: cell.value,
    recomputed: estimate.value?.toNumber() ?? null,
    metric: cell.metric,
    factRows,
    runIds: await runsOf(session, [...pages]),
    records: await lineagePage(
      session,
      scans.filter((scan) => !scan.leaves[0]?.across),
      first,
      page.after ?? null,
    ),
  };
}

async function termsOf(session: Session, cell: ShownCell): Promise<Terms> {
  const { currency, fx, asOf, where } = cell;
  const mapping = await mappingFor(session, { by: [], where }, asOf);
  return { workspaceId: session.workspaceId, currency, fx, asOf, locale: 'EN', useRollups: false, mapping };
}

/** The rows of a scan as they were known then, read in batches. */
async function* storedRows(session: Session, scan: Scan): AsyncGenerator<StoredRow> {
  const parameters = new Parameters();
  const columns = ['day', 'source_id', 'page_id', ...columnsOf(scan)].map((column) => `f.${column}`).join(', ');
  await session.execute(
    `DECLARE lineage NO SCROLL CURSOR FOR SELECT ${columns} FROM ${selectedRows(scan, null, parameters)}`,
    parameters.values,
  );
  try {
    for (;;) {
      const rows = await session.query<StoredRow>(`FETCH ${BATCH} FROM lineage`);
      yield* rows;
      if (rows.length < BATCH) return;
    }
  } finally {
    await session.execute('CLOSE lineage');
  }
}

function columnsOf({ fact, leaves }: Scan): string[] {
  const named = leaves
    .flatMap((leaf) => [...leaf.properties, ...leaf.where.map(({ property }) => property)])
    .filter((each) => each !== 'sourceId');
  const keys = factOf(fact).columns.filter(({ role }) => role === 'key');
  return [
    ...new Set([
      ...keys.map(({ column }) => column),
      ...named.map((property) => columnOf(fact, property).column),
      ...(leaves.some(isMoney) ? ['currency'] : []),
    ]),
  ];
}
