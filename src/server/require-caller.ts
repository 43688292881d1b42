import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { type Authenticator, NotAuthenticated } from '../graph/authenticate';
import type { Caller } from '../graph/caller';

declare module 'fastify' {
  interface FastifyRequest {
    /** Who asks; set on every route that is not open. */
    caller?: Caller;
  }
  interface FastifyContextConfig {
    /** Answers anybody: shows nothing of any workspace. */
    open?: boolean;
  }
}

/** Asks every request who it comes from before anything of it is read; 401 for whom we do not know. */
export function requireCaller(app: FastifyInstance, authenticator: Authenticator, log: Logger): void {
  app.decorateRequest('caller', undefined);
  app.addHook('onRequest', async (request, reply) => {
    // A browser cannot send the header with a WebSocket; who it is is asked at connection_init.
    if (request.routeOptions.config.open || request.ws || wantsPage(request)) return;
    try {
      request.caller = await authenticator.caller(request.headers.authorization, request.headers);
    } catch (error) {
      if (error instanceof NotAuthenticated) return refuse(reply, error);
      log.error({ err: error, requestId: request.id }, 'callers cannot be checked');
      return reply
        .code(503)
        .header('retry-after', '2')
        .send(errorBody('Who calls cannot be checked now; try again in a moment', 'SERVICE_UNAVAILABLE'));
    }
  });
}

/** Whether a browser asks to see the explorer, and not a program for data: a link with a `query` opens the explorer on it. */
export function wantsPage(request: FastifyRequest): boolean {
  const isPage = request.method === 'GET' && request.routeOptions.url === '/graphql';
  const accept = request.headers.accept ?? '';
  return isPage && /\btext\/html\b/.test(accept) && !/\bjson\b/.test(accept);
}

/** An error in the form that GraphQL clients read. */
export function errorBody(message: string, code: string): { errors: { message: string; extensions: { code: string } }[] } {
  return { errors: [{ message, extensions: { code } }] };
}

function refuse(reply: FastifyReply, error: NotAuthenticated): FastifyReply {
  return reply.code(401).header('www-authenticate', 'Bearer realm="brandhub"').send(errorBody(error.message, 'UNAUTHENTICATED'));
}
