import { setTimeout } from 'node:timers/promises';
import type { DataSource } from 'typeorm';
import { applicationDataSource } from '../../ormconfig';
import { CallerLookup } from '../../src/graph/caller-lookup';
import { type TestDatabase, testDatabase } from '../support/database';
import { lockTable } from '../support/table-lock';

const DEFAULT = { workspaceKey: 'default' };

describe('looking callers up', () => {
  let made: TestDatabase;
  let database: DataSource;
  let lookup: CallerLookup;

  beforeAll(async () => {
    made = await testDatabase();
    database = await applicationDataSource(made.appUrl).initialize();
    lookup = new CallerLookup(database);
  });

  afterAll(async () => {
    await lookup.close();
    await database.destroy();
    await made.drop();
  });

  const HELD = `FROM pg_locks WHERE NOT granted AND relation = 'hub.workspace'::regclass
    AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`;
  /** Statements that are held up. */
  const held = async () => (await made.sql(`SELECT pid ${HELD}`)).length;

  it('asks for all who come together in one statement, and begins another beside it when as many wait', async () => {
    await lookup.find(DEFAULT);
    const lock = await lockTable(made.superuserUrl, 'hub.workspace');
    const three = [1, 2, 3].map(() => lookup.find(DEFAULT));
    await lock.waiting(1);
    const others = [lookup.find(DEFAULT), lookup.find({ workspaceKey: 'nowhere' })];
    await setTimeout(50);
    expect(await held()).toBe(1);
    others.push(lookup.find(DEFAULT));
    await lock.waiting(2);
    // Whoever comes now comes with the next.
    others.push(lookup.find(DEFAULT));
    await setTimeout(50);
    expect(await held()).toBe(2);
    await lock.release();
    const found = await Promise.all([...three, ...others]);
    expect(found.map((each) => each?.workspaceId ?? null)).toEqual([1, 1, 1, 1, null, 1, 1]);
  });

  it('tells everybody of a statement that failed, and asks anew for whoever comes after', async () => {
    // A write: who was found before cannot be confirmed, which would wait for no table.
    await made.sql('SELECT pg_current_xact_id()');
    const lock = await lockTable(made.superuserUrl, 'hub.workspace');
    const told = Promise.allSettled([lookup.find(DEFAULT), lookup.find(DEFAULT)]);
    await lock.waiting(1);
    await made.sql(`SELECT pg_terminate_backend(pid) ${HELD}`);
    expect((await told).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    await lock.release();
    expect((await lookup.find(DEFAULT))?.workspaceId).toBe(1);
  });
});
