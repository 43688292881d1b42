import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import DataLoader from 'dataloader';
import { Pool } from 'pg';
import { watchStatements } from '../statement-times';
import { tableNamed } from './bare-answers';
import { CONNECTIONS } from './connections';
import { metricsOfCampaigns, PEER_SCHEMA, rootAnswers } from './peer-answers';
import { reportToParent } from './report-to-parent';

interface Yoga {
  createYoga(options: object): RequestListener;
  createSchema(options: object): object;
}

interface Context {
  loaders: Map<string, DataLoader<number, object>>;
}

/** graphql-yoga from the bench's own packages, in the folder that the third argument names, over the table that the second one names; a list's numbers come by a DataLoader. */
async function main(): Promise<void> {
  const times = watchStatements();
  const pool = new Pool({ connectionString: process.argv[2]!, ...CONNECTIONS });
  const table = tableNamed(process.argv[3]);
  const { createYoga, createSchema } = createRequire(path.join(process.argv[4]!, 'here.js'))('graphql-yoga') as Yoga;
  const metrics = ({ id }: { id: number }, { from, to }: { from: string; to: string }, { loaders }: Context) => {
    const known = loaders.get(`${from} ${to}`);
    const loader = known ?? new DataLoader<number, object>((ids) => metricsOfCampaigns(pool, table, ids, from, to));
    loaders.set(`${from} ${to}`, loader);
    return loader.load(id);
  };
  const yoga = createYoga({
    schema: createSchema({ typeDefs: PEER_SCHEMA, resolvers: { Query: rootAnswers(pool, table), Campaign: { metrics } } }),
    context: (): Context => ({ loaders: new Map() }),
    graphiql: false,
    landingPage: false,
    logging: 'error',
  });
  const server = createServer(yoga).listen(0, '127.0.0.1');
  await once(server, 'listening');
  reportToParent(`http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`, times, {}, async () => {
    server.close();
    await pool.end();
  });
}

void main();
