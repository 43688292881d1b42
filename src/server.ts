import websocket from '@fastify/websocket';
import type { Logger } from 'pino';
import type { DataSource } from 'typeorm';
import { RESOLVERS } from '../resolvers';
import { createApolloServer } from './graph/apollo';
import { Authenticator, isLoopback } from './graph/authenticate';
import { buildSchema } from './graph/build-schema';
import { LIMITS } from './graph/limits';
import { RunFeed } from './graph/run-feed';
import type { OidcSettings } from './graph/token-verifier';
import type { SecretKey } from './lib/seal';
import { createApp } from './server/create-app';
import { explorerRoutes } from './server/explorer';
import { exportRoute } from './server/export';
import { graphqlRoute } from './server/graphql-route';
import { healthRoutes } from './server/health';
import { measurements } from './server/measurements';
import { pushRoute } from './server/push-route';
import { requireCaller } from './server/require-caller';
import { estimates } from './stats/estimates';

/** How the server listens and whom it believes. */
export interface ServerConfig {
  host: string;
  /** 0 takes a free one. */
  port: number;
  oidc: OidcSettings | null;
  /** After how long a statement of a query is cut off. */
  statementTimeoutMs?: number;
  /** The present instant; the machine's clock when absent. */
  now?: () => Date;
  /** False answers every question anew, for proofs and measurements. */
  keepAnswers?: boolean;
}

/**
 * What a server is made of: the application role's DataSource, initialized, the URL over which it hears of runs, and the key that seals secrets,
 * without which nothing can be pushed and no destination of alerts set.
 */
export interface ServerOptions {
  database: DataSource;
  config: ServerConfig;
  log: Logger;
  listenUrl: string;
  secretKey?: SecretKey;
}

/** A server that answers at `url`, until it is closed: requests under way are answered first. */
export interface RunningServer {
  url: string;
  close(): Promise<void>;
}

const STATEMENT_TIMEOUT_MS = 10_000;

/** Starts answering GraphQL over HTTP. Rejects when it would be open to other machines with no credential set up. */
export async function startServer({ database, config, log, listenUrl, secretKey }: ServerOptions): Promise<RunningServer> {
  const now = config.now ?? (() => new Date());
  const isLocal = isLoopback(config.host);
  const authenticator = new Authenticator(database, { oidc: config.oidc, now, allowLocalOwner: isLocal });
  if (!isLocal && !(await authenticator.isRequired())) {
    throw new Error(
      `HOST ${config.host} can be reached from other machines and nobody would be asked who they are: make an API key (brandhub key create), set OIDC_ISSUER and OIDC_AUDIENCE, or listen on 127.0.0.1`,
    );
  }
  const feed = new RunFeed();
  const schema = buildSchema([...RESOLVERS], feed);
  const apollo = createApolloServer(schema, log);
  await apollo.start();
  const line = await feed.listen(listenUrl, log);
  const app = createApp(log);
  await app.register(websocket, { options: { maxPayload: LIMITS.bodyBytes } });
  measurements(app, database);
  const makeSure = requireCaller(app, authenticator, log);
  healthRoutes(app, database);
  await app.register(explorerRoutes);
  const surroundings = { database, statementTimeoutMs: config.statementTimeoutMs ?? STATEMENT_TIMEOUT_MS, now, secretKey };
  await app.register(exportRoute, { schema, surroundings, log });
  if (secretKey) await app.register(pushRoute, { database, key: secretKey, now, log });
  const keepAnswers = config.keepAnswers ?? true;
  await app.register(graphqlRoute, { apollo, schema, authenticator, makeSure, surroundings, keepAnswers, log });
  const close = async () => {
    await app.close();
    await apollo.stop();
    await line.close();
    await authenticator.close();
    // What was asked has been answered.
    await estimates.end();
  };
  try {
    return { url: await app.listen({ host: config.host, port: config.port }), close };
  } catch (error) {
    await close();
    throw error;
  }
}
