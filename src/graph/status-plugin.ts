import type { ApolloServerPlugin } from '@apollo/server';
import type { GraphContext } from './graph-context';

const OF_THE_DOCUMENT = new Set(['GRAPHQL_PARSE_FAILED', 'GRAPHQL_VALIDATION_FAILED', 'BAD_USER_INPUT']);

/** GraphQL over HTTP: a client that accepts only `application/json` gets 200 for an error of its document, which it reads from the body. */
export const statusPlugin: ApolloServerPlugin<GraphContext> = {
  async requestDidStart() {
    return {
      async willSendResponse({ request, response, errors }) {
        const accept = request.http?.headers.get('accept') ?? '';
        const isPlain = accept.includes('application/json') && !accept.includes('application/graphql-response+json');
        const isDocument = errors?.every((error) => OF_THE_DOCUMENT.has(String(error.extensions.code))) ?? false;
        if (isPlain && isDocument && response.http.status === 400) response.http.status = 200;
      },
    };
  },
};
