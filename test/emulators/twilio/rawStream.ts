import WebSocket from 'ws';
import { textOfFrame } from './frameText';
import { routeTo } from './hosts';
import { twilioSignature } from './signature';
import { newSid } from './sid';
import { StreamNarrator } from './streamMessages';

export interface RawStreamOptions {
  wssUrl: string;
  /** true: signed as Twilio would; false: no signature; text: that as the signature. Default true. */
  sign?: boolean | string;
  /** Fields that replace those of the `start` message's body; `null`: send nothing by itself. */
  start?: Record<string, unknown> | null;
  callSid?: string;
  streamSid?: string;
  headers?: Record<string, string>;
}

/** A media socket in a test's own hands. */
export interface RawStream {
  /** 101, or the HTTP status of the refusal; 0 when there was no answer. */
  status: number;
  callSid: string;
  streamSid: string;
  /** What the server sent: parsed if JSON, else text. */
  received: unknown[];
  /** Resolves when the socket is gone; at once when it never opened. */
  closed: Promise<{ code: number; reason: string }>;
  /** Sends an object as JSON, text as it is, or a Buffer as a binary frame. */
  send(frame: Record<string, unknown> | string | Buffer): void;
  /** Sends caller audio as a proper `media` message. */
  sendMedia(mulaw: Buffer): void;
  close(): Promise<void>;
}

/** Opens a media socket as Twilio would, or as somebody who pretends to be Twilio. */
export async function openRawStream(
  options: RawStreamOptions,
  account: { accountSid: string; authToken: string; hosts: Record<string, string> },
): Promise<RawStream> {
  const { wssUrl, sign = true, start = {}, callSid = newSid('CA'), streamSid = newSid('MZ') } = options;
  const route = routeTo(wssUrl, account.hosts);
  if (!route) throw new Error(`The host of "${wssUrl}" is unknown; add it to the emulator's "hosts".`);
  const signature = typeof sign === 'string' ? sign : twilioSignature(account.authToken, wssUrl);
  const socket = new WebSocket(route.target, {
    perMessageDeflate: false,
    handshakeTimeout: 5_000,
    headers: {
      Host: route.host,
      ...(sign !== false && { 'x-twilio-signature': signature }),
      ...options.headers,
    },
  });

  const received: unknown[] = [];
  socket.on('message', (data, isBinary) => received.push(isBinary ? data : parsed(textOfFrame(data))));
  const closed = new Promise<{ code: number; reason: string }>((resolve) => {
    socket.on('close', (code, reason) => resolve({ code, reason: reason.toString() }));
  });
  const status = await new Promise<number>((resolve) => {
    socket.on('upgrade', () => resolve(101));
    socket.on('unexpected-response', (request, response) => {
      resolve(response.statusCode ?? 0);
      response.resume();
      socket.terminate();
      request.destroy();
    });
    // The close that follows tells the rest.
    socket.on('error', () => resolve(0));
  });

  const narrator = new StreamNarrator({ accountSid: account.accountSid, callSid, streamSid });
  let frames = 0;
  if (status === 101) {
    if (socket.readyState === WebSocket.CONNECTING) {
      await new Promise<void>((resolve) => socket.once('open', () => resolve()));
    }
    if (start !== null) {
      socket.send(narrator.connected());
      const message = JSON.parse(narrator.start({})) as { start: Record<string, unknown> };
      socket.send(JSON.stringify({ ...message, start: { ...message.start, ...start } }));
    }
  }
  return {
    ...{ status, callSid, streamSid, received, closed },
    send: (frame) =>
      socket.send(Buffer.isBuffer(frame) || typeof frame === 'string' ? frame : JSON.stringify(frame)),
    sendMedia: (mulaw) => {
      socket.send(narrator.media(mulaw, frames * 20));
      frames += 1;
    },
    close: async () => {
      socket.close();
      const timer = setTimeout(() => socket.terminate(), 500);
      await closed;
      clearTimeout(timer);
    },
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}
