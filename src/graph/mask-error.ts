import { randomUUID } from 'node:crypto';
import { unwrapResolverError } from '@apollo/server/errors';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import type { Logger } from 'pino';
import { isSocketAway } from '../database/database-trouble';
import { BadQuestion } from '../metrics/BadQuestion';

/**
 * What a caller may see of an error. A question that cannot be answered tells why (`BAD_USER_INPUT`); a fault of ours is logged whole under an
 * id and shown as that id only (`INTERNAL_SERVER_ERROR`); a database that is out of connections or time says so (`SERVICE_UNAVAILABLE`, `TIMEOUT`).
 */
export function maskError(formatted: GraphQLFormattedError, error: unknown, log: Logger): GraphQLFormattedError {
  const cause = unwrapResolverError(error);
  const where = { ...(formatted.locations && { locations: formatted.locations }), ...(formatted.path && { path: formatted.path }) };
  const shown = (message: string, code: string) => ({ message, ...where, extensions: { code } });
  if (cause instanceof BadQuestion) return shown(cause.message, 'BAD_USER_INPUT');
  if (isUnstorable(cause)) return shown('text: it holds a character that cannot be stored, such as U+0000', 'BAD_USER_INPUT');
  const code = formatted.extensions?.code ?? (cause instanceof GraphQLError ? cause.extensions.code : undefined);
  if (code !== undefined && code !== 'INTERNAL_SERVER_ERROR') return { ...formatted, extensions: { code } };
  const id = randomUUID();
  log.error({ err: cause, errorId: id, path: formatted.path }, 'a field could not be answered');
  if (isTimeout(cause)) return shown(`The answer takes too long; ask for less, or for a shorter range (error ${id})`, 'TIMEOUT');
  if (isOutOfReach(cause)) return shown(`The database cannot be reached; try again in a moment (error ${id})`, 'SERVICE_UNAVAILABLE');
  return shown(`Internal error; quote ${id} when you report it`, 'INTERNAL_SERVER_ERROR');
}

function isUnstorable(cause: unknown): boolean {
  return (cause as { code?: unknown } | null)?.code === '22021';
}

function isTimeout(cause: unknown): boolean {
  return (cause as { code?: unknown } | null)?.code === '57014';
}

/** 57P01 to 57P03: the server is going down or coming up; 53300: it has no connection left. */
function isOutOfReach(cause: unknown): boolean {
  const { code, message } = (cause ?? {}) as { code?: unknown; message?: unknown };
  return (
    /^(57P0[123]|53300|08\d{3}|ECONNREFUSED|ECONNRESET)$/.test(String(code)) ||
    /timeout exceeded when trying to connect/.test(String(message)) ||
    isSocketAway(cause)
  );
}
