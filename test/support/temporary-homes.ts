import { execFile } from 'node:child_process';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { findPostmaster, stopPostmaster } from '../../src/database/embedded/postmaster';
import { type EmbeddedOptions, type EmbeddedPostgres, startEmbeddedPostgres } from '../../src/database/embedded/start-embedded-postgres';
import { createLog } from '../../src/lib/log';

/** Home folders and servers for one test file; `clear` (afterAll) ends and removes them all, whatever the tests left running. */
export class TemporaryHomes {
  readonly #homes: string[] = [];
  readonly #dataDirs = new Set<string>();
  readonly #servers: EmbeddedPostgres[] = [];
  #used: Promise<string> | undefined;

  /** A fresh folder directly below the system's temporary one, by default open to the user that root's server runs as. */
  async make(mode = 0o755): Promise<string> {
    const home = await mkdtemp(join(tmpdir(), 'brandhub-embedded-'));
    await chmod(home, mode);
    this.#homes.push(home);
    return home;
  }

  /** A home folder whose server has run and was stopped: a copy, since making a database takes ten times as long. */
  async used(): Promise<string> {
    this.#used ??= this.#makeUsed();
    const home = await this.make();
    await promisify(execFile)('cp', ['-a', `${await this.#used}/.`, home]);
    return home;
  }

  /** Makes a home whose server has run and was stopped the one that `used` copies. */
  lend(home: string): void {
    this.#used = Promise.resolve(home);
  }

  async #makeUsed(): Promise<string> {
    const home = await this.make();
    await (await this.start(home)).stop();
    return home;
  }

  /** startEmbeddedPostgres, remembered. */
  async start(home: string, options: Partial<EmbeddedOptions> = {}): Promise<EmbeddedPostgres> {
    const server = await startEmbeddedPostgres({ home, log: createLog('silent'), settings: { fsync: 'off' }, ...options });
    this.#servers.push(server);
    this.#dataDirs.add(server.dataDir);
    return server;
  }

  /** Remembers a data directory that another process made. */
  watch(dataDir: string): void {
    this.#dataDirs.add(dataDir);
  }

  async clear(): Promise<void> {
    await Promise.allSettled(this.#servers.map((server) => server.stop()));
    for (const dataDir of this.#dataDirs) {
      const running = await findPostmaster(dataDir);
      if (running) await stopPostmaster(running.process);
    }
    const outside = [...this.#dataDirs].map(dirname).filter((folder) => folder.startsWith('/var/lib/brandhub/'));
    for (const folder of [...this.#homes, ...outside]) await rm(folder, { recursive: true, force: true });
  }
}
