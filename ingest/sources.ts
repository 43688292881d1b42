import type { Session } from '../src/database/session';
import { isCurrency } from '../src/lib/currency';
import type { Day } from '../src/lib/day';
import type { SecretKey } from '../src/lib/seal';
import { type CatchUp, catchUpText, parseCatchUp } from './catch-up';
import { settingsOf } from './connector-settings';
import { parseSchedule } from './cron-slots';
import { type AnyConnector, type Connectors, connectorNamed } from './load-connectors';
import { openSecrets, sealContext, sealSecrets } from './source-secrets';

/** What keeping sources needs: the connectors there are, and the key that seals secrets. */
export interface SourceDeps {
  readonly connectors: Connectors;
  readonly key: SecretKey;
}

/** A new source; what is absent is the connector's own. `brand` is a brand's key. */
export interface NewSource {
  readonly key: string;
  readonly connector: string;
  readonly name?: string;
  readonly config?: Readonly<Record<string, unknown>>;
  readonly secrets?: Readonly<Record<string, string>>;
  readonly schedule?: string;
  /** What becomes of missed slots: `latest` (the default), `none`, `all` or `all:<most>`. */
  readonly catchUp?: string;
  readonly timeZone?: string;
  readonly currency?: string;
  readonly brand?: string;
  readonly enabled?: boolean;
  /** Hosts, `host` or `host:port`, that may be asked although their addresses are not public. */
  readonly privateHosts?: readonly string[];
}

/** What may be changed of a source; what is absent stays. Secrets are replaced one by one, the config as a whole. */
export type SourceChange = Partial<Omit<NewSource, 'key' | 'connector'>>;

/** A source as it may be shown: of its secrets only the names. */
export interface SourceView {
  readonly id: number;
  readonly key: string;
  readonly name: string;
  readonly connector: string;
  readonly config: Record<string, unknown>;
  readonly secretNames: readonly string[];
  readonly schedule: string;
  readonly catchUp: string;
  readonly timeZone: string;
  readonly currency: string | null;
  readonly brand: string | null;
  readonly enabled: boolean;
  readonly freshTo: Day | null;
  readonly lookbackDays: number;
}

const KEY = /^[a-z0-9][a-z0-9._-]{0,62}$/;

/** Adds a source and returns its id. Throws a RangeError that names the setting that is wrong, and when the key is taken. */
export async function createSource(session: Session, deps: SourceDeps, source: NewSource): Promise<number> {
  if (!KEY.test(source.key)) throw new RangeError(`key: "${source.key}" is no key; expected small letters, digits and . _ - (63 at most)`);
  const connector = connectorNamed(deps.connectors, source.connector);
  const secrets = checkSecrets(connector, source.secrets ?? {});
  const { catchUp, limit } = parseCatchUp(source.catchUp ?? 'latest');
  const [row] = await session.query<{ id: number }>(
    `INSERT INTO hub.source (workspace_id, key, name, connector, config, secrets, schedule, time_zone, currency, brand_id, enabled, lookback_days,
       catch_up, catch_up_limit)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) ON CONFLICT (workspace_id, key) DO NOTHING RETURNING id`,
    [
      session.workspaceId,
      source.key,
      source.name ?? connector.label,
      connector.name,
      JSON.stringify(checkConfig(connector, source.config ?? {})),
      sealSecrets(secrets, deps.key, sealContext(session.workspaceId, source.key)),
      parseSchedule(source.schedule ?? connector.schedule),
      checkTimeZone(source.timeZone ?? connector.timeZone),
      checkCurrency(source.currency),
      await brandId(session, source.brand),
      source.enabled ?? true,
      Math.max(0, ...connector.streams.map(({ lookbackDays }) => lookbackDays)),
      catchUp,
      limit,
    ],
  );
  if (!row) throw new RangeError(`key: there is a source "${source.key}" already`);
  if (source.privateHosts) await updateSource(session, deps, source.key, { privateHosts: source.privateHosts });
  return row.id;
}

/** Changes a source. Throws a RangeError that names the setting that is wrong, and when there is no such source. */
export async function updateSource(session: Session, deps: SourceDeps, key: string, change: SourceChange): Promise<void> {
  const [stored] = await session.query<{ connector: string; secrets: Buffer | null }>(
    'SELECT connector, secrets FROM hub.source WHERE workspace_id = $1 AND key = $2 FOR UPDATE',
    [session.workspaceId, key],
  );
  if (!stored) throw new RangeError(`source: there is no source "${key}"`);
  const connector = connectorNamed(deps.connectors, stored.connector);
  const context = sealContext(session.workspaceId, key);
  const secrets = change.secrets && { ...openSecrets(stored.secrets, deps.key, context), ...change.secrets };
  const catchUp = change.catchUp === undefined ? undefined : parseCatchUp(change.catchUp);
  const values: Record<string, unknown> = {
    name: change.name,
    config: change.config && JSON.stringify(checkConfig(connector, change.config)),
    secrets: secrets && sealSecrets(checkSecrets(connector, secrets), deps.key, context),
    schedule: change.schedule === undefined ? undefined : parseSchedule(change.schedule),
    catch_up: catchUp?.catchUp,
    catch_up_limit: catchUp?.limit,
    time_zone: change.timeZone === undefined ? undefined : checkTimeZone(change.timeZone),
    currency: change.currency === undefined ? undefined : checkCurrency(change.currency),
    brand_id: change.brand === undefined ? undefined : await brandId(session, change.brand),
    enabled: change.enabled,
    private_hosts: change.privateHosts?.map(checkHost),
  };
  const changed = Object.entries(values).filter(([, value]) => value !== undefined);
  if (changed.length === 0) return;
  const assignments = changed.map(([column], at) => `${column} = $${at + 3}`).join(', ');
  await session.execute(`UPDATE hub.source SET ${assignments} WHERE workspace_id = $1 AND key = $2`, [
    session.workspaceId,
    key,
    ...changed.map(([, value]) => value),
  ]);
}

/** The sources of the workspace by key, or the one of that key. */
export async function listSources(session: Session, deps: SourceDeps, key?: string): Promise<SourceView[]> {
  const rows = await session.query<
    Omit<SourceView, 'secretNames' | 'catchUp'> & { secrets: Buffer | null; catchUp: CatchUp; limit: number }
  >(
    `SELECT s.id, s.key, s.name, s.connector, s.config, s.secrets, s.schedule, s.catch_up AS "catchUp", s.catch_up_limit AS limit, s.time_zone AS "timeZone", s.currency, b.key AS brand, s.enabled,
       s.fresh_to AS "freshTo", s.lookback_days AS "lookbackDays"
     FROM hub.source s LEFT JOIN hub.brand b ON b.workspace_id = s.workspace_id AND b.id = s.brand_id
     WHERE s.workspace_id = $1 AND ($2::text IS NULL OR s.key = $2) ORDER BY s.key`,
    [session.workspaceId, key ?? null],
  );
  return rows.map(({ secrets, catchUp, limit, ...row }) => ({
    ...row,
    catchUp: catchUpText(catchUp, limit),
    secretNames: Object.keys(openSecrets(secrets, deps.key, sealContext(session.workspaceId, row.key))),
  }));
}

/** The settings as given, once the connector has accepted them: its defaults are filled in when a pull begins, so that a later default holds too. */
function checkConfig(connector: AnyConnector, config: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const known = settingsOf(connector);
  const unknown = Object.keys(config).filter((name) => !known.some((setting) => setting.name === name));
  const missing = known.filter(({ name, required }) => required && config[name] === undefined).map(({ name }) => name);
  const told = [...unknown.map((name) => `${name} unknown`), ...missing.map((name) => `${name} missing`)];
  const expected = known.map(({ name, required, kind }) => `${name}${required ? ` (required${kind ? `, ${kind}` : ''})` : ''}`).join(', ');
  if (told.length > 0) throw new RangeError(`${connector.name}: settings: ${told.join(', ')}; expected ${expected}`);
  const parsed = connector.config.safeParse(config);
  if (parsed.success) return config;
  const lines = parsed.error.issues.map(({ path, message }) => `config.${path.join('.')}: ${message}`);
  throw new RangeError(`${connector.name}: ${lines.join('; ')}`);
}

/** The secrets as given; an optional one that is empty is none. */
function checkSecrets(connector: AnyConnector, secrets: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const optional = connector.optionalSecrets ?? [];
  const known = [...connector.secrets, ...optional];
  const unknown = Object.keys(secrets).filter((name) => !known.includes(name));
  // A misspelt one is missing too; its name helps more.
  if (unknown.length > 0)
    throw new RangeError(`${connector.name}: secrets: ${unknown.join(', ')} unknown; expected ${known.join(', ') || 'none'}`);
  const missing = connector.secrets.filter((name) => !secrets[name]);
  if (missing.length > 0) throw new RangeError(`${connector.name}: secrets: ${missing.join(', ')} missing`);
  return Object.fromEntries(Object.entries(secrets).filter(([name, value]) => value !== '' || !optional.includes(name)));
}

function checkHost(host: string): string {
  const url = URL.canParse(`http://${host}`) ? new URL(`http://${host}`) : null;
  if (url === null || (url.host !== host && `${url.hostname}:80` !== host))
    throw new RangeError(`privateHosts: "${host}" is no host; expected host or host:port, such as 10.1.2.3:8080`);
  return host;
}

function checkTimeZone(timeZone: string): string {
  try {
    new Intl.DateTimeFormat('en', { timeZone });
    return timeZone;
  } catch {
    throw new RangeError(`timeZone: "${timeZone}" is no IANA time zone, such as Asia/Shanghai`);
  }
}

function checkCurrency(currency: string | undefined): string | null {
  if (currency === undefined || currency === '') return null;
  if (!isCurrency(currency)) throw new RangeError(`currency: "${currency}" is no currency code; expected one of ISO 4217, such as CNY`);
  return currency;
}

async function brandId(session: Session, key: string | undefined): Promise<number | null> {
  if (!key) return null;
  const [brand] = await session.query<{ id: number }>('SELECT id FROM hub.brand WHERE workspace_id = $1 AND key = $2', [
    session.workspaceId,
    key,
  ]);
  if (!brand) throw new RangeError(`brand: there is no brand "${key}"`);
  return brand.id;
}
