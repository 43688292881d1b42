import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { SingerResult } from '../../../ingest/singer/finish-load';
import { loadSinger, type SingerRequest } from '../../../ingest/singer/load-singer';
import { parseSingerMap } from '../../../ingest/singer/singer-map';
import type { IngestWorkspace } from '../../support/ingest-workspace';

const FIXTURES = path.join(__dirname, '../../fixtures/singer');

/** The text of a recorded file. */
export const fixture = (name: string): string => readFileSync(path.join(FIXTURES, name), 'utf8');

/** A map and its text. */
export const mapOf = (yaml: string): NonNullable<SingerRequest['map']> => ({ yaml, rules: parseSingerMap(yaml) });

/** One message a line. */
export const linesOf = (...messages: object[]): string => `${messages.map((message) => JSON.stringify(message)).join('\n')}\n`;

export const schema = (stream: string, properties: object, keys: string[] = ['id'], more: object = {}) => ({
  type: 'SCHEMA',
  stream,
  schema: { type: 'object', properties, ...more },
  key_properties: keys,
});
export const record = (stream: string, values: object, version?: number) => ({
  type: 'RECORD',
  stream,
  record: values,
  ...(version && { version }),
});
export const state = (value: unknown) => ({ type: 'STATE', value });
export const activate = (stream: string, version: number) => ({ type: 'ACTIVATE_VERSION', stream, version });

/** Bytes as they come through a pipe, in chunks of a size. */
export async function* piped(text: string | Buffer, size = 1 << 16): AsyncGenerator<Buffer> {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

/** What a load came to, with the states that it told. */
export async function load(
  hub: IngestWorkspace,
  sourceKey: string,
  messages: string | Buffer | AsyncIterable<Buffer>,
  options: Partial<SingerRequest> = {},
): Promise<SingerResult & { told: string[] }> {
  const told: string[] = [];
  const input = typeof messages === 'string' || Buffer.isBuffer(messages) ? piped(messages) : messages;
  const emit = async (text: string) => void told.push(text);
  const result = await loadSinger(hub.database, { workspaceId: 1, sourceKey, input, emit, ...options });
  return { ...result, told };
}

/** The counters of a result. */
export const counts = ({ records, inserted, revised, unchanged, quarantined }: SingerResult) => ({
  records,
  inserted,
  revised,
  unchanged,
  quarantined,
});

/** The records that are kept of a source's stream, by key. */
export function kept(hub: IngestWorkspace, source: string, stream?: string) {
  return hub.rows<{ stream: string; key: string; text: string; version: bigint | null; deleted_at: Date | null }>(
    `SELECT r.stream, r.key, r.record::text AS text, r.version, r.deleted_at FROM hub.landed_record r JOIN hub.source s ON s.id = r.source_id
     WHERE r.workspace_id = 1 AND s.key = $1 AND ($2::text IS NULL OR r.stream = $2) ORDER BY r.stream, r.key`,
    [source, stream ?? null],
  );
}

/** The records of a source in quarantine that were not replayed. */
export function refused(hub: IngestWorkspace, source: string) {
  return hub.rows<{ line: number; stream: string; reason: string; place: string | null; value: string | null; raw: string }>(
    `SELECT q.line, q.stream, q.reason, q.place, q.value, q.raw FROM hub.quarantine q JOIN hub.source s ON s.id = q.source_id
     WHERE q.workspace_id = 1 AND s.key = $1 AND q.replayed_at IS NULL ORDER BY q.id`,
    [source],
  );
}
