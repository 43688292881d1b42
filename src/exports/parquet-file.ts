import type { CsvCell } from '../server/csv';
import type { Bytes, Table } from './formats';

/**
 * A Parquet file: text columns as strings, numbers as doubles. Columns are held in memory until the last row is read, as the format keeps each together; a
 * file of metrics has at most some hundred thousand rows.
 */
export async function* parquetFile({ header, texts, rows }: Table): Bytes {
  const columns: (string | number | null)[][] = header.map(() => []);
  for await (const some of rows) {
    for (const row of some) for (const [index, cell] of row.entries()) columns[index]?.push(plain(cell));
  }
  const { parquetWriteBuffer } = await import('hyparquet-writer');
  const type = (index: number) => (index < texts ? ('STRING' as const) : ('DOUBLE' as const));
  const columnData = header.map((name, index) => ({ name, data: columns[index] ?? [], type: type(index), nullable: true }));
  yield new Uint8Array(parquetWriteBuffer({ columnData }));
}

/** The nearest double: decimals of any length have no type in Parquet. */
function plain(cell: CsvCell): string | number | null {
  return cell !== null && typeof cell === 'object' ? Number(cell.decimal) : cell;
}
