import fc from 'fast-check';
import type { PoolClient } from 'pg';
import { BinaryArray, Column, cellText } from '../../ingest/binary-array';
import { copyCell } from '../../src/database/copy';
import { inWorkspace } from '../../src/database/session';
import { type IngestWorkspace, ingestWorkspace } from '../support/ingest-workspace';

let hub: IngestWorkspace;
beforeAll(async () => {
  hub = await ingestWorkspace();
});
afterAll(() => hub?.close());

function binaryArray(type: string, cells: readonly string[]): Buffer {
  const array = new BinaryArray(type, cells.length);
  // As they stand in a line.
  for (const cell of cells) array.add(`\t${cell}\t`, 1, 1 + cell.length);
  return array.bytes();
}

/** What the database reads in an array, as text. */
async function read(client: PoolClient, type: string, cells: readonly string[]): Promise<(string | null)[]> {
  const { rows } = await client.query<{ cell: string | null }>(`SELECT unnest($1::${type}[])::text AS cell`, [binaryArray(type, cells)]);
  return rows.map(({ cell }) => cell);
}

const withNulls = <T>(values: fc.Arbitrary<T>) => fc.array(fc.option(values), { minLength: 1, maxLength: 30 });
const asCells = (values: readonly unknown[]) => values.map((value) => copyCell(value === null ? null : String(value)));
const asTexts = (values: readonly unknown[]) => values.map((value) => (value === null ? null : String(value)));

test.each([
  ['integer', fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 })],
  ['bigint', fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n })],
  ['bigint', fc.maxSafeInteger()],
  [
    'date',
    fc.date({ min: new Date('1990-01-01'), max: new Date('2100-12-31'), noInvalidDate: true }).map((day) => day.toISOString().slice(0, 10)),
  ],
  ['text', fc.string({ unit: 'binary', maxLength: 60 }).map((text) => text.replaceAll('\0', '').toWellFormed())],
] as [string, fc.Arbitrary<unknown>][])('an array of %s reaches the database value for value', async (type, values) => {
  await inWorkspace(hub.database, 1, (session) =>
    fc.assert(
      fc.asyncProperty(withNulls(values), async (given) => {
        expect(await read(session.client, type, asCells(given))).toEqual(asTexts(given));
      }),
      { numRuns: 60 },
    ),
  );
});

test('instants reach the database to the microsecond that they are written with', async () => {
  const cells = [
    '2026-07-01T12:00:00.123000Z',
    '0001-01-01T00:00:00.000000Z',
    '\\N',
    '1999-12-31T23:59:59.999000Z',
    '9999-12-31T23:59:59.001000Z',
  ];
  await inWorkspace(hub.database, 1, async ({ client }) => {
    await client.query(`SET LOCAL timezone = 'UTC'`);
    const { rows } = await client.query<{ same: boolean | null }>(
      `SELECT given = meant::timestamptz AS same FROM (SELECT unnest($1::timestamptz[]) AS given, unnest($2::text[]) AS meant) x`,
      [binaryArray('timestamptz', cells), binaryArray('text', cells)],
    );
    expect(rows.map(({ same }) => same)).toEqual([true, true, null, true, true]);
  });
});

test('a cell of COPY is the text that it was written for', () => {
  fc.assert(fc.property(fc.option(fc.string({ unit: 'binary' })), (text) => expect(cellText(copyCell(text))).toBe(text)));
  expect(['\\\\N', '\\\\', 'a\\tb'].map(cellText)).toEqual(['\\N', '\\', 'a\tb']);
});

test('a column of one value is that value, and one that begins with many of the same is an array of all', async () => {
  const column = (cells: readonly string[]) => {
    const made = new Column('text', cells.length);
    for (const cell of cells) made.add(`x\t${cell}`, 2, 2 + cell.length);
    return made.value();
  };
  expect(column(['mobile', 'mobile'])).toBe('mobile');
  expect(column(['\\N', '\\N'])).toBe(null);
  expect(column(['', ''])).toBe('');
  await inWorkspace(hub.database, 1, async ({ client }) => {
    const { rows } = await client.query<{ cell: string | null }>('SELECT unnest($1::text[]) AS cell', [
      column(['a', 'a', 'a', 'ab', '\\N', 'a']),
    ]);
    expect(rows.map(({ cell }) => cell)).toEqual(['a', 'a', 'a', 'ab', null, 'a']);
  });
});
