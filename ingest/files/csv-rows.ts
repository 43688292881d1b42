import { CsvError, parse } from 'csv-parse/sync';
import type { TableRow } from './table-row';
import type { TextLine } from './text-lines';

/** How many physical lines a quoted cell may span before its opening quote is taken for a stray one. */
const LONGEST_CELL = 200;

/**
 * The rows of delimited text (RFC 4180: quotes are doubled inside quotes, a quoted cell may hold line breaks; a quote inside an
 * unquoted cell is a character like any other). Blank lines are passed over. A row whose quotes are broken is given with its reason,
 * and reading goes on at the next line: an opening quote that nothing closes costs its own line, not the rest of the file.
 */
export async function* csvRows(lines: AsyncIterable<TextLine>, delimiter: string): AsyncGenerator<TableRow> {
  const ahead = lookAhead(lines);
  for (let line = await ahead.next(); line; line = await ahead.next()) {
    if (line.text.trim() === '') continue;
    if (!line.text.includes('"')) yield { line: line.number, cells: line.text.split(delimiter) };
    else yield await quotedRow(line, ahead, delimiter);
  }
}

/** A reader of lines that can take back the ones it handed out. */
interface LookAhead {
  readonly next: () => Promise<TextLine | undefined>;
  readonly putBack: (lines: readonly TextLine[]) => void;
}

function lookAhead(lines: AsyncIterable<TextLine>): LookAhead {
  const source = lines[Symbol.asyncIterator]();
  let held: TextLine[] = [];
  return {
    next: async () => held.shift() ?? (await source.next()).value,
    putBack: (back) => {
      held = [...back, ...held];
    },
  };
}

async function quotedRow(first: TextLine, ahead: LookAhead, delimiter: string): Promise<TableRow> {
  const taken: TextLine[] = [];
  let text = first.text;
  let outcome = splitCells(text, delimiter);
  for (let last = first; outcome === 'open' && taken.length < LONGEST_CELL; ) {
    const next = await ahead.next();
    if (!next) break;
    text += last.ending + next.text;
    taken.push(next);
    last = next;
    if (next.text.includes('"')) outcome = splitCells(text, delimiter);
  }
  if (Array.isArray(outcome)) return { line: first.number, cells: outcome };
  ahead.putBack(taken);
  const isOpen = outcome === 'open' || taken.length > 0;
  const reason = isOpen ? 'a quoted cell is opened and never properly closed' : 'text follows the closing quote of a cell';
  return { line: first.number, text: first.text, reason };
}

/** The cells; `open` when a quoted cell goes on past the text; `broken` when something follows a closing quote. */
function splitCells(text: string, delimiter: string, relaxed = false): string[] | 'open' | 'broken' {
  try {
    return (parse(text, { delimiter, relax_quotes: relaxed, record_delimiter: '\u0000', max_record_size: 0 }) as string[][])[0] ?? [''];
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    if (error.code === 'CSV_QUOTE_NOT_CLOSED') return 'open';
    if (error.code === 'INVALID_OPENING_QUOTE' && !relaxed) return splitCells(text, delimiter, true);
    return 'broken';
  }
}
