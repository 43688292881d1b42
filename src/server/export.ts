import { Readable } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { coerceInputValue, GraphQLError, type GraphQLInputObjectType, GraphQLNonNull, type GraphQLSchema } from 'graphql';
import type { Logger } from 'pino';
import { type MetricQueryInput, questionOf } from '../../resolvers/metrics/MetricQueryInput';
import { cellsOf, headerOf, manifestOf, recordOf } from '../exports/table-of';
import { GraphContext, type Surroundings } from '../graph/graph-context';
import { localeOf } from '../graph/locale';
import { maskError } from '../graph/mask-error';
import { answer } from '../metrics/answer';
import type { Answer, MetricRow, Question } from '../metrics/question';
import { goalTargets } from '../plan/goal-target-reader';
import { csvLine } from './csv';
import { errorBody } from './require-caller';

/** What the export works with. */
export interface ExportRoute {
  schema: GraphQLSchema;
  surroundings: Surroundings;
  log: Logger;
}

interface Asked {
  question: Question;
  format: 'csv' | 'jsonl';
  manifestOnly: boolean;
}

/** Exports at once: each holds a connection for as long as its reader takes. */
const AT_ONCE = 2;

/** Rows computed at a time: few exports have more, and each further page is computed anew. */
const PAGE = 50_000;
/** Rows written at a time, so that others are answered in between. */
const CHUNK = 500;

/**
 * `/export?format=csv|jsonl&query=<MetricQueryInput as JSON>`, or the same by POST: every row of a metrics query, from one instant, page by
 * page as it is read. `manifest=1` gives only the manifest: the data version, the instant, what the metrics mean and the warnings. In JSONL
 * the manifest is the first line; beside CSV its version, instant and warnings stand in the headers, and a link to the whole of it.
 */
export async function exportRoute(app: FastifyInstance, { schema, surroundings, log }: ExportRoute): Promise<void> {
  let underWay = 0;
  const handle = async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    if (!request.caller) throw new Error('a request came through without a caller');
    if (underWay >= AT_ONCE) {
      const message = `${AT_ONCE} exports are under way, which is as many as there may be; try again when one has ended`;
      return reply.code(503).header('retry-after', '5').send(errorBody(message, 'SERVICE_UNAVAILABLE'));
    }
    underWay += 1;
    const locale = localeOf(request.headers['accept-language']);
    const context = new GraphContext(surroundings, { requestId: request.id, caller: request.caller, locale, log });
    reply.raw.once('close', () => {
      underWay -= 1;
      void context.close();
    });
    try {
      const asked = askedOf(request, schema);
      const first = await pageOf(context, asked.question);
      return asked.manifestOnly ? reply.send(manifestOf(asked.question, first)) : sendRows(reply, context, asked, first);
    } catch (error) {
      return refuse(reply, error, log);
    }
  };
  app.route({ method: ['GET', 'POST'], url: '/export', exposeHeadRoute: false, handler: handle });
}

function askedOf(request: FastifyRequest, schema: GraphQLSchema): Asked {
  const given = { ...(request.query as object), ...(request.body as object | undefined) } as Record<string, unknown>;
  const format = given.format ?? 'csv';
  if (format !== 'csv' && format !== 'jsonl') throw badInput(`format: ${JSON.stringify(format)} is not one of csv, jsonl`);
  const type = new GraphQLNonNull(schema.getType('MetricQueryInput') as GraphQLInputObjectType);
  const input = coerceInputValue(parsedQuery(given.query), type, (path, _value, error) => {
    throw badInput(`${['query', ...path].join('.')}: ${error.message}`);
  }) as MetricQueryInput;
  return { question: { ...questionOf(input), first: PAGE }, format, manifestOnly: isYes(given.manifest) };
}

function parsedQuery(query: unknown): unknown {
  if (typeof query !== 'string') return query;
  try {
    return JSON.parse(query);
  } catch {
    throw badInput('query: not JSON; expected a MetricQueryInput such as {"select":["spend"],"range":{"last":30,"unit":"DAY"}}');
  }
}

function isYes(value: unknown): boolean {
  return value === '1' || value === 'true' || value === true;
}

function badInput(message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: 'BAD_USER_INPUT' } });
}

function refuse(reply: FastifyReply, error: unknown, log: Logger): FastifyReply {
  const shown = maskError({ message: error instanceof Error ? error.message : String(error) }, error, log);
  const code = String(shown.extensions?.code);
  const status = { BAD_USER_INPUT: 400, SERVICE_UNAVAILABLE: 503, TIMEOUT: 503 }[code] ?? 500;
  return reply.code(status).send(errorBody(shown.message, code));
}

function pageOf(context: GraphContext, question: Question): Promise<Answer> {
  return context.read((session, asker) => answer(session, question, asker, { targets: goalTargets, maxFirst: PAGE }));
}

async function* pagesOf(context: GraphContext, question: Question, first: Answer): AsyncGenerator<Answer> {
  let page = first;
  yield page;
  while (page.pageInfo.hasNextPage && page.pageInfo.endCursor) {
    page = await pageOf(context, { ...question, totals: false, after: page.pageInfo.endCursor });
    yield page;
  }
}

function sendRows(reply: FastifyReply, context: GraphContext, { question, format }: Asked, first: Answer): FastifyReply {
  const manifest = manifestOf(question, first);
  const pinned = encodeURIComponent(JSON.stringify({ ...manifest.query, asOf: manifest.asOf }));
  reply
    .header('x-brandhub-data-version', first.dataVersion)
    .header('x-brandhub-as-of', manifest.asOf)
    .header('x-brandhub-warnings', [...new Set(first.warnings.map(({ code }) => code))].join(','))
    .header('link', `</export?manifest=1&query=${pinned}>; rel="describedby"; type="application/json"`)
    .header('content-disposition', `attachment; filename="metrics.${format}"`)
    .header('cache-control', 'no-store');
  const lines = format === 'csv' ? csvLines(context, question, first) : jsonLines(context, question, first, manifest);
  return reply.type(format === 'csv' ? 'text/csv; charset=utf-8' : 'application/jsonl; charset=utf-8').send(Readable.from(lines));
}

async function* csvLines(context: GraphContext, question: Question, first: Answer): AsyncGenerator<string> {
  yield csvLine(headerOf(question));
  for await (const rows of chunksOf(context, question, first)) yield rows.map((row) => csvLine(cellsOf(row, question))).join('');
}

async function* jsonLines(context: GraphContext, question: Question, first: Answer, manifest: object): AsyncGenerator<string> {
  yield `${JSON.stringify({ manifest })}\n`;
  for await (const rows of chunksOf(context, question, first)) yield rows.map((row) => `${recordOf(row, question)}\n`).join('');
}

async function* chunksOf(context: GraphContext, question: Question, first: Answer): AsyncGenerator<readonly MetricRow[]> {
  for await (const { rows } of pagesOf(context, question, first)) {
    for (let at = 0; at < rows.length; at += CHUNK) {
      yield rows.slice(at, at + CHUNK);
      await setImmediate();
    }
  }
}
