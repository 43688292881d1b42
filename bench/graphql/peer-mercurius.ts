import { createRequire } from 'node:module';
import path from 'node:path';
import type { FastifyInstance, FastifyPluginAsync } from 'fastify';
import { Pool } from 'pg';
import { watchStatements } from '../statement-times';
import { tableNamed } from './bare-answers';
import { CONNECTIONS } from './connections';
import { metricsOfCampaigns, PEER_SCHEMA, rootAnswers } from './peer-answers';
import { reportToParent } from './report-to-parent';

interface LoaderQuery {
  obj: { id: number };
  params: { from: string; to: string };
}

/** Mercurius from the bench's own packages, in the folder that the third argument names, over the table that the second one names. */
async function main(): Promise<void> {
  const times = watchStatements();
  const pool = new Pool({ connectionString: process.argv[2]!, ...CONNECTIONS });
  const table = tableNamed(process.argv[3]);
  const load = createRequire(path.join(process.argv[4]!, 'here.js'));
  const metrics = (queries: readonly LoaderQuery[]) => {
    const { from, to } = queries[0]!.params;
    return metricsOfCampaigns(
      pool,
      table,
      queries.map(({ obj }) => obj.id),
      from,
      to,
    );
  };
  const app = (load('fastify') as () => FastifyInstance)();
  await app.register(load('mercurius') as FastifyPluginAsync<Record<string, unknown>>, {
    schema: PEER_SCHEMA,
    resolvers: { Query: rootAnswers(pool, table) },
    loaders: { Campaign: { metrics } },
    jit: 1,
  });
  reportToParent(`${await app.listen({ host: '127.0.0.1', port: 0 })}/graphql`, times, {}, async () => {
    await app.close();
    await pool.end();
  });
}

void main();
