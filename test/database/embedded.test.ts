import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { Client } from 'pg';
import { findPostmaster } from '../../src/database/embedded/postmaster';
import { isAlive } from '../../src/database/embedded/process-identity';
import type { EmbeddedPostgres } from '../../src/database/embedded/start-embedded-postgres';
import { serverAccount } from '../../src/database/embedded/system-account';
import { type EmbeddedChild, embeddedChild } from '../support/embedded-child';
import { TemporaryHomes } from '../support/temporary-homes';
import { until } from '../support/until';

const homes = new TemporaryHomes();
const others: ChildProcess[] = [];

afterAll(async () => {
  for (const other of others) other.kill('SIGKILL');
  await homes.clear();
});

async function ask(url: string, sql: string): Promise<unknown[]> {
  const client = new Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    const { rows } = await client.query({ text: sql, rowMode: 'array' });
    return rows.flat();
  } finally {
    await client.end();
  }
}

async function child(home: string): Promise<EmbeddedChild> {
  const started = await embeddedChild(home);
  others.push(started.child);
  homes.watch(started.server.dataDir);
  return started;
}

async function postmaster(server: Pick<EmbeddedPostgres, 'dataDir'>) {
  const found = await findPostmaster(server.dataDir);
  if (!found) throw new Error(`nothing runs on ${server.dataDir}`);
  return found.process;
}

async function killed(server: Pick<EmbeddedPostgres, 'dataDir'>) {
  const victim = await postmaster(server);
  process.kill(victim.pid, 'SIGKILL');
  await until(() => !isAlive(victim));
  return victim;
}

describe('a first start', () => {
  let home: string;
  let server: EmbeddedPostgres;

  beforeAll(async () => {
    home = await homes.make();
    server = await homes.start(home);
  });

  // Later starts go on from it.
  afterAll(async () => {
    await server.stop();
    homes.lend(home);
  });

  it('makes PostgreSQL 18 with checksums, UTF-8, UTC and a collation by code point', async () => {
    expect(server.started).toBe(true);
    const settings = [
      'server_version_num',
      'server_encoding',
      'data_checksums',
      'TimeZone',
      'listen_addresses',
      'unix_socket_directories',
      'jit',
    ];
    const [version, ...rest] = await ask(
      server.superuserUrl,
      `SELECT unnest(ARRAY[${settings.map((name) => `current_setting('${name}')`)}])`,
    );
    expect(Number(version)).toBeGreaterThanOrEqual(180_000);
    expect(rest).toEqual(['UTF8', 'on', 'UTC', '127.0.0.1', `"${server.dataDir}"`, 'off']);
    expect(await ask(server.appUrl, "SELECT upper('ä'), 'Z' < 'a'")).toEqual(['Ä', true]);
  });

  it('is reached by a socket in its own folder, which nobody else may enter, and by the port', async () => {
    const comesBy = 'SELECT host(inet_client_addr())';
    expect(await ask(server.appUrl, comesBy)).toEqual([null]);
    expect(await ask(server.ownerUrl, comesBy)).toEqual(['127.0.0.1']);
    expect((await stat(server.dataDir)).mode & 0o777).toBe(0o700);
  });

  it('is reached by the port alone where the path of a socket would be too long', async () => {
    const long = join(await homes.make(), 'h'.repeat(80));
    const reached = await homes.start(long);
    expect(new URL(reached.appUrl).search).toBe('');
    expect(await ask(reached.appUrl, 'SELECT host(inet_client_addr())')).toEqual(['127.0.0.1']);
    expect(await ask(reached.superuserUrl, `SELECT current_setting('unix_socket_directories')`)).toEqual(['']);
    await reached.stop();
  });

  it('gives the database to an owner and nothing to the app, neither of them above row-level security', async () => {
    const roles = "SELECT rolsuper OR rolbypassrls OR rolcreatedb OR rolreplication FROM pg_roles WHERE rolname LIKE 'brandhub%'";
    expect(await ask(server.superuserUrl, roles)).toEqual([false, false]);
    expect(await ask(server.ownerUrl, 'SELECT datdba::regrole::text FROM pg_database WHERE datname = current_database()')).toEqual([
      'brandhub_owner',
    ]);
    await expect(ask(server.appUrl, 'CREATE TABLE mine ()')).rejects.toThrow('permission denied for schema public');
    await expect(ask(server.ownerUrl, 'GRANT pg_read_all_data TO brandhub_app')).rejects.toThrow('permission denied');
    await expect(ask(server.ownerUrl, 'ALTER ROLE brandhub_app BYPASSRLS')).rejects.toThrow('permission denied');
  });

  it('lets nobody in without the password, which only the owner of the state file can read', async () => {
    const wrong = Object.assign(new URL(server.appUrl), { password: 'guess' }).href;
    await expect(ask(wrong, 'SELECT 1')).rejects.toThrow('password authentication failed');
    expect((await stat(join(home, 'postgres.json'))).mode & 0o777).toBe(0o600);
    expect((await stat(join(home, 'postgres.log'))).mode & 0o777).toBe(0o600);
  });

  it('leaves no draft of the data directory and no lock behind', async () => {
    expect((await readdir(home)).sort()).toEqual(['postgres', 'postgres.json', 'postgres.log']);
  });
});

describe('a later start', () => {
  let home: string;
  let server: EmbeddedPostgres;

  beforeAll(async () => {
    home = await homes.used();
    server = await homes.start(home);
    await ask(server.ownerUrl, 'CREATE TABLE kept AS SELECT 1 AS row');
    await server.stop();
  });

  afterEach(() => server.stop());

  it('keeps the data, the port and the passwords', async () => {
    const { ownerUrl } = server;
    server = await homes.start(home);
    expect(server).toMatchObject({ started: true, ownerUrl });
    expect(await ask(ownerUrl, 'SELECT row FROM kept')).toEqual([1]);
  });

  it('takes another port when its own is taken', async () => {
    const squatter = createServer().listen(server.port, '127.0.0.1');
    await once(squatter, 'listening');
    const before = server.port;
    server = await homes.start(home, { port: before });
    expect(server.port).not.toBe(before);
    expect(await ask(server.ownerUrl, 'SELECT row FROM kept')).toEqual([1]);
    squatter.close();
  });

  it('is not held up by a pid file or the lock of a socket whose pid another program has got, and by no empty one', async () => {
    const { uid, gid } = (await serverAccount()) ?? {};
    const stranger = spawn('sleep', ['60'], { uid, gid, stdio: 'ignore', cwd: '/' });
    others.push(stranger);
    for (const content of [`${stranger.pid}\n${server.dataDir}\n1700000000\n5432\n\n127.0.0.1\n  1234567         0\nready   \n`, '']) {
      await writeFile(join(server.dataDir, 'postmaster.pid'), content);
      await writeFile(join(server.dataDir, `.s.PGSQL.${server.port}.lock`), content);
      server = await homes.start(home);
      expect(await ask(server.ownerUrl, 'SELECT row FROM kept')).toEqual([1]);
      await server.stop();
    }
    expect(stranger.exitCode).toBeNull();
  });

  it('is not held up by the lock of a dead process, and completes an interrupted first start', async () => {
    const interrupted = await homes.make();
    const dead = spawn('true');
    await once(dead, 'close');
    await writeFile(join(interrupted, 'postgres.lock'), JSON.stringify({ pid: dead.pid, birth: 'gone' }));
    await mkdir(join(interrupted, 'postgres.new-Ab12Cd', 'data'), { recursive: true });
    await mkdir(join(interrupted, 'postgres'));
    const completed = await homes.start(interrupted);
    expect(await ask(completed.appUrl, 'SELECT 1')).toEqual([1]);
    expect((await readdir(interrupted)).sort()).toEqual(['postgres', 'postgres.json', 'postgres.log']);
    await completed.stop();
  });
});

describe('a server that several use', () => {
  it('is joined, and stops with its last user', async () => {
    const home = await homes.used();
    const first = await homes.start(home);
    const second = await homes.start(home);
    expect(second).toMatchObject({ started: false, appUrl: first.appUrl });
    await second.stop();
    const third = await homes.start(home);
    expect(await ask(first.appUrl, 'SELECT 1')).toEqual([1]);
    await first.stop();
    expect(await ask(third.appUrl, 'SELECT 1')).toEqual([1]);
    await Promise.all([third.stop(), third.stop()]);
    expect(await findPostmaster(first.dataDir)).toBeUndefined();
  });

  it('is made once when two processes start it at the same instant', async () => {
    const home = await homes.make();
    const both = await Promise.all([child(home), child(home)]);
    expect(both.map(({ server }) => server.started).sort()).toEqual([false, true]);
    expect(both[0].server.appUrl).toBe(both[1].server.appUrl);
    await Promise.all(both.map((one) => one.stop()));
    expect(await findPostmaster(both[0].server.dataDir)).toBeUndefined();
  });

  it('is taken over, running, from a process that was killed, and stopped by its new owner', async () => {
    const home = await homes.used();
    const lost = await child(home);
    const orphan = await postmaster(lost.server);
    await lost.kill();
    const server = await homes.start(home);
    expect(server.started).toBe(true);
    expect(await postmaster(server)).toEqual(orphan);
    await server.stop();
    expect(isAlive(orphan)).toBe(false);
  });
});

describe('a server that is killed', () => {
  it('comes back on the same URL with every committed row while it is in use', async () => {
    const server = await homes.start(await homes.used());
    await ask(server.ownerUrl, 'CREATE TABLE kept AS SELECT generate_series(1, 1000) AS row');
    const victim = await killed(server);
    // Refused until it has recovered.
    const again = await until(() => ask(server.ownerUrl, 'SELECT count(*)::int FROM kept').catch(() => null));
    expect(again).toEqual([1000]);
    expect((await postmaster(server)).pid).not.toBe(victim.pid);
    await server.stop();
  });

  it('recovers at the next start when its user was killed too', async () => {
    const home = await homes.used();
    const lost = await child(home);
    await ask(lost.server.ownerUrl, 'CREATE TABLE kept AS SELECT 7 AS row');
    await lost.kill();
    await killed(lost.server);
    const server = await homes.start(home);
    expect(await ask(server.ownerUrl, 'SELECT row FROM kept')).toEqual([7]);
    await server.stop();
  });
});

describe('a start that cannot succeed says what is wrong, where and what to do', () => {
  it('on a damaged state file', async () => {
    const home = await homes.make();
    await writeFile(join(home, 'postgres.json'), '{ "port": ');
    await expect(homes.start(home)).rejects.toThrow(
      `${join(home, 'postgres.json')}: Unexpected end of JSON input; it holds the only copy of the passwords`,
    );
  });

  it('on data without its state file', async () => {
    const home = await homes.used();
    await rm(join(home, 'postgres.json'));
    await expect(homes.start(home)).rejects.toThrow('with its passwords is missing');
  });

  it('on a folder of something else, and on the data of another version', async () => {
    const home = await homes.used();
    const dataDir = join(home, 'postgres');
    const versionFile = join(dataDir, 'PG_VERSION');
    await writeFile(versionFile, '17\n');
    await expect(homes.start(home)).rejects.toThrow(`${dataDir} was written by PostgreSQL 17`);
    await rm(versionFile);
    await expect(homes.start(home)).rejects.toThrow(`${dataDir} holds files but no database`);
  });

  it('on a setting that PostgreSQL refuses, with the end of its log', async () => {
    const home = await homes.used();
    await expect(homes.start(home, { settings: { work_mem: 'plenty' } })).rejects.toThrow(
      /did not start on .*invalid value for parameter "work_mem"/,
    );
    expect(await readFile(join(home, 'postgres.log'), 'utf8')).toContain('plenty');
  });
});
