import { chmod, chown, cp, mkdir, readdir, readlink, rm, stat, unlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Client } from 'pg';
import { locateBinaries } from '../../src/database/embedded/locate-binaries';
import { findPostmaster } from '../../src/database/embedded/postmaster';
import { runProgram, spawnAs } from '../../src/database/embedded/run-program';
import type { EmbeddedPostgres } from '../../src/database/embedded/start-embedded-postgres';
import { serverAccount } from '../../src/database/embedded/system-account';
import { usableBinaries } from '../../src/database/embedded/usable-binaries';
import { embeddedChild } from '../support/embedded-child';
import { TemporaryHomes } from '../support/temporary-homes';

const homes = new TemporaryHomes();
const NOBODY = { uid: 65534, gid: 65534 };

afterAll(() => homes.clear());

const isRoot = process.getuid?.() === 0;
if (!isRoot) console.warn('NOT TESTED: how root and others start PostgreSQL; run these tests as root');
const asRoot = isRoot ? describe : describe.skip;

asRoot('root, whose PostgreSQL runs as another user', () => {
  let home: string;
  let server: EmbeddedPostgres;
  beforeAll(async () => {
    home = join(await homes.make(0o700), 'project', '.brandhub');
    server = await homes.start(home);
    await server.stop();
  });

  it('keeps the data outside a home folder that this user cannot enter, and finds it again', async () => {
    expect(dirname(dirname(server.dataDir))).toBe('/var/lib/brandhub');
    const owner = (await stat(server.dataDir)).uid;
    expect(owner).toBe((await serverAccount())?.uid);
    const again = await homes.start(home);
    expect(again.dataDir).toBe(server.dataDir);
    await again.stop();
  });

  it('gives a home folder made anew a new database, leaving the old one’s data alone', async () => {
    for (const name of await readdir(home)) await rm(join(home, name));
    const anew = await homes.start(home);
    expect(anew.dataDir).not.toBe(server.dataDir);
    expect(await readdir(server.dataDir)).toContain('PG_VERSION');
    await anew.stop();
  });
});

asRoot('an ordinary user', () => {
  it('runs PostgreSQL as itself, with everything in the home folder', async () => {
    const home = await homes.make(0o700);
    await chown(home, NOBODY.uid, NOBODY.gid);
    const { server, stop } = await embeddedChild(home, NOBODY);
    homes.watch(server.dataDir);
    expect(server).toMatchObject({ started: true, dataDir: join(home, 'postgres') });
    expect((await stat(server.dataDir)).uid).toBe(NOBODY.uid);
    const client = new Client({ connectionString: server.appUrl });
    await client.connect();
    expect((await client.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
    await client.end();
    await stop();
    expect(await findPostmaster(server.dataDir)).toBeUndefined();
  });
});

describe('binaries as an install without scripts leaves them: no library links, nothing executable', () => {
  async function bareInstall(mode: number) {
    const found = await locateBinaries();
    const root = join(await homes.make(mode), 'native');
    await cp(found.root, root, { recursive: true, verbatimSymlinks: true });
    const lib = join(root, 'lib');
    for (const entry of await readdir(lib, { withFileTypes: true })) if (entry.isSymbolicLink()) await unlink(join(lib, entry.name));
    for (const program of await readdir(join(root, 'bin'))) await chmod(join(root, 'bin', program), 0o644);
    return { root, version: found.version };
  }

  it('are completed where they are', async () => {
    const bare = await bareInstall(0o755);
    const account = await serverAccount();
    const usable = await usableBinaries(bare, await homes.make(), account);
    expect(usable.root).toBe(bare.root);
    expect(await readlink(join(bare.root, 'lib', 'libpq.so.5'))).toMatch(/^libpq\.so\.5\.\d+$/);
    expect(await runProgram(account, join(bare.root, 'bin', 'initdb'), ['--version'])).toMatchObject({ code: 0 });
  });

  it('are copied, once and whole, when the server’s user cannot reach them', async () => {
    if (!isRoot) return console.warn('NOT TESTED: copying unreachable binaries; run this test as root');
    const bare = await bareInstall(0o700);
    const target = await homes.make();
    const account = await serverAccount();
    const [one, other] = await Promise.all([usableBinaries(bare, target, account), usableBinaries(bare, target, account)]);
    expect(one).toEqual({ root: join(target, `postgresql-${bare.version}`), version: bare.version });
    expect(other).toEqual(one);
    const { mtimeMs } = await stat(target);
    await usableBinaries(bare, target, account);
    expect((await stat(target)).mtimeMs).toBe(mtimeMs);
    expect(await readdir(target)).toEqual([`postgresql-${bare.version}`]);
    expect(await runProgram(account, join(one.root, 'bin', 'initdb'), ['--version'])).toMatchObject({ code: 0 });
  });
});

describe('a program that cannot be started', () => {
  it('is a rejected promise that names it, not an event that ends the process', async () => {
    const folder = join(await homes.make(), 'closed');
    await mkdir(folder, { mode: 0o700 });
    const file = join(folder, 'postgres');
    await expect(spawnAs(undefined, file, [], {})).rejects.toThrow(`cannot start ${file}: spawn ${file} ENOENT`);
    const account = await serverAccount();
    if (account)
      await expect(runProgram(account, file, [])).rejects.toThrow(`cannot start ${file} as user ${account.name}: spawn ${file} EACCES`);
  });
});
