import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Agent } from 'undici';
import { VapiCallClient } from '../../../bridge/src/vapi/callClient';
import { createdCall, FakeVapi } from '../support/fakeVapi';
import { until } from '../support/until';
import { VirtualClock } from '../support/virtualClock';

const call = { assistantId: 'a-1' };

describe('VapiCallClient', () => {
  const vapi = new FakeVapi();
  const dispatcher = new Agent();
  beforeAll(() => vapi.start());
  beforeEach(() => (vapi.requests.length = 0));
  afterAll(async () => {
    await dispatcher.destroy();
    await vapi.stop();
  });

  const clientOn = (clock: VirtualClock, baseUrl = vapi.url) =>
    new VapiCallClient({ baseUrl, apiKey: 'k', userAgent: 'test/1', dispatcher, clock });

  it('gives up at its deadline, and does not ask again, because the call may exist', async () => {
    vapi.answer = () => new Promise(() => undefined);
    const clock = new VirtualClock();
    const created = clientOn(clock).create(call, () => true, clock.now() + 8000);
    const refused = expect(created).rejects.toMatchObject({ code: 'VAPI_TIMEOUT' });
    await until(() => vapi.requests.length === 1, 'the request arrives');
    clock.advance(7_999);
    expect(clock.pending).toBe(1);
    clock.advance(1);
    await refused;
    expect(vapi.requests).toHaveLength(1);
    expect(clock.pending).toBe(0);
  });

  it('sends the body as it is, with its key', async () => {
    vapi.answer = (_attempt, url) => ({ status: 201, body: createdCall(1, url) });
    await expect(clientOn(new VirtualClock()).create(call, () => true, 9000)).resolves.toMatchObject({
      callId: 'vapi-call-1',
      concurrencyBlocked: false,
    });
    expect(vapi.requests[0]?.body).toEqual(call);
    expect(vapi.requests[0]?.headers).toMatchObject({ authorization: 'Bearer k', 'user-agent': 'test/1' });
  });

  it('asks again after a refused connection', async () => {
    // A port that was free a moment ago: first nobody listens there, then a stand-in does.
    const server = createServer((_request, response) => {
      response.writeHead(201, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ id: 'c-1', transport: { websocketCallUrl: 'ws://x.test/' } }));
    });
    const listen = (port: number) => new Promise<void>((done) => server.listen(port, '127.0.0.1', done));
    const close = () => new Promise<void>((done) => void server.close(() => done()));
    await listen(0);
    const { port } = server.address() as AddressInfo;
    await close();
    const clock = new VirtualClock();
    const created = clientOn(clock, `http://127.0.0.1:${port}`).create(call, () => true, clock.now() + 8000);
    await until(() => clock.pending === 1 && clock.nextIn() <= 500, 'the client pauses');
    await listen(port);
    clock.advance(500);
    await expect(created).resolves.toMatchObject({ callId: 'c-1' });
    server.closeAllConnections();
    await close();
  });

  it('asks for nothing that is not wanted any more, before the first and before the second request', async () => {
    const clock = new VirtualClock();
    expect(await clientOn(clock).create(call, () => false, 9000)).toBeUndefined();
    expect(vapi.requests).toHaveLength(0);
    vapi.answer = () => ({ status: 429, body: {}, headers: { 'retry-after': '0' } });
    let wanted = true;
    const created = clientOn(clock).create(call, () => wanted, 9000);
    await until(() => vapi.requests.length === 1 && clock.nextIn() <= 500, 'the client pauses');
    wanted = false;
    clock.advance(500);
    expect(await created).toBeUndefined();
    expect(vapi.requests).toHaveLength(1);
  });

  it.each([[undefined], ['3'], ['Fri, 31 Dec 1999 23:59:59 GMT'], ['-1'], ['']])(
    'takes a 429 with Retry-After %j for a refusal',
    async (retryAfter) => {
      const headers: Record<string, string> = retryAfter === undefined ? {} : { 'retry-after': retryAfter };
      vapi.answer = () => ({ status: 429, body: {}, headers });
      const clock = new VirtualClock();
      const created = clientOn(clock).create(call, () => true, 9000);
      await expect(created).rejects.toMatchObject({ code: 'VAPI_REFUSED', detail: 'status 429' });
      expect(vapi.requests).toHaveLength(1);
      expect(clock.pending).toBe(0);
    },
  );

  it('does not ask again when the pause would last beyond the deadline', async () => {
    vapi.answer = () => ({ status: 429, body: {}, headers: { 'retry-after': '2' } });
    const clock = new VirtualClock();
    const created = clientOn(clock).create(call, () => true, clock.now() + 2000);
    await expect(created).rejects.toMatchObject({ code: 'VAPI_REFUSED' });
    expect(vapi.requests).toHaveLength(1);
  });
});
