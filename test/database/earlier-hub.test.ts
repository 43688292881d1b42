import { Client } from 'pg';
import type { DataSource } from 'typeorm';
import { applicationDataSource } from '../../ormconfig';
import { findMentions } from '../../resolvers/mentions/mentions-page';
import { createDataSource } from '../../src/database/data-source';
import { migrate, sqlMigrations } from '../../src/database/migrate';
import { inWorkspace } from '../../src/database/session';
import { answer } from '../../src/metrics/answer';
import type { Question } from '../../src/metrics/question';
import { checkRollups } from '../../src/metrics/refresh-rollups';
import { type TestDatabase, testDatabase } from '../support/database';

/** The last migration before there were sums by brand, month and week, and an index of words that knows the brands. */
const EARLIER = 57;

const FACTS = `
  INSERT INTO hub.source (workspace_id, key, name, connector, schedule, time_zone) VALUES (1, 'ads', 'Ads', 'file', '', 'UTC');
  INSERT INTO hub.brand (workspace_id, key, name, own) SELECT 1, 'brand-' || b, 'Brand ' || b, true FROM generate_series(0, 2) b;
  INSERT INTO hub.campaign (workspace_id, key, name, platform, channel, brand_id)
  SELECT 1, 'c:' || c, 'Campaign ' || c, 'meta', (ARRAY['paid_search', 'paid_social'])[1 + c % 2], (SELECT id FROM hub.brand WHERE key = 'brand-' || c % 3)
  FROM generate_series(1, 7) c;
  SELECT hub.ensure_partitions('ad_day', '2025-12-20', '2026-03-05');
  INSERT INTO fact.ad_day (workspace_id, day, source_id, campaign_id, ad_group, ad, device, region, currency, impressions, clicks, spend_micros, conversions_claimed_micros,
    revenue_claimed_micros, page_id, record_no, recorded_at)
  SELECT 1, date '2025-12-20' + d, s.id, c.id, 'group', 'ad ' || a, 'mobile', '', (ARRAY['CNY', 'EUR'])[1 + c.id % 2], 100 + d, d % 9, d * 1000001, 0, c.id * 2000003, 1, 0, now()
  FROM generate_series(0, 75) d CROSS JOIN hub.campaign c CROSS JOIN hub.source s CROSS JOIN generate_series(1, 2) a WHERE s.key = 'ads' AND (d + c.id) % 5 > 0;
  INSERT INTO rollup.ad_day_campaign
  SELECT workspace_id, day, campaign_id, source_id, currency, count(*), sum(impressions), sum(clicks), sum(spend_micros), sum(conversions_claimed_micros), sum(revenue_claimed_micros)
  FROM fact.ad_day GROUP BY 1, 2, 3, 4, 5;
  SELECT hub.ensure_partitions('mention', '2026-01-01', '2026-03-05');
  INSERT INTO fact.mention (workspace_id, day, source_id, brand_id, post, platform, language, sentiment, author, text, engagements, page_id, record_no, recorded_at)
  SELECT 1, date '2026-01-01' + n % 50, s.id, b.id, 'post ' || n, 'weibo', 'en', 'neutral', 'somebody', 'new shoes of colour ' || n % 4, n, 1, 0, now()
  FROM generate_series(1, 60) n CROSS JOIN hub.source s JOIN hub.brand b ON b.key = 'brand-' || n % 3 WHERE s.key = 'ads';
  INSERT INTO rollup.mention_day
  SELECT workspace_id, day, brand_id, source_id, platform, '', language, sentiment, count(*), sum(engagements), NULL FROM fact.mention GROUP BY 1, 2, 3, 4, 5, 6, 7, 8;
  INSERT INTO rollup.source_day
  SELECT workspace_id, day, 'ad_day', source_id, count(*) FROM fact.ad_day GROUP BY 1, 2, 3, 4
  UNION ALL SELECT workspace_id, day, 'mention', source_id, count(*) FROM fact.mention GROUP BY 1, 2, 3, 4;`;

describe('a hub of an earlier build that has data', () => {
  let server: TestDatabase;
  let database: DataSource;
  let superuser: Client;
  let name: string;
  const of = (url: string) => Object.assign(new URL(url), { pathname: `/${name}` }).href;

  beforeAll(async () => {
    server = await testDatabase();
    name = `${new URL(server.ownerUrl).pathname.slice(1)}_earlier`;
    await server.sql(`CREATE DATABASE ${name} OWNER brandhub_owner`);
    const owner = await createDataSource({
      url: of(server.ownerUrl),
      poolSize: 1,
      migrations: sqlMigrations().filter((each) => Number(new each().name!.slice(-13)) <= EARLIER),
    }).initialize();
    await owner.runMigrations({ transaction: 'each' });
    await owner.destroy();
    superuser = new Client({ connectionString: of(server.superuserUrl) });
    await superuser.connect();
    await superuser.query(FACTS);
    await migrate(of(server.ownerUrl));
    database = await applicationDataSource(of(server.appUrl)).initialize();
  }, 60_000);

  afterAll(async () => {
    await database?.destroy();
    await superuser.end();
    await server.sql(`DROP DATABASE ${name} WITH (FORCE)`);
    await server.drop();
  });

  const asked = (terms: Pick<Question, 'by' | 'select'> & Partial<Question>) =>
    inWorkspace(
      database,
      1,
      async (session) => {
        const range = { from: '2025-12-20', to: '2026-03-05' };
        const question: Question = { range, where: [], fx: 'DAY_RATE', orderBy: [], totals: false, first: 500, ...terms };
        const { rows } = await answer(session, question, { today: '2026-03-06', locale: 'EN' });
        return rows.map(({ period, dimensions, values }) => [period, ...dimensions.map(({ key }) => key), values[0]!.value]);
      },
      { snapshot: true },
    );
  const rows = async (sql: string) => (await superuser.query({ text: sql, rowMode: 'array' })).rows;

  it('has the sums that came since, equal to its facts', async () => {
    for (const table of ['ad_day_brand', 'ad_month_brand', 'ad_week_campaign'])
      expect((await rows(`SELECT count(*)::int FROM rollup.${table}`))[0]![0]).toBeGreaterThan(10);
    expect(await inWorkspace(database, 1, checkRollups)).toEqual([]);
  });

  it('answers from them what its facts say', async () => {
    expect(await asked({ select: ['impressions'], by: ['BRAND', 'CHANNEL'], grain: 'MONTH' })).toEqual(
      await rows(`SELECT to_char(date_trunc('month', f.day), 'YYYY-MM-DD'), b.key, c.channel, sum(f.impressions)::float8
        FROM fact.ad_day f JOIN hub.campaign c ON c.id = f.campaign_id JOIN hub.brand b ON b.id = c.brand_id GROUP BY 1, 2, 3 ORDER BY 1, 2, 3`),
    );
    expect(await asked({ select: ['clicks'], by: ['CAMPAIGN'] })).toEqual(
      await rows(
        `SELECT NULL, c.key, sum(f.clicks)::float8 FROM fact.ad_day f JOIN hub.campaign c ON c.id = f.campaign_id GROUP BY 2 ORDER BY 2`,
      ),
    );
  });

  it('finds mentions by their words and brand', async () => {
    const filter = { search: 'shoes 3', brands: ['brand-1'], sentiments: null, languages: null, range: null };
    const found = await inWorkspace(database, 1, (session) => findMentions(session, filter, { after: null, most: 100, counted: true }), {
      snapshot: true,
    });
    expect([found.total, found.rows.length]).toEqual([5, 5]);
  });

  it('follows its campaigns from then on', async () => {
    await superuser.query(`UPDATE hub.campaign SET brand_id = (SELECT id FROM hub.brand WHERE key = 'brand-0') WHERE key = 'c:1'`);
    expect(await inWorkspace(database, 1, checkRollups)).toEqual([]);
  });
});
