import pino, { type DestinationStream, type Logger } from 'pino';

export type { Logger } from 'pino';

/** How often one kind of warning is written at most. */
const WARNING_INTERVAL_MS = 60_000;

interface Written {
  at: number;
  /** How many were not written since. */
  leftOut: number;
}

/**
 * Writes warnings that strangers can provoke: once a minute of each kind, with how many were left out before in
 * `leftOut`, so that nobody can fill the log. A kind is a message and, if given, what follows it.
 */
export class RareWarnings {
  readonly #kinds = new Map<string, Written>();

  /** @param now monotonic, ms */
  constructor(
    private readonly log: Pick<Logger, 'warn'>,
    private readonly now: () => number,
  ) {}

  /** @param kind one of a few: each is remembered, so nothing that a stranger can choose */
  warn(fields: Record<string, unknown>, message: string, kind = ''): void {
    const key = `${message} ${kind}`;
    const now = this.now();
    const last = this.#kinds.get(key);
    if (last && now - last.at < WARNING_INTERVAL_MS) {
      last.leftOut += 1;
      return;
    }
    this.#kinds.set(key, { at: now, leftOut: 0 });
    this.log.warn(last?.leftOut ? { ...fields, leftOut: last.leftOut } : fields, message);
  }
}

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
