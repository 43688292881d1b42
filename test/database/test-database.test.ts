import { Client } from 'pg';
import { testDatabase } from '../support/database';
import { asSuperuser } from '../support/test-server';

describe('a test file’s database', () => {
  it('is a migrated clone that the app’s role can read but owns nothing of, and that drop() removes', async () => {
    const database = await testDatabase();
    const app = new Client({ connectionString: database.appUrl });
    await app.connect();
    const { rows } = await app.query(
      "SELECT count(*) FILTER (WHERE tableowner = 'brandhub_app') AS own, count(*) AS all FROM pg_tables WHERE schemaname = 'hub'",
    );
    await app.end();
    expect(rows[0].own).toBe('0');
    expect(Number(rows[0].all)).toBeGreaterThan(0);

    await database.drop();
    await expect(asSuperuser(database.superuserUrl, (client) => client.query('SELECT 1'))).rejects.toThrow('does not exist');
  });

  it('is its own: what one writes, another does not see', async () => {
    const [one, other] = await Promise.all([testDatabase(), testDatabase()]);
    await asSuperuser(one.superuserUrl, (client) => client.query('CREATE TABLE mark ()'));
    const { rows } = await asSuperuser(other.superuserUrl, (client) => client.query("SELECT to_regclass('mark') AS found"));
    expect(rows[0].found).toBeNull();
    await Promise.all([one.drop(), other.drop()]);
  });
});
