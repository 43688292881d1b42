import type { FastifyReply, FastifyRequest } from 'fastify';
import type { GraphQLError, GraphQLFormattedError, GraphQLSchema } from 'graphql';
import { LRUCache } from 'lru-cache';
import type { Logger } from 'pino';
import { PreparedQueries, type SentQuery } from '../graph/answer-text/prepared-query';
import type { WrittenAnswer } from '../graph/answer-text/write-answer';
import type { Caller } from '../graph/caller';
import type { GraphContext } from '../graph/graph-context';
import { localeOf } from '../graph/locale';
import { maskError } from '../graph/mask-error';
import { dayIn } from '../lib/day';
import { KeptAnswers } from './kept-answers';
import { sentQuery } from './sent-query';

/** What the door works with; `keepAnswers: false` answers every question anew. */
export interface ShortWayOptions {
  readonly schema: GraphQLSchema;
  readonly log: Logger;
  readonly keepAnswers: boolean;
  readonly now: () => Date;
  readonly open: (request: FastifyRequest, reply: FastifyReply, caller: Caller) => GraphContext;
}

/** Characters of an Accept header that are remembered. */
const LONGEST_ACCEPT = 200;

/**
 * The short way for what most requests are: a valid query within its limits. It gives the answer that Apollo would give, byte for byte, and gives it again
 * while nothing has changed that it follows from. Everything else, and every error of a request, is Apollo's to answer.
 */
export class ShortWay {
  private readonly queries: PreparedQueries;
  private readonly kept = new KeptAnswers();
  /** Content types by Accept header, as Apollo chose them. */
  private readonly contentTypes = new LRUCache<string, string>({ max: 100 });

  constructor(private readonly door: ShortWayOptions) {
    this.queries = new PreparedQueries(door.schema);
  }

  /** Learns from an answer of Apollo's which content type an Accept header gets. */
  learn(request: FastifyRequest, reply: FastifyReply): void {
    const { accept = '' } = request.headers;
    const type = reply.getHeader('content-type');
    if (reply.statusCode === 200 && typeof type === 'string' && accept.length <= LONGEST_ACCEPT) this.contentTypes.set(accept, type);
  }

  /** Answers; false when the request is not for this way. */
  async answer(request: FastifyRequest, reply: FastifyReply): Promise<boolean> {
    const contentType = this.contentTypes.get(request.headers.accept ?? '');
    const sent = contentType && request.caller ? sentQuery(request) : undefined;
    const query = sent && this.queries.find(sent);
    if (!contentType || !request.caller || !query) return false;
    const variables = sent.variables ? JSON.stringify(sent.variables) : '';
    const key = query.isKept && this.door.keepAnswers ? this.keyOf(request, request.caller, sent, variables) : undefined;
    const known = key === undefined ? undefined : this.kept.get(key, request.caller.state);
    reply.header('content-type', contentType);
    if (known) {
      sendKept(request, reply, known);
      return true;
    }
    const execute = query.execution(sent, variables);
    if (!execute) {
      reply.removeHeader('content-type');
      return false;
    }
    const context = this.door.open(request, reply, request.caller);
    const written = await execute(context);
    void context.close();
    if (key !== undefined && written.errors.length === 0) {
      sendKept(request, reply, this.kept.keep(key, request.caller.state, this.textOf(written)));
    } else reply.send(this.textOf(written));
    return true;
  }

  /** Everything that an answer follows from but the data. */
  private keyOf({ headers }: FastifyRequest, caller: Caller, { query, operationName }: SentQuery, variables: string): string {
    const [locale, today] = [localeOf(headers['accept-language']), dayIn(caller.timeZone, this.door.now())];
    return [caller.workspaceId, caller.role, locale, today, operationName ?? '', variables, query].join('\n');
  }

  private textOf({ data, errors }: WrittenAnswer): string {
    if (errors.length === 0) return `{"data":${data}}\n`;
    return `{"errors":${JSON.stringify(errors.map((error) => shown(error, this.door.log)))},"data":${data}}\n`;
  }
}

/** As Apollo shows it. */
function shown(error: GraphQLError, log: Logger): GraphQLFormattedError {
  const extensions = { ...error.extensions, code: error.extensions.code ?? 'INTERNAL_SERVER_ERROR' };
  return maskError({ ...error.toJSON(), extensions }, error, log);
}

function sendKept(request: FastifyRequest, reply: FastifyReply, { body, etag }: { body: Buffer; etag: string }): void {
  reply.header('etag', etag).header('cache-control', 'private, no-cache');
  // Only a GET may be told that it has the answer already.
  const held = request.method === 'GET' ? request.headers['if-none-match'] : undefined;
  if (held?.split(',').some((each) => [etag, `W/${etag}`, '*'].includes(each.trim()))) reply.code(304).send();
  else reply.send(body);
}
