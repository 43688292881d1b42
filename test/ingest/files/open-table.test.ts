import { Workbook } from 'exceljs';
import fc from 'fast-check';
import { openTable } from '../../../ingest/files/open-table';
import { all, fileOf, readText } from './read-all';

/** "日期,花费\n2026-03-01,12.5\n" and the like in GB18030, spelled out by its bytes. */
const GB_HEADER = Buffer.from('c8d5c6dac3bbb7d1', 'hex');

const quote = (cell: string) => `"${cell.replaceAll('"', '""')}"`;

describe('opening a delimited file', () => {
  it('reads UTF-8 with and without a byte order mark, and trims names', async () => {
    for (const mark of ['', '\uFEFF']) {
      const { table, records } = await readText(`${mark}day , 花费\u3000\n2026-03-01, 12.50 \n`);
      expect(table).toMatchObject({ format: 'csv', encoding: 'utf-8', delimiter: ',', headerLine: 1, header: ['day', '花费'] });
      expect(records).toEqual([{ line: 2, cells: { day: '2026-03-01', 花费: '12.50' } }]);
    }
  });

  it('reads GB18030 when the bytes are no UTF-8', async () => {
    const { table, records } = await readText(Buffer.concat([GB_HEADER.subarray(0, 4), Buffer.from(',k\n1,2\n')]));
    expect(table).toMatchObject({ encoding: 'gb18030', header: ['日期', 'k'] });
    expect(records).toEqual([{ line: 2, cells: { 日期: '1', k: '2' } }]);
  });

  it('reads UTF-16 with a byte order mark and tabs, as ad platforms export it', async () => {
    const { table, records } = await readText(Buffer.from('\uFEFFDay\tCost\r\n2026-03-01\t1,234.50\r\n', 'utf16le'));
    expect(table).toMatchObject({ encoding: 'utf-16le', delimiter: '\t' });
    expect(records).toEqual([{ line: 2, cells: { Day: '2026-03-01', Cost: '1,234.50' } }]);
  });

  it('refuses bytes of no known encoding, and reads them when the encoding is named', async () => {
    const latin = Buffer.from('name,city\ncaf\u00e9,x\n', 'latin1');
    await expect(readText(latin)).rejects.toThrow(/neither UTF-8 nor GB18030.*encoding: windows-1252/);
    const { records } = await readText(latin, 'a.csv', { encoding: 'windows-1252' });
    expect(records[0]).toMatchObject({ cells: { name: 'café' } });
  });

  it.each([
    [';', 'a;b;c\n1,5;2,5;3,5\n1,5;2,5;3,5\n'],
    ['\t', 'a, b\tc\n1, 2\t3\n'],
    ['|', 'a|b\n1|2\n'],
    [',', '"a;b;c;d",e\n"x;y;z;""w",2\n'],
  ])('finds the delimiter %j outside of quotes', async (delimiter, text) => {
    expect((await readText(text)).table.delimiter).toBe(delimiter);
  });

  it('passes over titles and blank lines above the header, and label rows below it when told', async () => {
    const text = 'Campaign report\n"January 1, 2026 - January 31, 2026"\n\nDay,Cost,Clicks\nThe day,The cost,The clicks\n2026-01-01,3,4\n';
    const { table, records } = await readText(text, 'a.csv', { skipRows: 1 });
    expect(table).toMatchObject({ headerLine: 4, header: ['Day', 'Cost', 'Clicks'] });
    expect(records).toEqual([{ line: 6, cells: { Day: '2026-01-01', Cost: '3', Clicks: '4' } }]);
  });

  it('says to name the header when no row reads as one, and takes the row that is named', async () => {
    await expect(readText('1,2\n3,4\n')).rejects.toThrow(/headerRow: 1/);
    const { records } = await readText('1,2\n3,4\n', 'a.csv', { headerRow: 1 });
    expect(records).toEqual([{ line: 2, cells: { 1: '3', 2: '4' } }]);
    await expect(readText('a,b\n3,4\n', 'a.csv', { headerRow: 9 })).rejects.toThrow(/no row at line 9/);
  });

  it('numbers repeated names and reports them', async () => {
    const { table, records } = await readText('id,name,name,\n1,a,b,\n');
    expect(table).toMatchObject({ header: ['id', 'name', 'name (2)'], duplicates: ['name'] });
    expect(records).toEqual([{ line: 2, cells: { id: '1', name: 'a', 'name (2)': 'b' } }]);
  });

  it('says the line of a row whose quoted cells hold line breaks above it', async () => {
    const { records } = await readText('id,text\r\n1,"two\r\nlines"\r\n2,one\r\n');
    expect(records).toEqual([
      { line: 2, cells: { id: '1', text: 'two\r\nlines' } },
      { line: 4, cells: { id: '2', text: 'one' } },
    ]);
  });

  it('gives a malformed row its line and reason, and reads on', async () => {
    const { records } = await readText('id,size\n1,"open\n2,"a"b\n3,1,2\n4\n5,27" screen\n6,"x"\n');
    expect(records).toEqual([
      { line: 2, raw: { text: '1,"open' }, reason: expect.stringContaining('never properly closed') },
      { line: 3, raw: { text: '2,"a"b' }, reason: expect.stringContaining('closing quote') },
      { line: 4, raw: { id: '3', size: '1', 'column 3': '2' }, reason: 'has 3 cells; the header has 2' },
      { line: 5, raw: { id: '4' }, reason: 'has 1 cells; the header has 2' },
      { line: 6, cells: { id: '5', size: '27" screen' } },
      { line: 7, cells: { id: '6', size: 'x' } },
    ]);
  });

  it('gives back any cell text that was written with quotes', async () => {
    const cell = fc.string({ unit: fc.constantFrom('a', '1', '"', ',', ';', '\n', '\r', '\t', ' ', '花', '😀', "'") });
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 8 }), async (rows) => {
        const text = `one,two\n${rows.map((row) => row.map(quote).join(',')).join('\n')}\n`;
        const { records } = await readText(text, 'a.csv', { delimiter: ',', headerRow: 1 });
        expect(records.map((record) => 'cells' in record && Object.values(record.cells))).toEqual(
          rows.map((row) => row.map((each) => each.trim())),
        );
      }),
      { numRuns: 100 },
    );
  });

  it('reads a file larger than a chunk the same as its parts', async () => {
    const rows = Array.from({ length: 20_000 }, (_, i) => `${i},花费 ${i},"quoted ${i}"`);
    const { table, records } = await readText(`n,name,more\n${rows.join('\n')}\n`);
    expect(table.bytes).toBeGreaterThan(500_000);
    expect(records).toHaveLength(20_000);
    expect(records[12_345]).toEqual({ line: 12_347, cells: { n: '12345', name: '花费 12345', more: 'quoted 12345' } });
  });
});

describe('opening JSON lines', () => {
  it('keeps every digit of ids and amounts, and flattens objects', async () => {
    const { table, records } = await readText(
      '{"id":7301234567890123457,"m":{"cost":0.10,"tags":["a"]},"no":null}\n\n{"id":1\n[1]\n',
      'a.jsonl',
    );
    expect(table).toMatchObject({ format: 'jsonl', header: ['id', 'm.cost', 'm.tags', 'no'] });
    expect(records).toEqual([
      { line: 1, cells: { id: '7301234567890123457', 'm.cost': '0.1', 'm.tags': '["a"]', no: '' } },
      { line: 3, raw: { text: '{"id":1' }, reason: expect.stringContaining('is not JSON') },
      { line: 4, raw: { text: '[1]' }, reason: 'is not a JSON object' },
    ]);
  });

  it('is told from other text by its content', async () => {
    expect((await readText('{"a":1}\n', 'export.txt')).table.format).toBe('jsonl');
    await expect(readText('[{"a":1}]', 'export.txt')).rejects.toThrow(/one JSON object a line/);
  });
});

describe('opening a workbook', () => {
  async function workbook(): Promise<string> {
    const book = new Workbook();
    book.addWorksheet('Notes').addRow(['nothing here']);
    const sheet = book.addWorksheet('数据');
    sheet.addRow(['Spend report']);
    sheet.addRow(['day', 'spend', 'rate', 'id', 'total', 'note']);
    sheet.addRow([
      new Date('2026-03-01T00:00:00Z'),
      22358.3466666667,
      0.0000001,
      '7301234567890123457',
      { formula: 'B3*2', result: 44716.6933333334 },
      'ok',
    ]);
    sheet.addRow([new Date('2026-03-02T06:30:00Z'), 0.1, 12, 'x']);
    sheet.addRow([new Date('2026-03-03T00:00:00Z'), 1, 1, 7301234567890123000, 0, '']);
    const path = fileOf('a.xlsx', '');
    await book.xlsx.writeFile(path);
    return path;
  }

  it('reads a sheet by name: days, exact decimal text, formula results, sheet rows', async () => {
    const table = await openTable(await workbook(), { sheet: '数据' });
    expect(table).toMatchObject({ format: 'xlsx', encoding: null, headerLine: 2, header: ['day', 'spend', 'rate', 'id', 'total', 'note'] });
    expect(await all(table.records())).toEqual([
      {
        line: 3,
        cells: {
          day: '2026-03-01',
          spend: '22358.3466666667',
          rate: '0.0000001',
          id: '7301234567890123457',
          total: '44716.6933333334',
          note: 'ok',
        },
      },
      { line: 4, cells: { day: '2026-03-02T06:30:00', spend: '0.1', rate: '12', id: 'x', total: '', note: '' } },
      { line: 5, raw: { text: '7301234567890123000' }, reason: expect.stringContaining('D5') },
    ]);
  });

  it('reads the first sheet unless told, and lists the sheets when the name is wrong', async () => {
    const path = await workbook();
    expect((await openTable(path)).header).toEqual(['nothing here']);
    await expect(openTable(path, { sheet: 'Sheet9' })).rejects.toThrow(/no sheet "Sheet9".*"Notes", "数据"/);
  });

  it('says what to do with an old workbook', async () => {
    await expect(readText(Buffer.from('d0cf11e0a1b11ae1', 'hex'), 'a.xls')).rejects.toThrow(/save it as .xlsx/);
  });
});

it('names a file by the SHA-256 of its bytes', async () => {
  const { table } = await readText('a,b\n');
  expect(table.sha256).toBe('5be08c9684a1d25efcee09318204824278b08bbfb4aef973ffefd0b9d7478313');
});
