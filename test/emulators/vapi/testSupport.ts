import { once } from 'node:events';
import { type IncomingHttpHeaders, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { WebSocket } from 'ws';
import { FRAME_MS } from './audio';
import { type VapiEmulator, type VapiEmulatorOptions, startVapiEmulator } from './index';
import type { JsonObject } from './json';

export const API_KEY = 'private-key-of-the-test';
export const PUBLIC_KEY = 'public-key-of-the-test';
export const MULAW = { format: 'mulaw', container: 'raw', sampleRate: 8000 } as const;

/** A name of one's own: bare defaults are turned away. */
export const USER_AGENT = 'emulator-test/1.0';

/** Everything started by a test file, stopped by `stopAll`. */
const running: Array<() => Promise<void>> = [];

export async function stopAll(): Promise<void> {
  for (const stop of running.splice(0).reverse()) await stop();
}

export async function emulator(options: Partial<VapiEmulatorOptions> = {}): Promise<VapiEmulator> {
  const vapi = await startVapiEmulator({ apiKey: API_KEY, publicKey: PUBLIC_KEY, ...options });
  running.push(() => vapi.close());
  return vapi;
}

export interface ApiAnswer {
  status: number;
  body: JsonObject;
}

/** One REST request with the private key. */
export async function api(
  vapi: VapiEmulator,
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<ApiAnswer> {
  const response = await fetch(vapi.url + path, {
    method,
    headers: {
      'user-agent': USER_AGENT,
      authorization: `Bearer ${API_KEY}`,
      'content-type': 'application/json',
      ...headers,
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: (await response.json()) as JsonObject };
}

/** The bare array of a list. */
export async function listed(vapi: VapiEmulator, path: string): Promise<JsonObject[]> {
  const { status, body } = await api(vapi, 'GET', path);
  if (status !== 200) throw new Error(`GET ${path} answered ${JSON.stringify(body)}`);
  return body as unknown as JsonObject[];
}

/** A `POST /file` with the fields given, and a file unless there is none. */
export async function upload(
  vapi: VapiEmulator,
  fields: Record<string, string> = {},
  file: File | undefined = new File(['Opening hours: 8 to 5'], 'hours.txt', { type: 'text/plain' }),
): Promise<ApiAnswer> {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  if (file) form.append('file', file);
  const response = await fetch(`${vapi.url}/file`, {
    method: 'POST',
    headers: { 'user-agent': USER_AGENT, authorization: `Bearer ${API_KEY}` },
    body: form,
  });
  return { status: response.status, body: (await response.json()) as JsonObject };
}

export interface Received {
  path: string;
  headers: IncomingHttpHeaders;
  text: string;
  message: JsonObject;
}

export interface Receiver {
  origin: string;
  received: Received[];
  types(): unknown[];
}

/** What a webhook answers; `never` leaves the request open. */
export type Reply = { status?: number; body?: unknown; raw?: string } | 'never';

/** A webhook on the loopback interface. Without a reply it answers `200 {}`. */
export async function receiver(reply: (request: Received) => Reply = () => ({})): Promise<Receiver> {
  const received: Received[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const text = Buffer.concat(chunks).toString('utf8');
      const isJson = request.headers['content-type'] === 'application/json';
      const body = isJson ? (JSON.parse(text) as JsonObject) : {};
      const entry: Received = {
        path: request.url ?? '',
        headers: request.headers,
        text,
        message: (body.message ?? {}) as JsonObject,
      };
      received.push(entry);
      const answer = reply(entry);
      if (answer === 'never') return;
      response.writeHead(answer.status ?? 200, { 'content-type': 'application/json' });
      response.end(answer.raw ?? JSON.stringify(answer.body ?? {}));
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  running.push(async () => {
    server.closeAllConnections();
    await new Promise<void>((resolve) => server.close(() => resolve()));
  });
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { origin, received, types: () => received.map((entry) => entry.message.type) };
}

/** A correct answer to a tool-calls message. */
export function goodAnswer(request: Received): Reply {
  const calls = (request.message.toolCallList ?? []) as Array<{ id: string; function: { name: string } }>;
  return {
    body: {
      results: calls.map((call) => ({
        toolCallId: call.id,
        name: call.function.name,
        result: `${call.function.name} done`,
      })),
    },
  };
}

export function functionTool(name: string, server?: JsonObject): JsonObject {
  return { type: 'function', function: { name }, ...(server ? { server } : {}) };
}

/** Waits until `condition` holds; the limit only bounds a failing test. */
export async function until(condition: () => boolean, what: string): Promise<void> {
  const limit = Date.now() + 60_000;
  while (!condition()) {
    if (Date.now() > limit) throw new Error(`Waited 60 s for: ${what}`);
    await sleep(5);
  }
}

/** `ms` of audible mu-law, every byte telling its place so that order and loss show. */
export function recording(ms: number, seed = 0): Buffer {
  return Buffer.from(Array.from({ length: ms * 8 }, (_, index) => (index * 7 + (index >> 6) + seed) % 96));
}

/** The caller's end of a websocket call: sends audio, keeps what it hears. */
export class Caller {
  readonly texts: JsonObject[] = [];
  /** In order: a text's type, or audio. */
  readonly heard: Array<{ text: JsonObject } | { audio: Buffer }> = [];
  closeCode: number | undefined;
  private sender: NodeJS.Timeout | undefined;
  private speech = Buffer.alloc(0);

  private constructor(readonly socket: WebSocket) {
    socket.on('message', (data: Buffer, isBinary) => {
      if (isBinary) {
        this.heard.push({ audio: data });
        return;
      }
      const text = JSON.parse(data.toString('utf8')) as JsonObject;
      this.texts.push(text);
      this.heard.push({ text });
    });
    socket.on('close', (code) => {
      this.closeCode = code;
      clearInterval(this.sender);
    });
  }

  static async join(url: string): Promise<Caller> {
    const caller = new Caller(new WebSocket(url, { perMessageDeflate: false }));
    running.push(() => {
      clearInterval(caller.sender);
      caller.socket.terminate();
      return Promise.resolve();
    });
    await once(caller.socket, 'open');
    return caller;
  }

  /** Sends silence every 20 ms, or what `speak` put in. */
  stream(): this {
    this.sender = setInterval(() => {
      const frame = Buffer.alloc(160, 0xff);
      this.speech.subarray(0, 160).copy(frame);
      this.speech = this.speech.subarray(160);
      if (this.socket.readyState === WebSocket.OPEN) this.socket.send(frame);
    }, FRAME_MS);
    return this;
  }

  speak(audio: Buffer): void {
    this.speech = Buffer.concat([this.speech, audio]);
  }

  get audio(): Buffer {
    return Buffer.concat(this.heard.flatMap((entry) => ('audio' in entry ? [entry.audio] : [])));
  }

  has(type: string): boolean {
    return this.texts.some((text) => text.type === type);
  }
}

/** Creates a websocket call and answers its id and socket URL. */
export async function socketCall(
  vapi: VapiEmulator,
  body: JsonObject = {},
): Promise<{ id: string; url: string; controlUrl: string }> {
  const who = 'assistantId' in body ? {} : { assistant: {} };
  const answer = await api(vapi, 'POST', '/call', {
    ...who,
    transport: { provider: 'vapi.websocket', audioFormat: MULAW },
    ...body,
  });
  if (answer.status !== 201) throw new Error(`POST /call answered ${JSON.stringify(answer)}`);
  const transport = answer.body.transport as { websocketCallUrl: string };
  const monitor = answer.body.monitor as { controlUrl: string };
  return { id: String(answer.body.id), url: transport.websocketCallUrl, controlUrl: monitor.controlUrl };
}

/** Places a phone call and waits for its end; answers the call. */
export async function phoneCall(vapi: VapiEmulator, body: JsonObject) {
  const number = vapi.seed('phone-number', {
    provider: 'twilio',
    number: '+14155550199',
    twilioAccountSid: 'AC00000000000000000000000000000001',
  });
  const answer = await api(vapi, 'POST', '/call', {
    phoneNumberId: number.id,
    customer: { number: '+14155550123' },
    ...body,
  });
  if (answer.status !== 201) throw new Error(`POST /call answered ${JSON.stringify(answer)}`);
  const call = vapi.call(String(answer.body.id));
  if (!call) throw new Error('The emulator has lost the call.');
  await call.done;
  return call;
}
