import { ApolloServer, type ApolloServerPlugin } from '@apollo/server';
import { ApolloServerPluginCacheControlDisabled, ApolloServerPluginLandingPageDisabled } from '@apollo/server/plugin/disabled';
import type { GraphQLSchema } from 'graphql';
import type { Logger } from 'pino';
import type { GraphContext } from './graph-context';
import { LIMITS, limitAliases, limitDirectives } from './limits';
import { maskError } from './mask-error';
import { measureOperation } from './measure-operation';
import { statusPlugin } from './status-plugin';

/** The GraphQL server of a schema: limits before execution, errors masked, one instant an operation. Not yet started. */
export function createApolloServer(schema: GraphQLSchema, log: Logger): ApolloServer<GraphContext> {
  return new ApolloServer<GraphContext>({
    schema,
    introspection: true,
    hideSchemaDetailsFromClientErrors: true,
    includeStacktraceInErrorResponses: false,
    allowBatchedHttpRequests: false,
    csrfPrevention: true,
    persistedQueries: false,
    stopOnTerminationSignals: false,
    parseOptions: { maxTokens: LIMITS.tokens },
    validationRules: [limitAliases, limitDirectives],
    validationOptions: { maxErrors: LIMITS.errors },
    executionOptions: { maxCoercionErrors: LIMITS.errors },
    formatError: (formatted, error) => maskError(formatted, error, log),
    logger: log,
    plugins: [
      // Wraps every field of every answer for headers that we do not send.
      ApolloServerPluginCacheControlDisabled(),
      ApolloServerPluginLandingPageDisabled(),
      limitsPlugin,
      closePlugin,
      statusPlugin,
    ],
  });
}

const limitsPlugin: ApolloServerPlugin<GraphContext> = {
  async requestDidStart() {
    return {
      async didResolveOperation({ schema, document, operation, request }) {
        if (operation) measureOperation({ schema, document, operation, variables: request.variables });
      },
    };
  },
};

/** Before anything is sent the operation's transaction is told to end, so that an answer that was read waits for no connection, nor for its end. */
const closePlugin: ApolloServerPlugin<GraphContext> = {
  async requestDidStart() {
    return {
      async willSendResponse({ contextValue }) {
        void contextValue.close();
      },
    };
  },
};
