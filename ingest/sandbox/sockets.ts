import { type IncomingMessage, type Server, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Reply, Talk } from './server';

/** Lets a server take websockets as `connect` says; `terminate` breaks those that are open. */
export function acceptSockets(server: Server, connect: (request: IncomingMessage) => Reply | Talk): { terminate(): void } {
  const sockets = new WebSocketServer({ noServer: true });
  server.on('upgrade', (request, stream, head) => {
    const reply = connect(request);
    if (!('messages' in reply)) return refuse(stream, reply);
    sockets.handleUpgrade(request, stream, head, (socket) => void talk(socket, reply));
  });
  return {
    terminate: () => {
      for (const socket of sockets.clients) socket.terminate();
    },
  };
}

async function talk(socket: WebSocket, { messages, cut, delayMs }: Talk): Promise<void> {
  if (delayMs) await pause(delayMs);
  const told = cut ? messages.slice(0, Math.ceil(messages.length / 2)) : messages;
  for (const message of told) socket.send(message);
  if (cut) socket.terminate();
}

function refuse(stream: Duplex, { status, headers = {}, body }: Reply): void {
  const lines = Object.entries({ ...headers, 'content-length': String(Buffer.byteLength(body)), connection: 'close' });
  const head = lines.map(([name, value]) => `${name}: ${value}\r\n`).join('');
  stream.write(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${head}\r\n`);
  stream.end(body);
}
