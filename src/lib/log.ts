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
  return pino({ level, redact: { paths: SECRET_PATHS, censor: '[secret]' } }, pino.destination({ dest: 2, sync: false }));
}
