import pino, { type DestinationStream, type Logger } from 'pino';

export type { Logger } from 'pino';

/**
 * JSON lines on stdout. Messages are constant, ids stand in fields; nothing that joins a call, names a caller or
 * quotes a conversation is ever passed in. The redaction is the second lock on that door.
 */
export function createLogger(level: string, destination?: DestinationStream): Logger {
  const secret = [
    'websocketCallUrl',
    'controlUrl',
    'listenUrl',
    'url',
    'ticket',
    'token',
    'apiKey',
    'authToken',
    'metricsToken',
    'authorization',
    'From',
    'To',
    'from',
    'to',
    'number',
    'fallbackNumber',
    'digit',
    'transcript',
    'history',
    'turn',
    'text',
  ];
  const options = {
    level,
    base: { service: 'vapi-bridge' },
    redact: { paths: secret.flatMap((name) => [name, `*.${name}`]), censor: '[redacted]' },
  };
  return destination ? pino(options, destination) : pino(options);
}
