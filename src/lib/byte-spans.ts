/** Where pieces lie in bytes, one after the other and none within another. */
export class ByteSpans {
  readonly #starts: number[] = [];
  readonly #ends: number[] = [];

  get length(): number {
    return this.#starts.length;
  }

  /** Adds a piece behind those before it: from `start`, until before `end`. */
  add(start: number, end: number): void {
    this.#starts.push(start);
    this.#ends.push(end);
  }

  /** A piece of the bytes, by its place among them; undefined where there is none. */
  of(bytes: Buffer, place: number): Buffer | undefined {
    const start = this.#starts[place];
    return start === undefined ? undefined : bytes.subarray(start, this.#ends[place]);
  }

  /** Where a piece begins; undefined where there is none. */
  startOf(place: number): number | undefined {
    return this.#starts[place];
  }

  /** Where it ends; undefined where there is none. */
  endOf(place: number): number | undefined {
    return this.#ends[place];
  }

  /** As bytes: of each piece how many bytes lie between the one before and it, and how many it has, as numbers in base 128 with the lowest digits first (LEB128). */
  bytes(): Buffer {
    const written = Buffer.allocUnsafe(this.length * 2 * LONGEST);
    let at = 0;
    let last = 0;
    for (let place = 0; place < this.length; place++) {
      const start = this.#starts[place]!;
      const end = this.#ends[place]!;
      at = writeNumber(written, at, start - last);
      at = writeNumber(written, at, end - start);
      last = end;
    }
    return written.subarray(0, at);
  }

  /** The spans that {@link ByteSpans.bytes} wrote. Throws RangeError when they were cut off. */
  static from(bytes: Buffer): ByteSpans {
    const spans = new ByteSpans();
    let at = 0;
    let last = 0;
    const next = () => {
      let value = 0;
      for (let weight = 1; ; weight *= 128) {
        const byte = bytes[at++];
        if (byte === undefined) throw new RangeError(`spans: cut off after ${bytes.length} bytes, within number ${spans.length}`);
        value += (byte & 127) * weight;
        if (byte < 128) return value;
      }
    };
    while (at < bytes.length) {
      const start = last + next();
      last = start + next();
      spans.add(start, last);
    }
    return spans;
  }
}

/** A place in a Buffer has at most so many digits in base 128. */
const LONGEST = 8;

function writeNumber(bytes: Buffer, start: number, value: number): number {
  let at = start;
  let left = value;
  for (; left >= 128; left = Math.floor(left / 128)) bytes[at++] = (left % 128) | 128;
  bytes[at++] = left;
  return at;
}
