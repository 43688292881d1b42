import { createRequire } from 'node:module';
import path from 'node:path';
import type { FastifyInstance, FastifyPluginAsync } from 'fastify';
import { Pool } from 'pg';
import { WORKSPACE } from '../bench-hub';
import { watchStatements } from '../statement-times';
import { BARE_ANSWERS } from './bare-answers';
import { reportToParent } from './report-to-parent';

const SCHEMA = `
  type Query {
    byChannel(from: String!, to: String!): Rows!
    byDay(from: String!, to: String!, campaigns: [String!]!): Rows!
    byMonthAndBrand(from: String!, to: String!): Rows!
    campaigns(first: Int!, search: String): Campaigns!
  }
  type Rows { rows: [Row!]! }
  type Row { period: String dimensions: [Key!]! values: [Value!]! }
  type Key { key: String! }
  type Value { metric: String! value: Float! }
  type Campaigns { totalCount: Int! edges: [Edge!]! }
  type Edge { node: Campaign! }
  type Campaign { key: String! name: String! platform: String! metrics(from: String!, to: String!): Metrics! }
  type Metrics { spend: Float! impressions: Float! clicks: Float! ctr: Float! roasClaimed: Float! }
`;

interface Node {
  id: number;
}

interface LoaderQuery {
  obj: Node;
  params: { from: string; to: string };
}

/** The same SQL by hand as behind node:http, with the metrics of a list by a loader. */
function resolversOf(pool: Pool) {
  const answer = async (name: 'Q1' | 'Q2' | 'Q5') => ((await BARE_ANSWERS[name](pool, 'rollup')) as { metrics: object }).metrics;
  return {
    Query: {
      byChannel: () => answer('Q1'),
      byDay: () => answer('Q2'),
      byMonthAndBrand: () => answer('Q5'),
      async campaigns(_: unknown, { first, search }: { first: number; search?: string }) {
        const matching = 'workspace_id = $1 AND ($2::text IS NULL OR name ILIKE $2 OR key ILIKE $2)';
        const pattern = search ? `%${search}%` : null;
        const { rows } = await pool.query(`SELECT id, key, name, platform FROM hub.campaign WHERE ${matching} ORDER BY name, id LIMIT $3`, [
          WORKSPACE,
          pattern,
          first,
        ]);
        const count = async () =>
          Number((await pool.query(`SELECT count(*) FROM hub.campaign WHERE ${matching}`, [WORKSPACE, pattern])).rows[0].count);
        return { edges: rows.map((node) => ({ node })), totalCount: count };
      },
    },
  };
}

function loadersOf(pool: Pool) {
  return {
    Campaign: {
      async metrics(queries: readonly LoaderQuery[]) {
        const { from, to } = queries[0]!.params;
        const { rows } = await pool.query(
          `SELECT f.campaign_id AS id, sum(f.spend_micros) / 1e6 AS spend, sum(f.impressions) AS impressions, sum(f.clicks) AS clicks, sum(f.revenue_claimed_micros) / 1e6 AS revenue
           FROM rollup.ad_day_campaign f WHERE f.workspace_id = $1 AND f.day BETWEEN $2 AND $3 AND f.campaign_id = ANY ($4) GROUP BY 1`,
          [WORKSPACE, from, to, queries.map(({ obj }) => obj.id)],
        );
        const found = new Map(rows.map((row) => [row.id, metricsOf(row)]));
        return queries.map(({ obj }) => found.get(obj.id));
      },
    },
  };
}

function metricsOf(row: Record<'spend' | 'impressions' | 'clicks' | 'revenue', string>) {
  const [spend, impressions, clicks, revenue] = [row.spend, row.impressions, row.clicks, row.revenue].map(Number) as [
    number,
    number,
    number,
    number,
  ];
  const micros = (amount: number) => Math.round(amount * 1e6);
  return { spend, impressions, clicks, ctr: clicks / impressions, roasClaimed: micros(revenue) / micros(spend) };
}

/** Mercurius from the bench's own packages, in the folder that the second argument names. */
async function main(): Promise<void> {
  const times = watchStatements();
  const pool = new Pool({ connectionString: process.argv[2]!, max: 10 });
  const load = createRequire(path.join(process.argv[3]!, 'here.js'));
  const app = (load('fastify') as () => FastifyInstance)();
  await app.register(load('mercurius') as FastifyPluginAsync<Record<string, unknown>>, {
    schema: SCHEMA,
    resolvers: resolversOf(pool),
    loaders: loadersOf(pool),
    jit: 1,
  });
  reportToParent(`${await app.listen({ host: '127.0.0.1', port: 0 })}/graphql`, times, {}, async () => {
    await app.close();
    await pool.end();
  });
}

void main();
