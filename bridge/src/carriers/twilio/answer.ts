import VoiceResponse from 'twilio/lib/twiml/VoiceResponse';
import type { TransferTarget } from '../../relay/peer';

const BUSY_MESSAGE = 'All lines are busy at the moment. Please call again in a few minutes.';

/** The name of the `<Parameter>` that carries the ticket (a query string would break the handshake, error 31920). */
export const TICKET_PARAMETER = 'ticket';

export interface StreamAnswer {
  /** `wss://…` */
  streamUrl: string;
  /** Where Twilio tells what became of the stream; a failed handshake is told nowhere else. */
  statusUrl: string;
  ticket: string;
  fallbackMessage: string;
  /** E.164 */
  fallbackNumber: string | undefined;
}

/**
 * TwiML that connects the call's audio to us. What follows `<Connect>` is done only when the socket closes without
 * the call having been ended by REST, that is when this process is gone.
 */
export function connectTwiml(answer: StreamAnswer): string {
  const { streamUrl, statusUrl, ticket, fallbackMessage, fallbackNumber } = answer;
  const response = new VoiceResponse();
  response
    .connect()
    .stream({ url: streamUrl, statusCallback: statusUrl, statusCallbackMethod: 'POST' })
    .parameter({ name: TICKET_PARAMETER, value: ticket });
  return bidFarewell(response, fallbackMessage, fallbackNumber);
}

/**
 * TwiML that speaks a sentence and connects the caller to a number, or hangs up where there is none. A call whose
 * `<Dial>` has ended, answered or not, ends with the document.
 * @param number E.164
 */
export function farewellTwiml(message: string, number?: string): string {
  return bidFarewell(new VoiceResponse(), message, number);
}

export interface TransferAnswer {
  target: TransferTarget;
  /** Is told when somebody has answered. */
  answeredUrl: string;
  /** Is asked what to do next when the `<Dial>` has ended. */
  overUrl: string;
  /** Is asked what whoever answers hears first, if anything. */
  whisperUrl: string | undefined;
  /** Whether the caller hears the ringing of the other end, where the carrier has a word for it. */
  answerOnBridge?: boolean;
}

/**
 * TwiML that connects the caller to somebody else. Sources: Twilio docs, `<Dial>`, `<Number>` and `<Sip>`,
 * "statusCallback" and "url"; the same pages of SignalWire (cXML) and Telnyx (TeXML).
 */
export function transferTwiml(answer: TransferAnswer): string {
  const { target, answeredUrl, overUrl, whisperUrl, answerOnBridge = true } = answer;
  const { kind, to, callerId, message, timeoutSeconds } = target;
  const response = new VoiceResponse();
  if (message !== undefined) response.say(message);
  const dial = response.dial({
    action: overUrl,
    method: 'POST',
    timeout: timeoutSeconds,
    ...(answerOnBridge && { answerOnBridge }),
    ...(callerId !== undefined && { callerId }),
  });
  const attributes = {
    statusCallback: answeredUrl,
    statusCallbackEvent: ['answered' as const],
    ...(whisperUrl !== undefined && { url: whisperUrl }),
  };
  if (kind === 'sip') dial.sip(attributes, to);
  else dial.number(attributes, to);
  return response.toString();
}

/** TwiML that says something, if anything, and goes on. */
export function sayTwiml(message: string): string {
  const response = new VoiceResponse();
  if (message !== '') response.say(message);
  return response.toString();
}

/** TwiML that ends the call. */
export function hangUpTwiml(): string {
  const response = new VoiceResponse();
  response.hangup();
  return response.toString();
}

/** TwiML for a caller who can't be taken now. */
export function busyTwiml(): string {
  return farewellTwiml(BUSY_MESSAGE);
}

/** Ends a document with what {@link farewellTwiml} says. */
export function bidFarewell(response: VoiceResponse, message: string, number: string | undefined): string {
  if (message !== '') response.say(message);
  if (number === undefined) response.hangup();
  else response.dial(number);
  return response.toString();
}
