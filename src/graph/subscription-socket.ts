import {
  createSourceEventStream,
  type ExecutionArgs,
  type ExecutionResult,
  execute,
  GraphQLError,
  type GraphQLFormattedError,
  type GraphQLSchema,
  getOperationAST,
  OperationTypeNode,
  parse,
  specifiedRules,
  validate,
} from 'graphql';
import type { Context, ServerOptions, SubscribePayload } from 'graphql-ws';
import type { Extra } from 'graphql-ws/use/@fastify/websocket';
import type { Logger } from 'pino';
import { NotAuthenticated } from './authenticate';
import type { GraphContext } from './graph-context';
import { LIMITS, limitAliases, limitDirectives, limitExceeded } from './limits';
import { maskError } from './mask-error';
import { measureOperation } from './measure-operation';

type Parameters = Record<string, unknown> | undefined;
type Connection = Context<Parameters, Extra>;
type Open = () => Promise<GraphContext | null>;

/** What a socket needs; `open` gives a fresh context to whoever the connection says it is, or rejects with {@link NotAuthenticated}. */
export interface SocketSurroundings {
  schema: GraphQLSchema;
  open: (authorization: string | undefined, request: Extra['request']) => Promise<GraphContext>;
  log: Logger;
}

const FORBIDDEN = 4403;
const SUBSCRIPTIONS_A_CONNECTION = 20;

/**
 * Subscriptions over a WebSocket (graphql-transport-ws). Who connects is asked at connection_init and again at every event, so that a revoked
 * key ends its subscriptions; each event is answered from an instant of its own, and every limit of an operation holds.
 */
export function subscriptionSocket(around: SocketSurroundings): ServerOptions<Parameters, Extra> {
  const shown = (error: GraphQLError | GraphQLFormattedError) =>
    maskError(error instanceof GraphQLError ? error.toJSON() : error, error, around.log);
  return {
    connectionInitWaitTimeout: 5_000,
    onConnect: async (connection) => (await openFor(connection, around)()) !== null,
    onSubscribe: async (connection, _id, payload) => {
      if (Object.keys(connection.subscriptions).length > SUBSCRIPTIONS_A_CONNECTION) {
        return [limitExceeded('subscriptions of the connection', `over ${SUBSCRIPTIONS_A_CONNECTION}`, SUBSCRIPTIONS_A_CONNECTION)];
      }
      return prepare(around.schema, payload, openFor(connection, around));
    },
    subscribe: (args) => follow(args as Prepared),
    onError: (_connection, _id, _payload, errors) => errors.map(shown),
    onNext: (_connection, _id, _payload, _args, { errors, ...rest }) => (errors ? { ...rest, errors: errors.map(shown) } : rest),
  };
}

/** A subscription that passed every check. `open` gives each event its context. */
interface Prepared extends ExecutionArgs {
  open: Open;
}

function openFor(connection: Connection, around: SocketSurroundings): Open {
  const { request, socket } = connection.extra;
  const parameters = connection.connectionParams ?? {};
  const said = Object.entries(parameters).find(([name]) => name.toLowerCase() === 'authorization')?.[1] ?? request.headers.authorization;
  return async () => {
    try {
      return await around.open(said === undefined ? undefined : String(said), request);
    } catch (error) {
      if (!(error instanceof NotAuthenticated)) throw error;
      socket.close(FORBIDDEN, 'Forbidden');
      return null;
    }
  };
}

async function prepare(schema: GraphQLSchema, payload: SubscribePayload, open: Open): Promise<Prepared | GraphQLError[]> {
  const contextValue = await open();
  if (!contextValue) return [new GraphQLError('not authenticated', { extensions: { code: 'UNAUTHENTICATED' } })];
  try {
    const document = parse(payload.query, { maxTokens: LIMITS.tokens });
    const errors = validate(schema, document, [...specifiedRules, limitAliases, limitDirectives], { maxErrors: LIMITS.errors });
    if (errors.length > 0) return errors.map(withCode);
    const operation = getOperationAST(document, payload.operationName);
    if (operation?.operation !== OperationTypeNode.SUBSCRIPTION) {
      return [new GraphQLError('a socket answers subscriptions only; send queries by POST', { extensions: { code: 'BAD_REQUEST' } })];
    }
    const variables = payload.variables ?? {};
    measureOperation({ schema, document, operation, variables });
    return { schema, document, operationName: payload.operationName ?? null, variableValues: variables, contextValue, open };
  } catch (error) {
    if (error instanceof GraphQLError) return [withCode(error)];
    throw error;
  }
}

/** Errors of a document need no masking, and say so by their code. */
function withCode(error: GraphQLError): GraphQLError {
  const extensions = { code: 'GRAPHQL_VALIDATION_FAILED', ...error.extensions };
  return new GraphQLError(error.message, {
    nodes: error.nodes ?? null,
    source: error.source ?? null,
    positions: error.positions ?? null,
    extensions,
  });
}

async function follow(prepared: Prepared): Promise<ExecutionResult | AsyncIterableIterator<ExecutionResult>> {
  const stream = await createSourceEventStream(prepared);
  if (!(Symbol.asyncIterator in stream)) return stream;
  return mapped(stream as AsyncIterable<unknown>, (event) => answerEvent(prepared, event));
}

/** The answer to one event; undefined when the subscriber may not hear it any more. */
async function answerEvent(prepared: Prepared, event: unknown): Promise<ExecutionResult | undefined> {
  const contextValue = await prepared.open();
  if (!contextValue) return undefined;
  try {
    return await execute({ ...prepared, contextValue, rootValue: event });
  } finally {
    await contextValue.close();
  }
}

/** A generator would not hear `return` while it waits for the next event; this passes it on at once. */
function mapped<T, R>(stream: AsyncIterable<T>, map: (event: T) => Promise<R | undefined>): AsyncIterableIterator<R> {
  const events = stream[Symbol.asyncIterator]();
  const end = async (): Promise<IteratorResult<R>> => {
    await events.return?.();
    return { done: true, value: undefined };
  };
  return {
    async next() {
      const event = await events.next();
      if (event.done) return { done: true, value: undefined };
      const value = await map(event.value);
      return value === undefined ? end() : { done: false, value };
    },
    return: end,
    throw: end,
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}
