import { digitsOf, type Json, type JsonReadings, memberOf, readJson } from '../../src/lib/lossless-json';
import { Fatal } from '../errors';

/** What a stream's records look like and which properties tell them apart. */
export interface SchemaMessage {
  readonly type: 'SCHEMA';
  readonly stream: string;
  readonly schema: JsonReadings;
  readonly keyProperties: readonly string[];
}

/** One record; `version` counts the times that the tap has read all of the stream. */
export interface RecordMessage {
  readonly type: 'RECORD';
  readonly stream: string;
  readonly record: JsonReadings;
  readonly version: string | null;
}

/** Where the tap is to go on once everything before this is kept; JSON text, to be given back as it came. */
export interface StateMessage {
  readonly type: 'STATE';
  readonly value: string;
}

/** Everything that belongs to a version of a stream has been sent: what is of an older one is no more. */
export interface VersionMessage {
  readonly type: 'ACTIVATE_VERSION';
  readonly stream: string;
  readonly version: string;
}

/** A message of the Singer protocol. */
export type Message = SchemaMessage | RecordMessage | StateMessage | VersionMessage;

const LONGEST_NAME = 255;
const decoder = new TextDecoder('utf-8', { fatal: true });

/** Reads one line. Throws Fatal, which says what was expected: a stream of messages cannot be trusted beyond one that is none. */
export function readMessage(bytes: Buffer): Message {
  const text = textOf(bytes);
  const message = jsonOf(text);
  if (!isObject(message.plain)) throw new Fatal(`expected a JSON object; found ${shown(text)}`);
  const type = memberOf(message, 'type')?.plain;
  switch (type) {
    case 'SCHEMA':
      return schemaOf(message);
    case 'RECORD':
      return { type, stream: streamOf(message), record: objectOf(message, 'record'), version: versionOf(message) };
    case 'STATE':
      return { type, value: JSON.stringify(requiredOf(message, 'value').exact) };
    case 'ACTIVATE_VERSION':
      return { type, stream: streamOf(message), version: versionOf(message) ?? missing('version') };
    case 'BATCH':
      throw new Fatal(
        'BATCH: files of records are not read; turn batches off in the tap (leave out "batch_config"), so that it sends RECORD',
      );
    default:
      throw new Fatal(`type: ${shown(JSON.stringify(type) ?? 'missing')}; expected SCHEMA, RECORD, STATE or ACTIVATE_VERSION`);
  }
}

function textOf(bytes: Buffer): string {
  try {
    return decoder.decode(bytes);
  } catch {
    throw new Fatal('is not UTF-8'); // the only throw of a fatal decoder
  }
}

function jsonOf(text: string): JsonReadings {
  try {
    return readJson(text);
  } catch (error) {
    if (error instanceof RangeError) throw new Fatal('is nested too deeply');
    if (!(error instanceof SyntaxError)) throw error;
    throw new Fatal(`is not JSON; it begins with ${shown(text)}`);
  }
}

function schemaOf(message: JsonReadings): SchemaMessage {
  const schema = objectOf(message, 'schema');
  const properties = memberOf(schema, 'properties')?.plain;
  if (!isObject(properties)) throw new Fatal('schema: has no "properties"; expected those of an object');
  const keyProperties = requiredOf(message, 'key_properties').plain;
  if (!Array.isArray(keyProperties) || !keyProperties.every((name) => typeof name === 'string' && name !== ''))
    throw new Fatal(`key_properties: expected a list of names; found ${shown(JSON.stringify(keyProperties))}`);
  return { type: 'SCHEMA', stream: streamOf(message), schema, keyProperties: keyProperties as string[] };
}

function streamOf(message: JsonReadings): string {
  const stream = requiredOf(message, 'stream').plain;
  if (typeof stream !== 'string' || stream === '' || stream.length > LONGEST_NAME || stream.includes('\0') || !stream.isWellFormed())
    throw new Fatal(`stream: expected a name of at most ${LONGEST_NAME} characters; found ${shown(JSON.stringify(stream))}`);
  return stream;
}

function versionOf(message: JsonReadings): string | null {
  const version = memberOf(message, 'version')?.exact ?? null;
  if (version === null) return null;
  const text = digitsOf(version) ?? (typeof version === 'number' ? String(version) : '');
  if (/^\d{1,18}$/.test(text)) return text;
  throw new Fatal(`version: expected a whole number; found ${shown(JSON.stringify(version))}`);
}

function objectOf(message: JsonReadings, name: string): JsonReadings {
  const value = requiredOf(message, name);
  if (!isObject(value.plain)) throw new Fatal(`${name}: expected an object; found ${shown(JSON.stringify(value.plain))}`);
  return value;
}

function requiredOf(message: JsonReadings, name: string): JsonReadings {
  return memberOf(message, name) ?? missing(name);
}

function missing(name: string): never {
  throw new Fatal(`${name}: is missing`);
}

function isObject(value: Json | undefined): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function shown(text: string): string {
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
