import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';

/** A request as the stub got it. */
export interface StubRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/** What the stub answers: JSON unless it is text or bytes; `cut` ends the connection in the middle, `hang` says nothing, `after` is waited for. */
export interface StubAnswer {
  readonly status?: number;
  readonly headers?: Record<string, string>;
  readonly body?: unknown;
  readonly cut?: boolean;
  readonly hang?: boolean;
  readonly after?: Promise<void>;
}

/** A local HTTP server for tests of what goes over the wire. */
export interface StubPlatform {
  readonly url: string;
  readonly requests: StubRequest[];
  close(): Promise<void>;
}

/** Starts a stub on a free port of the loopback address. */
export async function stubPlatform(answer: (request: StubRequest) => StubAnswer): Promise<StubPlatform> {
  const requests: StubRequest[] = [];
  const server = createServer(async (incoming, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    const request = requestOf(incoming, Buffer.concat(chunks).toString());
    requests.push(request);
    const told = answer(request);
    await told.after;
    send(response, told);
  });
  const sockets = new WebSocketServer({ noServer: true });
  server.on('upgrade', (incoming, stream, head) => {
    const request = requestOf(incoming);
    requests.push(request);
    const told = answer(request);
    if (told.status === 101) sockets.handleUpgrade(incoming, stream, head, (socket) => talk(socket, told));
    else refuse(stream, told);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets.clients) socket.terminate();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function requestOf(incoming: IncomingMessage, body = ''): StubRequest {
  const url = new URL(incoming.url ?? '/', 'http://stub');
  return { method: incoming.method ?? 'GET', path: url.pathname, query: url.searchParams, headers: incoming.headers, body };
}

function bytesOf(body: unknown): Buffer {
  return Buffer.isBuffer(body) ? body : Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));
}

async function talk(socket: WebSocket, { body = '', cut, hang, after }: StubAnswer): Promise<void> {
  await after;
  const messages = bytesOf(body).toString().split('\n');
  for (const message of cut ? messages.slice(0, 1) : messages) if (message !== '') socket.send(message);
  if (cut) socket.close(1011);
  // Pings go unheard.
  if (hang) socket.pause();
}

function refuse(stream: Duplex, { status = 200, headers = {}, body = '' }: StubAnswer): void {
  const bytes = bytesOf(body);
  const lines = Object.entries({ 'content-length': String(bytes.length), connection: 'close', ...headers });
  stream.write(`HTTP/1.1 ${status} Refused\r\n${lines.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n`);
  stream.end(bytes);
}

function send(response: ServerResponse, { status = 200, headers = {}, body = '', cut, hang }: StubAnswer): void {
  if (hang) return;
  const bytes = bytesOf(body);
  response.writeHead(status, { 'content-length': String(bytes.length), ...headers });
  if (cut) response.write(bytes.subarray(0, bytes.length >> 1), () => response.destroy());
  else response.end(bytes);
}
