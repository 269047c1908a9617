import { type DestinationStream, type Logger, pino } from 'pino';

export type { Logger } from 'pino';

export const logLevels = ['silent', 'fatal', 'error', 'warn', 'info', 'debug', 'trace'] as const;
export type LogLevel = (typeof logLevels)[number];

/** Keys whose values never reach the log, wherever a careless caller might put them. */
const secretKeys = ['authorization', 'credentials', 'password', 'secret', 'token'];

/** JSON lines, to standard error unless told otherwise, for standard output is what people read. */
export function createLogger(
  level: LogLevel,
  destination: DestinationStream = pino.destination({ dest: 2, sync: false }),
): Logger {
  const redact = { paths: secretKeys.flatMap((key) => [key, `*.${key}`, `*.*.${key}`]), censor: '[secret]' };
  return pino({ level, redact, base: null, serializers: { err: describeError } }, destination);
}

/** What an error says, without the properties libraries hang on theirs: those may hold headers. */
function describeError(error: unknown): unknown {
  if (!(error instanceof Error)) return { message: String(error) };
  const { name, message, stack, cause } = error;
  return { name, message, stack, ...(cause === undefined ? {} : { cause: describeError(cause) }) };
}
