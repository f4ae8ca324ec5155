import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WebSocketServer, type WebSocket } from 'ws';
import type { Recording } from '../../../bridge/src/recording/recording';
import { API_KEY, Harness, VAPI_KEY } from '../support/harness';
import { until } from '../support/until';
import { encoded, voice } from './signals';
import { readWav } from '../recording/support';

/** Vapi's GET /call/{id} and its listen streams. */
class ListenVapi {
  readonly asked: IncomingMessage[] = [];
  readonly opened: IncomingMessage[] = [];
  readonly sockets: WebSocket[] = [];
  answer: { status: number; body: string } = { status: 200, body: '{}' };
  /** What listening needs besides the address, as with listenAuthenticationEnabled. */
  proof: string | undefined;
  readonly #webSockets = new WebSocketServer({ noServer: true });
  readonly #server: Server = createServer((request, response) => {
    this.asked.push(request);
    response.writeHead(this.answer.status, { 'content-type': 'application/json' });
    response.end(this.answer.body);
  });

  async start(): Promise<this> {
    this.#server.on('upgrade', (request, socket, head) => {
      this.opened.push(request);
      if (this.proof !== undefined && request.headers.authorization !== this.proof) {
        socket.end('HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n');
        return;
      }
      this.#webSockets.handleUpgrade(request, socket, head, (webSocket) => this.sockets.push(webSocket));
    });
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return this;
  }

  get host(): string {
    return `127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  get listenUrl(): string {
    return `ws://${this.host}/call-1/listen-secret`;
  }

  async stop(): Promise<void> {
    for (const socket of this.sockets) socket.terminate();
    this.#server.closeAllConnections();
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }
}

describe("the recording of Vapi's other calls", () => {
  let folder: string;
  let vapi: ListenVapi;
  let harness: Harness;
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'bridge-listen-'));
    vapi = await new ListenVapi().start();
    harness = await start();
  });
  const start = (environment: Record<string, string> = {}): Promise<Harness> =>
    new Harness().start({
      BRIDGE_DATA_DIR: folder,
      VAPI_BASE_URL: `http://${vapi.host}`,
      ...environment,
    });
  afterEach(async () => {
    await harness.stop();
    await vapi.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const listen = (body: Record<string, unknown>): Promise<Response> =>
    harness.request('/v1/listen', {
      method: 'POST',
      headers: { authorization: `Bearer ${API_KEY}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  const refusal = async (body: Record<string, unknown>): Promise<string> => {
    const response = await listen(body);
    return `${response.status} ${((await response.json()) as { error: { code: string } }).error.code}`;
  };
  const get = (path: string): Promise<Response> =>
    harness.request(path, { headers: { authorization: `Bearer ${API_KEY}` } });
  const show = async (id: string): Promise<Recording> =>
    (await (await get(`/v1/recordings/${id}`)).json()) as Recording;
  const ready = async (id: string): Promise<Recording> => {
    let recording = await show(id);
    const end = performance.now() + 60_000;
    while (recording.state !== 'ready' && performance.now() < end) {
      await new Promise((resolve) => setTimeout(resolve, 50));
      recording = await show(id);
    }
    return recording;
  };

  it('begins with the id of a call, and ends with its stream', async () => {
    vapi.answer.body = JSON.stringify({ id: 'call-1', monitor: { listenUrl: vapi.listenUrl } });
    const response = await listen({ callId: 'call-1' });
    expect(response.status).toBe(201);
    const begun = (await response.json()) as Recording;
    expect(begun).toMatchObject({
      source: 'listen',
      state: 'recording',
      assistantCallId: 'call-1',
      sessionId: null,
    });
    expect(vapi.asked[0]?.url).toBe('/call/call-1');
    expect(vapi.asked[0]?.headers.authorization).toBe(`Bearer ${VAPI_KEY}`);
    // The address is the secret there; the private key has no business at it.
    expect(vapi.opened[0]?.headers.authorization).toBeUndefined();
    await until(() => vapi.sockets.length === 1, 'the stream is open');
    const audio = encoded([voice(1, 16_000, 140), voice(1, 16_000, 200)], 'pcm_s16le');
    vapi.sockets[0]!.send(JSON.stringify({ type: 'hello', transcript: 'very private' }));
    for (let at = 0; at < audio.length; at += 1280) vapi.sockets[0]!.send(audio.subarray(at, at + 1280));
    vapi.sockets[0]!.close();
    const recording = await ready(begun.id);
    expect(recording).toMatchObject({ sampleRate: 16_000, channels: 2, seconds: 1, error: null });
    const file = Buffer.from(await (await get(`/v1/recordings/${begun.id}/audio`)).arrayBuffer());
    expect(readWav(file)).toMatchObject({ sampleRate: 16_000, channels: 2 });
    expect(file.subarray(44).equals(audio)).toBe(true);
    await harness.idle();
    for (const secret of ['listen-secret', 'very private', VAPI_KEY])
      expect(harness.log).not.toContain(secret);
  });

  it('takes the address out of the angle brackets that some answers have', async () => {
    vapi.answer.body = JSON.stringify({ id: 'call-1', monitor: { listenUrl: ` <${vapi.listenUrl}>\n` } });
    expect((await listen({ callId: 'call-1' })).status).toBe(201);
    expect(vapi.opened[0]?.url).toBe('/call-1/listen-secret');
    vapi.answer.body = JSON.stringify({ id: 'call-1', monitor: { listenUrl: '<>' } });
    expect(await refusal({ callId: 'call-1' })).toBe('409 LISTEN_UNAVAILABLE');
  });

  it('begins with a listenUrl, and believes what is said of its format', async () => {
    const response = await listen({
      listenUrl: vapi.listenUrl,
      format: 'mulaw',
      sampleRate: 8000,
      channels: 1,
    });
    const { id } = (await response.json()) as Recording;
    expect(await show(id)).toMatchObject({ sampleRate: 8000, channels: 1, assistantCallId: null });
    await until(() => vapi.sockets.length === 1, 'the stream is open');
    vapi.sockets[0]!.send(Buffer.alloc(4000, 0x80));
    vapi.sockets[0]!.close();
    expect(await ready(id)).toMatchObject({ seconds: 0.5, bytes: 8044 });
  });

  describe('that is stopped', () => {
    const stop = (id: string): Promise<Response> =>
      harness.request(`/v1/recordings/${id}/stop`, {
        method: 'POST',
        headers: { authorization: `Bearer ${API_KEY}` },
      });

    it.each([
      ['in a known format', { format: 'pcm_s16le', sampleRate: 16_000, channels: 2 }],
      ['whose format was not found out yet', {}],
    ])('keeps all that has come, %s, and leaves the call', async (_what, format) => {
      const { id } = (await (await listen({ listenUrl: vapi.listenUrl, ...format })).json()) as Recording;
      await until(() => vapi.sockets.length === 1, 'the stream is open');
      let closed = false;
      vapi.sockets[0]!.on('close', () => (closed = true));
      const audio = encoded([voice(1, 16_000, 140), voice(1, 16_000, 200)], 'pcm_s16le');
      vapi.sockets[0]!.send(audio);
      // What was sent before the answer to a ping has been taken in.
      await new Promise<void>((resolve) => {
        vapi.sockets[0]!.once('pong', () => resolve());
        vapi.sockets[0]!.ping();
      });
      const response = await stop(id);
      expect(response.status).toBe(200);
      expect(await response.json()).toMatchObject({
        ...{ id, state: 'ready', source: 'listen', sampleRate: 16_000, channels: 2, seconds: 1, error: null },
      });
      const file = Buffer.from(await (await get(`/v1/recordings/${id}/audio`)).arrayBuffer());
      expect(file.subarray(44).equals(audio)).toBe(true);
      await until(() => closed, 'the stream is closed');
      await harness.idle();
    });

    it('can be stopped once', async () => {
      const { id } = (await (await listen({ listenUrl: vapi.listenUrl })).json()) as Recording;
      expect((await stop(id)).status).toBe(200);
      const again = await stop(id);
      expect(again.status).toBe(409);
      expect(await again.json()).toMatchObject({ error: { code: 'RECORDING_NOT_RUNNING' } });
      expect((await stop('01234567-89ab-4cde-8fab-0123456789ab')).status).toBe(404);
      expect((await harness.request(`/v1/recordings/${id}/stop`, { method: 'POST' })).status).toBe(401);
      expect((await show(id)).state).toBe('ready');
    });
  });

  describe('whose stream wants to know who listens', () => {
    const PUBLIC_KEY = 'vapi-public-key-of-the-tests';

    it('shows the public key', async () => {
      await harness.stop();
      harness = await start({ VAPI_PUBLIC_KEY: PUBLIC_KEY });
      vapi.proof = `Bearer ${PUBLIC_KEY}`;
      expect((await listen({ listenUrl: vapi.listenUrl })).status).toBe(201);
      vapi.answer.body = JSON.stringify({ id: 'call-1', monitor: { listenUrl: vapi.listenUrl } });
      expect((await listen({ callId: 'call-1' })).status).toBe(201);
      // The API itself gets the private one.
      expect(vapi.asked[0]?.headers.authorization).toBe(`Bearer ${VAPI_KEY}`);
      expect(harness.log).not.toContain(PUBLIC_KEY);
    });

    it('says what to set where there is no key, and never tries the private one', async () => {
      vapi.proof = `Bearer ${PUBLIC_KEY}`;
      const response = await listen({ listenUrl: vapi.listenUrl });
      expect(response.status).toBe(502);
      expect(await response.json()).toMatchObject({
        error: { code: 'LISTEN_REFUSED', hint: expect.stringContaining('VAPI_PUBLIC_KEY') as string },
      });
      expect(vapi.opened.map(({ headers }) => headers.authorization)).toEqual([undefined]);
    });
  });

  it('ends when it is deleted, or the bridge closes', async () => {
    const ids: string[] = [];
    for (let count = 0; count < 2; count += 1) {
      const response = await listen({ listenUrl: vapi.listenUrl });
      ids.push(((await response.json()) as Recording).id);
    }
    await until(() => vapi.sockets.length === 2, 'the streams are open');
    let closed = 0;
    for (const socket of vapi.sockets) socket.on('close', () => (closed += 1));
    const headers = { authorization: `Bearer ${API_KEY}` };
    expect((await harness.request(`/v1/recordings/${ids[0]}`, { method: 'DELETE', headers })).status).toBe(
      204,
    );
    vapi.sockets[0]!.send(Buffer.alloc(200_000, 1));
    await until(() => closed === 1, 'its stream is closed');
    await harness.bridge.close();
    await until(() => closed === 2, 'the other one, too');
  });

  it.each([
    'wss://evil.test/listen',
    'wss://vapi.ai.evil.test/listen',
    'wss://user:password@api.vapi.ai/listen',
    'https://api.vapi.ai/listen',
    'file:///etc/passwd',
    'ws://127.0.0.1:1/listen',
    '',
  ])('never opens %s', async (listenUrl) => {
    expect(await refusal({ listenUrl })).toBe('400 LISTEN_ADDRESS_REFUSED');
  });

  it('refuses what makes no sense', async () => {
    for (const body of [
      {},
      { callId: 'a', listenUrl: vapi.listenUrl },
      { callId: '../assistant' },
      { callId: 'a', format: 'opus' },
      { callId: 'a', sampleRate: 11 },
      { callId: 'a', channels: 3 },
    ]) {
      expect(await refusal(body)).toBe('400 BODY_INVALID');
    }
    expect(vapi.asked).toEqual([]);
  });

  it('tells why Vapi has no stream', async () => {
    const answers: [number, string, string][] = [
      [404, '{}', '404 LISTEN_CALL_UNKNOWN'],
      [401, '{}', '502 LISTEN_CALL_FAILED'],
      [500, 'x', '502 LISTEN_CALL_FAILED'],
      [200, 'x', '502 LISTEN_CALL_FAILED'],
      [200, 'null', '409 LISTEN_UNAVAILABLE'],
      [200, '{"monitor":null}', '409 LISTEN_UNAVAILABLE'],
      [200, '{"monitor":{"listenUrl":"wss://evil.test/x"}}', '502 VAPI_ADDRESS_REFUSED'],
    ];
    for (const [status, body, expected] of answers) {
      vapi.answer = { status, body };
      expect(await refusal({ callId: 'call-1' })).toBe(expected);
    }
    expect((await harness.request('/v1/listen', { method: 'POST' })).status).toBe(401);
  });
});
