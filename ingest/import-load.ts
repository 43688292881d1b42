import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import type { DataSource } from 'typeorm';
import type { Day } from '../src/lib/day';
import { Fatal } from './errors';
import type { Table } from './files/open-table';
import type { ImportBrands } from './import-brands';
import { hasByteLines, LineBytes } from './import-bytes';
import type { ImportProgress } from './import-file';
import { judgePage } from './import-judge';
import { type FilePage, filePages, type PageSize } from './import-pages';
import type { ImportReading } from './import-reading';
import { type Landing, land, landedPage } from './land';
import { checkRows, promotePage } from './promote';
import { type ClaimedRun, renewLease } from './runs';

/** The stream of every page that came from a file. */
const STREAM = 'file';

/** Where a load stands, as the run keeps it. */
interface ImportPosition {
  readonly seq: number;
  /** The line that the next page begins with. */
  readonly line: number;
  /** The last day and the number of repeated rows so far. */
  readonly lastDay: Day | null;
  readonly repeated: number;
}

/** What a load came to beside its counts. */
export type ImportEnd = Pick<ImportPosition, 'lastDay' | 'repeated'>;

interface LoadOptions {
  readonly brands: ImportBrands;
  readonly pageSize?: PageSize | undefined;
  readonly onProgress?: ((progress: ImportProgress) => void) | undefined;
}

/** Lands and promotes what is left of a file, from the run's position on. Throws Fenced when the run has passed to another process. */
export async function loadPages(database: DataSource, run: ClaimedRun, reading: ImportReading, options: LoadOptions): Promise<ImportEnd> {
  const { table, fact } = reading;
  const begin: ImportPosition = { seq: 0, line: 1, lastDay: null, repeated: 0 };
  let position: ImportPosition = { ...begin, ...(run.position as Partial<ImportPosition>) };
  const bodies = new PageBodies(table);
  let records = 0;
  try {
    for await (const page of filePages(reading, position.line, options.pageSize)) {
      await renewLease(database, run);
      const id = await landOnce(database, run, landingOf(table, page, position.seq, await bodies.bodyOf(page)));
      const judged = await judgePage(fact, page, options.brands);
      position = {
        seq: position.seq + 1,
        line: page.nextLine,
        lastDay: laterOf(position.lastDay, judged.lastDay),
        repeated: position.repeated + judged.repeated,
      };
      const promotion = { run, page: { id, stream: STREAM }, fact, records: page.records, position: { ...position } };
      await promotePage(database, promotion, checkRows(fact, judged.rows, judged.rejects));
      records += page.records.length;
      options.onProgress?.({ records, bytes: bodies.bytes, totalBytes: table.bytes });
    }
  } finally {
    bodies.close();
  }
  return { lastDay: position.lastDay, repeated: position.repeated };
}

/** Lands a page, or finds it where a load that was cut off between landing and promoting has left it. */
async function landOnce(database: DataSource, run: ClaimedRun, landing: Landing): Promise<bigint> {
  const left = await landedPage(database, run, landing.seq, landing);
  if (!left) return (await land(database, run, landing)).id;
  if (left.landed.sha256.equals(createHash('sha256').update(landing.body).digest())) return left.landed.id;
  throw new Fatal(`page ${landing.seq} of the run was landed with other bytes; import the file once more to begin anew`);
}

function landingOf(table: Table, page: FilePage, seq: number, body: Buffer): Landing {
  const { firstLine, nextLine } = page;
  const holds = isAsItCame(table) ? 'bytes' : 'cells';
  const type = holds === 'cells' ? 'application/jsonl' : table.format === 'csv' ? 'text/csv' : 'application/jsonl';
  return {
    stream: STREAM,
    seq,
    request: { url: `file:${basename(table.path)}`, sha256: table.sha256, firstLine, lastLine: nextLine - 1, holds },
    status: 200,
    headers: { 'content-type': holds === 'bytes' ? `${type}; charset=${table.encoding}` : type },
    body,
    fetchedAt: new Date(),
  };
}

/** Whether pages keep the file's own bytes, which joined are the file; of workbooks and of UTF-16 they keep the cells, one JSON object a record. */
function isAsItCame(table: Table): boolean {
  return table.format !== 'xlsx' && hasByteLines(table.encoding);
}

class PageBodies {
  private readonly lines: LineBytes | null;
  private isPlaced = false;
  /** How many bytes of the file have been passed. */
  bytes = 0;

  constructor(table: Table) {
    this.lines = isAsItCame(table) ? new LineBytes(table.path) : null;
  }

  async bodyOf(page: FilePage): Promise<Buffer> {
    if (!this.lines) return Buffer.from(page.records.map((record) => `${record}\n`).join(''));
    if (!this.isPlaced) await this.lines.skipTo(page.firstLine);
    this.isPlaced = true;
    const body = await this.lines.upTo(page.isLast ? Number.POSITIVE_INFINITY : page.nextLine);
    this.bytes = this.lines.bytes;
    return body;
  }

  close(): void {
    this.lines?.close();
  }
}

function laterOf(a: Day | null, b: Day | null): Day | null {
  return a === null || (b !== null && b > a) ? b : a;
}
