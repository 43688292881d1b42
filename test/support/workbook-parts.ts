const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006/relationships';

/** The parts of a workbook of one sheet `Data`, whose rows are given as XML; `more` replaces parts or adds to them. */
export function workbookParts(rows: string, more: Readonly<Record<string, string>> = {}): Record<string, string> {
  return {
    '_rels/.rels': relationships({ rId1: ['officeDocument', 'xl/workbook.xml'] }),
    'xl/workbook.xml': book('<sheet name="Data" sheetId="1" r:id="rId1"/>'),
    'xl/_rels/workbook.xml.rels': relationships({
      rId1: ['worksheet', 'worksheets/sheet1.xml'],
      rId2: ['sharedStrings', 'sharedStrings.xml'],
      rId3: ['styles', 'styles.xml'],
    }),
    'xl/worksheets/sheet1.xml': `<worksheet xmlns="${MAIN}"><sheetData>${rows}</sheetData></worksheet>`,
    'xl/sharedStrings.xml': `<sst xmlns="${MAIN}"><si><t>day</t></si><si><t>name</t></si></sst>`,
    // Format 1 is a day by a built-in number, 2 a moment and 3 a length of time by codes of their own.
    'xl/styles.xml':
      `<styleSheet xmlns="${MAIN}"><numFmts><numFmt numFmtId="164" formatCode="yyyy/m/d\\ h:mm"/><numFmt numFmtId="165" formatCode="[h]:mm:ss"/></numFmts>` +
      '<cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="165"/></cellXfs>' +
      '<dxfs><dxf><numFmt numFmtId="164" formatCode="0.00"/></dxf></dxfs></styleSheet>',
    ...more,
  };
}

/** A workbook's main part with the elements of its sheets, and with attributes of its properties. */
export function book(sheets: string, properties = ''): string {
  return `<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><workbookPr ${properties}/><sheets>${sheets}</sheets></workbook>`;
}

/** A part of relationships: by id, the type's last word and the target. */
export function relationships(links: Readonly<Record<string, readonly [type: string, target: string]>>): string {
  const elements = Object.entries(links).map(
    ([id, [type, target]]) => `<Relationship Id="${id}" Type="${OFFICE}/${type}" Target="${target}"/>`,
  );
  return `<Relationships xmlns="${PACKAGE}">${elements.join('')}</Relationships>`;
}
