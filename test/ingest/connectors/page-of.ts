import type { HttpRequest, Page } from '../../../ingest/connector';
import { Retriable } from '../../../ingest/errors';
import { parseJson } from '../../../src/lib/lossless-json';

/** An answer as a fixture writes it: `body` is sent as JSON, `text` as UTF-8, `base64` as bytes; one of the three. */
export interface Answer {
  status?: number;
  headers?: Record<string, string>;
  body?: unknown;
  text?: string;
  base64?: string;
}

/** The page that a connector is given when a request is answered so. */
export function pageOf(request: HttpRequest, answer: Answer): Page {
  const { status = 200, headers = {}, base64 } = answer;
  const body = base64 === undefined ? Buffer.from(answer.text ?? JSON.stringify(answer.body ?? '')) : Buffer.from(base64, 'base64');
  return {
    request,
    status,
    headers,
    body,
    text: () => body.toString('utf8'),
    json: () => {
      try {
        return parseJson(body.toString('utf8'));
      } catch (cause) {
        throw new Retriable(`${request.url}: the body is no JSON: ${(cause as Error).message}`);
      }
    },
  };
}
