import { WebSocket } from 'ws';
import { createBridge, type Bridge } from '../../../bridge/src/bridge';
import { loadConfig } from '../../../bridge/src/config';
import { createLogger } from '../../../bridge/src/log';
import {
  ACCOUNT_SID,
  AUTH_TOKEN,
  CALLED,
  CALLER,
  FakeTwilioRest,
  MEDIA_URL,
  PUBLIC_URL,
  readTwiml,
  sign,
  TwilioStream,
  type Twiml,
} from './fakeTwilio';
import { FakeVapi, type VapiCall } from './fakeVapi';
import { until } from './until';

export const API_KEY = 'bridge-api-key-of-the-tests';
export const VAPI_KEY = 'vapi-private-key-of-the-tests';
export const FALLBACK = 'Sorry & goodbye.';
export const IDLE = { sessions: 0, tickets: 0, carrierSockets: 0, vapiSockets: 0, timers: 0 };

/** The bridge with stand-ins around it, all on loopback ports. */
export class Harness {
  readonly vapi = new FakeVapi();
  readonly rest = new FakeTwilioRest();
  readonly streams: TwilioStream[] = [];
  /** Everything that the bridge wrote to its log. */
  log = '';
  port = 0;
  bridge!: Bridge;
  #calls = 0;

  async start(environment: Record<string, string> = {}): Promise<this> {
    await this.vapi.start();
    await this.rest.start();
    this.rest.newCallSid = () => this.newCallSid();
    // As Twilio does: an updated call leaves its stream.
    this.rest.onUpdated = (path) => {
      for (const stream of this.streams) if (path.includes(stream.callSid)) stream.stop();
    };
    const config = loadConfig({
      BRIDGE_PUBLIC_URL: PUBLIC_URL,
      BRIDGE_API_KEY: API_KEY,
      BRIDGE_HOST: '127.0.0.1',
      BRIDGE_PORT: '0',
      BRIDGE_FALLBACK_MESSAGE: FALLBACK,
      VAPI_API_KEY: VAPI_KEY,
      VAPI_BASE_URL: this.vapi.url,
      VAPI_ASSISTANT_ID: 'assistant-1',
      TWILIO_ACCOUNT_SID: ACCOUNT_SID,
      TWILIO_AUTH_TOKEN: AUTH_TOKEN,
      TWILIO_API_BASE_URL: this.rest.url,
      ...environment,
    });
    const logger = createLogger('trace', { write: (line) => void (this.log += line) });
    this.bridge = createBridge(config, { logger });
    ({ port: this.port } = await this.bridge.listen());
    return this;
  }

  async stop(): Promise<void> {
    for (const stream of this.streams) stream.socket.terminate();
    await this.bridge.close();
    await this.vapi.stop();
    await this.rest.stop();
  }

  /** The last line of the log with this message. */
  logLine(message: string): Record<string, unknown> {
    const lines = this.log.trimEnd().split('\n');
    const line = lines.findLast((text) => text.includes(`"msg":"${message}"`));
    if (line === undefined) throw new Error(`the log has no line "${message}"`);
    return JSON.parse(line) as Record<string, unknown>;
  }

  request(path: string, init: RequestInit = {}): Promise<Response> {
    return fetch(`http://127.0.0.1:${this.port}${path}`, init);
  }

  newCallSid(): string {
    this.#calls += 1;
    return `CA${this.#calls.toString(16).padStart(32, '0')}`;
  }

  /** Twilio asks what to do with a call. */
  webhook(
    callSid: string,
    options: { signature?: string; path?: string; added?: Record<string, string> } = {},
  ): Promise<Response> {
    const path = options.path ?? '/twilio/voice';
    const form = { CallSid: callSid, AccountSid: ACCOUNT_SID, From: CALLER, To: CALLED, ...options.added };
    const signature = options.signature ?? sign(PUBLIC_URL + path, form);
    return this.request(path, {
      method: 'POST',
      headers: { 'x-twilio-signature': signature },
      body: new URLSearchParams(form),
    });
  }

  async twiml(callSid: string): Promise<Twiml> {
    const response = await this.webhook(callSid);
    return readTwiml(await response.text());
  }

  /** Opens the media socket; resolves with the stream, or with the status of the refusal. */
  connect(callSid: string, signature = sign(MEDIA_URL)): Promise<TwilioStream | number> {
    const socket = new WebSocket(`ws://127.0.0.1:${this.port}/twilio/media`, {
      headers: { 'x-twilio-signature': signature },
    });
    const stream = new TwilioStream(socket, callSid);
    return new Promise((resolve, reject) => {
      socket.once('open', () => {
        this.streams.push(stream);
        resolve(stream);
      });
      socket.once('unexpected-response', (request, response) => {
        request.destroy();
        resolve(response.statusCode ?? 0);
      });
      socket.once('error', reject);
    });
  }

  async stream(callSid: string): Promise<TwilioStream> {
    const stream = await this.connect(callSid);
    if (typeof stream === 'number') throw new Error(`the media socket was refused with status ${stream}`);
    return stream;
  }

  /** A call with both sides connected. */
  async call(): Promise<{ stream: TwilioStream; vapi: VapiCall; callSid: string }> {
    const callSid = this.newCallSid();
    const { ticket } = await this.twiml(callSid);
    const stream = await this.stream(callSid);
    stream.start(ticket);
    await until(() => this.vapi.callOf(callSid) !== undefined, 'the bridge opens a socket to Vapi');
    const vapi = this.vapi.callOf(callSid);
    if (!vapi) throw new Error('unreachable');
    // Of this call: another one may be attached already.
    const isAttached = (line: string): boolean => line.includes('carrier attached') && line.includes(callSid);
    await until(() => this.log.split('\n').some(isAttached), 'the carrier is attached');
    return { stream, vapi, callSid };
  }

  /** Waits until nothing is open in the bridge any more. */
  async idle(): Promise<void> {
    const now = (): string => JSON.stringify(this.bridge.inspect());
    try {
      await until(() => now() === JSON.stringify(IDLE), 'the bridge is idle');
    } catch (error) {
      throw new Error(`left open: ${now()}`, { cause: error });
    }
  }
}
