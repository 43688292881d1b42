import { SaxesParser } from 'saxes';

/** What a reader is told of an XML document; names come without their namespace prefix, attributes as written. */
export interface XmlHandlers {
  open(name: string, attributes: Readonly<Record<string, string>>): void;
  close?(name: string): void;
  /** Text between two tags; may come in parts. */
  text?(text: string): void;
}

/**
 * Tells the handlers what an XML document holds, and yields after each chunk the number of its characters, so that the reader can hand on what it has.
 * `place` begins the Error that is thrown when the document is not well-formed or its bytes are not of the encoding it is marked with.
 */
export async function* readXml(place: string, chunks: AsyncIterable<Buffer>, handlers: XmlHandlers): AsyncGenerator<number> {
  const parser = new SaxesParser();
  parser.on('opentag', ({ name, attributes }) => handlers.open(localName(name), attributes));
  parser.on('closetag', ({ name }) => handlers.close?.(localName(name)));
  if (handlers.text) {
    parser.on('text', (text) => handlers.text?.(text));
    parser.on('cdata', (text) => handlers.text?.(text));
  }
  parser.on('error', (error) => {
    throw new SyntaxError(`${place} is not well-formed XML: ${error.message}`);
  });
  let decoder: TextDecoder | undefined;
  for await (const chunk of chunks) {
    decoder ??= decoderOf(chunk);
    const text = decoded(place, () => decoder?.decode(chunk, { stream: true }));
    parser.write(text);
    yield text.length;
  }
  parser.write(decoded(place, () => decoder?.decode())).close();
  yield 0;
}

/** Reads a whole document at once. */
export async function readAllXml(place: string, chunks: AsyncIterable<Buffer>, handlers: XmlHandlers): Promise<void> {
  for await (const _ of readXml(place, chunks, handlers));
}

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}

/** Parts are in UTF-8, or in UTF-16 with a byte order mark. */
function decoderOf(head: Buffer): TextDecoder {
  const mark = head.subarray(0, 2).toString('hex');
  return new TextDecoder(mark === 'fffe' ? 'utf-16le' : mark === 'feff' ? 'utf-16be' : 'utf-8', { fatal: true });
}

function decoded(place: string, decode: () => string | undefined): string {
  try {
    return decode() ?? '';
  } catch (error) {
    throw new SyntaxError(`${place} holds bytes that are no text of its encoding`, { cause: error });
  }
}
