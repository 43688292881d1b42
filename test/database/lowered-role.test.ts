import { applicationDataSource } from '../../ormconfig';
import { type TestDatabase, testDatabase } from '../support/database';

describe('a connection that takes the role of the application', () => {
  let made: TestDatabase;
  beforeAll(async () => {
    made = await testDatabase();
  });
  afterAll(() => made.drop());

  const SHOWN = `SELECT current_user AS "user", current_setting('work_mem') AS memory, current_setting('hub.note', true) AS note`;
  const shown = async (options: string) => {
    const url = new URL(made.superuserUrl);
    if (options) url.searchParams.set('options', options);
    const database = await applicationDataSource(url.href, { role: 'brandhub_app', poolSize: 1 }).initialize();
    try {
      return (await database.query(SHOWN))[0];
    } finally {
      await database.destroy();
    }
  };

  it('has its rights and no others, whatever the URL sets', async () => {
    expect(await shown('')).toMatchObject({ user: 'brandhub_app' });
    expect(await shown('-c work_mem=5MB -c hub.note=a\\ b')).toEqual({ user: 'brandhub_app', memory: '5MB', note: 'a b' });
    expect(await shown('-c role=postgres')).toMatchObject({ user: 'brandhub_app' });
  });
});
