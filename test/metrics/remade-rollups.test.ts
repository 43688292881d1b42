import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Client } from 'pg';
import { checkRollups } from '../../src/metrics/refresh-rollups';
import { busyWorld } from './busy-world';

const migration = (file: string) => readFileSync(path.join(__dirname, '../../src/database/migrations', file), 'utf8');

it('a hub that has data gets its wider and its coarser rollups made from it, by an owner that row-level security binds again afterwards', async () => {
  const world = await busyWorld();
  const owner = new Client({ connectionString: world.test.ownerUrl });
  try {
    await owner.connect();
    await owner.query('BEGIN');
    await owner.query(migration('0020-wider-rollups.sql'));
    await owner.query(
      'DROP TABLE rollup.ad_day_brand, rollup.ad_month_brand, rollup.ad_week_campaign, rollup.fact_currency; DROP FUNCTION rollup.follow_campaigns, rollup.note_currencies, hub.hold_workspace CASCADE',
    );
    await owner.query(migration('0058-ads-by-brand.sql'));
    await owner.query(migration('0059-ads-by-month.sql'));
    await owner.query(migration('0063-campaigns-by-week.sql'));
    await owner.query(migration('0069-fact-currencies.sql'));
    await owner.query(migration('0070-days-of-weeks.sql'));
    await owner.query(migration('0071-currencies-noted.sql'));
    // A hub may have it already.
    await owner.query(migration('0071-currencies-noted.sql'));
    await owner.query('COMMIT');
    expect(await world.session(checkRollups)).toEqual([]);
    expect((await world.rows('SELECT sum(views) > 0 AS there FROM rollup.mention_day'))[0]).toEqual({ there: true });
    expect((await world.rows('SELECT sum(clicks) > 0 AS there FROM rollup.ad_day_brand'))[0]).toEqual({ there: true });
    expect((await world.rows('SELECT sum(clicks) > 0 AS there FROM rollup.ad_month_brand'))[0]).toEqual({ there: true });
    expect((await world.rows('SELECT sum(clicks) > 0 AS there FROM rollup.ad_week_campaign'))[0]).toEqual({ there: true });
    for (const table of ['fact.web_day', 'hub.campaign', 'rollup.ad_day_campaign', 'rollup.ad_day_brand']) {
      expect((await owner.query(`SELECT count(*)::integer AS seen FROM ${table}`)).rows).toEqual([{ seen: 0 }]);
    }
    const bound = [
      ...['fact.mention', 'fact.web_day', 'hub.campaign', 'rollup.ad_day_campaign', 'rollup.ad_day_brand'],
      ...['rollup.order_day', 'rollup.web_day_channel'],
    ];
    const forced = await owner.query('SELECT bool_and(relforcerowsecurity) AS forced FROM pg_class WHERE oid = ANY ($1::regclass[])', [
      bound,
    ]);
    expect(forced.rows).toEqual([{ forced: true }]);
  } finally {
    await owner.end();
    await world.close();
  }
});
