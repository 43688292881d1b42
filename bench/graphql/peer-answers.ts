import type { Pool } from 'pg';
import { WORKSPACE } from '../bench-hub';
import { BARE_ANSWERS, TABLES, type TableName } from './bare-answers';

/** The schema of the servers that answer by SQL of their own. */
export const PEER_SCHEMA = `
  type Query {
    byChannel(from: String!, to: String!): Rows!
    byDay(from: String!, to: String!, campaigns: [String!]!): Rows!
    byMonthAndBrand(from: String!, to: String!): Rows!
    campaigns(first: Int!): Campaigns!
    mentions(first: Int!, search: String!, brand: String!, from: String!, to: String!): Mentions!
  }
  type Rows { rows: [Row!]! }
  type Row { period: String dimensions: [Key!]! values: [Value!]! }
  type Key { key: String! }
  type Value { metric: String! value: Float! }
  type Campaigns { edges: [Edge!]! }
  type Edge { node: Campaign! }
  type Campaign { key: String! name: String! metrics(from: String!, to: String!): Metrics! }
  type Metrics { spend: Float! impressions: Float! clicks: Float! ctr: Float! roasClaimed: Float! }
  type Mentions { totalCount: Int! edges: [MentionEdge!]! }
  type MentionEdge { node: Mention! }
  type Mention { publishedAt: String! text: String! sentiment: String! engagements: Float! }
`;

/** Resolvers of Query: the same SQL by hand as behind node:http, but for a list's numbers, which are loaded with those of the others. */
export function rootAnswers(pool: Pool, table: TableName) {
  const answer = async (name: 'Q1' | 'Q2' | 'Q5') => ((await BARE_ANSWERS[name](pool, table)) as { metrics: object }).metrics;
  return {
    byChannel: () => answer('Q1'),
    byDay: () => answer('Q2'),
    byMonthAndBrand: () => answer('Q5'),
    async campaigns(_: unknown, { first }: { first: number }) {
      const sql = 'SELECT id, key, name FROM hub.campaign WHERE workspace_id = $1 ORDER BY name, id LIMIT $2';
      const { rows } = await pool.query<{ id: number; key: string; name: string }>(sql, [WORKSPACE, first]);
      return { edges: rows.map((node) => ({ node })) };
    },
    async mentions() {
      type Found = { totalCount: number; edges: { node: { publishedAt: Date } }[] };
      const { totalCount, edges } = ((await BARE_ANSWERS.Q4(pool, table)) as { mentions: Found }).mentions;
      return { totalCount, edges: edges.map(({ node }) => ({ node: { ...node, publishedAt: node.publishedAt.toISOString() } })) };
    },
  };
}

/** Sums and quotients of campaigns by their ids, in one statement. */
export async function metricsOfCampaigns(
  pool: Pool,
  table: TableName,
  ids: readonly number[],
  from: string,
  to: string,
): Promise<object[]> {
  const { rows } = await pool.query<Record<'spend' | 'impressions' | 'clicks' | 'revenue', string> & { id: number }>(
    `SELECT f.campaign_id AS id, sum(f.spend_micros) AS spend, sum(f.impressions) AS impressions, sum(f.clicks) AS clicks, sum(f.revenue_claimed_micros) AS revenue
     FROM ${TABLES[table]} f WHERE f.workspace_id = $1 AND f.day BETWEEN $2 AND $3 AND f.campaign_id = ANY ($4) GROUP BY 1`,
    [WORKSPACE, from, to, ids],
  );
  const found = new Map(rows.map((row) => [row.id, metricsOf(row)]));
  return ids.map((id) => found.get(id) ?? {});
}

function metricsOf({ spend, impressions, clicks, revenue }: Record<'spend' | 'impressions' | 'clicks' | 'revenue', string>): object {
  return {
    spend: Number(spend) / 1e6,
    impressions: Number(impressions),
    clicks: Number(clicks),
    ctr: Number(clicks) / Number(impressions),
    roasClaimed: Number(revenue) / Number(spend),
  };
}
