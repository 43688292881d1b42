import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { connect, createServer, type Server, type Socket } from 'node:net';
import type { DataSource } from 'typeorm';
import { applicationDataSource } from '../../ormconfig';
import { connectionsBeside } from '../../src/database/data-source';
import { type TestDatabase, testDatabase } from '../support/database';

/** What PostgreSQL says when it is ready, and what its backend says when the postmaster is gone. */
const READY = Buffer.from('Z\0\0\0\u0005I', 'latin1');
const DYING = errorOf({ S: 'FATAL', V: 'FATAL', C: '57P01', M: 'terminating connection due to unexpected postmaster exit' });

function errorOf(fields: Record<string, string>): Buffer {
  const text = Buffer.from(
    `${Object.entries(fields)
      .map(([name, value]) => `${name}${value}\0`)
      .join('')}\0`,
  );
  const head = Buffer.from('E\0\0\0\0', 'latin1');
  head.writeInt32BE(4 + text.length, 1);
  return Buffer.concat([head, text]);
}

describe('a connection that is lost', () => {
  let made: TestDatabase;
  let between: Server;
  let database: DataSource;
  /** How many connections end with the word of a dying server in the packet that greets them. */
  let dying = 0;

  beforeAll(async () => {
    made = await testDatabase();
    const { hostname, port } = new URL(made.appUrl);
    between = createServer((client) => join(client, connect(Number(port), hostname)));
    between.listen(0, '127.0.0.1');
    await once(between, 'listening');
    const url = new URL(made.appUrl);
    url.host = `127.0.0.1:${(between.address() as AddressInfo).port}`;
    // Not by the socket, past whom stands between.
    url.search = '';
    database = await applicationDataSource(url.href).initialize();
  });

  afterAll(async () => {
    await database.destroy();
    between.close();
    await made.drop();
  });

  function join(client: Socket, server: Socket): void {
    client.pipe(server);
    server.on('data', (chunk: Buffer) => {
      if (dying > 0 && chunk.subarray(-READY.length).equals(READY)) {
        dying -= 1;
        client.end(Buffer.concat([chunk, DYING]));
        server.destroy();
      } else client.write(chunk);
    });
    server.on('close', () => client.destroy());
    for (const socket of [client, server]) socket.on('error', () => undefined);
  }

  const say = async (one: number) => (await database.query<{ said: number }[]>('SELECT $1::int AS said', [one]))[0]?.said;

  it('ends no process when it is lost in the moment in which it is given to somebody, who is told', async () => {
    expect(await say(1)).toBe(1);
    dying = 3;
    const asked = await Promise.allSettled([1, 2, 3, 4, 5].map(say));
    expect(dying).toBe(0);
    expect(asked.filter(({ status }) => status === 'rejected').length).toBeGreaterThan(0);
    expect(await Promise.all([1, 2, 3, 4, 5].map(say))).toEqual([1, 2, 3, 4, 5]);
  });

  it('nor when nobody has anything to ask on it', async () => {
    const beside = connectionsBeside(database, 1);
    const taken = await beside.connect();
    const { rows } = await taken.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
    const lost = new Promise((resolve) => taken.once('end', resolve));
    await database.query('SELECT pg_terminate_backend($1)', [rows[0]?.pid]);
    await lost;
    await expect(taken.query('SELECT 1')).rejects.toThrow(/not queryable/);
    taken.release(true);
    expect((await beside.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
    await beside.end();
  });
});
