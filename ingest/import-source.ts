import type { Session } from '../src/database/session';
import type { ImportDefaults } from './import-defaults';

/** The connector's name of a source that is loaded from files; nothing is pulled for it. */
export const FILE_CONNECTOR = 'file';
/** The connector's name of a source that is loaded from the messages of a Singer tap. */
export const SINGER_CONNECTOR = 'singer';

/** Sources that are made by the first load of them, and what is loaded. */
const LOADED = { [FILE_CONNECTOR]: 'files', [SINGER_CONNECTOR]: 'Singer messages' } as const;
type LoadedConnector = keyof typeof LOADED;

interface SourceRow {
  connector: string;
  config: { timeZone?: string };
  currency: string | null;
  brand: string | null;
}

/** What earlier loads of a source were told about its records; nothing when there is no such source. Throws when it is another connector's. */
export async function rememberedDefaults(
  session: Session,
  key: string,
  connector: LoadedConnector = FILE_CONNECTOR,
): Promise<ImportDefaults> {
  const [row] = await session.query<SourceRow>(
    `SELECT s.connector, s.config, s.currency, b.key AS brand FROM hub.source s
     LEFT JOIN hub.brand b ON b.workspace_id = s.workspace_id AND b.id = s.brand_id WHERE s.workspace_id = $1 AND s.key = $2`,
    [session.workspaceId, key],
  );
  if (!row) return {};
  if (row.connector !== connector) throw otherwise(key, row.connector, connector);
  return { brand: row.brand ?? undefined, currency: row.currency ?? undefined, timeZone: row.config.timeZone };
}

/**
 * Makes the source of a mapping's files, or takes up what is now stated about it, and returns its id. Holds its row until the transaction ends,
 * so that two imports do not begin the same file at once. Throws when the source is another connector's.
 */
export async function keepFileSource(
  session: Session,
  key: string,
  mapping: string,
  stated: ImportDefaults,
  connector: LoadedConnector = FILE_CONNECTOR,
): Promise<number> {
  const config = { mapping, ...(stated.timeZone === undefined ? {} : { timeZone: stated.timeZone }) };
  const [row] = await session.query<{ id: number }>(
    `INSERT INTO hub.source AS s (workspace_id, key, name, connector, config, schedule, time_zone, currency, brand_id)
     SELECT w.id, $2, $2, $3, $4::jsonb, '', coalesce($5::text, w.time_zone), $6::text,
       (SELECT b.id FROM hub.brand b WHERE b.workspace_id = w.id AND b.key = $7::text)
     FROM hub.workspace w WHERE w.id = $1
     ON CONFLICT (workspace_id, key) DO UPDATE SET config = s.config || EXCLUDED.config, time_zone = coalesce($5::text, s.time_zone),
       currency = coalesce(EXCLUDED.currency, s.currency), brand_id = coalesce(EXCLUDED.brand_id, s.brand_id)
     WHERE s.connector = $3
     RETURNING s.id`,
    [session.workspaceId, key, connector, JSON.stringify(config), stated.timeZone ?? null, stated.currency ?? null, stated.brand ?? null],
  );
  if (!row) throw otherwise(key, 'another connector', connector);
  return row.id;
}

function otherwise(key: string, found: string, wanted: LoadedConnector): Error {
  const fed = found in LOADED ? `is loaded from ${LOADED[found as LoadedConnector]}` : `is pulled by ${found}`;
  return new Error(`source ${key}: ${fed} and takes no ${LOADED[wanted]}; name another with --source`);
}
