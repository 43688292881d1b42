import type { Session } from '../../src/database/session';
import { Fatal } from '../errors';
import type { StreamMeaning } from './stream-meaning';

/** A stream as its sender describes it now; `schema` is JSON text, absent where the sender has none. */
export interface DescribedStream {
  readonly sourceId: number;
  readonly runId: number;
  readonly meaning: StreamMeaning;
  readonly schema?: string;
  readonly hardDelete?: boolean;
}

/**
 * Keeps what is known of a stream: its keys, its rules, and its schema when that is another than the last. Throws Fatal when records are kept under
 * other keys: under new ones each would be there twice.
 */
export async function keepStream(session: Session, described: DescribedStream): Promise<void> {
  const { sourceId, meaning, hardDelete = false } = described;
  const { stream, keyProperties, target } = meaning;
  const before = await keysOf(session, sourceId, stream);
  if (!target && before?.isFilled && before.keys.join('\0') !== keyProperties.join('\0'))
    throw otherKeys(stream, before.keys, keyProperties);
  await session.execute(
    `INSERT INTO hub.landed_stream AS l (workspace_id, source_id, stream, key_properties, mapping, hard_delete) VALUES ($1, $2, $3, $4, $5, $6)
     ON CONFLICT (workspace_id, source_id, stream)
     DO UPDATE SET key_properties = EXCLUDED.key_properties, mapping = EXCLUDED.mapping, hard_delete = EXCLUDED.hard_delete
     WHERE (l.key_properties, l.mapping, l.hard_delete) IS DISTINCT FROM (EXCLUDED.key_properties, EXCLUDED.mapping, EXCLUDED.hard_delete)`,
    [session.workspaceId, sourceId, stream, keyProperties, target && JSON.stringify(target.rules), hardDelete],
  );
  if (described.schema !== undefined) await keepSchema(session, described, described.schema);
}

async function keysOf(session: Session, sourceId: number, stream: string): Promise<{ keys: string[]; isFilled: boolean } | undefined> {
  const [row] = await session.query<{ keys: string[]; isFilled: boolean }>(
    `SELECT s.key_properties AS keys, EXISTS (SELECT FROM hub.landed_record r WHERE r.workspace_id = s.workspace_id AND r.source_id = s.source_id
       AND r.stream = s.stream) AS "isFilled"
     FROM hub.landed_stream s WHERE s.workspace_id = $1 AND s.source_id = $2 AND s.stream = $3`,
    [session.workspaceId, sourceId, stream],
  );
  return row;
}

function otherKeys(stream: string, before: readonly string[], now: readonly string[]): Fatal {
  const shown = (keys: readonly string[]) => JSON.stringify(keys);
  return new Fatal(
    `stream ${stream}: key_properties are ${shown(now)}, and its records are kept under ${shown(before)}; load it under another source`,
  );
}

async function keepSchema(session: Session, { sourceId, runId, meaning }: DescribedStream, schema: string): Promise<void> {
  const place = [session.workspaceId, sourceId, meaning.stream];
  const added = await session.execute(
    `INSERT INTO hub.landed_schema (workspace_id, source_id, stream, no, schema, run_id)
     SELECT s.workspace_id, s.source_id, s.stream, s.schemas + 1, $4::jsonb, $5::integer FROM hub.landed_stream s
     WHERE s.workspace_id = $1 AND s.source_id = $2 AND s.stream = $3 AND NOT EXISTS (
       SELECT FROM hub.landed_schema l WHERE l.workspace_id = $1 AND l.source_id = $2 AND l.stream = $3 AND l.no = s.schemas AND l.schema = $4::jsonb)`,
    [...place, schema, runId],
  );
  if (added === 0) return;
  await session.execute(
    'UPDATE hub.landed_stream SET schemas = schemas + 1 WHERE workspace_id = $1 AND source_id = $2 AND stream = $3',
    place,
  );
}
