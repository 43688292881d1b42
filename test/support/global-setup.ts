import 'reflect-metadata';
import { chmod, mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { migrate } from '../../src/database/migrate';
import { quickFolder } from './quick-folder';
import { asSuperuser, embeddedServer, givenServer, type TestServer, withDatabase } from './test-server';

declare global {
  var brandhubTestServer: TestServer | undefined;
  var brandhubTranslated: string | undefined;
}

/** For the processes that run test files: glibc keeps memory that it was given. Each file loads all its modules anew, and getting the memory for them took a third of the run. */
const KEEP_MEMORY = { MALLOC_TRIM_THRESHOLD_: '2000000000', MALLOC_MMAP_THRESHOLD_: '1000000000', MALLOC_TOP_PAD_: '67108864' };

/** Starts PostgreSQL once for the whole run and migrates the template database that each test file clones (`database.ts`). */
export default async function globalSetup(): Promise<void> {
  const given = process.env.TEST_DATABASE_URL;
  process.env.TMPDIR = quickFolder();
  const server = given ? await givenServer(given) : await embeddedServer();
  try {
    await migrate(withDatabase(server.ownerUrl, server.template));
    // Platforms in tests listen on the loopback address.
    await asSuperuser(withDatabase(server.superuserUrl, server.template), (client) =>
      client.query(`ALTER TABLE hub.source ALTER private_hosts SET DEFAULT '{127.0.0.1}'`),
    );
    // A template can be cloned only while nobody is connected to it.
    await asSuperuser(withDatabase(server.superuserUrl, 'postgres'), (client) =>
      client.query(`ALTER DATABASE ${server.template} WITH ALLOW_CONNECTIONS false IS_TEMPLATE true`),
    );
  } catch (error) {
    await server.stop();
    throw error;
  }
  globalThis.brandhubTestServer = server;
  process.env.BRANDHUB_TEST_TRANSLATED = globalThis.brandhubTranslated = await translatedFolder(process.env.TMPDIR);
  process.env.BRANDHUB_TEST_DATABASE = JSON.stringify(server);
  // Most of what a test file makes is gone by its end: room for it spares copying what is not.
  process.env.NODE_OPTIONS = `${process.env.NODE_OPTIONS ?? ''} --max-semi-space-size=64`;
  // As the program runs: otherwise graphql looks at every type of every answer for signs of a second copy of itself.
  Object.assign(process.env, KEEP_MEMORY, { NODE_ENV: 'production' });
}

/** Where the processes that tests start keep translated code for one another (`run-typescript.ts`), whoever they run as. */
async function translatedFolder(above: string): Promise<string> {
  const folder = await mkdtemp(join(above, 'brandhub-translated-'));
  await chmod(folder, 0o1777);
  return folder;
}
