import type { Session } from '../../src/database/session';
import type { Json } from '../../src/lib/lossless-json';
import { type MappingRules, mappingRules } from '../files/mapping';
import { rememberedDefaults, SINGER_CONNECTOR } from '../import-source';
import { type StreamMeaning, streamTarget } from '../landed/stream-meaning';
import type { GivenRecord } from '../landed/stream-page';
import type { QuarantinedRecord, SentSource } from '../replay-sent';
import { readMessage } from './message';
import { recordCheck } from './record-check';
import type { SingerMap } from './singer-map';

/** A source of Singer messages whose quarantined records are to be read again: by the last schema of their stream, and by a map when one is given. */
export function singerSource(source: { id: number; key: string }, map: SingerMap | null): SentSource {
  return { ...source, meaningOf: (session, stream) => meaningOf(session, source, stream, map), readerOf };
}

interface StreamRow {
  keys: string[];
  mapping: Json;
  schema: Json;
}

async function meaningOf(
  session: Session,
  { id, key }: { id: number; key: string },
  stream: string,
  map: SingerMap | null,
): Promise<StreamMeaning | null> {
  const [row] = await session.query<StreamRow>(
    `SELECT t.key_properties AS keys, t.mapping, s.schema FROM hub.landed_stream t
     JOIN hub.landed_schema s ON s.workspace_id = t.workspace_id AND s.source_id = t.source_id AND s.stream = t.stream AND s.no = t.schemas
     WHERE t.workspace_id = $1 AND t.source_id = $2 AND t.stream = $3`,
    [session.workspaceId, id, stream],
  );
  if (!row) return null;
  const remembered = await rememberedDefaults(session, key, SINGER_CONNECTOR);
  const rules: MappingRules | null = map?.streams[stream] ?? (row.mapping === null ? null : mappingRules.parse(row.mapping));
  const target = rules && streamTarget(rules, {}, remembered);
  return { stream, keyProperties: row.keys, check: recordCheck(row.schema), target };
}

/** The body of a page is its messages, one a line. */
function readerOf(body: Buffer): (record: QuarantinedRecord) => GivenRecord | null {
  // Latin 1 gives back every byte as it was.
  const lines = body.toString('latin1').split('\n');
  return ({ record_no: recordNo, line }) => {
    const message = readMessage(Buffer.from(lines[recordNo] ?? '', 'latin1'));
    return message.type === 'RECORD' ? { line: line ?? 0, record: message.record, version: message.version } : null;
  };
}
