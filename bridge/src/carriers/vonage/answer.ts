import type { SampleRate } from '../../audio/resampler';
import type { TransferTarget } from '../../relay/peer';
import { digitsOf } from '../phoneNumbers';
import { contentTypeOf, HEADERS } from './protocol';

const BUSY_MESSAGE = 'All lines are busy at the moment. Please call again in a few minutes.';

/** One step of an NCCO (Vonage docs, "NCCO reference"). */
export type NccoAction = Readonly<Record<string, unknown> & { action: string }>;

export interface StreamAnswer {
  /** `wss://…` */
  streamUrl: string;
  /** Told what becomes of the stream. */
  eventUrl: string;
  ticket: string;
  callUuid: string;
  /** The number that was called. */
  called: string | undefined;
  sampleRate: SampleRate;
  fallbackMessage: string;
  /** E.164 */
  fallbackNumber: string | undefined;
}

/**
 * NCCO that connects the call's audio to us. What follows `connect` is done only when the socket closes without the
 * call having been ended by REST, that is when this process is gone.
 */
export function connectNcco(answer: StreamAnswer): NccoAction[] {
  const { streamUrl, eventUrl, ticket, callUuid, called, sampleRate, fallbackMessage, fallbackNumber } =
    answer;
  return [
    {
      action: 'connect',
      eventUrl: [eventUrl],
      endpoint: [
        {
          type: 'websocket',
          uri: streamUrl,
          'content-type': contentTypeOf(sampleRate),
          headers: {
            [HEADERS.ticket]: ticket,
            [HEADERS.call]: callUuid,
            ...(called !== undefined && { [HEADERS.called]: called }),
          },
          // Has Vonage sign the handshake.
          authorization: { type: 'vonage' },
        },
      ],
    },
    ...farewellNcco(fallbackMessage, fallbackNumber, called),
  ];
}

/**
 * NCCO that speaks a sentence and connects the caller to a number, if there is one; the call ends with the document.
 * @param number E.164
 * @param from the number of ours that the called party sees
 */
export function farewellNcco(message: string, number?: string, from?: string): NccoAction[] {
  const talk = { action: 'talk', text: message };
  if (number === undefined) return [talk];
  const endpoint = [{ type: 'phone', number: digitsOf(number) }];
  return [talk, { action: 'connect', ...(from !== undefined && { from: digitsOf(from) }), endpoint }];
}

export interface TransferAnswer {
  target: TransferTarget;
  /** The number of ours that was called: the only kind that Vonage shows to the called party. */
  called: string | undefined;
  /** Told what becomes of it, and asked what to do next when nobody answers. */
  eventUrl: string;
  /** Asked what whoever answers hears first, if anything. */
  whisperUrl: string | undefined;
}

/**
 * NCCO that connects the caller to somebody else. Source: Vonage docs, "NCCO reference", `connect`: with `eventType`
 * `synchronous` the answer to the event of a failure replaces what is left of this document.
 */
export function transferNcco({ target, called, eventUrl, whisperUrl }: TransferAnswer): NccoAction[] {
  const { kind, to, callerId = called, message, timeoutSeconds } = target;
  const endpoint =
    kind === 'sip'
      ? { type: 'sip', uri: to }
      : {
          type: 'phone',
          number: digitsOf(to),
          ...(whisperUrl !== undefined && { onAnswer: { url: whisperUrl } }),
        };
  const connect = {
    action: 'connect',
    eventType: 'synchronous',
    eventUrl: [eventUrl],
    eventMethod: 'POST',
    timeout: timeoutSeconds,
    ...(callerId !== undefined && { from: digitsOf(callerId) }),
    endpoint: [endpoint],
  };
  return message === undefined ? [connect] : [{ action: 'talk', text: message }, connect];
}

/** NCCO that says something, if anything, and goes on. */
export function sayNcco(message: string): NccoAction[] {
  return message === '' ? [] : [{ action: 'talk', text: message }];
}

/** NCCO for a caller who can't be taken now. */
export function busyNcco(): NccoAction[] {
  return farewellNcco(BUSY_MESSAGE);
}
