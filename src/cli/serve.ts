import { Command } from 'commander';
import { type RunningServer, startServer } from '../server';
import { type Hub, withHub } from './hub';
import { ingestDeps } from './ingest-deps';
import { untilStopped } from './until-stopped';

/** `brandhub serve`: answers GraphQL until it is stopped. */
export function serveCommand(): Command {
  return new Command('serve').description('answer GraphQL over HTTP (without pulling; see work)').action(async () => {
    await withHub(
      async (hub) => {
        const server = await serve(hub);
        process.stdout.write(`ready ${server.url}/graphql\n`);
        await untilStopped();
        await server.close();
      },
      { logLevel: 'info', poolSize: 10 },
    );
  });
}

/** Starts the server that the settings describe. */
export async function serve(hub: Hub): Promise<RunningServer> {
  const { host, port, oidc } = hub.config;
  try {
    const { key: secretKey } = ingestDeps(hub);
    return await startServer({
      database: hub.database,
      config: { host, port, oidc },
      log: hub.log,
      listenUrl: hub.opened.appUrl,
      secretKey,
    });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    throw new Error(`PORT ${port}: another program listens there on ${host}; stop it, or set PORT to a free one`);
  }
}
