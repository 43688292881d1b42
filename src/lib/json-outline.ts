import { ByteSpans } from './byte-spans';

/** What one look at the bytes of a JSON text shows before anything is made of it. Of bytes that are no JSON it means nothing. */
export interface JsonOutline {
  /** Whether a number in it may be one that a float would change. */
  readonly mayLose: boolean;
  /** The arrays that lie in no other array, in their order. */
  readonly lists: readonly JsonList[];
}

/** An array: the names that lead to it, and where its elements lie. */
export interface JsonList {
  readonly path: readonly string[];
  readonly elements: ByteSpans;
  /** Where it lies with its brackets: from `start` until before `end`, which is more than there are bytes when it is not closed. */
  readonly start: number;
  readonly end: number;
}

const [QUOTE, BACKSLASH, COMMA, COLON, MINUS, PLUS, POINT] = [0x22, 0x5c, 0x2c, 0x3a, 0x2d, 0x2b, 0x2e];
const [OPEN_LIST, CLOSE_LIST, OPEN_OBJECT, CLOSE_OBJECT, SPACE] = [0x5b, 0x5d, 0x7b, 0x7d, 0x20];
const [ZERO, NINE, CAPITAL_E, SMALL_E] = [0x30, 0x39, 0x45, 0x65];

/** The shortest run of digits and points that a double may not hold, and the shortest exponent. */
const LONG_RUN = 16;
const LONG_EXPONENT = 3;

/** Looks through a JSON text in UTF-8, once. */
export function outlineOf(bytes: Uint8Array): JsonOutline {
  const look = new Look(bytes);
  while (look.at < bytes.length) look.step();
  return look;
}

class Look implements JsonOutline {
  readonly lists: JsonList[] = [];
  mayLose = false;
  at = 0;
  /** The names of the objects that are open, the last the innermost's. */
  readonly #path: string[] = [];
  #name = '';

  constructor(private readonly bytes: Uint8Array) {}

  /** Goes over the next token outside of all arrays, or over an array. */
  step(): void {
    const byte = this.bytes[this.at]!;
    if (byte === QUOTE) this.#text();
    else if (byte === OPEN_OBJECT) {
      this.#path.push(this.#name);
      this.at += 1;
    } else if (byte === CLOSE_OBJECT) {
      this.#path.pop();
      this.at += 1;
    } else if (byte === OPEN_LIST) this.#list();
    else if (isDigit(byte)) this.#number();
    else this.at += 1;
  }

  /** A text: of an object's member when a colon follows. */
  #text(): void {
    const start = this.at;
    this.#skipText();
    let after = this.at;
    while (this.bytes[after]! <= SPACE) after += 1;
    if (this.bytes[after] === COLON) this.#name = nameAt(this.bytes, start, this.at);
  }

  #list(): void {
    const elements = new ByteSpans();
    const start = this.at;
    // The outermost object has no name.
    const path = [...this.#path, this.#name].slice(1);
    const { bytes } = this;
    this.at += 1;
    while (this.at < bytes.length) {
      const byte = bytes[this.at]!;
      if (byte <= SPACE || byte === COMMA) this.at += 1;
      else if (byte === CLOSE_LIST) break;
      else {
        const start = this.at;
        this.#value();
        elements.add(start, this.at);
      }
    }
    this.at += 1;
    this.lists.push({ path, elements, start, end: this.at });
  }

  /** Goes over an element of an array, whatever it is. */
  #value(): void {
    const { bytes } = this;
    for (let depth = 0; this.at < bytes.length; ) {
      const byte = bytes[this.at]!;
      if (byte === QUOTE) this.#skipText();
      else if (isDigit(byte)) this.#number();
      else if (depth === 0 && (byte === COMMA || byte === CLOSE_LIST || byte <= SPACE)) return;
      else {
        if (byte === OPEN_OBJECT || byte === OPEN_LIST) depth += 1;
        else if (byte === CLOSE_OBJECT || byte === CLOSE_LIST) depth -= 1;
        this.at += 1;
        if (depth === 0 && (byte === CLOSE_OBJECT || byte === CLOSE_LIST)) return;
      }
    }
  }

  #skipText(): void {
    const { bytes } = this;
    const { length } = bytes;
    let at = this.at + 1;
    for (let byte = bytes[at]; byte !== QUOTE && at < length; byte = bytes[++at]) if (byte === BACKSLASH) at += 1;
    this.at = at + 1;
  }

  #number(): void {
    const { bytes } = this;
    let at = this.at;
    for (let byte = bytes[at]!; isDigit(byte) || byte === POINT; byte = bytes[++at]!);
    if (at - this.at >= LONG_RUN) this.mayLose = true;
    if (bytes[at] === SMALL_E || bytes[at] === CAPITAL_E) {
      at += 1;
      if (bytes[at] === PLUS || bytes[at] === MINUS) at += 1;
      const start = at;
      while (isDigit(bytes[at]!)) at += 1;
      if (at - start >= LONG_EXPONENT) this.mayLose = true;
    }
    this.at = at;
  }
}

function isDigit(byte: number): boolean {
  return byte >= ZERO && byte <= NINE;
}

/** The name that a text in quotes is; what is none names nothing that anyone would look for. */
function nameAt(bytes: Uint8Array, start: number, end: number): string {
  try {
    return JSON.parse(Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start).toString()) as string;
  } catch {
    return '';
  }
}
