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
  const written = Object.entries(attributes).map(([name, value]) => ` ${name}="${escaped(value)}"`);
  return document(
    `<Stream${written.join('')}>${escaped(streamUrl)}</Stream>`,
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

/** XML for a caller who can't be taken now. */
export function busyXml(): string {
  return farewellXml(BUSY_MESSAGE);
}

function farewell(message: string, number: string | undefined): string {
  const speak = `<Speak>${escaped(message)}</Speak>`;
  if (number === undefined) return `${speak}<Hangup/>`;
  return `${speak}<Dial><Number>${escaped(digitsOf(number))}</Number></Dial>`;
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
