import { Agent } from 'undici';
import { signEvent } from '../../../bridge/src/events/signature';
import { createWebhook } from '../../../bridge/src/events/webhook';
import { until } from '../support/until';
import { VirtualClock } from '../support/virtualClock';
import { Receiver } from './receiver';

const SECRET = 'events-secret';
const NOW = 1_766_300_000_500;

describe('the webhook of the events', () => {
  const receiver = new Receiver();
  const dispatcher = new Agent({ maxResponseSize: 1024 * 1024 });
  let clock: VirtualClock;
  beforeAll(() => receiver.start());
  beforeEach(() => {
    receiver.received.length = 0;
    clock = new VirtualClock();
  });
  afterAll(async () => {
    await dispatcher.destroy();
    await receiver.stop();
  });

  const send = (url = receiver.url, abort = new AbortController().signal) =>
    createWebhook({ url, secret: SECRET, dispatcher, userAgent: 'test/1', clock, wallNow: () => NOW })(
      'e-1',
      '{"id":"e-1","text":"ä"}',
      abort,
    );

  it('sends the event signed', async () => {
    receiver.answer = () => ({ status: 204 });
    await expect(send()).resolves.toEqual({ kind: 'delivered' });
    const [request] = receiver.received;
    expect(request?.body).toBe('{"id":"e-1","text":"ä"}');
    expect(request?.headers).toMatchObject({
      'content-type': 'application/json',
      'user-agent': 'test/1',
      'x-bridge-event-id': 'e-1',
      'x-bridge-timestamp': '1766300000',
      'x-bridge-signature': signEvent(SECRET, 1_766_300_000, request?.body ?? ''),
    });
    expect(clock.pending).toBe(0);
  });

  it.each([
    ['any content', { status: 200, body: '<html>what is this' }],
    ['a body that is too long', { status: 200, body: 'x'.repeat(3_000_000) }],
    ['another 2xx', { status: 202 }],
  ])('takes a 2xx with %s for a delivery', async (_name, answer) => {
    receiver.answer = () => answer;
    await expect(send()).resolves.toEqual({ kind: 'delivered' });
  });

  it.each([301, 302, 307, 308])('does not follow a redirect (%i)', async (status) => {
    receiver.answer = () => ({ status, headers: { location: receiver.url } });
    await expect(send()).resolves.toEqual({ kind: 'failed', reason: `status ${status}`, retryAfterMs: 0 });
    expect(receiver.received).toHaveLength(1);
  });

  it.each([400, 401, 404, 500, 503])('takes %i for a failure', async (status) => {
    receiver.answer = () => ({ status, body: 'no' });
    await expect(send()).resolves.toMatchObject({ kind: 'failed', reason: `status ${status}` });
  });

  it('tells when to come back', async () => {
    receiver.answer = () => ({ status: 429, headers: { 'retry-after': '30' } });
    await expect(send()).resolves.toEqual({ kind: 'failed', reason: 'status 429', retryAfterMs: 30_000 });
  });

  it('gives up on a server that hangs', async () => {
    receiver.answer = () => 'hang';
    const result = send();
    await until(() => receiver.received.length === 1, 'the request arrives');
    clock.advance(19_999);
    expect(clock.pending).toBe(1);
    clock.advance(1);
    await expect(result).resolves.toEqual({ kind: 'failed', reason: 'no answer in time', retryAfterMs: 0 });
  });

  it('names no address where nobody answers', async () => {
    receiver.answer = () => 'reset';
    await expect(send()).resolves.toMatchObject({ kind: 'failed', reason: 'UND_ERR_SOCKET' });
    await expect(send('http://127.0.0.1:1/secret')).resolves.toMatchObject({ reason: 'ECONNREFUSED' });
  });

  it('can be stopped', async () => {
    receiver.answer = () => 'hang';
    const abort = new AbortController();
    const result = send(undefined, abort.signal);
    await until(() => receiver.received.length === 1, 'the request arrives');
    abort.abort();
    await expect(result).resolves.toMatchObject({ kind: 'failed' });
    expect(clock.pending).toBe(0);
  });
});
