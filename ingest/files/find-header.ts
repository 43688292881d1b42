/** The names of a table's columns, made distinct. */
export interface HeaderNames {
  readonly names: readonly string[];
  /** Names that occur more than once in the file; the second is read as `name (2)`, the third as `name (3)`. */
  readonly duplicates: readonly string[];
}

const VALUE = /^[-+(]?[¥￥$€£]?\s*[\d０-９][\d０-９.,，\s]*%?\)?$|^\d{4}[-/.年]\d{1,2}([-/.月]\d{1,2}日?)?/;

/**
 * The index of the first row that reads as a header: as wide as most rows are, most of its cells filled, distinct and no numbers
 * or dates, and followed by a row of the usual width. Title lines and notes above it are narrower and are passed over. -1 when none does.
 */
export function findHeader(rows: readonly (readonly string[])[]): number {
  const trimmed = rows.map((row) => row.map(cleanName));
  const widths = rows.map((row) => row.length);
  const usual = commonest(widths);
  return trimmed.findIndex((cells, index) => {
    const filled = cells.filter((cell) => cell !== '');
    const names = filled.filter((cell) => !VALUE.test(cell));
    const isWide = cells.length >= usual && filled.length >= 0.6 * cells.length;
    const isFollowed = index === rows.length - 1 || widths.slice(index + 1).includes(usual);
    return isWide && isFollowed && names.length > filled.length / 2 && new Set(filled).size >= filled.length * 0.5;
  });
}

/** The names of a header row: trimmed, empty ones named `column <n>`, repeated ones numbered. */
export function namesOf(cells: readonly string[]): HeaderNames {
  const seen = new Map<string, number>();
  const duplicates = new Set<string>();
  const width = cells.findLastIndex((cell) => cleanName(cell) !== '') + 1;
  const names = cells.slice(0, width).map((cell, position) => {
    const name = cleanName(cell) || `column ${position + 1}`;
    const count = (seen.get(name) ?? 0) + 1;
    seen.set(name, count);
    if (count > 1) duplicates.add(name);
    return count > 1 ? `${name} (${count})` : name;
  });
  return { names, duplicates: [...duplicates] };
}

/** A name without byte order mark and without spaces of any width around it. */
function cleanName(cell: string): string {
  return cell.replace(/\s+/g, ' ').trim();
}

function commonest(widths: readonly number[]): number {
  const counts = new Map<number, number>();
  for (const width of widths) counts.set(width, (counts.get(width) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1] || b[0] - a[0])[0]?.[0] ?? 0;
}
