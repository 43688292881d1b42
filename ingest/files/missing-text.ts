/** What stands for "no value" in any column. */
const ANYWHERE = ['', '-', '--', '—', '–', 'n/a', '#n/a', 'null', '(null)', '\\n'];

/** What stands for "no value" where a number, a day or a flag is expected; as text these may be names. */
const NOT_IN_TEXT = ['na', 'nan', 'none', 'nil', '无', '暂无', '/'];

/** A test of whether a cell's text stands for "no value"; letter case and spaces around do not matter. */
export function missingTest(isText: boolean, more: readonly string[] = []): (text: string) => boolean {
  const words = new Set([...ANYWHERE, ...(isText ? [] : NOT_IN_TEXT), ...more.map(fold)]);
  return (text) => words.has(fold(text));
}

function fold(text: string): string {
  return text.trim().toLowerCase();
}
