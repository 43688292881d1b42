import type { DataSource } from 'typeorm';
import { applicationDataSource } from '../../ormconfig';
import { inWorkspace, type Session } from '../../src/database/session';
import { type TestDatabase, testDatabase } from '../support/database';

describe('a session that reads', () => {
  let made: TestDatabase;
  let database: DataSource;

  beforeAll(async () => {
    made = await testDatabase();
    // One connection, which each session has after the one before.
    database = await applicationDataSource(made.appUrl, { poolSize: 1 }).initialize();
  });

  afterAll(async () => {
    await database.destroy();
    await made.drop();
  });

  const read = <T>(work: (session: Session) => Promise<T>, statementTimeoutMs?: number) =>
    inWorkspace(database, 1, work, { snapshot: true, ...(statementTimeoutMs === undefined ? {} : { statementTimeoutMs }) });
  const limitOf = async (session: Session) =>
    (await session.query<{ statement_timeout: string }>('SHOW statement_timeout'))[0]?.statement_timeout;

  it('has the limit that it was opened with, whatever the one before on its connection had', async () => {
    const limits: unknown[] = [];
    for (const limit of [700, 700, 900, undefined, 700]) limits.push(await read(limitOf, limit));
    expect(limits).toEqual(['700ms', '700ms', '900ms', '0', '700ms']);
  });

  it('leaves none to a session that writes, nor to one behind a statement that was cut off', async () => {
    expect(await read(limitOf, 700)).toBe('700ms');
    expect(await inWorkspace(database, 1, limitOf)).toBe('0');
    await expect(read((session) => session.query('SELECT pg_sleep(60)'), 20)).rejects.toThrow(/statement timeout/);
    expect(await inWorkspace(database, 1, limitOf)).toBe('0');
    expect(await read(limitOf, 20)).toBe('20ms');
  });

  it('reads exact values by their columns, like one that writes', async () => {
    const sql = `SELECT g AS number, 9007199254740993 AS big, date '2026-02-28' AS day, 0.10 AS decimal, $1::text[] AS texts, NULL AS none,
      timestamptz '2026-02-28T12:00:00Z' AS instant, '\\x00ff'::bytea AS bytes, '{"a": [1]}'::jsonb AS json, g > 1 AS truth FROM generate_series(1, 2) g`;
    const expected = [1, 2].map((number) => ({
      number,
      big: 9007199254740993n,
      day: '2026-02-28',
      decimal: '0.10',
      texts: ['a b', null],
      none: null,
      instant: new Date('2026-02-28T12:00:00Z'),
      bytes: Buffer.from([0, 255]),
      json: { a: [1] },
      truth: number > 1,
    }));
    for (const name of [undefined, 'exact', 'exact']) {
      const ask = (session: Session) => session.query(sql, [['a b', null]], name);
      expect(await read(ask)).toEqual(expected);
      expect(await inWorkspace(database, 1, ask)).toEqual(expected);
    }
    expect(await read((session) => session.query('SELECT 1 AS one WHERE false'))).toEqual([]);
  });

  it('sees that a column has another type than before', async () => {
    await made.sql('CREATE TABLE public.changing AS SELECT 1 AS value');
    await made.sql('GRANT SELECT ON public.changing TO brandhub_app');
    const value = () => read((session) => session.query('SELECT c.value FROM public.changing c'));
    expect(await value()).toEqual([{ value: 1 }]);
    await made.sql('ALTER TABLE public.changing ALTER COLUMN value TYPE bigint');
    expect(await value()).toEqual([{ value: 1n }]);
  });
});
