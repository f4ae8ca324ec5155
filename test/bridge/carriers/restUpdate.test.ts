import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Agent } from 'undici';
import { NoAnswerInTime, sendUpdate, type RestUpdate } from '../../../bridge/src/carriers/restUpdate';
import { until } from '../support/until';
import { VirtualClock } from '../support/virtualClock';

describe('sendUpdate', () => {
  const requests: { method: string | undefined; headers: IncomingHttpHeaders; body: string }[] = [];
  /** What is answered; undefined: nothing, ever. */
  let status: number | undefined;
  let answer = '';
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { method, headers } = request;
      requests.push({ method, headers, body: Buffer.concat(chunks).toString() });
      if (status !== undefined) response.writeHead(status).end(status === 204 ? undefined : answer);
    });
  });
  const dispatcher = new Agent();
  let clock: VirtualClock;
  beforeAll(() => new Promise<void>((done) => server.listen(0, '127.0.0.1', done)));
  beforeEach(() => {
    clock = new VirtualClock();
    requests.length = 0;
    answer = '';
  });
  afterEach(() => expect(clock.pending).toBe(0));
  afterAll(async () => {
    await dispatcher.destroy();
    server.closeAllConnections();
    await new Promise((done) => server.close(done));
  });

  let tokens = 0;
  const send = (changed: Partial<RestUpdate> = {}): Promise<void> =>
    sendUpdate(
      {
        method: 'PUT',
        url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/calls/1`,
        headers: () => ({ authorization: `token ${(tokens += 1)}` }),
        body: { a: 1 },
        ...changed,
      },
      { dispatcher, userAgent: 'test/1', clock, code: 'VONAGE_API_FAILED' },
    );
  /** Lets the pause before the repetition pass. */
  const pass = async (): Promise<void> => {
    await until(() => clock.nextIn() === 250, 'the pause before the repetition');
    clock.advance(250);
  };

  it.each([
    ['JSON', { a: 'b c' }, 'application/json', '{"a":"b c"}'],
    ['a form', new URLSearchParams({ a: 'b c' }), 'application/x-www-form-urlencoded', 'a=b+c'],
    ['nothing', undefined, undefined, ''],
  ])('sends %s', async (_what, body, type, sent) => {
    status = 200;
    await send({ body, method: 'DELETE' });
    expect(requests).toHaveLength(1);
    expect(requests[0]).toMatchObject({ method: 'DELETE', body: sent });
    expect(requests[0]?.headers).toMatchObject({ 'user-agent': 'test/1' });
    expect(requests[0]?.headers['content-type']).toBe(type);
  });

  it.each([200, 202, 204, 404])('is content with status %i', async (code) => {
    status = code;
    await expect(send()).resolves.toBeUndefined();
    expect(requests).toHaveLength(1);
  });

  it('is content with what says that the call is over', async () => {
    status = 422;
    answer = '90018';
    const isOver: RestUpdate['isOver'] = (code, body) => code === 422 && body === '90018';
    await expect(send({ isOver })).resolves.toBeUndefined();
    answer = 'other';
    await expect(send({ isOver })).rejects.toMatchObject({ detail: 'status 422' });
  });

  it.each([302, 400, 401])('fails at once on status %i', async (code) => {
    status = code;
    await expect(send()).rejects.toMatchObject({ code: 'VONAGE_API_FAILED', detail: `status ${code}` });
    expect(requests).toHaveLength(1);
  });

  it.each([429, 500, 503])('tries once more on status %i, with a proof of its own', async (code) => {
    status = code;
    const sent = send();
    await until(() => requests.length === 1, 'the first request');
    status = 204;
    await pass();
    await expect(sent).resolves.toBeUndefined();
    expect(requests).toHaveLength(2);
    expect(requests[0]?.headers.authorization).not.toBe(requests[1]?.headers.authorization);
  });

  it('tries once more when nobody listens, and fails then', async () => {
    const failed = expect(send({ url: 'http://127.0.0.1:1/' })).rejects.toMatchObject({
      detail: 'ECONNREFUSED',
    });
    await pass();
    await failed;
  });

  it.each([
    [2500, undefined],
    [7000, 7000],
  ])('gives up after %i ms with a budget of %s', async (ms, budgetMs) => {
    status = undefined;
    const sent = send({ ...(budgetMs !== undefined && { budgetMs }) });
    const failed = Promise.all([
      expect(sent).rejects.toMatchObject({ code: 'VONAGE_API_FAILED', detail: 'no answer in time' }),
      expect(sent).rejects.toBeInstanceOf(NoAnswerInTime),
    ]);
    await until(() => requests.length === 1, 'the request arrives');
    clock.advance(ms - 1);
    expect(clock.pending).toBe(1);
    clock.advance(1);
    await failed;
  });
});
