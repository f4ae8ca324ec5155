import type { IDataObject, IExecuteFunctions, IHttpRequestOptions } from 'n8n-workflow';
import { messageOf } from './http/apiErrors';
import { connectionProblem, wasNoConnection } from './http/connectionError';
import type { Readable } from './http/readable';
import { readBody } from './http/readBody';
import type { ControlMessage } from './protocol/controlMessages';
import { USER_AGENT } from './transport';

/** How a control URL answered. */
export type ControlOutcome =
  | { kind: 'taken' }
  | { kind: 'refused'; status: number; text: string }
  /** There is no such host, or nobody listens there: nothing can have been done. */
  | { kind: 'unreachable'; text: string }
  /** The connection was there, and no answer came: it may have been done. */
  | { kind: 'silent'; text: string };

/** Somebody is on the line. */
const TIMEOUT_MS = 10_000;

/** What is read of an error. */
const MAX_ERROR_BYTES = 65_536;

/**
 * Posts one message to a control URL that was checked before. The private key is never sent: API data chose the host.
 * Answers are undocumented, so any 2xx means that the message was taken, and its body is not read. No redirects.
 *
 * @param publicKey only for assistants whose monitor plan asks for it
 */
export async function postControl(
  context: IExecuteFunctions,
  url: string,
  message: ControlMessage,
  publicKey?: string,
): Promise<ControlOutcome> {
  const signal = AbortSignal.timeout(TIMEOUT_MS);
  const options: IHttpRequestOptions = {
    method: 'POST',
    url,
    headers: {
      'User-Agent': USER_AGENT,
      Accept: 'application/json',
      'Content-Type': 'application/json',
      ...(publicKey === undefined ? {} : { Authorization: `Bearer ${publicKey}` }),
    },
    body: JSON.stringify(message),
    timeout: TIMEOUT_MS,
    abortSignal: signal,
    encoding: 'stream',
    returnFullResponse: true,
    ignoreHttpStatusErrors: true,
    disableFollowRedirect: true,
  };
  try {
    const answer = (await context.helpers.httpRequest(options)) as {
      statusCode: number;
      headers: IDataObject;
      body: Readable;
    };
    const { statusCode: status, body } = answer;
    if (status >= 200 && status < 300) {
      body.on('error', () => undefined).destroy();
      return { kind: 'taken' };
    }
    return { kind: 'refused', status, text: `${await errorText(body, signal)} (HTTP ${status})` };
  } catch (error) {
    const text = connectionProblem(error);
    return { kind: wasNoConnection(error) ? 'unreachable' : 'silent', text };
  }
}

/** The message of an error; what cannot be read says nothing. */
async function errorText(body: Readable, signal: AbortSignal): Promise<string> {
  let text = '';
  try {
    text = (await readBody(body, MAX_ERROR_BYTES, signal)).toString('utf8');
    return messageOf(JSON.parse(text));
  } catch {
    return messageOf(text);
  }
}
