import type { AddressInfo } from 'node:net';
import Fastify from 'fastify';
import { applicationDataSource } from '../../ormconfig';
import { createLog } from '../../src/lib/log';
import { startServer } from '../../src/server';
import { watchStatements } from '../statement-times';
import { NOW } from './questions';
import { reportToParent } from './report-to-parent';

/**
 * The hub's own server in a process of its own; the arguments are the application's database, and `keep` for giving answers again.
 * Beside it, in the same process, a server on the next path that gives `/static/<bytes>` without asking anybody: as fast as this process can answer.
 */
async function main(): Promise<void> {
  const times = watchStatements();
  const url = process.argv[2]!;
  const database = await applicationDataSource(url).initialize();
  const config = { host: '127.0.0.1', port: 0, oidc: null, now: () => NOW, keepAnswers: process.argv[3] === 'keep' };
  const server = await startServer({ database, config, log: createLog('warn'), listenUrl: url });
  const still = Fastify();
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
