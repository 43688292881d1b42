import { createReadStream, type ReadStream } from 'node:fs';

const LF = 0x0a;
const CR = 0x0d;

/** Whether the lines of a text can be told apart by their bytes: a line feed is one byte and no part of another character. */
export function hasByteLines(encoding: string | null): boolean {
  return encoding !== null && !/^(utf-16|utf16|ucs-?2|iso-2022)/i.test(encoding);
}

/**
 * The bytes of a file's lines, taken in order and counted as `textLines` counts them. Holds no more than one chunk and what is asked for.
 * Close it when done.
 */
export class LineBytes {
  private readonly stream: ReadStream;
  private readonly chunks: AsyncIterator<Buffer>;
  private rest: Buffer = Buffer.alloc(0);
  private line = 1;
  private ending: number | undefined;
  /** How many bytes have been passed. */
  bytes = 0;

  constructor(path: string) {
    this.stream = createReadStream(path);
    this.chunks = this.stream[Symbol.asyncIterator]();
  }

  /** The bytes from where it stands up to the beginning of a line; up to the end of the file when there is no such line. */
  async upTo(line: number): Promise<Buffer> {
    const parts: Buffer[] = [];
    for await (const part of this.partsUpTo(line)) parts.push(part);
    return Buffer.concat(parts);
  }

  /** Passes over the bytes before a line. */
  async skipTo(line: number): Promise<void> {
    for await (const _ of this.partsUpTo(line));
  }

  close(): void {
    this.stream.destroy();
  }

  private async *partsUpTo(line: number): AsyncGenerator<Buffer> {
    while (this.line < line) {
      if (this.rest.length === 0 && !(await this.fill())) return;
      const length = this.lengthUpTo(line);
      this.bytes += length;
      yield this.rest.subarray(0, length);
      this.rest = this.rest.subarray(length);
    }
  }

  private async fill(): Promise<boolean> {
    const { value, done } = await this.chunks.next();
    if (done) return false;
    this.rest = value;
    this.ending ??= value.includes(CR) && !value.includes(LF) ? CR : LF;
    return true;
  }

  private lengthUpTo(line: number): number {
    let length = 0;
    while (this.line < line) {
      const end = this.rest.indexOf(this.ending ?? LF, length);
      if (end < 0) return this.rest.length;
      length = end + 1;
      this.line += 1;
    }
    return length;
  }
}
