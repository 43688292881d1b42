import { type CampaignRef, type FactClass, factOf } from '../entities/facts/fact';
import type { Day } from '../src/lib/day';
import { BadRecord } from './errors';
import type { MappedRow } from './files/target-shape';
import { brandsNamed, type ImportBrands } from './import-brands';
import type { FilePage } from './import-pages';
import { checkRows, type Reject, rejectOf } from './promote';

/** A page of a file with its last word on each record. */
export interface JudgedPage {
  readonly rows: readonly { readonly recordNo: number; readonly values: MappedRow }[];
  /** Every refused record with its line. */
  readonly rejects: readonly Reject[];
  readonly firstDay: Day | null;
  readonly lastDay: Day | null;
  /** Rows that have the key of an earlier row and take its place. */
  readonly repeated: number;
}

/** Tells the rows that will be stored from the records that will be refused. `seen` holds the keys of earlier rows and takes up those of the page. */
export async function judgePage(
  fact: FactClass,
  page: Pick<FilePage, 'rows' | 'rejects' | 'lines'>,
  brands: ImportBrands,
  seen = new Set<string>(),
): Promise<JudgedPage> {
  const { rejects } = checkRows(fact, page.rows, page.rejects);
  const unknown = await brands.unknown(page.rows.flatMap(({ values }) => brandsNamed(fact, values)));
  for (const { recordNo, values } of unknown.size === 0 ? [] : page.rows) {
    const brand = brandsNamed(fact, values).find((key) => unknown.has(key));
    if (brand === undefined || rejects.has(recordNo)) continue;
    rejects.set(recordNo, rejectOf(recordNo, new BadRecord(`brand: "${brand}" is not a tracked brand`, 'brand', brand)));
  }
  const rows = page.rows.filter(({ recordNo }) => !rejects.has(recordNo));
  const days = rows.map(({ values }) => values.day as Day);
  return {
    rows,
    rejects: [...rejects.values()]
      .sort((a, b) => a.recordNo - b.recordNo)
      .map((reject) => ({ ...reject, line: page.lines[reject.recordNo]! })),
    firstDay: days.reduce<Day | null>((first, day) => (first === null || day < first ? day : first), null),
    lastDay: days.reduce<Day | null>((last, day) => (last === null || day > last ? day : last), null),
    repeated: repeatedOf(fact, rows, seen),
  };
}

function repeatedOf(fact: FactClass, rows: JudgedPage['rows'], seen: Set<string>): number {
  const keys = factOf(fact).columns.filter(({ role }) => role === 'key');
  let repeated = 0;
  for (const { values } of rows) {
    const parts = keys.map(({ kind, property }) =>
      kind === 'campaign' ? (values[property] as CampaignRef | null)?.key : values[property],
    );
    const key = [values.day, ...parts].join('\0');
    if (seen.has(key)) repeated += 1;
    seen.add(key);
  }
  return repeated;
}
