import { type Json, type JsonReadings, readJson } from '../../src/lib/lossless-json';
import { Fatal } from '../errors';
import type { StreamMeaning } from '../landed/stream-meaning';
import { StreamPage, textOf } from '../landed/stream-page';

/** A body of which no records can be made. `status` is what HTTP calls that. */
export class BadBody extends Error {
  constructor(
    readonly status: 400 | 413 | 415,
    message: string,
  ) {
    super(message);
  }
}

/** A delivery is one page, and one transaction. */
const MOST_RECORDS = 20_000;
const JSON_TYPE = /^application\/([\w.-]+\+)?json$/;
const LINES_TYPE = /^application\/(x-ndjson|jsonl|x-jsonlines|json-lines)$/;
const decoder = new TextDecoder('utf-8', { fatal: true });

/** The records of a body: a JSON object, a list of objects, or one object a line. Throws BadBody when it is none of these. */
export function readPushed(meaning: StreamMeaning, body: Buffer, headers: PushedHeaders): StreamPage {
  const isLines = isLinesType(headers);
  const text = decoded(body);
  const page = new StreamPage(meaning);
  if (isLines) readLines(page, text);
  else readWhole(page, text);
  return page;
}

/** The headers that say what a body is. */
export interface PushedHeaders {
  readonly 'content-type'?: string | undefined;
  readonly 'content-encoding'?: string | undefined;
}

function isLinesType({ 'content-type': contentType = '', 'content-encoding': encoding = 'identity' }: PushedHeaders): boolean {
  const [type = '', ...parameters] = contentType
    .toLowerCase()
    .split(';')
    .map((part) => part.trim());
  const isLines = LINES_TYPE.test(type);
  if (!isLines && !JSON_TYPE.test(type)) throw new BadBody(415, 'content-type: expected application/json or application/x-ndjson');
  const charset =
    parameters
      .find((each) => each.startsWith('charset='))
      ?.slice('charset='.length)
      .replaceAll('"', '') ?? 'utf-8';
  if (!/^(utf-?8|us-ascii)$/.test(charset)) throw new BadBody(415, `content-type: charset ${charset} is not read; send UTF-8`);
  if (encoding !== 'identity') throw new BadBody(415, `content-encoding: ${encoding} is not read; send the body as it is`);
  return isLines;
}

function decoded(body: Buffer): string {
  try {
    return decoder.decode(body);
  } catch {
    throw new BadBody(400, 'the body is not UTF-8'); // the only throw of a fatal decoder
  }
}

function readWhole(page: StreamPage, text: string): void {
  const whole = jsonOf(text);
  if (whole === null) throw new BadBody(400, 'the body is not JSON');
  const records = Array.isArray(whole.plain) ? itemsOf(whole) : [whole];
  checkCount(records.length);
  for (const [at, record] of records.entries()) add(page, at + 1, record);
}

function readLines(page: StreamPage, text: string): void {
  const lines = text.split('\n');
  checkCount(lines.length - 1);
  for (const [at, line] of lines.entries()) {
    if (line.trim() === '') continue;
    const record = jsonOf(line);
    if (record === null) page.refuse(at + 1, line, 'is not JSON');
    else add(page, at + 1, record);
  }
}

function add(page: StreamPage, line: number, record: JsonReadings): void {
  const { plain } = record;
  try {
    if (plain === null || typeof plain !== 'object' || Array.isArray(plain)) page.refuse(line, textOf(record), 'is not a JSON object');
    else page.add({ line, record });
  } catch (error) {
    throw error instanceof Fatal ? new BadBody(400, `record ${line}: ${error.message}`) : error;
  }
}

function itemsOf({ plain, lossless, exact }: JsonReadings): JsonReadings[] {
  return (plain as Json[]).map((each, at) => ({ plain: each, lossless: (lossless as Json[])[at]!, exact: (exact as Json[])[at]! }));
}

function jsonOf(text: string): JsonReadings | null {
  try {
    return readJson(text);
  } catch (error) {
    if (error instanceof RangeError) throw new BadBody(400, 'the body is nested too deeply');
    if (!(error instanceof SyntaxError)) throw error;
    return null;
  }
}

function checkCount(records: number): void {
  if (records > MOST_RECORDS) throw new BadBody(413, `the body has ${records} records; ${MOST_RECORDS} at most`);
}
