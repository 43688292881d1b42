import { createReadStream } from 'node:fs';

/** One physical line: its number in the file from 1, its text, and the line break that ended it ('' at the end of the file). */
export interface TextLine {
  readonly number: number;
  readonly text: string;
  readonly ending: string;
}

/** The decoded text of a file in chunks, without its byte order mark. */
export async function* decodeFile(path: string, encoding: string): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding);
  for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) yield decoder.decode(chunk, { stream: true });
  yield decoder.decode();
}

/**
 * The lines of a text that comes in chunks, ended by LF or CRLF; by CR alone in a file whose first chunk has no LF.
 * Holds no more than one chunk and one line.
 */
export async function* textLines(chunks: AsyncIterable<string> | Iterable<string>): AsyncGenerator<TextLine> {
  let rest = '';
  let number = 0;
  let end: string | undefined;
  for await (const chunk of chunks) {
    end ??= chunk === '' ? undefined : endingOf(chunk);
    const parts = (rest + chunk).split(end ?? '\n');
    rest = parts.pop() ?? '';
    for (const part of parts) yield lineOf(++number, part, end ?? '\n');
  }
  if (rest !== '') yield { number: ++number, text: rest, ending: '' };
}

function endingOf(chunk: string): string {
  return chunk.includes('\r') && !chunk.includes('\n') ? '\r' : '\n';
}

function lineOf(number: number, part: string, end: string): TextLine {
  const isCrlf = end === '\n' && part.endsWith('\r');
  return isCrlf ? { number, text: part.slice(0, -1), ending: '\r\n' } : { number, text: part, ending: end };
}
