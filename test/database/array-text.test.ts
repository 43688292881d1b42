import fc from 'fast-check';
import { ArrayNumbers, arrayTexts } from '../../src/database/array-text';
import { type TestDatabase, testDatabase } from '../support/database';

describe('arrays as PostgreSQL writes them', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await testDatabase();
  });
  afterAll(() => database.drop());

  const written = async (sql: string, parameters: unknown[]): Promise<string> =>
    (await database.sql<{ text: string }>(`SELECT (${sql})::text AS text`, parameters))[0]!.text;

  it('of texts are read as they are', async () => {
    const text = fc.oneof(
      fc.constantFrom('', 'NULL', 'null', 'a,b', '{a}', ' a ', 'a"b', 'a\\b', '春节', 'a\nb'),
      fc.string().map((each) => each.replaceAll('\0', '')),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(fc.option(text), { maxLength: 8 }), async (texts) => {
        expect(arrayTexts(await written('$1::text[]', [texts]))).toEqual(texts);
      }),
      { numRuns: 200 },
    );
    expect(arrayTexts(await written(`'{2026-02-28,NULL,2026-03-01}'::date[]`, []))).toEqual(['2026-02-28', null, '2026-03-01']);
  });

  it('of numbers are read one after the other: short whole ones as numbers, others as they are written', async () => {
    const digits = fc.oneof(
      fc.bigInt({ min: -(10n ** 22n), max: 10n ** 22n }).map(String),
      fc.integer().map(String),
      fc.constantFrom('0', '-1', '999999999999999', '1000000000000000', '-999999999999999', 'NaN', '1.50', '-0.5'),
    );
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 4 }), fc.array(fc.option(digits), { minLength: 1, maxLength: 12 }), async (width, all) => {
        const rows = Array.from({ length: Math.ceil(all.length / width) }, (_, at) => {
          return Array.from({ length: width }, (_each, i) => all[at * width + i] ?? null);
        });
        const numbers = new ArrayNumbers(await written('$1::numeric[][]', [rows]));
        for (const each of rows.flat()) {
          const short = each !== null && /^-?\d{1,15}$/.test(each);
          expect(numbers.next()).toBe(short ? Number(each) : each);
        }
        expect(() => numbers.next()).toThrow(/no further number/);
      }),
      { numRuns: 200 },
    );
  });
});
