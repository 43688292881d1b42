import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Pool } from 'pg';
import { watchStatements } from '../statement-times';
import { BARE_ANSWERS, tableNamed } from './bare-answers';
import { CONNECTIONS } from './connections';
import { QUESTIONS } from './questions';
import { reportToParent } from './report-to-parent';

/** The least that can answer: node:http and pg, no GraphQL, no permissions, no row-level security. Answers `/<table>/<question>`. */
async function main(): Promise<void> {
  const times = watchStatements();
  const pool = new Pool({ connectionString: process.argv[2]!, ...CONNECTIONS });
  const server = createServer((request, response) => void answer(pool, request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  reportToParent(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, times, {}, async () => {
    server.close();
    await pool.end();
  });
}

async function answer(pool: Pool, request: IncomingMessage, response: ServerResponse): Promise<void> {
  try {
    for await (const _ of request);
    const [, given, asked] = request.url!.split('/');
    const question = QUESTIONS.find((each) => each === asked);
    if (!question) throw new Error(`bare: there is nothing at ${request.url}`);
    const body = JSON.stringify({ data: await BARE_ANSWERS[question](pool, tableNamed(given)) });
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }).end(body);
  } catch (error) {
    response.writeHead(500).end(String(error));
  }
}

void main();
