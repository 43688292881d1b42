import { type Cell, table } from './table';

/** Writes an answer to stdout: the value itself as JSON with `--json`, else as a table. */
export function print(value: unknown, options: { json?: boolean }, header: string[], rows: Cell[][]): void {
  process.stdout.write(`${options.json ? JSON.stringify(value, plain, 2) : table(header, rows)}\n`);
}

function plain(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? value.toString() : value;
}
