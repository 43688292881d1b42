import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { HttpRequest, Page, PullContext } from '../../ingest/connector';
import { pageOf } from '../../ingest/page';
import { parseJson } from '../../src/lib/lossless-json';

const ANSWERS = path.join(__dirname, '../fixtures/answers');

/** An answer as a fixture writes it: `body` is sent as JSON, `text` as UTF-8, `base64` as bytes; one of the three. */
export interface Answer {
  status?: number;
  headers?: Record<string, string>;
  body?: unknown;
  text?: string;
  base64?: string;
}

/** What a platform answered to one stream's questions, and what must come of it. */
export interface RecordedStream {
  part?: string;
  window?: { from: string; to: string };
  cursor?: unknown;
  brands?: PullContext['brands'];
  answers: Answer[];
  /** The answer for a window in which nothing happened. */
  empty: Answer;
  /** How many rows the answers become. */
  rows: number;
  /** Values that must stand in the rows, digit by digit (bigints as text). */
  values: string[];
  /** Paths of a record without which it is refused. */
  required: string[];
}

/** A connector's recorded answers: `test/fixtures/answers/<connector>.json`. */
export interface RecordedAnswers {
  source: PullContext['source'];
  config: Record<string, unknown>;
  /** The answer to a request for a token, of connectors that log in. */
  grant?: Answer;
  streams: Record<string, RecordedStream>;
  errors: { when: string; answer: Answer; throws: string; afterMs?: number }[];
}

/** The recorded answers of a connector; throws when there are none. */
export function recordedAnswers(connector: string): RecordedAnswers {
  const file = path.join(ANSWERS, `${connector}.json`);
  if (!existsSync(file)) throw new Error(`${connector}: no recorded answer at test/fixtures/answers/${connector}.json`);
  return parseJson(readFileSync(file, 'utf8')) as unknown as RecordedAnswers;
}

/** The bytes of an answer. */
export function bytesOf({ body, text, base64 }: Answer): Buffer {
  return base64 === undefined ? Buffer.from(text ?? JSON.stringify(body ?? '')) : Buffer.from(base64, 'base64');
}

/** The page that a connector is given when a request is answered so. */
export function answeredPage(request: HttpRequest, answer: Answer): Page {
  const { status = 200, headers = {} } = answer;
  return pageOf({ request, status, headers, body: bytesOf(answer) });
}
