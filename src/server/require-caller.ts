import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { type Authenticator, type Claim, NotAuthenticated } from '../graph/authenticate';
import type { Caller } from '../graph/caller';

declare module 'fastify' {
  interface FastifyRequest {
    /** Who asks; set on every route that is not open, where the route does not find out itself. */
    caller?: Caller;
    /** What says who asks, where that is not sure yet. */
    claim?: Claim;
  }
  interface FastifyContextConfig {
    /** Answers anybody: shows nothing of any workspace. */
    open?: boolean;
    /** Reads what somebody asks who called before, and makes sure that he still may before it tells him anything. */
    makesSure?: boolean;
  }
}

/** Sets a request's caller; where that cannot be, answers the request and is false. */
export type MakeSure = (request: FastifyRequest, reply: FastifyReply) => Promise<boolean>;

/** Asks every request who it comes from before anything of it is read; 401 for whom we do not know. Returns what finds out for routes that `makesSure`. */
export function requireCaller(app: FastifyInstance, authenticator: Authenticator, log: Logger): MakeSure {
  const attempt = async (request: FastifyRequest, reply: FastifyReply, find: () => Promise<unknown>) => {
    try {
      await find();
      return true;
    } catch (error) {
      if (error instanceof NotAuthenticated) refuse(reply, error);
      else {
        log.error({ err: error, requestId: request.id }, 'callers cannot be checked');
        reply
          .code(503)
          .header('retry-after', '2')
          .send(errorBody('Who calls cannot be checked now; try again in a moment', 'SERVICE_UNAVAILABLE'));
      }
      return false;
    }
  };
  app.decorateRequest('caller', undefined);
  app.decorateRequest('claim', undefined);
  app.addHook('onRequest', async (request, reply) => {
    const { config } = request.routeOptions;
    // A browser cannot send the header with a WebSocket; who it is is asked at connection_init.
    if (config.open || request.ws || wantsPage(request)) return undefined;
    const isKnown = await attempt(request, reply, async () => {
      const claim = await authenticator.claim(request.headers.authorization, request.headers);
      if (config.makesSure && authenticator.recall(claim)) request.claim = claim;
      else request.caller = await authenticator.find(claim);
    });
    return isKnown ? undefined : reply;
  });
  return async (request, reply) => {
    const { caller, claim } = request;
    if (caller) return true;
    if (!claim) throw new Error('a request came through without a caller');
    return attempt(request, reply, async () => {
      request.caller = await authenticator.find(claim);
    });
  };
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
