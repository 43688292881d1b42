import { types } from 'pg';

const TEXT_ARRAY = 1009;
const parseQuoted = types.getTypeParser(TEXT_ARRAY as never, 'text') as (text: string) => (string | null)[];

/** The items of an array as PostgreSQL writes it ("Array Input and Output Syntax"), as texts; null is SQL's. */
export function arrayTexts(text: string): (string | null)[] {
  if (text === '{}') return [];
  // Most have nothing in them that is quoted.
  if (text.includes('"')) return parseQuoted(text);
  const items: (string | null)[] = text.slice(1, -1).split(',');
  for (let at = items.indexOf('NULL'); at >= 0; at = items.indexOf('NULL', at + 1)) items[at] = null;
  return items;
}

const ZERO = 48;
const NINE = 57;
const MINUS = 45;
const COMMA = 44;
const OPENING = 123;
const CLOSING = 125;
/** So many digits always fit into a double. */
const SAFE_DIGITS = 15;

/** The numbers of an array of arrays of numbers, as PostgreSQL writes it, from the first to the last. */
export class ArrayNumbers {
  private at = 0;

  constructor(private readonly text: string) {}

  /** The next one: short whole ones as a number, any other as its text; null is SQL's. */
  next(): number | string | null {
    const { text } = this;
    let code = text.charCodeAt(this.at);
    while (code === OPENING || code === CLOSING || code === COMMA) code = text.charCodeAt(++this.at);
    const start = this.at;
    const isNegative = code === MINUS;
    if (isNegative) code = text.charCodeAt(++this.at);
    const first = this.at;
    let number = 0;
    for (; code >= ZERO && code <= NINE; code = text.charCodeAt(++this.at)) number = number * 10 + code - ZERO;
    const isWhole = (code === COMMA || code === CLOSING) && this.at > first;
    if (isWhole && this.at - first <= SAFE_DIGITS) return isNegative ? -number : number;
    while (code !== COMMA && code !== CLOSING) {
      if (Number.isNaN(code)) throw new RangeError(`there is no further number in ${text.length} characters`);
      code = text.charCodeAt(++this.at);
    }
    const other = text.slice(start, this.at);
    return other === 'NULL' ? null : other;
  }
}
