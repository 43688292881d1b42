import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Client } from 'pg';
import { checkRollups } from '../../src/metrics/refresh-rollups';
import { busyWorld } from './busy-world';

const MIGRATION = path.join(__dirname, '../../src/database/migrations/0020-wider-rollups.sql');

it('a hub that has data gets its wider rollups made from it, by an owner that row-level security binds again afterwards', async () => {
  const world = await busyWorld();
  const owner = new Client({ connectionString: world.test.ownerUrl });
  try {
    await owner.connect();
    await owner.query('BEGIN');
    await owner.query(readFileSync(MIGRATION, 'utf8'));
    await owner.query('COMMIT');
    expect(await world.session(checkRollups)).toEqual([]);
    expect((await world.rows('SELECT sum(views) > 0 AS there FROM rollup.mention_day'))[0]).toEqual({ there: true });
    expect((await owner.query('SELECT count(*)::integer AS seen FROM fact.web_day')).rows).toEqual([{ seen: 0 }]);
    const forced = "SELECT relforcerowsecurity AS forced FROM pg_class WHERE oid IN ('fact.mention'::regclass, 'fact.web_day'::regclass)";
    expect((await owner.query(forced)).rows).toEqual([{ forced: true }, { forced: true }]);
  } finally {
    await owner.end();
    await world.close();
  }
});
