import { isDeepStrictEqual } from 'node:util';
import type { Session } from '../../database/session';
import { MAPPED } from '../dimensions';
import { Parameters } from '../parameters';
import type { Dimension, Filter } from '../question';
import { type Mapping, NO_MAPPING, type Rule } from './mapping';
import { mappedSql } from './mapping-sql';

/** A stored version of the rules. */
export interface StoredMapping {
  readonly rules: Mapping;
  readonly recordedAt: Date;
}

/** The rules as they were at an instant (PostgreSQL's own text), now when absent; null where there were none. */
export async function storedMapping(session: Session, asOf?: string): Promise<StoredMapping | null> {
  const [row] = await session.query<{ rules: Record<string, Rule[]>; recorded_at: Date }>(
    `SELECT rules, recorded_at FROM hub.mapping WHERE workspace_id = $1 AND recorded_at <= coalesce($2::timestamptz, 'infinity')
     ORDER BY recorded_at DESC LIMIT 1`,
    [session.workspaceId, asOf ?? null],
  );
  return row ? { rules: new Map(Object.entries(row.rules) as [Dimension, Rule[]][]), recordedAt: row.recorded_at } : null;
}

/** The rules that a cut needs, as they were at an instant: none are read where it has no mapped dimension. */
export async function mappingFor(
  session: Session,
  { by, where }: { by: readonly Dimension[]; where: readonly Filter[] },
  asOf?: string,
): Promise<Mapping> {
  const asked = [...by, ...where.map(({ dimension }) => dimension)];
  if (!asked.some((dimension) => MAPPED[dimension])) return NO_MAPPING;
  return (await storedMapping(session, asOf))?.rules ?? NO_MAPPING;
}

/** Since when the rules of an instant had held, to the microsecond; null where there were none. */
export async function mappingInstant(session: Session, asOf: string): Promise<string | null> {
  const [row] = await session.query<{ since: string | null }>(
    `SELECT to_char(max(recorded_at) AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS since FROM hub.mapping
     WHERE workspace_id = $1 AND recorded_at <= $2::timestamptz`,
    [session.workspaceId, asOf],
  );
  return row?.since ?? null;
}

/** Makes the rules those that hold from now on, for all days; false when they hold already. */
export async function saveMapping(session: Session, rules: Mapping): Promise<boolean> {
  await session.query('SELECT id FROM hub.workspace WHERE id = $1 FOR UPDATE', [session.workspaceId]);
  const known = await storedMapping(session);
  const plain = Object.fromEntries(rules);
  if (known && isDeepStrictEqual(Object.fromEntries(known.rules), plain)) return false;
  await session.execute(
    `WITH change AS (
       UPDATE hub.workspace SET data_version = data_version + 1, recorded_at = greatest(clock_timestamp(), recorded_at + interval '1 microsecond')
       WHERE id = $1 RETURNING id, recorded_at
     )
     INSERT INTO hub.mapping (workspace_id, recorded_at, rules) SELECT id, recorded_at, $2::jsonb FROM change`,
    [session.workspaceId, JSON.stringify(plain)],
  );
  return true;
}

/** What the database makes of names by the rules, to be held against what was expected. */
export async function mappedByDatabase(session: Session, rules: readonly Rule[], names: readonly string[]): Promise<string[]> {
  const parameters = new Parameters();
  const list = parameters.add(names, 'text[]');
  const sql = `SELECT ${mappedSql(rules, 'n.name', parameters)} AS value FROM unnest(${list}) WITH ORDINALITY n (name, place) ORDER BY n.place`;
  return (await session.query<{ value: string }>(sql, parameters.values)).map(({ value }) => value);
}
