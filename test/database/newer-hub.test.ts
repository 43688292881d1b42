import { migrate } from '../../src/database/migrate';
import { type TestDatabase, testDatabase } from '../support/database';

describe('a hub that a newer build has brought up to date', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await testDatabase();
    await database.sql(`INSERT INTO public.hub_migration (timestamp, name) VALUES (9999, 'something_new0000000009999')`);
    await database.sql(`COMMENT ON SCHEMA analytics IS 'as the newer one made it'`);
  });
  afterAll(() => database?.drop());

  it('is refused by an earlier one, which says what it does not know and leaves everything as it is', async () => {
    await expect(migrate(database.ownerUrl)).rejects.toThrow(
      /^the database is of a newer brandhub: it has something_new0000000009999, and this one knows none after \w+\d{13}; expected that build or a later one$/,
    );
    const [views] = await database.sql(`SELECT obj_description('analytics'::regnamespace, 'pg_namespace') AS version`);
    expect(views).toEqual({ version: 'as the newer one made it' });
    await database.sql(`DELETE FROM public.hub_migration WHERE timestamp = 9999`);
    expect(await migrate(database.ownerUrl)).toEqual([]);
  });
});
