import { join } from 'node:path';
import fc from 'fast-check';
import type { TableRow } from '../../../ingest/files/table-row';
import { dateText, durationText } from '../../../ingest/files/xlsx/days-text';
import { kindOfBuiltIn, kindOfCode } from '../../../ingest/files/xlsx/number-format';
import { xlsxRows } from '../../../ingest/files/xlsx-rows';
import { book, relationships, workbookParts } from '../../support/workbook-parts';
import { type Lies, zipOf } from '../../support/zip-of';
import { all, fileOf } from './read-all';

const fixture = (name: string) => join(__dirname, '../../fixtures/files/workbooks', name);

/** The rows of a workbook made of parts. */
function rowsOf(parts: Record<string, string>, sheet?: string, lies?: Record<string, Lies>): Promise<TableRow[]> {
  return all(xlsxRows(fileOf('a.xlsx', zipOf(parts, lies)), sheet));
}

/** The cells of a workbook's only sheet, whose rows are given as XML. */
async function cellsOf(rows: string, more?: Record<string, string>): Promise<(readonly string[])[]> {
  return (await rowsOf(workbookParts(rows, more))).map((row) => ('cells' in row ? row.cells : [row.reason]));
}

describe('a workbook that LibreOffice wrote', () => {
  it('gives the rows of its first visible sheet: days, moments, lengths of time, exact decimals, results of formulas, flags, rich text', async () => {
    expect(await all(xlsxRows(fixture('libreoffice.xlsx')))).toEqual([
      { line: 1, cells: ['Spend report'] },
      { line: 3, cells: ['day', 'seen at', 'watched', 'spend', 'twice', 'share', 'own', 'note'] },
      {
        line: 4,
        cells: ['2026-03-01', '2026-03-01T06:30:15', '27:05:09', '22358.3466666667', '44716.6933333334', '0.125', '1', 'a bold word'],
      },
      { line: 5, cells: ['2026-03-02', '', '', '0.3', '0.6', '#DIV/0!', '0', 'two\nlines & "quotes"'] },
      { line: 6, cells: ['2026-03-03', '', '', '0.0000001', '', '', '', 'n 0.0000001'] },
      { line: 7, text: '7.30123456789012E+018', reason: expect.stringContaining('cell D7 holds 7.30123456789012E+018, more digits') },
    ]);
    expect(await all(xlsxRows(fixture('libreoffice.xlsx'), 'Lookup'))).toEqual([{ line: 1, cells: ['hidden'] }]);
  });

  it('counts days from 1904 when it says so', async () => {
    const [, row] = await all(xlsxRows(fixture('libreoffice-1904.xlsx')));
    expect(row).toEqual({ line: 2, cells: ['2026-03-01', '2026-03-01T06:30:15', 'true'] });
  });
});

describe('the parts of a workbook', () => {
  const rows = '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c></row><row r="2"><c r="A2" s="1"><v>46082</v></c></row>';
  const expected = [
    { line: 1, cells: ['day', 'name'] },
    { line: 2, cells: ['2026-03-01'] },
  ];

  it('may stand in the archive in any order, and be read by many at once, however slowly', async () => {
    const parts = Object.entries(workbookParts(rows));
    const orders = fc.sample(fc.shuffledSubarray(parts, { minLength: parts.length }), { seed: 1, numRuns: 50 });
    const slowly = async (path: string) => {
      const read: TableRow[] = [];
      for await (const row of xlsxRows(path)) {
        await new Promise(setImmediate);
        read.push(row);
      }
      return read;
    };
    const read = await Promise.all(orders.map((order) => slowly(fileOf('a.xlsx', zipOf(Object.fromEntries(order))))));
    for (const each of read) expect(each).toEqual(expected);
  });

  it('are found by their relationships, absolute or relative, whatever prefixes the XML has and whatever the parts are called', async () => {
    const prefixed = (xml: string) => xml.replace(/<(\/?)(?=[a-zA-Z])/g, '<$1x:').replace('xmlns=', 'xmlns:x=');
    const plain = workbookParts(rows);
    const read = await rowsOf({
      '_rels/.rels': relationships({ R1: ['extended-properties', 'docProps/app.xml'], R2: ['officeDocument', '/xl/book.xml'] }),
      'xl/_rels/book.xml.rels': relationships({
        R4: ['worksheet', '/xl/worksheets/Sheet7.xml'],
        R5: ['sharedStrings', '/xl/strings.xml'],
        R6: ['styles', 'formats/../styles.xml'],
      }),
      'xl/book.xml': prefixed(plain['xl/workbook.xml'] ?? '').replaceAll('r:id="rId1"', 'd3p1:id="R4"'),
      'xl/worksheets/sheet7.xml': prefixed(plain['xl/worksheets/sheet1.xml'] ?? ''),
      'xl/strings.xml': prefixed(plain['xl/sharedStrings.xml'] ?? ''),
      'xl/styles.xml': prefixed(plain['xl/styles.xml'] ?? ''),
    });
    expect(read).toEqual(expected);
  });

  it('may be without shared strings and styles, in UTF-16, and with sheets that hold a chart only', async () => {
    const { 'xl/sharedStrings.xml': _, 'xl/styles.xml': __, ...parts } = workbookParts('');
    const sheet =
      '<?xml version="1.0" encoding="UTF-16"?><worksheet><sheetData><row><c t="inlineStr"><is><t>花费</t></is></c></row></sheetData></worksheet>';
    const file = zipOf({
      ...parts,
      'xl/workbook.xml': book('<sheet name="Chart" sheetId="1" r:id="rId1"/><sheet name="Data" sheetId="2" r:id="rId2"/>'),
      'xl/_rels/workbook.xml.rels': relationships({
        rId1: ['chartsheet', 'charts/sheet1.xml'],
        rId2: ['worksheet', 'worksheets/sheet1.xml'],
      }),
      'xl/worksheets/sheet1.xml': Buffer.from(`\uFEFF${sheet}`, 'utf16le'),
    });
    expect(await all(xlsxRows(fileOf('a.xlsx', file)))).toEqual([{ line: 1, cells: ['花费'] }]);
  });

  it('give every row of a long sheet', async () => {
    const long = Array.from(
      { length: 20_000 },
      (_, at) => `<row r="${at + 1}"><c r="A${at + 1}"><v>${at}</v></c><c r="C${at + 1}" t="str"><v>花费 ${at}</v></c></row>`,
    );
    const read = await rowsOf(workbookParts(long.join('')));
    expect(read).toEqual(long.map((_, at) => ({ line: at + 1, cells: [String(at), '', `花费 ${at}`] })));
  });
});

describe('a cell', () => {
  it('gives its text as Excel writes it: shared, formula and inline, with runs, phonetic guides, spaces and escaped characters', async () => {
    const strings =
      '<sst><si><r><rPr><b/></rPr><t>東京</t></r><r><t xml:space="preserve"> city</t></r><rPh sb="0" eb="2"><t>トウキョウ</t></rPh><phoneticPr fontId="1"/></si>' +
      '<si><t xml:space="preserve"> a_x000D_\nb_x005F_x000D_ &lt;&#20013;&gt; </t></si><si><t/></si><si><t><![CDATA[<c>]]></t></si></sst>';
    const rows =
      '<row r="1" spans="1:7"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c><c r="C1" t="s"><v>2</v></c><c r="D1" t="s"><v>3</v></c>' +
      '<c r="E1" t="str"><f t="shared" ref="E1:E9" si="0">"t"&amp;1</f><v>t_x000A_1</v></c><c r="F1" t="str"><f t="shared" si="0"/><v/></c>' +
      '<c r="G1" t="inlineStr"><is><r><t>in</t></r><r><t>line</t></r><rPh sb="0" eb="1"><t>x</t></rPh></is></c></row>';
    const cells = ['東京 city', ' a\r\nb_x000D_ <中> ', '', '<c>', 't\n1', '', 'inline'];
    expect(await cellsOf(rows, { 'xl/sharedStrings.xml': strings })).toEqual([cells]);
  });

  it('gives numbers as their shortest exact decimal text, flags, errors and ISO days', async () => {
    const values = ['0.1', '22358.346666666701', '1E-7', '-1.5e+3', '9007199254740991', '-0', '1.0'];
    const numbers = values.map((value) => `<c><v>${value}</v></c>`).join('');
    const others =
      '<c t="b"><v>1</v></c><c t="b"><v>0</v></c><c t="e"><v>#N/A</v></c><c t="d"><v>2026-03-01T00:00:00Z</v></c><c t="d"><v>2026-03-01T06:30:00</v></c>';
    expect(await cellsOf(`<row>${numbers}${others}</row>`)).toEqual([
      [
        '0.1',
        '22358.3466666667',
        '0.0000001',
        '-1500',
        '9007199254740991',
        '0',
        '1',
        'true',
        'false',
        '#N/A',
        '2026-03-01',
        '2026-03-01T06:30:00',
      ],
    ]);
  });

  it('is a day, moment or length of time by its format, also when a formula gives it', async () => {
    const cells =
      '<c s="1"><v>46082</v></c><c s="2"><f>A1+0.25</f><v>46082.25</v></c><c s="3"><v>1.5</v></c><c s="1"><v>0.75</v></c><c s="1"><v>0</v></c><c><v>46082</v></c>';
    expect(await cellsOf(`<row>${cells}</row>`)).toEqual([['2026-03-01', '2026-03-01T06:00:00', '36:00:00', '18:00:00', '0', '46082']]);
  });

  it('is placed by its address, or after the one before it; rows without any value are passed over', async () => {
    const rows =
      '<row r="2"><c r="B2" s="1"/></row><row r="4"><c r="B4"><v>1</v></c><c><v>2</v></c><c r="AB4"><v>3</v></c></row><row><c s="3"/><c><v>4</v></c></row>';
    expect(await rowsOf(workbookParts(rows))).toEqual([
      { line: 4, cells: ['', '1', '2', ...Array(24).fill(''), '3'] },
      { line: 5, cells: ['', '4'] },
    ]);
  });

  it.each([
    ['<c><v>9007199254740993</v></c>', 'cell A1 holds 9007199254740993, more digits than a number cell keeps exactly; store it as text'],
    [
      '<c><v>1</v></c><c><f>A1*1E20</f><v>1E+20</v></c>',
      'cell B1 holds 1E+20, more digits than a number cell keeps exactly; store it as text',
    ],
    ['<c><f>A2*2</f></c>', 'cell A1 holds a formula without its result; save the workbook in a program that calculates it'],
    ['<c t="s"><v>7</v></c>', 'cell A1 names shared string 7; the workbook has 2'],
  ])('makes its row a bad one, which reading goes past: %s', async (cells, reason) => {
    const read = await rowsOf(workbookParts(`<row>${cells}</row><row><c><v>1</v></c></row>`));
    expect(read).toEqual([
      { line: 1, text: expect.any(String), reason },
      { line: 2, cells: ['1'] },
    ]);
  });
});

describe('a broken workbook', () => {
  const parts = workbookParts('<row><c><v>1</v></c></row>');

  it.each<[string, Record<string, string>, RegExp]>([
    ['without its sheet', { ...parts, 'xl/worksheets/sheet1.xml': '' }, /sheet1\.xml is not well-formed XML/],
    [
      'cut off within a row',
      { ...parts, 'xl/worksheets/sheet1.xml': '<worksheet><sheetData><row><c>' },
      /sheet1\.xml is not well-formed XML: .*unclosed/,
    ],
    ['with rows out of order', workbookParts('<row r="3"/><row r="2"/>'), /sheet1\.xml: row "2" follows row 3/],
    ['with a cell twice', workbookParts('<row><c r="B1"/><c r="B1"/></row>'), /cell B1 does not follow the one before it/],
    ['with no place for a cell', workbookParts('<row><c r="XFE1"/></row>'), /sheet1\.xml: "XFE1" is no address of a cell/],
    ['of another program', { 'content.xml': '<office/>', mimetype: 'x' }, /is no whole \.xlsx workbook: _rels\/\.rels is missing/],
    [
      'in binary form',
      { '_rels/.rels': relationships({ r: ['officeDocument', 'xl/workbook.bin'] }) },
      /its main part is xl\/workbook\.bin/,
    ],
    ['that names a part it has not', { ...parts, 'xl/workbook.xml': undefined as never }, /xl\/workbook\.xml/],
  ])('%s is refused with what is wrong', async (_, broken, message) => {
    const present = Object.fromEntries(Object.entries(broken).filter(([, content]) => content !== undefined));
    await expect(rowsOf(present)).rejects.toThrow(message);
  });

  it('is refused when the archive is cut off or a part is not what was written', async () => {
    const whole = zipOf(parts);
    await expect(all(xlsxRows(fileOf('a.xlsx', whole.subarray(0, -40))))).rejects.toThrow(/a\.xlsx: is no whole \.xlsx workbook: /);
    const wrong = { 'xl/worksheets/sheet1.xml': { checksum: 1 } };
    await expect(rowsOf(parts, undefined, wrong)).rejects.toThrow(/sheet1\.xml cannot be unpacked: its checksum is wrong/);
  });

  it('is refused before it is unpacked when it would be too large, and while it is when it says less than it holds', async () => {
    const strings = { 'xl/sharedStrings.xml': { size: 300 * 2 ** 20 } };
    await expect(rowsOf(parts, undefined, strings)).rejects.toThrow(/sharedStrings\.xml unpacks to 300 MiB; expected at most 256 MiB/);
    const sheet = { 'xl/worksheets/sheet1.xml': { size: 10 } };
    await expect(rowsOf(parts, undefined, sheet)).rejects.toThrow(/sheet1\.xml cannot be unpacked: too many bytes/);
  });

  it('is refused when one row takes more than any program writes', async () => {
    const rows = `<row><c t="inlineStr"><is><t>${'x'.repeat(2 ** 24)}</t></is></c></row>`;
    await expect(rowsOf(workbookParts(rows))).rejects.toThrow(/more than 16777216 characters without a row after row 1/);
  });
});

describe('the days of a workbook', () => {
  it('are those of the calendar from March 1900 to 9999, in either system', () => {
    const [first, last] = [Date.UTC(1900, 2, 1), Date.UTC(9999, 11, 31)];
    fc.assert(
      fc.property(fc.integer({ min: 0, max: (last - first) / 86_400_000 }), fc.integer({ min: 0, max: 86_399 }), (days, seconds) => {
        const serial = 61 + days + seconds / 86_400;
        const text = new Date(first + days * 86_400_000 + seconds * 1000).toISOString().slice(0, seconds === 0 ? 10 : 19);
        expect(dateText(serial, false)).toBe(text);
        if (serial >= 1463) expect(dateText(serial - 1462, true)).toBe(text);
      }),
    );
  });

  it('are no days where programs do not agree what they are', () => {
    expect([-1, 0, 1, 60, 60.5, 2_958_466].map((serial) => dateText(serial, false))).toEqual([null, null, null, null, null, null]);
    expect([61, 2_958_465].map((serial) => dateText(serial, false))).toEqual(['1900-03-01', '9999-12-31']);
    expect([-0.5, 0, 2.5, 45_000].map(durationText)).toEqual(['-12:00:00', '00:00:00', '60:00:00', '1080000:00:00']);
  });

  it.each([
    [
      'date',
      [
        'yyyy-mm-dd',
        'm/d/yy h:mm',
        'h:mm AM/PM',
        '[$-804]yyyy"年"m"月"d"日";@',
        '[$-F800]dddd\\,\\ mmmm\\ dd',
        '[Red]mmm-yy',
        'aaaa',
        'mm:ss.0',
      ],
    ],
    ['duration', ['[h]:mm:ss', '[mm]:ss', '[$-409][hh]:mm']],
    [
      'number',
      [
        'General',
        '0.00',
        '#,##0_);[Red](#,##0)',
        '0"days"',
        '[$¥-804]#,##0',
        '0.00E+00',
        '@',
        '0\\d',
        '[Magenta]0',
        '#,##0.0,,"M"',
        '0;"yyyy"',
        '""',
        '',
      ],
    ],
  ] as const)('a format of a %s is told by its code', (kind, codes) => {
    expect(codes.map(kindOfCode)).toEqual(codes.map(() => kind));
  });

  it('a format by number alone is told by its number', () => {
    expect([0, 2, 9, 13, 23, 37, 44, 48, 49, 59].map(kindOfBuiltIn)).toEqual(Array(10).fill('number'));
    expect([14, 20, 22, 31, 45, 47, 57].map(kindOfBuiltIn)).toEqual(Array(7).fill('date'));
    expect(kindOfBuiltIn(46)).toBe('duration');
  });
});
