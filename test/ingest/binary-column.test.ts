import fc from 'fast-check';
import type { PoolClient } from 'pg';
import { arrayOf, BinaryColumn } from '../../ingest/binary-column';
import { CellWriter, cellValue, copyText, endOfCell } from '../../ingest/cells';
import { copyCell } from '../../src/database/copy';
import { inWorkspace } from '../../src/database/session';
import { type IngestWorkspace, ingestWorkspace } from '../support/ingest-workspace';

let hub: IngestWorkspace;
beforeAll(async () => {
  hub = await ingestWorkspace();
});
afterAll(() => hub?.close());

type Value = string | number | bigint | null;

/** The values as cells, one after the other; shared bytes that are soon full are changed for others in between. */
function cellsOf(type: string, values: readonly Value[]) {
  const writer = new CellWriter(100);
  return values.map((value) => {
    writer.begin();
    writer.text('what was begun and not ended is written over');
    writer.begin();
    if (value === null) writer.null();
    else if (type === 'integer') writer.integer(value as number);
    else if (type === 'bigint') writer.bigint(value as bigint | number);
    else if (type === 'date') writer.day(value as string);
    else if (type === 'timestamptz') writer.instant(new Date(value as string));
    else writer.text(value as string);
    return writer.end();
  });
}

function columnOf(type: string, values: readonly Value[]): BinaryColumn {
  const column = new BinaryColumn(type, values.length);
  for (const { cells, start } of cellsOf(type, values)) expect(column.add(cells, start)).toBe(endOfCell(cells, start));
  return column;
}

/** What the database reads in a column, as text. */
async function read(client: PoolClient, type: string, values: readonly Value[]): Promise<(string | null)[]> {
  const column = columnOf(type, values);
  const sql = column.isArray ? `SELECT unnest($1::${type}[])::text AS cell` : `SELECT $1::${type}::text AS cell`;
  const { rows } = await client.query<{ cell: string | null }>(sql, [column.value()]);
  return column.isArray ? rows.map(({ cell }) => cell) : values.map(() => rows[0]!.cell);
}

const day = fc.date({ min: new Date('1990-01-01'), max: new Date('2100-12-31'), noInvalidDate: true });
const TYPES: [string, fc.Arbitrary<Value>][] = [
  ['integer', fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 })],
  ['bigint', fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n })],
  ['bigint', fc.maxSafeInteger()],
  ['date', day.map((each) => each.toISOString().slice(0, 10))],
  ['text', fc.string({ unit: 'binary', maxLength: 90 }).map((text) => text.replaceAll('\0', '').toWellFormed())],
];
const withNulls = (values: fc.Arbitrary<Value>) => fc.array(fc.option(values), { minLength: 1, maxLength: 30 });
const asText = (value: Value) => (value === null ? null : String(value));

test.each(TYPES)('a column of %s reaches the database value for value', async (type, values) => {
  await inWorkspace(hub.database, 1, (session) =>
    fc.assert(
      fc.asyncProperty(withNulls(values), async (given) => {
        expect(await read(session.client, type, given)).toEqual(given.map(asText));
      }),
      { numRuns: 60 },
    ),
  );
});

test.each(TYPES)('a cell of %s is read as it was written, also as COPY writes it', (type, values) => {
  fc.assert(
    fc.property(withNulls(values), (given) => {
      const cells = cellsOf(type, given);
      expect(cells.map(({ cells: bytes, start }) => cellValue(bytes, start, type))).toEqual(given.map(asText));
      expect(cells.map(({ cells: bytes, start }) => copyText(bytes, start, type))).toEqual(given.map((value) => copyCell(asText(value))));
    }),
  );
});

test('instants reach the database as they are', async () => {
  const instants = ['2026-07-01T12:00:00.123Z', '0001-01-01T00:00:00.000Z', null, '1999-12-31T23:59:59.999Z', '9999-12-31T23:59:59.001Z'];
  await inWorkspace(hub.database, 1, async ({ client }) => {
    await client.query(`SET LOCAL timezone = 'UTC'`);
    const { rows } = await client.query<{ same: boolean | null }>(
      `SELECT given = meant::timestamptz AS same FROM (SELECT unnest($1::timestamptz[]) AS given, unnest($2::text[]) AS meant) x`,
      [columnOf('timestamptz', instants).value(), columnOf('text', instants).value()],
    );
    expect(rows.map(({ same }) => same)).toEqual([true, true, null, true, true]);
  });
  const cells = cellsOf('timestamptz', instants);
  expect(cells.map(({ cells: bytes, start }) => cellValue(bytes, start, 'timestamptz'))).toEqual(
    instants.map((instant) => instant?.replace('Z', '000Z') ?? null),
  );
});

test('a column of one value is that value, and one that begins with many of the same is an array of all', async () => {
  const value = (values: readonly Value[]) => {
    const column = columnOf('text', values);
    expect(column.isArray).toBe(false);
    return column.value()?.toString() ?? null;
  };
  expect(value(['mobile', 'mobile'])).toBe('mobile');
  expect(value([null, null])).toBe(null);
  expect(value(['', ''])).toBe('');
  const long = 'x'.repeat(5_000);
  const values = ['a', 'a', 'a', 'ab', null, 'a', '', long];
  await inWorkspace(hub.database, 1, async ({ client }) => expect(await read(client, 'text', values)).toEqual(values));
});

test('cells that lie together are an array', async () => {
  const writer = new CellWriter(8);
  for (const value of [7, 0, -1]) writer.integer(value);
  const { length } = writer;
  const { cells, start } = writer.end();
  await inWorkspace(hub.database, 1, async ({ client }) => {
    const array = arrayOf('integer', cells.bytes.subarray(start, start + length), 3);
    const { rows } = await client.query<{ n: number }>('SELECT unnest($1::integer[]) AS n', [array]);
    expect(rows).toEqual([{ n: 7 }, { n: 0 }, { n: -1 }]);
  });
});
