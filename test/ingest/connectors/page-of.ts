import type { HttpRequest, Page } from '../../../ingest/connector';
import { pageOf as pageOfBytes } from '../../../ingest/page';

/** An answer as a fixture writes it: `body` is sent as JSON, `text` as UTF-8, `base64` as bytes; one of the three. */
export interface Answer {
  status?: number;
  headers?: Record<string, string>;
  body?: unknown;
  text?: string;
  base64?: string;
}

/** The page that a connector is given when a request is answered so. */
export function pageOf(request: HttpRequest, { status = 200, headers = {}, body, text, base64 }: Answer): Page {
  const bytes = base64 === undefined ? Buffer.from(text ?? JSON.stringify(body ?? '')) : Buffer.from(base64, 'base64');
  return pageOfBytes({ request, status, headers, body: bytes });
}
