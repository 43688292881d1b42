import { type Logger, pino } from 'pino';

export type { Logger };

/** The paths of a log record that may hold a credential; their values are replaced before anything is written. */
const SECRET_PATHS = [
  'secret',
  'secrets',
  'token',
  'password',
  'authorization',
  'headers.authorization',
  'credentials',
  '*.secret',
  '*.token',
  '*.password',
  '*.credentials',
];

/** A structured logger that writes JSON lines to stderr, so that stdout stays for answers and the `ready` line. */
export function createLog(level: string): Logger {
  const serializers = { err: told, error: told };
  return pino({ level, serializers, redact: { paths: SECRET_PATHS, censor: '[secret]' } }, pino.destination({ dest: 2, sync: false }));
}

/** Of an error what helps; a statement's parameters are among what else it may hold. */
function told(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const { name, message, stack } = error;
  const { code } = error as NodeJS.ErrnoException;
  return { name, message, ...(code !== undefined && { code }), stack };
}
