import type { FastifyRequest } from 'fastify';
import type { SentQuery } from '../graph/answer-text/prepared-query';

/** The query of a request that is as most are; undefined for any other, which Apollo reads, or refuses. */
export function sentQuery(request: FastifyRequest): SentQuery | undefined {
  if (request.method === 'POST') return isJson(request.headers['content-type']) ? queryIn(request.body) : undefined;
  if (request.method !== 'GET' || !request.headers['apollo-require-preflight'] || request.headers['content-type']) return undefined;
  const { query, operationName, variables, extensions } = request.query as Record<string, unknown>;
  if (extensions !== undefined || (variables !== undefined && typeof variables !== 'string')) return undefined;
  try {
    return queryIn({ query, operationName, variables: variables === undefined ? undefined : JSON.parse(variables) });
  } catch {
    return undefined;
  }
}

function isJson(contentType: string | undefined): boolean {
  return contentType !== undefined && /^application\/json\s*(;|$)/i.test(contentType);
}

function queryIn(body: unknown): SentQuery | undefined {
  if (!isRecord(body)) return undefined;
  const { query, operationName, variables, extensions } = body;
  if (typeof query !== 'string' || query === '' || (extensions !== undefined && extensions !== null)) return undefined;
  if (operationName !== undefined && operationName !== null && (typeof operationName !== 'string' || operationName === ''))
    return undefined;
  if (variables !== undefined && variables !== null && !isRecord(variables)) return undefined;
  return { query, operationName: operationName ?? undefined, variables: variables ?? undefined };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
