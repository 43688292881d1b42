import type { AddressInfo } from 'node:net';
import { applicationDataSource } from '../../ormconfig';
import { createLog } from '../../src/lib/log';
import { startServer } from '../../src/server';
import { createApp } from '../../src/server/create-app';
import { measurements } from '../../src/server/measurements';
import { watchStatements } from '../statement-times';
import { NOW } from './questions';
import { reportToParent } from './report-to-parent';

/**
 * The hub's own server in a process of its own; the arguments are the application's database, and `keep` for giving answers again.
 * Beside it, in the same process, the same server with nothing but `/static/<bytes>`, which it gives without asking anybody.
 */
async function main(): Promise<void> {
  const times = watchStatements();
  const url = process.argv[2]!;
  const database = await applicationDataSource(url).initialize();
  const config = { host: '127.0.0.1', port: 0, oidc: null, now: () => NOW, keepAnswers: process.argv[3] === 'keep' };
  const log = createLog('warn');
  const server = await startServer({ database, config, log, listenUrl: url });
  const still = createApp(log);
  measurements(still, database);
  const bodies = new Map<string, Buffer>();
  still.post<{ Params: { bytes: string } }>('/static/:bytes', async ({ params: { bytes } }, reply) => {
    const body = bodies.get(bytes) ?? Buffer.alloc(Number(bytes), '1');
    bodies.set(bytes, body);
    return reply.type('application/json; charset=utf-8').send(body);
  });
  await still.listen({ host: '127.0.0.1', port: 0 });
  const extra = { staticUrl: `http://127.0.0.1:${(still.server.address() as AddressInfo).port}/static` };
  reportToParent(`${server.url}/graphql`, times, extra, async () => {
    await still.close();
    await server.close();
    await database.destroy();
  });
}

void main();
