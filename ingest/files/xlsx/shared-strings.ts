import { readAllXml } from './read-xml';
import { StringItem } from './string-item';

/** Reads the strings that a workbook's cells share, in the order of their numbers; `place` begins the errors. */
export async function sharedStrings(place: string, chunks: AsyncIterable<Buffer>): Promise<string[]> {
  const strings: string[] = [];
  const item = new StringItem();
  await readAllXml(place, chunks, {
    open: (name) => item.open(name),
    text: (text) => item.add(text),
    close: (name) => {
      item.close(name);
      if (name === 'si') strings.push(item.take());
    },
  });
  return strings;
}
