import type { ApolloServer } from '@apollo/server';
import { fastifyApolloHandler } from '@as-integrations/fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { GraphQLSchema } from 'graphql';
import { makeHandler } from 'graphql-ws/use/@fastify/websocket';
import type { Logger } from 'pino';
import type { Authenticator } from '../graph/authenticate';
import type { Caller } from '../graph/caller';
import { type Asked, GraphContext, type Surroundings } from '../graph/graph-context';
import { localeOf } from '../graph/locale';
import { subscriptionSocket } from '../graph/subscription-socket';
import { sendExplorer } from './explorer';
import { type MakeSure, wantsPage } from './require-caller';
import { ShortWay } from './short-way';

type First = NonNullable<Asked['first']>;

/** What the route works with. */
export interface GraphqlRoute {
  apollo: ApolloServer<GraphContext>;
  schema: GraphQLSchema;
  authenticator: Authenticator;
  makeSure: MakeSure;
  surroundings: Surroundings;
  /** Whether answers are given again while nothing has changed that they follow from. */
  keepAnswers: boolean;
  log: Logger;
}

/** `/graphql`: queries by POST or GET, subscriptions by WebSocket, the explorer for browsers. */
export async function graphqlRoute(
  app: FastifyInstance,
  { apollo, schema, authenticator, makeSure, surroundings, keepAnswers, log }: GraphqlRoute,
): Promise<void> {
  const contextOf = (requestId: string, caller: Caller, acceptLanguage: string | undefined, first?: First) =>
    new GraphContext(surroundings, { requestId, caller, locale: localeOf(acceptLanguage), log, ...(first ? { first } : {}) });

  const open = (request: FastifyRequest, reply: FastifyReply, caller: Caller, first?: First) => {
    const context = contextOf(request.id, caller, request.headers['accept-language'], first);
    reply.raw.once('close', () => void context.close());
    return context;
  };
  const atLength = fastifyApolloHandler(apollo, {
    context: async (request, reply) => {
      if (!request.caller) throw new Error('a request came through without a caller');
      return open(request, reply, request.caller);
    },
  });
  const short = new ShortWay({ schema, authenticator, makeSure, log, keepAnswers, now: surroundings.now, open });
  const answer = async (request: FastifyRequest, reply: FastifyReply) => {
    if ((await short.answer(request, reply)) || !(await makeSure(request, reply))) return reply;
    const text = await atLength.call(app, request as never, reply as never);
    short.learn(request, reply);
    return text;
  };

  const socket = makeHandler(
    subscriptionSocket({
      schema,
      log,
      open: async (authorization, { headers, id }) =>
        contextOf(id, await authenticator.caller(authorization, headers), headers['accept-language']),
    }),
  );

  // Whatever is not JSON reaches Apollo without a body, which refuses what a page of another site could send.
  app.removeContentTypeParser('text/plain');
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, _body, done) => done(null, undefined));
  app.addHook('preParsing', refuseForeignCharset);

  app.route({
    method: 'GET',
    url: '/graphql',
    exposeHeadRoute: false,
    config: { makesSure: true },
    preHandler: async (request, reply) => (wantsPage(request) ? sendExplorer(reply) : undefined),
    handler: answer,
    wsHandler: socket,
  });
  const others = ['POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'] as const;
  app.route({ method: [...others], url: '/graphql', config: { makesSure: true }, handler: answer });
}

async function refuseForeignCharset(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply | undefined> {
  const charset = /charset\s*=\s*"?([^\s;"]+)/i.exec(request.headers['content-type'] ?? '')?.[1];
  if (!charset || /^(utf-?8|us-ascii)$/i.test(charset)) return undefined;
  return reply
    .code(415)
    .send({ errors: [{ message: `content-type: charset ${charset} is not read; send UTF-8`, extensions: { code: 'BAD_REQUEST' } }] });
}
