import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Agent } from 'undici';
import { isTrustedControlUrl } from '../../../bridge/src/vapi/address';
import { VapiControlClient } from '../../../bridge/src/vapi/controlClient';
import { until } from '../support/until';
import { VirtualClock } from '../support/virtualClock';

describe('VapiControlClient', () => {
  let server: Server;
  let dispatcher: Agent;
  let clock: VirtualClock;
  let url: string;
  /** The status of the answer; undefined: none comes. */
  let status: number | undefined;
  const received: { request: IncomingMessage; body: string }[] = [];
  beforeEach(async () => {
    status = 200;
    received.length = 0;
    clock = new VirtualClock();
    dispatcher = new Agent();
    server = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk) => (body += String(chunk)));
      request.on('end', () => {
        received.push({ request, body });
        if (status) response.writeHead(status, { location: `${url}/elsewhere` }).end('whatever');
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterEach(async () => {
    await dispatcher.destroy();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  const client = (publicKey?: string) =>
    new VapiControlClient({ baseUrl: url, publicKey, userAgent: 'test/1', dispatcher, clock });
  const failure = (code: string, detail: string) =>
    expect.objectContaining({ code, detail }) as unknown as Error;

  it('posts the command as it is, without any key', async () => {
    await client().send(`${url}/c/control`, { type: 'say', content: 'Hi' });
    const [{ request, body }] = received as [(typeof received)[0]];
    expect(request.method).toBe('POST');
    expect(request.url).toBe('/c/control');
    expect(request.headers).toMatchObject({ 'content-type': 'application/json', 'user-agent': 'test/1' });
    expect(request.headers.authorization).toBeUndefined();
    expect(JSON.parse(body)).toEqual({ type: 'say', content: 'Hi' });
    expect(clock.pending).toBe(0);
  });

  it('shows the public key, where there is one', async () => {
    await client('public-key').send(`${url}/c/control`, { type: 'end-call' });
    expect(received[0]?.request.headers.authorization).toBe('Bearer public-key');
    await expect(
      client('public-key').send('https://attacker.test/control', { type: 'end-call' }),
    ).rejects.toMatchObject({ code: 'VAPI_CONTROL_UNAVAILABLE' });
  });

  it.each([302, 401, 404, 500])('fails with status %i, and follows nothing', async (refusal) => {
    status = refusal;
    const sent = client().send(`${url}/c/control`, { type: 'end-call' });
    await expect(sent).rejects.toThrow(failure('VAPI_CONTROL_FAILED', `status ${refusal}`));
    expect(received).toHaveLength(1);
  });

  it('gives up after 10 s', async () => {
    status = undefined;
    const sent = client().send(`${url}/c/control`, { type: 'end-call' });
    const failed = expect(sent).rejects.toThrow(failure('VAPI_CONTROL_FAILED', 'no answer in time'));
    await until(() => received.length === 1, 'the command has come');
    clock.advance(10_000);
    await failed;
  });

  it('never quotes the address in what it throws', async () => {
    await new Promise((resolve) => server.close(resolve));
    const error: unknown = await client()
      .send(`${url}/secret-id/control`, { type: 'end-call' })
      .catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: 'VAPI_CONTROL_FAILED', detail: 'ECONNREFUSED' });
    expect(String(error)).not.toContain('secret-id');
  });

  it.each([undefined, 'https://attacker.test/control'])('sends nothing to %s', async (controlUrl) => {
    const sent = client().send(controlUrl, { type: 'end-call' });
    await expect(sent).rejects.toMatchObject({ code: 'VAPI_CONTROL_UNAVAILABLE' });
  });
});

describe('isTrustedControlUrl', () => {
  const base = 'https://api.vapi.ai';
  it.each([
    ['https://phone-call-websocket.aws-us-west-2-backend-production1.vapi.ai/x/control', base, true],
    ['https://vapi.ai/x', base, true],
    ['http://127.0.0.1:9/x', 'http://127.0.0.1:9', true],
    ['http://api.vapi.ai/x', base, false],
    ['wss://api.vapi.ai/x', base, false],
    ['https://api.vapi.ai:8443/x', base, false],
    ['https://user@api.vapi.ai/x', base, false],
    ['https://evilvapi.ai/x', base, false],
    ['https://vapi.ai.evil.test/x', base, false],
    ['http://127.0.0.1:10/x', 'http://127.0.0.1:9', false],
    ['no address', base, false],
  ])('%s, with the API at %s: %s', (url, baseUrl, trusted) => {
    expect(isTrustedControlUrl(url, baseUrl)).toBe(trusted);
  });
});
