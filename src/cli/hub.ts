import type { Logger } from 'pino';
import type { DataSource } from 'typeorm';
import { applicationDataSource } from '../../ormconfig';
import { type Config, readConfig } from '../config';
import { type OpenDatabase, openDatabase } from '../database/open';
import { inWorkspace, type Session, type SessionOptions } from '../database/session';
import { type Day, dayIn } from '../lib/day';
import { createLog } from '../lib/log';

/** What a command works with: the settings, the database at the current schema, and the workspace it acts in. */
export interface Hub {
  config: Config;
  log: Logger;
  opened: OpenDatabase;
  database: DataSource;
  workspace: { id: number; key: string; timeZone: string };
  /** Today in the workspace's time zone. */
  today: Day;
  /** One transaction of the workspace. */
  session<T>(work: (session: Session) => Promise<T>, options?: SessionOptions): Promise<T>;
}

/** How a command wants its log and its pool. */
export interface HubOptions {
  logLevel?: string;
  poolSize?: number;
  /** The workspace's key; the settings' when not given. */
  workspace?: string;
}

/** Opens the hub, runs `work`, and closes everything again, whatever happened. */
export async function withHub<T>(work: (hub: Hub) => Promise<T>, options: HubOptions = {}): Promise<T> {
  const config = readConfig();
  const log = createLog(config.logLevel ?? options.logLevel ?? 'warn');
  const opened = await openDatabase(config, log);
  const database = applicationDataSource(opened.appUrl, {
    poolSize: options.poolSize ?? 4,
    ...(opened.role ? { role: opened.role } : {}),
  });
  try {
    await database.initialize();
    const workspace = await findWorkspace(database, options.workspace ?? config.workspace);
    return await work({
      config,
      log,
      opened,
      database,
      workspace,
      today: dayIn(workspace.timeZone, new Date()),
      session: (inside, sessionOptions) => inWorkspace(database, workspace.id, inside, sessionOptions),
    });
  } finally {
    if (database.isInitialized) await database.destroy();
    await opened.close();
  }
}

async function findWorkspace(database: DataSource, key: string): Promise<Hub['workspace']> {
  const rows: { id: number; key: string; time_zone: string }[] = await database.query('SELECT * FROM hub.workspaces()');
  const found = rows.find((row) => row.key === key);
  if (!found)
    throw new Error(`workspace: there is no "${key}"; there are ${rows.map((row) => row.key).join(', ')} (set BRANDHUB_WORKSPACE)`);
  return { id: found.id, key: found.key, timeZone: found.time_zone };
}
