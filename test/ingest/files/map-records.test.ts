import fc from 'fast-check';
import { mapRecords } from '../../../ingest/files/map-records';
import { type Mapping, parseMapping } from '../../../ingest/files/mapping';
import { missingColumns } from '../../../ingest/files/missing-columns';
import type { TargetShape } from '../../../ingest/files/target-shape';
import { decimalFromMicros } from '../../../src/lib/money';
import { all, fileOf, mapFile } from './read-all';

const shape: TargetShape = {
  name: 'Sample',
  columns: [
    { name: 'day', kind: 'day', required: false },
    { name: 'at', kind: 'instant', required: false },
    { name: 'label', kind: 'text', required: false, default: '' },
    { name: 'count', kind: 'count', required: false },
    { name: 'cost', kind: 'money', required: false },
    { name: 'share', kind: 'amount', required: false },
    { name: 'isNew', kind: 'flag', required: false },
    {
      name: 'campaign',
      kind: 'link',
      required: false,
      fields: [
        { name: 'key', required: true },
        { name: 'name', required: false },
        { name: 'platform', required: true },
      ],
    },
  ],
};

const mappingOf = (body: string): Mapping => parseMapping(`name: sample\ntarget: Sample\n${body}`);

async function mapCells(body: string, cells: Record<string, string>) {
  const [mapped] = await all(mapRecords([{ line: 7, cells }], mappingOf(body), shape));
  return mapped!;
}

/** The value of one target, or the reason of the rejection, for one cell named x. */
async function valueFrom(target: string, rule: string, x: string): Promise<unknown> {
  const mapped = await mapCells(`columns: { ${target}: { from: x${rule} } }`, { x });
  return 'rows' in mapped ? mapped.rows[0]?.[target] : mapped.reason;
}

describe('numbers', () => {
  it.each([
    ['1,234.50', '', 1_234_500_000n],
    ['¥1,234', '', 1_234_000_000n],
    ['-$5.10', '', -5_100_000n],
    ['US$ 3', '', 3_000_000n],
    ['12元', '', 12_000_000n],
    ['(7.25)', '', -7_250_000n],
    ['1.2万', '', 12_000_000_000n],
    ['3亿', '', 300_000_000_000_000n],
    ['１２．５', '', 12_500_000n],
    ['1 234 567', '', 1_234_567_000_000n],
    ['1.234,50', ", decimal: ','", 1_234_500_000n],
    ['19000000', ', unit: micros', 19_000_000n],
    ['1999', ', unit: fen', 19_990_000n],
    ['1e3', '', 1_000_000_000n],
    ['-', '', null],
    ['N/A', '', null],
    ['', '', null],
    ['1,5', '', 'cost: expected a number'],
    ['12.5.1', '', 'cost: expected a number'],
    ['abc', '', 'cost: expected a number'],
  ])('reads the money %j%s', async (text, rule, value) => {
    expect(await valueFrom('cost', rule, text)).toBe(value);
  });

  it('reads percent as a share, and whole numbers only as counts', async () => {
    expect(await valueFrom('share', '', '12.5%')).toBe(125_000n);
    expect(await valueFrom('count', '', '1.5万')).toBe(15_000n);
    expect(await valueFrom('count', '', '12.0')).toBe(12n);
    expect(await valueFrom('count', '', '4.416667')).toBe('count: expected a whole number');
    expect(await valueFrom('count', '', '7301234567890123457')).toBe(7_301_234_567_890_123_457n);
  });

  it('keeps every digit of decimal text', async () => {
    await fc.assert(
      fc.asyncProperty(fc.bigInt({ min: -(10n ** 24n), max: 10n ** 24n }), async (micros) => {
        expect(await valueFrom('cost', '', decimalFromMicros(micros))).toBe(micros);
      }),
    );
  });
});

describe('days, times and flags', () => {
  it.each([
    ['2026-03-01', '', '2026-03-01'],
    ['2026/3/1', '', '2026-03-01'],
    ['20260301', '', '2026-03-01'],
    ['2026年3月1日', '', '2026-03-01'],
    ['2026-03-01 18:30:00.000', '', '2026-03-01'],
    ['2026-03-01T23:30:00Z', ', zone: Asia/Shanghai', '2026-03-02'],
    ['3/4/2026', ', format: M/d/yyyy', '2026-03-04'],
    ['04.03.26', ', format: dd.MM.yy', '2026-03-04'],
    ['Mar 4, 2026', ', format: "MMM d, yyyy"', '2026-03-04'],
    ['2026年3月4日', ', format: yyyy年M月d日', '2026-03-04'],
    ['3/4/2026', '', 'day: expected a day such as 2026-03-31'],
    ['2026-02-30', '', 'day: expected a day such as 2026-03-31'],
    ['13/4/2026', ', format: M/d/yyyy', 'day: expected a day of the form M/d/yyyy'],
  ])('reads the day %j%s', async (text, rule, value) => {
    expect(await valueFrom('day', rule, text)).toBe(value);
  });

  it('reads times in the zone that the mapping says, in UTC without one', async () => {
    expect(await valueFrom('at', ', zone: Asia/Shanghai', '2026-03-01 08:00')).toEqual(new Date('2026-03-01T00:00:00Z'));
    expect(await valueFrom('at', ', zone: America/New_York', '2026-07-01 00:00:05')).toEqual(new Date('2026-07-01T04:00:05Z'));
    expect(await valueFrom('at', '', '2026-03-01 08:00')).toEqual(new Date('2026-03-01T08:00:00Z'));
    expect(await valueFrom('at', '', '2026-03-01T08:00:00+08:00')).toEqual(new Date('2026-03-01T00:00:00Z'));
    expect(await valueFrom('at', ', format: "d/M/yyyy h:mm a"', '1/3/2026 12:05 AM')).toEqual(new Date('2026-03-01T00:05:00Z'));
  });

  it('reads yes and no in English and Chinese', async () => {
    expect(await valueFrom('isNew', '', 'TRUE')).toBe(true);
    expect(await valueFrom('isNew', '', '否')).toBe(false);
    expect(await valueFrom('isNew', '', 'maybe')).toBe('isNew: expected yes or no');
  });
});

describe('rules', () => {
  it('takes the first of several columns, constants, templates, value maps and defaults', async () => {
    const body = `columns:
  label: { from: [nick, name], values: { 搜索: paid_search }, otherwise: other }
  campaign: { template: 'ads:{id}' }
  campaign.platform: { const: ads }
  count: { from: n, default: 3 }`;
    const row = { label: 'paid_search', count: 3n, campaign: { key: 'ads:9', name: 'ads:9', platform: 'ads' } };
    expect(await mapCells(body, { nick: '-', name: '搜索', id: '9', n: '' })).toMatchObject({ line: 7, rows: [row] });
    expect(await mapCells(body, { nick: 'x', name: '', id: '', n: '1' })).toMatchObject({
      rows: [{ label: 'other', count: 1n, campaign: null }],
    });
  });

  it('finds a column whatever its letter case and width of characters', async () => {
    expect(await mapCells('columns: { cost: 花费(元) }', { '花费（元）': '1' })).toMatchObject({ rows: [{ cost: 1_000_000n }] });
  });

  it('leaves out the records that "where" does not name', async () => {
    const body = 'where: [{ column: k, isNot: [Total] }, { column: n, empty: false }]\ncolumns: { count: n }';
    expect(await mapCells(body, { k: 'Total', n: '1' })).toEqual({ line: 7, raw: { k: 'Total', n: '1' }, rows: [] });
    expect(await mapCells(body, { k: 'a', n: '-' })).toMatchObject({ rows: [] });
    expect(await mapCells(body, { k: 'a', n: '1' })).toMatchObject({ rows: [{ count: 1n }] });
  });

  it('names the column and the value that a record is rejected for', async () => {
    const rejected = await mapCells('columns: { cost: Cost }', { Cost: 'much' });
    expect(rejected).toEqual({ line: 7, raw: { Cost: 'much' }, reason: 'cost: expected a number', column: 'Cost', value: 'much' });
    expect(await mapCells('columns: { label: { from: id, required: true } }', { id: '' })).toMatchObject({
      reason: 'label: is missing',
      column: 'id',
    });
  });

  it('turns columns into rows, with what each column means, and no row where there is no value', async () => {
    const body = `rows:
  match: '_S$'
  into: { key: label, value: cost }
  values: { tv_S: { campaign: TV, campaign.platform: tv, count: { from: tv_n } } }
columns: { day: d, cost: { unit: cents } }`;
    const mapped = await mapCells(body, { d: '2026-01-01', tv_S: '250', tv_n: '4', ooh_S: '', web_S: '0' });
    expect(mapped).toMatchObject({
      rows: [
        { day: '2026-01-01', label: 'tv_S', cost: 2_500_000n, count: 4n, campaign: { key: 'TV', platform: 'tv' } },
        { day: '2026-01-01', label: 'web_S', cost: 0n, count: null, campaign: null },
      ],
    });
  });
});

describe('a mapping that is wrong', () => {
  it('is refused with the place and what was expected', () => {
    expect(() => mappingOf('columns: { cost: { form: x } }')).toThrow(/columns\.cost/);
    expect(() => mappingOf('columns: { cost: { from: x, const: 1 } }')).toThrow(/one of "from", "const" and "template"/);
    expect(() => mappingOf('rows: { into: { value: cost } }')).toThrow(/either "columns" or "match"/);
  });

  it('is refused before the first record when it does not fit the target', async () => {
    await expect(mapCells('columns: { price: x }', {})).rejects.toThrow(/Sample has no "price"; it has day, at, label/);
    await expect(mapCells('columns: { cost: { unit: fen } }', {})).rejects.toThrow(/cost: takes one of/);
    await expect(mapCells('columns: { day: { from: x, format: MM-dd } }', {})).rejects.toThrow(/has no y/);
  });

  it('is told the columns that the file does not have', () => {
    const mapping = mappingOf(
      'where: [{ column: k, empty: false }]\ncolumns: { cost: Cost, label: { from: [a, b] }, campaign: { template: "x:{id}" } }',
    );
    expect(missingColumns(mapping, ['cost', 'b'])).toEqual(['id', 'k']);
  });
});

it('takes the good rows of a file, and says line, column and value of each bad one', async () => {
  const bad: Record<number, string> = {
    17: '2026-13-01,c,1,1',
    105: 'yesterday,c,1,1',
    230: '2026-01-01,c,x,1',
    231: '2026-01-01,c,1.5,1',
    402: '2026-01-01,c,1,¥¥',
    500: '2026-01-01,c,1',
    501: '2026-01-01,c,1,1,1',
    660: '2026-01-01,"c,1,1',
    777: '2026-01-01,"c"d,1,1',
    1001: ',c,1,1',
  };
  const lines = Array.from({ length: 1000 }, (_, index) => bad[index + 2] ?? `2026-01-01,"c, ${index}",2,"1,000.10"`);
  const mapping = parseMapping(`name: ads
target: AdDay
columns: { day: d, campaign: k, campaign.platform: { const: x }, campaign.channel: { const: y }, clicks: n, spend: s }`);
  const { rows, rejects, records } = await mapFile(fileOf('a.csv', `d,k,n,s\n${lines.join('\n')}\n`), mapping);
  expect(records).toBe(1000);
  expect(rows).toHaveLength(990);
  expect(rows.reduce((sum, row) => sum + (row.spend as bigint), 0n)).toBe(990n * 1_000_100_000n);
  expect(rejects.map(({ line, column, value }) => [line, column, value])).toEqual([
    [17, 'd', '2026-13-01'],
    [105, 'd', 'yesterday'],
    [230, 'n', 'x'],
    [231, 'n', '1.5'],
    [402, 's', '¥¥'],
    [500, undefined, undefined],
    [501, undefined, undefined],
    [660, undefined, undefined],
    [777, undefined, undefined],
    [1001, 'd', undefined],
  ]);
});
