import type { TransferTarget } from '../../relay/peer';
import { digitsOf } from '../phoneNumbers';
import { extraHeadersOf } from './protocol';

const BUSY_MESSAGE = 'All lines are busy at the moment. Please call again in a few minutes.';

export interface StreamAnswer {
  /** `wss://…` */
  streamUrl: string;
  /** Told what becomes of the stream; that it could not be opened is told nowhere else. */
  statusUrl: string;
  ticket: string;
  fallbackMessage: string;
  /** E.164 */
  fallbackNumber: string | undefined;
}

/**
 * XML that connects the call's audio to us (Plivo docs, "Audio streaming XML"). With `keepCallAlive` what follows
 * `<Stream>` is done when the socket has closed without the call having been ended by REST, that is when this process
 * is gone.
 */
export function connectXml(answer: StreamAnswer): string {
  const { streamUrl, statusUrl, ticket, fallbackMessage, fallbackNumber } = answer;
  const attributes = {
    bidirectional: 'true',
    keepCallAlive: 'true',
    contentType: 'audio/x-mulaw;rate=8000',
    statusCallbackUrl: statusUrl,
    statusCallbackMethod: 'POST',
    extraHeaders: extraHeadersOf(ticket),
  };
  return document(
    element('Stream', attributes, escaped(streamUrl)),
    farewell(fallbackMessage, fallbackNumber),
  );
}

/**
 * XML that speaks a sentence and connects the caller to a number, or hangs up where there is none.
 * @param number E.164
 */
export function farewellXml(message: string, number?: string): string {
  return document(farewell(message, number));
}

export interface TransferAnswer {
  target: TransferTarget;
  /** Told when somebody has answered. */
  answeredUrl: string;
  /** Asked what to do next when the `<Dial>` has ended. */
  overUrl: string;
  /** Asked what whoever answers hears first, if anything. */
  whisperUrl: string | undefined;
}

/**
 * XML that connects the caller to somebody else. Source: Plivo docs, "The Dial element": `action`, `callbackUrl`,
 * `confirmSound`, which is played to whoever answers, without a key to be pressed.
 */
export function transferXml({ target, answeredUrl, overUrl, whisperUrl }: TransferAnswer): string {
  const { kind, to, callerId, message, timeoutSeconds } = target;
  const attributes = {
    action: overUrl,
    method: 'POST',
    callbackUrl: answeredUrl,
    callbackMethod: 'POST',
    timeout: String(timeoutSeconds),
    ...(callerId !== undefined && { callerId: digitsOf(callerId) }),
    ...(whisperUrl !== undefined && { confirmSound: whisperUrl }),
  };
  const callee =
    kind === 'sip' ? element('User', {}, escaped(to)) : element('Number', {}, escaped(digitsOf(to)));
  return document(message === undefined ? '' : speak(message), element('Dial', attributes, callee));
}

/** XML that says something, if anything, and goes on. */
export function sayXml(message: string): string {
  return document(message === '' ? '' : speak(message));
}

/** XML that ends the call. */
export function hangUpXml(): string {
  return document('<Hangup/>');
}

/** XML for a caller who can't be taken now. */
export function busyXml(): string {
  return farewellXml(BUSY_MESSAGE);
}

function farewell(message: string, number: string | undefined): string {
  if (number === undefined) return `${speak(message)}<Hangup/>`;
  return `${speak(message)}<Dial><Number>${escaped(digitsOf(number))}</Number></Dial>`;
}

function speak(message: string): string {
  return element('Speak', {}, escaped(message));
}

function element(name: string, attributes: Readonly<Record<string, string>>, content: string): string {
  const written = Object.entries(attributes).map(([key, value]) => ` ${key}="${escaped(value)}"`);
  return `<${name}${written.join('')}>${content}</${name}>`;
}

function document(...elements: string[]): string {
  return `<?xml version="1.0" encoding="UTF-8"?><Response>${elements.join('')}</Response>`;
}

function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
