import { strToU8, Zip, ZipDeflate } from 'fflate';
import type { CsvCell } from '../server/csv';
import type { Bytes, Table } from './formats';

const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';
const TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml';
const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
/** As many as a sheet holds, with its header. */
const MOST_ROWS = 1_048_576;
/** As much as a cell holds. */
const LONGEST_TEXT = 32_767;

const PARTS: Readonly<Record<string, string>> = {
  '[Content_Types].xml': `<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${TYPE}.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="${TYPE}.worksheet+xml"/><Override PartName="/xl/styles.xml" ContentType="${TYPE}.styles+xml"/></Types>`,
  '_rels/.rels': `<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
  'xl/workbook.xml': `<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets><sheet name="metrics" sheetId="1" r:id="rId1"/></sheets></workbook>`,
  'xl/_rels/workbook.xml.rels': `<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${OFFICE}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="${OFFICE}/styles" Target="styles.xml"/></Relationships>`,
  // The second style is that of the header.
  'xl/styles.xml': `<styleSheet xmlns="${MAIN}"><fonts count="2"><font/><font><b/></font></fonts><fills count="1"><fill/></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="2"><xf/><xf fontId="1" applyFont="1"/></cellXfs></styleSheet>`,
};

/** A workbook of one sheet, as it is compressed. Texts are texts, whatever they begin with; numbers keep their digits, of which a spreadsheet shows fifteen. */
export async function* workbookFile({ header, rows }: Table): Bytes {
  const done: Uint8Array[] = [];
  let failure: Error | null = null;
  const zip = new Zip((error, bytes) => {
    if (error) failure = error;
    else done.push(bytes);
  });
  for (const [name, text] of Object.entries(PARTS)) part(zip, name).push(strToU8(XML + text), true);
  const sheet = part(zip, 'xl/worksheets/sheet1.xml');
  sheet.push(strToU8(`${XML}<worksheet xmlns="${MAIN}"><sheetData>${rowXml(header, 1, ' s="1"')}`));
  let written = 1;
  for await (const some of rows) {
    const before = written;
    written += some.length;
    if (written > MOST_ROWS)
      throw new RangeError(`xlsx: more than ${MOST_ROWS - 1} rows do not fit into a sheet; expected csv, jsonl or parquet`);
    sheet.push(strToU8(some.map((row, index) => rowXml(row, before + index + 1)).join('')));
    yield* done.splice(0);
  }
  sheet.push(strToU8('</sheetData></worksheet>'), true);
  zip.end();
  if (failure) throw failure;
  yield* done.splice(0);
}

function part(zip: Zip, name: string): ZipDeflate {
  const made = new ZipDeflate(name, { level: 6 });
  // The same rows make the same bytes.
  made.mtime = '1980-01-01T12:00:00';
  zip.add(made);
  return made;
}

/** The `number`-th row of the sheet, counted from 1. */
function rowXml(cells: readonly CsvCell[], number: number, style = ''): string {
  const inside = cells.map((cell, index) => cellXml(cell, `${lettersOf(index)}${number}`, style));
  return `<row r="${number}">${inside.join('')}</row>`;
}

/** What a sheet calls a column: A to Z, AA to ZZ, AAA and on. */
function lettersOf(index: number): string {
  const last = String.fromCharCode(65 + (index % 26));
  return index < 26 ? last : lettersOf(Math.floor(index / 26) - 1) + last;
}

function cellXml(cell: CsvCell, place: string, style: string): string {
  if (cell === null) return '';
  if (typeof cell === 'number') return `<c r="${place}"><v>${cell}</v></c>`;
  if (typeof cell === 'object') return `<c r="${place}"><v>${cell.decimal}</v></c>`;
  return `<c r="${place}" t="inlineStr"${style}><is><t xml:space="preserve">${xmlText(cell.slice(0, LONGEST_TEXT))}</t></is></c>`;
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

/** XML cannot hold control characters, nor halves of a surrogate pair. */
function xmlText(text: string): string {
  return (
    text
      .toWellFormed()
      // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is taken out
      .replace(/[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/g, '')
      .replace(/[&<>]/g, (sign) => ENTITIES[sign] as string)
  );
}
