/** How a cell's number is to be read: as a number, as a day or time of day, or as a length of time. Each counts days. */
export type NumberKind = 'number' | 'date' | 'duration';

/** The formats that workbooks use by their number alone, first to last; 27–36, 50–58 and 71–81 are those of East Asian and Thai programs. */
const BUILT_IN_DATES: readonly (readonly [number, number])[] = [
  [14, 22],
  [27, 36],
  [45, 45],
  [47, 47],
  [50, 58],
  [71, 81],
];
const BUILT_IN_DURATION = 46;

/** The kind of a built-in format. */
export function kindOfBuiltIn(id: number): NumberKind {
  if (id === BUILT_IN_DURATION) return 'duration';
  return BUILT_IN_DATES.some(([first, last]) => id >= first && id <= last) ? 'date' : 'number';
}

/** The kind of a format by its code, such as `yyyy\-mm\-dd`, `[h]:mm:ss` or `#,##0.00 "Md"`. */
export function kindOfCode(code: string): NumberKind {
  const unquoted = code.replace(/"[^"]*"|[\\_*]./gsu, '');
  if (/\[(h+|m+|s+)\]/i.test(unquoted)) return 'duration';
  const positive = unquoted.replace(/\[[^\]]*\]/g, '').split(';', 1)[0] ?? '';
  return /[ymdhs]|a{3}/i.test(positive.replace(/general|am\/pm|a\/p/gi, '')) ? 'date' : 'number';
}
