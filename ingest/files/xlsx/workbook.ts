import { cellKinds } from './cell-kinds';
import type { NumberKind } from './number-format';
import { readAllXml } from './read-xml';
import { type Relationship, relationshipsOf } from './relationships';
import { sharedStrings } from './shared-strings';
import type { ZipParts } from './zip-parts';

/** A sheet of cells: its name, whether a person sees it, and its part. */
export interface Sheet {
  readonly name: string;
  readonly isVisible: boolean;
  readonly part: string;
}

/** What the cells of all sheets need to be understood. */
export interface CellContext {
  readonly strings: readonly string[];
  /** The kind of number by the index of the cell's format. */
  readonly kinds: readonly NumberKind[];
  /** Whether days count from 1904, as in old Macintosh workbooks. */
  readonly from1904: boolean;
}

/** What a workbook says of itself; the parts named are read when asked for. */
export interface Workbook {
  /** Its sheets of cells from left to right; sheets that hold only a chart are left out. */
  readonly sheets: readonly Sheet[];
  readonly context: () => Promise<CellContext>;
}

/** How many bytes of a part that is kept in memory are read. */
const KEPT = 2 ** 28;

/** Reads what a workbook says of its sheets. Throws an Error that names file and part when one of its parts is missing or broken. */
export async function readWorkbook(path: string, parts: ZipParts): Promise<Workbook> {
  const document = await relationshipsOf(path, parts, '', KEPT);
  const book = document.find((each) => each.type === 'officeDocument')?.part;
  if (book === undefined || !/\.xml$/i.test(book)) throw new Error(`${path}: is no .xlsx workbook (its main part is ${book ?? 'missing'})`);
  const links = await relationshipsOf(path, parts, book, KEPT);
  const { sheets, from1904 } = await readBook(`${path}: ${book}`, parts.read(book, KEPT), links);
  const partOf = (type: string) => links.find((link) => link.type === type)?.part;
  const [strings, styles] = [partOf('sharedStrings'), partOf('styles')];
  const context = async () => ({
    strings: strings === undefined ? [] : await sharedStrings(`${path}: ${strings}`, parts.read(strings, KEPT)),
    kinds: styles === undefined ? [] : await cellKinds(`${path}: ${styles}`, parts.read(styles, KEPT)),
    from1904,
  });
  return { sheets, context };
}

async function readBook(
  place: string,
  chunks: AsyncIterable<Buffer>,
  links: readonly Relationship[],
): Promise<{ sheets: Sheet[]; from1904: boolean }> {
  const sheets: Sheet[] = [];
  let from1904 = false;
  await readAllXml(place, chunks, {
    open: (name, attributes) => {
      if (name === 'workbookPr') from1904 = /^(1|true|on)$/.test(attributes.date1904 ?? '');
      if (name !== 'sheet') return;
      // The attribute's prefix is the writer's choice.
      const id = Object.entries(attributes).find(([key]) => key.endsWith(':id'))?.[1];
      const link = links.find((each) => each.id === id);
      const isVisible = attributes.state !== 'hidden' && attributes.state !== 'veryHidden';
      if (link?.type === 'worksheet') sheets.push({ name: attributes.name ?? '', isVisible, part: link.part });
    },
  });
  return { sheets, from1904 };
}
