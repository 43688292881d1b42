import type { DataSource } from 'typeorm';
import { factOf } from '../entities/facts/fact';
import { inWorkspace } from '../src/database/session';
import type { Day } from '../src/lib/day';
import { decimalFromMicros } from '../src/lib/money';
import type { MappedRow } from './files/target-shape';
import { ImportBrands } from './import-brands';
import type { ImportRequest } from './import-file';
import { type JudgedPage, judgePage } from './import-judge';
import { filePages } from './import-pages';
import { type ImportReading, openImport } from './import-reading';
import { rememberedDefaults } from './import-source';
import type { Reject } from './promote';

/** What loading a file would store, with nothing stored. */
export interface ImportPreview {
  readonly source: string;
  readonly target: string;
  readonly format: string;
  readonly encoding: string | null;
  readonly headerLine: number;
  readonly records: number;
  readonly rows: number;
  /** Records that the mapping leaves out. */
  readonly leftOut: number;
  readonly quarantined: number;
  /** Rows that would take the place of an earlier row of the file. */
  readonly repeated: number;
  readonly firstDay: Day | null;
  readonly lastDay: Day | null;
  /** Of each measure the sum over the rows as decimal text, null when no row has it. */
  readonly sums: Readonly<Record<string, string | null>>;
  /** The measures whose values in `firstRows` are millionths. */
  readonly inMillionths: readonly string[];
  /** Brands that would be made. */
  readonly newBrands: readonly string[];
  readonly firstRows: readonly MappedRow[];
  readonly firstRejects: readonly Reject[];
}

/** How many rows, and how many rejects, a preview shows. */
const SHOWN = 10;
/** How many keys are remembered to find rows that repeat one. */
const REMEMBERED = 500_000;

/** Reads and maps all of a file as importFile does, and writes nothing. Throws what importFile throws before it writes. */
export async function previewFile(database: DataSource, request: ImportRequest): Promise<ImportPreview> {
  const { workspaceId, path, brand, currency, timeZone } = request;
  const source = request.sourceKey ?? request.mapping.name;
  const remembered = await inWorkspace(database, workspaceId, (session) => rememberedDefaults(session, source));
  const reading = await openImport(path, request, { brand, currency, timeZone }, remembered);
  const brands = new ImportBrands(database, workspaceId, request.createBrands ? 'remember' : 'refuse');
  const seen = new Set<string>();
  const total = new Tally(reading);
  for await (const page of filePages(reading, 1, request.pageSize)) {
    if (seen.size > REMEMBERED) seen.clear();
    total.add(page.records.length, await judgePage(reading.fact, page, brands, seen));
    request.onProgress?.({ records: total.records, bytes: 0, totalBytes: reading.table.bytes });
  }
  return { source, ...total.preview(), newBrands: brands.added };
}

/** Adds up the pages of one file. */
class Tally {
  records = 0;
  private rows = 0;
  private taken = 0;
  private quarantined = 0;
  private repeated = 0;
  private readonly days: Day[] = [];
  private readonly firstRows: MappedRow[] = [];
  private readonly firstRejects: Reject[] = [];
  private readonly sums = new Map<string, bigint | null>();
  private readonly measures;

  constructor(private readonly reading: ImportReading) {
    this.measures = factOf(reading.fact).columns.filter(({ role }) => role === 'measure');
    for (const { property } of this.measures) this.sums.set(property, null);
  }

  add(records: number, page: JudgedPage): void {
    this.records += records;
    this.rows += page.rows.length;
    this.taken += new Set(page.rows.map(({ recordNo }) => recordNo)).size;
    this.quarantined += page.rejects.length;
    this.repeated += page.repeated;
    this.days.push(...[page.firstDay, page.lastDay].filter((day) => day !== null));
    this.firstRows.push(...page.rows.slice(0, SHOWN - this.firstRows.length).map(({ values }) => values));
    this.firstRejects.push(...page.rejects.slice(0, SHOWN - this.firstRejects.length));
    for (const { values } of page.rows) this.addMeasures(values);
  }

  private addMeasures(values: MappedRow): void {
    for (const { property } of this.measures) {
      const value = values[property];
      if (typeof value === 'bigint') this.sums.set(property, (this.sums.get(property) ?? 0n) + value);
    }
  }

  preview(): Omit<ImportPreview, 'source' | 'newBrands'> {
    const { table, mapping } = this.reading;
    const { records, rows, quarantined, repeated, firstRows, firstRejects } = this;
    const days = this.days.sort();
    return {
      target: mapping.target,
      format: table.format,
      encoding: table.encoding,
      headerLine: table.headerLine,
      records,
      rows,
      leftOut: records - this.taken - quarantined,
      quarantined,
      repeated,
      firstDay: days[0] ?? null,
      lastDay: days.at(-1) ?? null,
      sums: Object.fromEntries(this.measures.map(({ property, kind }) => [property, shownSum(kind, this.sums.get(property) ?? null)])),
      inMillionths: this.measures.filter(({ kind }) => kind !== 'count').map(({ property }) => property),
      firstRows,
      firstRejects,
    };
  }
}

function shownSum(kind: string, sum: bigint | null): string | null {
  if (sum === null) return null;
  return kind === 'count' ? sum.toString() : decimalFromMicros(sum);
}
