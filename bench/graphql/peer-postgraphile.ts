import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { Client } from 'pg';
import { WORKSPACE } from '../bench-hub';
import { watchStatements } from '../statement-times';
import { BY_WHAT_CAMPAIGNS_ARE, TABLES, type TableName, tableNamed } from './bare-answers';
import { CONNECTIONS } from './connections';
import { reportToParent } from './report-to-parent';

/** What PostGraphile makes its schema of: the sums by day or the facts, with the names that campaigns and brands have, and a search of mentions as a function. */
const views = (table: TableName) => `
  DROP SCHEMA IF EXISTS bench CASCADE;
  CREATE SCHEMA bench;
  CREATE VIEW bench.campaign AS SELECT id, key, name FROM hub.campaign WHERE workspace_id = ${WORKSPACE};
  COMMENT ON VIEW bench.campaign IS E'@primaryKey id';
  CREATE VIEW bench.campaign_day AS
    SELECT f.day, f.campaign_id, c.key AS campaign, f.spend_micros AS spend, f.impressions, f.clicks, f.revenue_claimed_micros AS revenue
    FROM ${TABLES[table]} f
    JOIN hub.campaign c ON c.workspace_id = f.workspace_id AND c.id = f.campaign_id
    WHERE f.workspace_id = ${WORKSPACE};
  COMMENT ON VIEW bench.campaign_day IS E'@foreignKey (campaign_id) references bench.campaign (id)|@foreignFieldName days';
  CREATE VIEW bench.channel_day AS
    SELECT f.day, ${BY_WHAT_CAMPAIGNS_ARE[table].said}.channel, f.spend_micros AS spend, f.impressions, f.clicks, f.revenue_claimed_micros AS revenue
    FROM ${BY_WHAT_CAMPAIGNS_ARE[table].rows}
    WHERE f.workspace_id = ${WORKSPACE};
  CREATE VIEW bench.brand_day AS
    SELECT f.day, date_trunc('month', f.day)::date AS month, b.key AS brand, f.spend_micros AS spend, f.impressions, f.clicks,
      f.revenue_claimed_micros AS revenue
    FROM ${BY_WHAT_CAMPAIGNS_ARE[table].rows}
    JOIN hub.brand b ON b.workspace_id = f.workspace_id AND b.id = ${BY_WHAT_CAMPAIGNS_ARE[table].said}.brand_id
    WHERE f.workspace_id = ${WORKSPACE};
  CREATE VIEW bench.mention AS
    SELECT row_id, day, published_at, brand_id, text, sentiment, engagements FROM fact.mention WHERE workspace_id = ${WORKSPACE};
  COMMENT ON VIEW bench.mention IS E'@primaryKey row_id';
  CREATE FUNCTION bench.mentions_saying(search text, brand text, first_day date, last_day date) RETURNS SETOF bench.mention LANGUAGE sql STABLE AS $$
    SELECT m.row_id, m.day, m.published_at, m.brand_id, m.text, m.sentiment, m.engagements FROM fact.mention m
    WHERE m.workspace_id = ${WORKSPACE} AND hub.search_terms(m.text) @@ hub.search_query(search, '{}') AND m.day BETWEEN first_day AND last_day
      AND m.brand_id = (SELECT b.id FROM hub.brand b WHERE b.workspace_id = ${WORKSPACE} AND b.key = brand)
    ORDER BY m.day DESC, coalesce(m.published_at, '-infinity') DESC, m.row_id DESC
  $$;`;

interface Instance {
  createServ(grafserv: unknown): { addTo(server: Server): Promise<void> };
  release(): Promise<void>;
}

/** PostGraphile 5 with its aggregates and filters, from the bench's own packages, in the folder that the third argument names, over the table that the second one names. */
async function main(): Promise<void> {
  const times = watchStatements();
  const url = process.argv[2]!;
  const client = new Client({ connectionString: url });
  await client.connect();
  await client.query(views(tableNamed(process.argv[3])));
  await client.end();
  process.env.GRAPHILE_ENV = 'production';
  const load = createRequire(path.join(process.argv[4]!, 'here.js'));
  const preset = {
    extends: [
      load('postgraphile/presets/amber').PostGraphileAmberPreset,
      load('@graphile/pg-aggregates').PgAggregatesPreset,
      load('postgraphile-plugin-connection-filter').PostGraphileConnectionFilterPreset,
    ],
    pgServices: [load('postgraphile/adaptors/pg').makePgService({ connectionString: url, schemas: ['bench'], poolConfig: CONNECTIONS })],
    grafserv: { graphiql: false, watch: false },
  };
  const instance = load('postgraphile').postgraphile(preset) as Instance;
  const server = createServer();
  await instance.createServ(load('postgraphile/grafserv/node').grafserv).addTo(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  reportToParent(`http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`, times, {}, async () => {
    server.close();
    await instance.release();
  });
}

void main();
