const MOST_COLUMNS = 16_384;

/** The column of an address such as `AB12`, from 1; null for what is no address within a sheet. */
export function columnOf(address: string): number | null {
  let column = 0;
  let at = 0;
  for (let code = address.charCodeAt(0); code >= 65 && code <= 90; code = address.charCodeAt(++at)) column = column * 26 + code - 64;
  return column < 1 || column > MOST_COLUMNS ? null : column;
}

/** The letters of a column, from 1. */
export function lettersOf(column: number): string {
  const last = String.fromCharCode(65 + ((column - 1) % 26));
  return column > 26 ? lettersOf(Math.floor((column - 1) / 26)) + last : last;
}
