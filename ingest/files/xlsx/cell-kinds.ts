import { kindOfBuiltIn, kindOfCode, type NumberKind } from './number-format';
import { readAllXml } from './read-xml';

/** Reads the styles of a workbook: the kind of number that each of its cell formats shows, by the index that cells name; `place` begins the errors. */
export async function cellKinds(place: string, chunks: AsyncIterable<Buffer>): Promise<NumberKind[]> {
  const codes = new Map<number, NumberKind>();
  const formats: number[] = [];
  // Only these two lists count: conditional and named styles hold elements of the same names.
  let list = '';
  await readAllXml(place, chunks, {
    open: (name, attributes) => {
      if (name === 'numFmts' || name === 'cellXfs') list = name;
      else if (list === 'numFmts' && name === 'numFmt') codes.set(Number(attributes.numFmtId), kindOfCode(attributes.formatCode ?? ''));
      else if (list === 'cellXfs' && name === 'xf') formats.push(Number(attributes.numFmtId ?? 0));
    },
    close: (name) => {
      if (name === list) list = '';
    },
  });
  return formats.map((id) => codes.get(id) ?? kindOfBuiltIn(id));
}
