import { Fatal } from '../errors';

/** One line as it came, without its line feed. */
export interface ByteLine {
  /** Counts from 1, empty lines too. */
  readonly number: number;
  readonly bytes: Buffer;
}

/** A message longer than this is none that anyone meant to send. */
const LONGEST = 64 * 1024 * 1024;
const LF = 0x0a;

/**
 * The lines of bytes that come in chunks: all that a chunk completes at once, empty ones left out. Holds one chunk and one line. Throws Fatal at a
 * line of more than `longest` bytes.
 */
export async function* byteLines(chunks: AsyncIterable<Buffer>, longest = LONGEST): AsyncGenerator<ByteLine[]> {
  let number = 0;
  let open: Buffer[] = [];
  let length = 0;
  const closed = (): ByteLine => {
    const bytes = open.length === 1 ? open[0]! : Buffer.concat(open);
    open = [];
    length = 0;
    number += 1;
    return { number, bytes };
  };
  for await (const chunk of chunks) {
    const lines: ByteLine[] = [];
    for (let from = 0; from < chunk.length; ) {
      const end = chunk.indexOf(LF, from);
      const part = chunk.subarray(from, end < 0 ? chunk.length : end);
      open.push(part);
      length += part.length;
      if (length > longest) throw new Fatal(`line ${number + 1}: is longer than ${longest} bytes`);
      if (end >= 0) lines.push(closed());
      from = end < 0 ? chunk.length : end + 1;
    }
    const filled = lines.filter(isFilled);
    if (filled.length > 0) yield filled;
  }
  if (length > 0) yield [closed()].filter(isFilled);
}

function isFilled({ bytes }: ByteLine): boolean {
  return bytes.some((byte) => byte !== 0x20 && byte !== 0x0d && byte !== 0x09);
}
