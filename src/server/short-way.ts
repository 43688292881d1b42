import type { FastifyReply, FastifyRequest } from 'fastify';
import type { GraphQLError, GraphQLFormattedError, GraphQLSchema } from 'graphql';
import { LRUCache } from 'lru-cache';
import type { Logger } from 'pino';
import type { Session } from '../database/session';
import { PreparedQueries, type PreparedQuery, type SentQuery } from '../graph/answer-text/prepared-query';
import type { WrittenAnswer } from '../graph/answer-text/write-answer';
import type { Authenticator } from '../graph/authenticate';
import { type Caller, isSameCaller } from '../graph/caller';
import type { GraphContext } from '../graph/graph-context';
import { localeOf } from '../graph/locale';
import { maskError } from '../graph/mask-error';
import { dayIn } from '../lib/day';
import { KeptAnswers } from './kept-answers';
import type { MakeSure } from './require-caller';
import { sentQuery } from './sent-query';

/** What the door works with; `keepAnswers: false` answers every question anew. */
export interface ShortWayOptions {
  readonly schema: GraphQLSchema;
  readonly log: Logger;
  readonly keepAnswers: boolean;
  readonly now: () => Date;
  readonly authenticator: Authenticator;
  readonly makeSure: MakeSure;
  /** `first` is asked before anything else. */
  readonly open: (request: FastifyRequest, reply: FastifyReply, caller: Caller, first?: (session: Session) => void) => GraphContext;
}

/** A query of a request that is for this way. */
interface Fit {
  readonly sent: SentQuery;
  readonly query: PreparedQuery;
  /** The variables, as JSON. */
  readonly variables: string;
}

/**
 * Answers usually under way up to which who calls is asked beside what he asks. Where there are more, one statement that asks for many callers at once costs less than
 * as many beside their questions, but for one that only confirms a caller.
 */
const FEW = 4;
/** So many answers later a number of them under way has become usual. */
const SOON = 50;

/** Characters of an Accept header that are remembered. */
const LONGEST_ACCEPT = 200;

/**
 * The short way for what most requests are: a valid query within its limits. It gives the answer that Apollo would give, byte for byte, and gives it again
 * while nothing has changed that it follows from. Everything else, and every error of a request, is Apollo's to answer.
 */
export class ShortWay {
  private readonly queries: PreparedQueries;
  private readonly kept = new KeptAnswers();
  private underWay = 0;
  private usuallyUnderWay = 0;
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
    const sent = contentType ? sentQuery(request) : undefined;
    const query = sent && this.queries.find(sent);
    if (!contentType || !query) return false;
    const fit = { sent, query, variables: sent.variables ? JSON.stringify(sent.variables) : '' };
    reply.header('content-type', contentType);
    this.underWay += 1;
    this.usuallyUnderWay += (this.underWay - this.usuallyUnderWay) / SOON;
    try {
      const isAnswered = (await this.answerFromMemory(request, reply, fit)) || (await this.answerSurely(request, reply, fit));
      if (!isAnswered) reply.removeHeader('content-type');
      return isAnswered;
    } finally {
      this.underWay -= 1;
    }
  }

  /**
   * Answers whoever called before by what is remembered of him, and tells it only when he is found, at the instant at which it was read, to be who he was. So it is not asked by
   * itself, as it is where an answer is kept, which has nothing else to ask, and where many ask at once. False, and nothing is told, where that cannot be done.
   */
  private async answerFromMemory(request: FastifyRequest, reply: FastifyReply, fit: Fit): Promise<boolean> {
    const { claim } = request;
    const { authenticator } = this.door;
    const remembered = claim && authenticator.recall(claim);
    if (!remembered) return false;
    const isConfirmable = authenticator.isConfirmable(claim);
    if (this.usuallyUnderWay > FEW && !isConfirmable) return false;
    const key = this.keyOf(request, remembered, fit);
    const execute = key !== undefined && this.kept.has(key) ? undefined : fit.query.execution(fit.sent, fit.variables);
    if (!execute) return false;
    let sure: Promise<Caller | undefined> | undefined;
    const context = this.door.open(request, reply, remembered, (session) => {
      sure = isConfirmable ? authenticator.confirmWithin(session, claim) : authenticator.findWithin(session, claim);
      // Where that fails nothing is told, and who calls is asked once more.
      sure.catch(() => undefined);
    });
    const written = await execute(context);
    const caller = await sure
      ?.then((found) => found ?? context.read((session) => authenticator.findWithin(session, claim)))
      .catch(() => undefined);
    void context.close();
    if (!caller || !isSameCaller(caller, remembered)) return false;
    request.caller = caller;
    this.send(request, reply, key, caller, written);
    return true;
  }

  /** Answers when it is sure who calls, or tells that it cannot be. */
  private async answerSurely(request: FastifyRequest, reply: FastifyReply, fit: Fit): Promise<boolean> {
    if (!(await this.door.makeSure(request, reply))) return true;
    const caller = request.caller!;
    const key = this.keyOf(request, caller, fit);
    const known = key === undefined ? undefined : this.kept.get(key, caller.state);
    if (known) {
      sendKept(request, reply, known);
      return true;
    }
    const execute = fit.query.execution(fit.sent, fit.variables);
    if (!execute) return false;
    const context = this.door.open(request, reply, caller);
    const written = await execute(context);
    void context.close();
    this.send(request, reply, key, caller, written);
    return true;
  }

  private send(request: FastifyRequest, reply: FastifyReply, key: string | undefined, { state }: Caller, written: WrittenAnswer): void {
    const text = this.textOf(written);
    if (key !== undefined && written.errors.length === 0) sendKept(request, reply, this.kept.keep(key, state, text));
    else reply.send(Buffer.from(text));
  }

  /** Everything that an answer follows from but the data; undefined where answers are not kept. */
  private keyOf({ headers }: FastifyRequest, caller: Caller, { query: { isKept, number }, variables }: Fit): string | undefined {
    if (!isKept || !this.door.keepAnswers) return undefined;
    const [locale, today] = [localeOf(headers['accept-language']), dayIn(caller.timeZone, this.door.now())];
    return [number, caller.workspaceId, caller.role, locale, today, variables].join('\n');
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
