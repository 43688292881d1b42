import { randomUUID } from 'node:crypto';
import Fastify, { type FastifyError, type FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import { LIMITS } from '../graph/limits';
import { errorBody } from './require-caller';

const REQUEST_TIMEOUT_MS = 30_000;
/** How long a connection may carry nothing before it is cut off, so that who stops reading does not hold a transaction. */
const SILENCE_MS = 60_000;

/** An HTTP server without routes, with what it does for every request: its id, its line in the log, headers for browsers, limits, and errors in one form. */
export function createApp(log: Logger): FastifyInstance {
  const app = Fastify({
    bodyLimit: LIMITS.bodyBytes,
    requestTimeout: REQUEST_TIMEOUT_MS,
    connectionTimeout: SILENCE_MS,
    genReqId: () => randomUUID(),
    requestIdHeader: false,
    forceCloseConnections: 'idle',
  });
  app.addHook('onSend', (request, reply, _payload, done) => {
    reply.header('x-request-id', request.id).header('x-content-type-options', 'nosniff').header('referrer-policy', 'no-referrer');
    if (!reply.hasHeader('content-security-policy')) reply.header('content-security-policy', "default-src 'none'; frame-ancestors 'none'");
    done();
  });
  app.addHook('onResponse', (request, reply, done) => {
    const { id, method, routeOptions, caller } = request;
    // The address's query may hold anything; the route says enough.
    log.info(
      { requestId: id, method, route: routeOptions.url, status: reply.statusCode, ms: Math.round(reply.elapsedTime), caller: caller?.name },
      'request',
    );
    done();
  });
  app.setNotFoundHandler(async (request, reply) =>
    reply.code(404).send(errorBody(`there is nothing at ${request.method} ${request.url.split('?')[0]}`, 'NOT_FOUND')),
  );
  app.setErrorHandler((error: FastifyError, request, reply) => {
    const status = error.statusCode ?? 500;
    if (status < 500) return reply.code(status).send(errorBody(error.message, 'BAD_REQUEST'));
    log.error({ err: error, requestId: request.id }, 'a request failed');
    return reply.code(status).send(errorBody(`Internal error; quote ${request.id} when you report it`, 'INTERNAL_SERVER_ERROR'));
  });
  return app;
}
