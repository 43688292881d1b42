import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Client } from 'pg';
import { type TestDatabase, testDatabase } from '../support/database';
import { asSuperuser } from '../support/test-server';

const MIGRATION = readFileSync(path.join(__dirname, '../../src/database/migrations/0030-plan-rate-versions.sql'), 'utf8');

let test: TestDatabase;
beforeAll(async () => {
  test = await testDatabase();
});
afterAll(() => test?.drop());

it('plans that had rates before their history began keep them as of every day, in every workspace', async () => {
  const { superuserUrl, ownerUrl } = test;
  await asSuperuser(superuserUrl, async (client) => {
    await client.query(`DROP TRIGGER note_plan_rate ON hub.plan_rate; DROP FUNCTION hub.note_plan_rate; DROP TABLE hub.plan_rate_version`);
    await client.query(`INSERT INTO hub.workspace (id, key, name) VALUES (2, 'other', 'Other')`);
    await client.query(
      `INSERT INTO hub.plan_rate (workspace_id, year, currency, per_euro) VALUES (1, 2026, 'CNY', 7.8), (2, 2026, 'USD', 1.1)`,
    );
  });
  const owner = new Client({ connectionString: ownerUrl });
  await owner.connect();
  await owner.query(MIGRATION).finally(() => owner.end());
  const versions = () =>
    asSuperuser(
      superuserUrl,
      async (client) =>
        (
          await client.query(
            `SELECT workspace_id, currency, per_euro::float8 AS rate, recorded_at = '-infinity' AS ever FROM hub.plan_rate_version ORDER BY 1, recorded_at`,
          )
        ).rows,
    );
  const before = [
    { workspace_id: 1, currency: 'CNY', rate: 7.8, ever: true },
    { workspace_id: 2, currency: 'USD', rate: 1.1, ever: true },
  ];
  expect(await versions()).toEqual(before);
  await asSuperuser(superuserUrl, async (client) => {
    await client.query(`DELETE FROM hub.plan_rate WHERE workspace_id = 1`);
    const { rows } = await client.query(
      `SELECT relname, relforcerowsecurity AS forced FROM pg_class WHERE oid IN ('hub.plan_rate'::regclass, 'hub.plan_rate_version'::regclass) ORDER BY 1`,
    );
    expect(rows).toEqual(['plan_rate', 'plan_rate_version'].map((relname) => ({ relname, forced: true })));
  });
  expect(await versions()).toEqual([before[0], { workspace_id: 1, currency: 'CNY', rate: null, ever: false }, before[1]]);
});
