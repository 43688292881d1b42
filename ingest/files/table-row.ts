/** One row of cells as a file holds it, or the reason why the text at that line is no row. `line` counts from 1. */
export type TableRow = { readonly line: number; readonly cells: readonly string[] } | BadRow;

/** Text that could not be read as a row. */
export interface BadRow {
  readonly line: number;
  readonly text: string;
  readonly reason: string;
}
