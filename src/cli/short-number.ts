/** A number for a table: whole from 100 on, with four digits below; nothing for null. */
export function shortNumber(value: number | null): string {
  return value === null ? '' : String(Math.abs(value) >= 100 ? Math.round(value) : Number(value.toPrecision(4)));
}

/** A number for a table with so many digits; nothing for null. */
export function toDigits(value: number | null, digits: number): string {
  return value === null ? '' : Number(value.toPrecision(digits)).toString();
}
