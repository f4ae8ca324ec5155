import { accessErrors } from './errors/access';
import { carrierErrors } from './errors/carriers';
import { eventErrors } from './errors/events';
import { gatewayErrors } from './errors/gateways';
import { plivoErrors } from './errors/plivo';
import { recordingErrors } from './errors/recordings';
import { requestErrors } from './errors/requests';
import { sessionErrors } from './errors/sessions';
import { signalwireErrors } from './errors/signalwire';
import { telnyxErrors } from './errors/telnyx';
import { twilioErrors } from './errors/twilio';
import { vapiErrors } from './errors/vapi';
import { vonageErrors } from './errors/vonage';

/** The one table of failures: each code with its HTTP status, what happened, and how to mend it. */
const table = {
  ...accessErrors,
  ...requestErrors,
  ...sessionErrors,
  ...recordingErrors,
  ...carrierErrors,
  ...twilioErrors,
  ...signalwireErrors,
  ...telnyxErrors,
  ...vonageErrors,
  ...plivoErrors,
  ...eventErrors,
  ...gatewayErrors,
  ...vapiErrors,
} as const;

export type ErrorCode = keyof typeof table;

export function isErrorCode(text: string): text is ErrorCode {
  return Object.hasOwn(table, text);
}

/** A failure of the table, with an optional harmless detail such as a status code. */
export class BridgeError extends Error {
  readonly code: ErrorCode;
  readonly status: number;
  readonly hint: string;
  readonly detail: string | undefined;

  constructor(code: ErrorCode, detail?: string) {
    const entry = table[code];
    super(detail === undefined ? entry.message : `${entry.message} (${detail})`);
    this.name = 'BridgeError';
    this.code = code;
    this.status = entry.status;
    this.hint = entry.hint;
    this.detail = detail;
  }

  /** The body of a REST error. */
  toJSON(): { error: { code: ErrorCode; message: string; hint: string } } {
    return { error: { code: this.code, message: this.message, hint: this.hint } };
  }
}

/**
 * What may be logged about a failure. Messages of foreign errors can quote addresses that join a call (ws, undici
 * and URL do), so only their kind and code are kept.
 */
export function describeError(error: unknown): Record<string, string | undefined> {
  if (error instanceof BridgeError) return { code: error.code, message: error.message };
  if (!(error instanceof Error)) return { kind: typeof error };
  const code = (error as NodeJS.ErrnoException).code;
  const frames = error.stack?.split('\n').filter((line) => /^\s+at /.test(line));
  return { kind: error.name, code: code === undefined ? undefined : String(code), at: frames?.[0]?.trim() };
}
