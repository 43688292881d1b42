import type { Logger } from 'pino';
import { startEmbeddedPostgres } from './embedded/start-embedded-postgres';
import { migrate } from './migrate';

/** A database at the current schema. The application connects with `appUrl` and, when given, takes `role` on each connection. */
export interface OpenDatabase {
  ownerUrl: string;
  appUrl: string;
  role?: string;
  /** Whether this is the embedded server. */
  embedded: boolean;
  /** Stops the embedded server when this process started it. */
  close(): Promise<void>;
}

/** Opens the database that the settings name, the embedded one when they name none, and brings it to the current schema. */
export async function openDatabase(
  settings: { home: string; databaseUrl: string | null; databaseAppUrl: string | null },
  log: Logger,
): Promise<OpenDatabase> {
  if (settings.databaseUrl) {
    await migrate(settings.databaseUrl, log);
    const lowered = { appUrl: settings.databaseUrl, role: 'brandhub_app' };
    const own = settings.databaseAppUrl ? { appUrl: settings.databaseAppUrl } : lowered;
    return { ownerUrl: settings.databaseUrl, ...own, embedded: false, close: async () => undefined };
  }
  const server = await startEmbeddedPostgres({ home: settings.home, log });
  try {
    await migrate(server.ownerUrl, log);
  } catch (error) {
    await server.stop();
    throw error;
  }
  return { ownerUrl: server.ownerUrl, appUrl: server.appUrl, embedded: true, close: () => server.stop() };
}
