import type { Logger } from 'pino';
import { createDataSource } from './data-source';
import { startEmbeddedPostgres } from './embedded/start-embedded-postgres';
import { migrate } from './migrate';

/** The role that the application works as. */
const APP_ROLE = 'brandhub_app';

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
    if (!settings.databaseAppUrl) await requireRole(settings.databaseUrl);
    const lowered = { appUrl: settings.databaseUrl, role: APP_ROLE };
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

/** Without a login of the application's own, the owner's connections have to be able to take its role. */
async function requireRole(ownerUrl: string): Promise<void> {
  const owner = await createDataSource({ url: ownerUrl, poolSize: 1 }).initialize();
  try {
    const [row] = await owner.query(`SELECT current_user AS name, pg_has_role(current_user, '${APP_ROLE}', 'MEMBER') AS can`);
    if (row.can) return;
    throw new Error(
      `DATABASE_URL: ${row.name} may not take the role ${APP_ROLE}; expected GRANT ${APP_ROLE} TO ${row.name}, or the application's own login in DATABASE_APP_URL`,
    );
  } finally {
    await owner.destroy();
  }
}
