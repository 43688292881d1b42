import { Client } from 'pg';
import { Preamble } from '../../src/database/preamble';
import { StatementBatch } from '../../src/database/statement-batch';
import { TextQuery } from '../../src/database/text-query';
import { type TestDatabase, testDatabase } from '../support/database';

describe('a batch of statements', () => {
  let made: TestDatabase;
  let client: Client;
  let ready: number;

  beforeAll(async () => {
    made = await testDatabase();
    client = new Client({ connectionString: made.appUrl });
    await client.connect();
    (client as unknown as { connection: NodeJS.EventEmitter }).connection.on('readyForQuery', () => {
      ready += 1;
    });
  });

  beforeEach(() => {
    ready = 0;
  });

  afterAll(async () => {
    await client.end();
    await made.drop();
  });

  it('is answered as one, each statement with its own rows', async () => {
    const batch = client.query(new StatementBatch());
    const answers = await Promise.all([
      batch.add({ text: 'BEGIN READ ONLY' }),
      batch.add({ text: '' }),
      batch.add({ text: 'SELECT $1::int AS a, $2::bigint AS b', values: [1, 2n] }),
      batch.add({ text: `SELECT g AS day FROM generate_series(date '2026-01-01', '2026-01-02', '1 day') g`, rowMode: 'array' } as never),
      batch.add({ text: 'COMMIT' }),
    ]);
    expect(answers.map(({ command, rows }) => [command, rows.length])).toEqual([
      ['BEGIN', 0],
      [null, 0],
      ['SELECT', 1],
      ['SELECT', 2],
      ['COMMIT', 0],
    ]);
    expect(answers[2]?.rows).toEqual([{ a: 1, b: 2n }]);
    expect(ready).toBe(1);
    expect(batch.isSealed).toBe(true);
  });

  it('passes over what stands behind a statement that fails, and leaves the connection as good as before', async () => {
    const batch = client.query(new StatementBatch());
    const answers = await Promise.allSettled([
      batch.add({ text: 'SELECT 1 AS one' }),
      batch.add({ name: 'quotient', text: 'SELECT 6 / $1::int AS of', values: [0] }),
      batch.add({ name: 'behind', text: 'SELECT 2 AS two' }),
    ]);
    expect(answers).toMatchObject([
      { value: { rows: [{ one: 1 }] } },
      { reason: { message: 'division by zero' } },
      { reason: { message: 'division by zero' } },
    ]);
    // What was prepared before it failed still is, and what was not is now.
    const again = client.query(new StatementBatch());
    const found = await Promise.all([
      again.add({ name: 'quotient', text: 'SELECT 6 / $1::int AS of', values: [3] }),
      again.add({ name: 'behind', text: 'SELECT 2 AS two' }),
    ]);
    expect(found.map(({ rows }) => rows[0])).toEqual([{ of: 2 }, { two: 2 }]);
    expect((await client.query('SELECT 3 AS three')).rows).toEqual([{ three: 3 }]);
  });

  it('refuses what cannot be sent without a word to the server, and answers the rest', async () => {
    const batch = client.query(new StatementBatch());
    const circle: unknown[] = [];
    circle.push({
      toPostgres: () => {
        throw new Error('no value');
      },
    });
    const [bad, good] = await Promise.allSettled([
      batch.add({ text: 'SELECT $1::text AS a', values: circle }),
      batch.add({ text: 'SELECT $1::text AS b', values: ['x'] }),
    ]);
    expect(bad).toMatchObject({ reason: { message: 'no value' } });
    expect(good).toMatchObject({ value: { rows: [{ b: 'x' }] } });
  });

  it('takes what tells of its answer itself: statements that begin, and rows as texts, of which the columns are asked for once', async () => {
    const described: unknown[] = [];
    const { connection } = client as unknown as { connection: NodeJS.EventEmitter };
    const note = ({ fields }: { fields: { name: string }[] }) => described.push(fields.map(({ name }) => name));
    connection.on('rowDescription', note);
    const sql = 'SELECT g AS n, $1::date AS day, NULL AS none, $2::text[] AS texts FROM generate_series(1, 2) g';
    const expected = {
      columns: ['n', 'day', 'none', 'texts'],
      rows: [1, 2].map((n) => [`${n}`, '2026-02-28', null, '{"a b",NULL}']),
    };
    for (const name of [undefined, 'texts', 'texts', undefined]) {
      ready = 0;
      const batch = client.query(new StatementBatch());
      const begin = new Preamble(['BEGIN READ ONLY', `SET LOCAL application_name = 'batch'`]);
      const texts = new TextQuery(sql, ['2026-02-28', ['a b', null]], name);
      batch.take(begin);
      const shown = batch.add({ text: 'SHOW application_name' });
      batch.take(texts);
      const end = new Preamble(['COMMIT']);
      batch.take(end);
      await begin.answer;
      expect((await shown).rows).toEqual([{ application_name: 'batch' }]);
      expect(await texts.answer).toEqual(expected);
      await end.answer;
      expect(ready).toBe(1);
    }
    const alone = new TextQuery(sql, ['2026-02-28', ['a b', null]]);
    client.query(alone);
    expect(await alone.answer).toEqual(expected);
    expect(described).toEqual([['application_name'], expected.columns, ...Array(3).fill(['application_name'])]);
    connection.off('rowDescription', note);
  });

  it('lets a name have one text, and fails with what began it', async () => {
    const named = new TextQuery('SELECT 1 AS a', [], 'one');
    client.query(named);
    expect((await named.answer).rows).toEqual([['1']]);
    const other = new TextQuery('SELECT 2 AS a', [], 'one');
    client.query(other);
    await expect(other.answer).rejects.toThrow('the name one has another statement already');
    const long = new TextQuery('SELECT 1', [], 'x'.repeat(64));
    client.query(long);
    await expect(long.answer).rejects.toThrow('xx is longer than 63 characters');
    const batch = client.query(new StatementBatch());
    const begin = new Preamble(['BEGIN', 'SET LOCAL no_such_setting = 1']);
    const behind = new TextQuery('SELECT 3 AS a', [], 'three');
    batch.take(begin);
    batch.take(behind);
    await expect(begin.answer).rejects.toThrow('no_such_setting');
    await expect(behind.answer).rejects.toThrow('no_such_setting');
    await client.query('ROLLBACK');
    const again = new TextQuery('SELECT 3 AS a', [], 'three');
    client.query(again);
    expect((await again.answer).rows).toEqual([['3']]);
  });

  it('rejects everything when the connection is lost', async () => {
    const lost = new Client({ connectionString: made.appUrl });
    await lost.connect();
    const told = new Promise((resolve) => lost.once('error', resolve));
    const { rows } = await lost.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
    const batch = lost.query(new StatementBatch());
    const answers = Promise.allSettled([batch.add({ text: 'SELECT pg_sleep(60)' }), batch.add({ text: 'SELECT 1' })]);
    await made.sql('SELECT pg_terminate_backend($1)', [rows[0]?.pid]);
    expect((await answers).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    await told;
  });
});
