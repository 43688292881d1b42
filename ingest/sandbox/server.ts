import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import type { Answer, Call } from './platform';
import { acceptSockets } from './sockets';

/** A request that has been read, and a handler's answer to it: `cut` closes the connection halfway through the body, `delayMs` holds it up. */
export type Received = Pick<Call, 'method' | 'path' | 'query' | 'headers' | 'body'>;
export interface Reply extends Answer {
  readonly cut?: boolean;
  readonly delayMs?: number;
}

/** What a websocket is sent once it is open: messages, after half of which `cut` breaks the connection; `delayMs` holds them up. */
export interface Talk {
  readonly messages: readonly string[];
  readonly cut?: boolean;
  readonly delayMs?: number;
}

/** How requests are answered, and those for a websocket; `url` is the server's. */
export interface Handler {
  handle(request: Received, url: string): Reply;
  connect(request: Received, url: string): Reply | Talk;
}

/** A listening server. */
export interface Listening {
  readonly url: string;
  close(): Promise<void>;
}

/** Listens on the loopback address only; port 0 takes a free one. A handler that throws is answered with 500 and the error's text. */
export async function listen(port: number, handler: Handler): Promise<Listening> {
  let url = '';
  const server = createServer((request, response) => {
    serve(request, response, (received) => handler.handle(received, url)).catch((error: unknown) => {
      if (!response.headersSent) response.writeHead(500, { 'content-type': 'text/plain' });
      response.end(error instanceof Error ? (error.stack ?? error.message) : String(error));
    });
  });
  const sockets = acceptSockets(server, (request) => handler.connect(received(request), url));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    close: () =>
      new Promise((resolve, reject) => {
        sockets.terminate();
        server.close((error) => (error ? reject(error) : resolve()));
        server.closeAllConnections();
      }),
  };
}

async function serve(request: IncomingMessage, response: ServerResponse, handler: (received: Received) => Reply): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const reply = handler(received(request, Buffer.concat(chunks).toString()));
  if (reply.delayMs) await pause(reply.delayMs);
  const body = typeof reply.body === 'string' ? Buffer.from(reply.body) : reply.body;
  response.writeHead(reply.status, reply.status === 304 ? reply.headers : { ...reply.headers, 'content-length': String(body.length) });
  if (!reply.cut) {
    response.end(body);
    return;
  }
  response.write(body.subarray(0, Math.max(1, body.length >> 1)), () => response.destroy());
}

function received(request: IncomingMessage, body = ''): Received {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://127.0.0.1');
  const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
  return { method: request.method ?? 'GET', path: pathname, query: searchParams, headers, body };
}
