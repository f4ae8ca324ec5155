import { Readable } from 'node:stream';
import { sleep, type IExecuteFunctions, type IHttpRequestOptions, type INodeParameters } from 'n8n-workflow';
import { baseUrlOf, vapiRequest } from '../../../nodes/shared/transport';
import { runWorkflow, type EngineRun } from '../../support/engine';
import type { CredentialValues } from '../../support/engineCredentials';
import { listen } from '../../support/engineHttp';
import { STAND_IN_KEY, startVapiStandIn, type Reply, type VapiStandIn } from '../../support/engineVapi';

// Retries wait for seconds.
jest.mock('n8n-workflow', () => ({
  ...jest.requireActual<object>('n8n-workflow'),
  sleep: jest.fn(() => Promise.resolve()),
}));

const waits = (): number[] => jest.mocked(sleep).mock.calls.map(([milliseconds]) => milliseconds);

// The longest pause of each step: half of it is left to chance.
beforeEach(() => {
  jest.spyOn(Math, 'random').mockReturnValue(1);
});
afterEach(() => {
  jest.mocked(Math.random).mockRestore();
});

const picked = (value: string): INodeParameters[string] => ({ __rl: true, mode: 'id', value });

const READ: INodeParameters = {
  resource: 'call',
  operation: 'get',
  callId: picked('7c9e6679-7425-40de-944b-e07fc1f90ae7'),
};
const SQUAD = '1d6f2c0e-52a1-4a39-8f6b-1f5a3f0f8a11';
const DELETE: INodeParameters = { resource: 'squad', operation: 'delete', squadId: picked(SQUAD) };
const QUERY: INodeParameters = {
  resource: 'analytics',
  operation: 'query',
  operations: { row: [{ operation: 'count', column: 'id' }] },
};
const PLACE: INodeParameters = {
  resource: 'call',
  operation: 'create',
  assistantId: picked('5b0a4a08-133c-4146-9315-0984f8c6be80'),
  phoneNumberId: picked('42b4b25d-031e-4786-857f-63b346c9580f'),
  customerNumber: '+14155550123',
};

let vapi: VapiStandIn;

beforeAll(async () => {
  vapi = await startVapiStandIn();
});
afterAll(() => vapi.close());
beforeEach(() => {
  vapi.requests.length = 0;
  jest.mocked(sleep).mockClear();
});

async function run(
  parameters: INodeParameters,
  credentials: CredentialValues = vapi.credentials,
): Promise<EngineRun> {
  return await runWorkflow({
    nodes: [{ name: 'Vapi', type: 'vapi', parameters }],
    start: [[{ json: {} }]],
    credentials,
  });
}

/** The replies one after the other, the last one for ever. */
function replies(...list: Reply[]): void {
  vapi.reply = (_, count) => list[Math.min(count, list.length) - 1] ?? {};
}

const OK: Reply = { body: { id: 'call-1' } };
const failed = (status: number, message: unknown = 'No', headers = {}): Reply => ({
  status,
  body: { message, error: 'Error', statusCode: status },
  headers,
});

describe("Vapi's errors are shown whole, with the fix", () => {
  it.each<[string, Reply, string, RegExp]>([
    [
      '400 with a list of messages',
      failed(400, ['customer.number must be a valid phone number', 'property foo should not exist']),
      'Vapi does not know a field that was sent: customer.number must be a valid phone number; property foo should not exist (HTTP 400, POST /call)',
      /Remove it from the JSON fields/,
    ],
    [
      '400 with one message',
      failed(400, 'Need Either `phoneNumberId` Or `phoneNumber`.'),
      'Vapi refused the request: Need Either `phoneNumberId` Or `phoneNumber`. (HTTP 400, POST /call)',
      /names the field/,
    ],
    [
      '401',
      failed(401, 'Invalid Key.'),
      'Vapi refused the key: Invalid Key. (HTTP 401, POST /call)',
      /private key/,
    ],
    [
      '403 of a proxy',
      { status: 403, body: 'error code: 1010' },
      'The firewall in front of Vapi turned the request away: error code: 1010 (HTTP 403, POST /call)',
      /User-Agent/,
    ],
    [
      '404',
      failed(404, 'Not Found'),
      'Vapi does not know this: Not Found (HTTP 404, POST /call)',
      /Check the ID/,
    ],
    [
      '500',
      failed(500, 'Internal server error'),
      'Vapi failed: Internal server error (HTTP 500, POST /call)',
      /Check Call > Get Many before you place it again/,
    ],
    [
      '408',
      failed(408, 'Timeout'),
      'Vapi failed: Timeout (HTTP 408, POST /call)',
      /may have been placed nevertheless/,
    ],
    [
      'an error without a message',
      { status: 422, body: { error: 'Unprocessable' } },
      'Vapi refused the request: Unprocessable (HTTP 422, POST /call)',
      /names the field/,
    ],
    [
      'an error without anything',
      { status: 400, body: {} },
      'Vapi refused the request: no message (HTTP 400, POST /call)',
      /names the field/,
    ],
    [
      'a web page instead of JSON',
      { status: 200, body: '<html>Welcome</html>' },
      'Vapi answered with something that is no JSON: Welcome',
      /Check the base URL/,
    ],
  ])('%s', async (_, reply, message, fix) => {
    replies(reply);
    const { error, status } = await run(PLACE);
    expect(status).toBe('error');
    expect(error?.message).toBe(message);
    expect(error?.description).toMatch(fix);
    // Placing a call is never repeated after any of these: it might ring twice.
    expect(vapi.requests).toHaveLength(1);
  });

  it('shows no key', async () => {
    replies(failed(401, 'Invalid Key.'));
    const { error } = await run(PLACE);
    expect(JSON.stringify([error, error?.message, error?.stack])).not.toContain(STAND_IN_KEY);
  });

  it('carries the status for n8n', async () => {
    replies(failed(404, 'Not Found'));
    expect((await run(READ)).error).toMatchObject({ name: 'NodeApiError', httpCode: '404' });
  });
});

describe('repeating', () => {
  it.each([
    ['reading', READ],
    ['placing a call', PLACE],
  ])('%s succeeds when 429 is followed by 200', async (_, parameters) => {
    replies(failed(429), OK);
    const done = await run(parameters);
    expect(done.status).toBe('success');
    expect(done.output('Vapi')).toEqual([{ id: 'call-1' }]);
    expect(vapi.requests).toHaveLength(2);
    expect(waits()).toEqual([1000]);
  });

  it('sends the same body again', async () => {
    replies(failed(429), OK);
    await run(PLACE);
    expect(vapi.requests[1]?.body).toEqual(vapi.requests[0]?.body);
    expect(vapi.requests[1]?.headers.authorization).toBe(`Bearer ${STAND_IN_KEY}`);
  });

  it('gives up after six 429, which outlasts the half minute that Vapi locks out for', async () => {
    replies(failed(429, 'Too Many Requests'));
    const { error } = await run(PLACE);
    expect(error?.message).toBe('Vapi limits the rate of requests: Too Many Requests (HTTP 429, POST /call)');
    expect(vapi.requests).toHaveLength(6);
    expect(waits()).toEqual([1000, 2000, 4000, 8000, 16_000]);
  });

  it.each<[string, string, number]>([
    ['is waited for', '7', 7000],
    ['is not shortened', '0', 1000],
    ['is capped at a minute', '86400', 60_000],
    ['that is a date in the past asks for nothing', 'Fri, 20 Nov 2020 19:00:00 GMT', 1000],
    ['that says nothing asks for nothing', 'soon', 1000],
  ])('Retry-After %s', async (_, value, expected) => {
    replies(failed(429, 'Slow down', { 'retry-after': value }), OK);
    await run(READ);
    expect(waits()).toEqual([expected]);
  });

  it.each([408, 500, 502, 503])('reading is repeated after %d', async (status) => {
    replies(failed(status), failed(status), OK);
    expect((await run(READ)).status).toBe('success');
    expect(vapi.requests).toHaveLength(3);
  });

  it('deleting is done when the object is gone after an attempt whose answer got lost', async () => {
    replies(failed(502), failed(404));
    const done = await run(DELETE);
    expect(done.output('Vapi')).toEqual([{ id: SQUAD, deleted: true }]);
    expect(vapi.requests).toHaveLength(2);
  });

  it.each([
    ['at once', [failed(404)]],
    // Nothing was done when Vapi answered 429.
    ['after 429', [failed(429), failed(404)]],
  ])('deleting what is not there %s is an error', async (_, list) => {
    replies(...list);
    expect((await run(DELETE)).error?.message).toMatch(/^Vapi does not know this: /);
    expect(vapi.requests).toHaveLength(list.length);
  });

  it('a POST that only reads is repeated after 500, and the error does not ask what was done', async () => {
    replies(failed(500));
    const { error } = await run(QUERY);
    expect(vapi.requests).toHaveLength(3);
    expect(error?.description).not.toMatch(/not repeated/);
  });

  it.each([400, 401, 403, 404, 409])('reading is not repeated after %d', async (status) => {
    replies(failed(status));
    expect((await run(READ)).status).toBe('error');
    expect(vapi.requests).toHaveLength(1);
  });
});

describe('too much of an answer', () => {
  it('is one clear error, and is not asked for again', async () => {
    replies({ body: { transcript: 'x'.repeat(20 * 2 ** 20) } });
    for (const parameters of [READ, PLACE]) {
      vapi.requests.length = 0;
      const { error } = await run(parameters);
      expect(error?.message).toBe(
        'Vapi answered with more than this node takes: The answer has more than 16 MB',
      );
      expect(error?.description).toMatch(/Ask for less/);
      expect(vapi.requests).toHaveLength(1);
    }
  });
});

describe('no answer', () => {
  /** A port that nobody listens on any more. */
  async function closedUrl(): Promise<string> {
    const server = await listen(() => undefined);
    await server.close();
    return server.url;
  }

  const at = (baseUrl: string): CredentialValues => ({
    vapiApi: { apiKey: STAND_IN_KEY, region: 'custom', baseUrl },
  });

  it('says so when nobody listens; placing is tried again too, since nothing was sent', async () => {
    const credentials = at(await closedUrl());
    const place = await run(PLACE, credentials);
    expect(place.error?.message).toBe('Vapi could not be reached: nobody listens there');
    expect(place.error?.description).toMatch(/^Check the base URL/);
    // Nothing was sent, so there is nothing to look for.
    expect(place.error?.description).not.toMatch(/placed/);
    expect(waits()).toEqual([1000, 4000]);
    jest.mocked(sleep).mockClear();

    const read = await run(READ, credentials);
    expect(read.error?.message).toMatch(/could not be reached/);
    expect(waits()).toEqual([1000, 4000]);
  });

  it('says so when the connection is cut', async () => {
    let asked = 0;
    const server = await listen((request) => {
      asked += 1;
      request.socket.destroy();
    });
    const { error } = await run(PLACE, at(server.url));
    await server.close();
    expect(error?.message).toBe('Vapi could not be reached: the connection broke off');
    expect(error?.description).toMatch(/may have been placed nevertheless/);
    expect(asked).toBe(1);
  });

  it('does not follow a redirect, so the key goes nowhere else', async () => {
    const seen: unknown[] = [];
    const elsewhere = await listen((request, response) => {
      seen.push(request.headers);
      response.end('{}');
    });
    replies({ status: 302, headers: { location: `${elsewhere.url}/call` } });
    const read = await run(READ);
    const place = await run(PLACE);
    await elsewhere.close();
    expect(seen).toEqual([]);
    expect(read.error?.message).toMatch(/HTTP 302/);
    expect(place.error?.message).toMatch(/HTTP 302/);
    expect(vapi.requests).toHaveLength(2);
  });

  it.each(['', 'api.vapi.ai', 'not a url'])('names the base URL "%s" that is none', async (baseUrl) => {
    const { error } = await run(READ, at(baseUrl));
    expect(error?.message).toBe(`The base URL "${baseUrl}" of the Vapi credential is not a URL`);
    expect(error?.description).toMatch(/https:\/\/api\.vapi\.ai/);
  });
});

/** A context that shows what n8n is asked for, and answers as the test says. */
function contextOf(
  answer: (options: IHttpRequestOptions) => Promise<unknown>,
  cancelled?: AbortSignal,
): IExecuteFunctions {
  return {
    getCredentials: async () => ({ region: 'us' }),
    getNode: () => ({ name: 'Vapi', type: 'vapi', typeVersion: 1 }),
    getExecutionCancelSignal: () => cancelled,
    helpers: {
      httpRequestWithAuthentication: async (_: string, options: IHttpRequestOptions) => await answer(options),
    },
  } as unknown as IExecuteFunctions;
}

it('waits no longer than somebody is patient, also where n8n takes the signal away', async () => {
  const timeouts: unknown[] = [];
  const context = contextOf(async ({ timeout }) => {
    timeouts.push(timeout);
    return { statusCode: 200, headers: {}, body: Readable.from([Buffer.from('{}')]) };
  });
  await vapiRequest.call(context, { method: 'GET', path: '/call' });
  await vapiRequest.call(context, {
    ...{ method: 'GET', path: '/call', patience: { totalMs: 2000, delaysMs: [] } },
  });
  const [usual, patient] = timeouts.map(Number);
  expect(usual).toBeGreaterThan(59_000);
  expect(patient).toBeGreaterThan(0);
  expect(patient).toBeLessThan(3000);
});

it('gives up on an answer that begins and then stops', async () => {
  const stream = new Readable({ read() {} });
  const context = contextOf(async () => ({ statusCode: 200, headers: {}, body: stream }));
  const patience = { totalMs: 50, delaysMs: [] };
  await expect(vapiRequest.call(context, { method: 'POST', path: '/call', patience })).rejects.toThrow(
    'Vapi could not be reached: no answer within 0.05 s',
  );
  expect(stream.destroyed).toBe(true);
});

it.each([
  // Neither is replaced by what n8n says of such codes.
  [{ code: 'ECONNRESET', message: 'aborted' }, 'the connection broke off'],
  [{ code: 'ETIMEDOUT', message: 'read ETIMEDOUT' }, 'no answer in time'],
  [{ code: 'EACCES', message: 'connect EACCES 10.0.0.1:443' }, 'connect EACCES 10.0.0.1:443'],
  [{ message: 'certificate has expired' }, 'certificate has expired'],
])('says in our words why the answer broke off: %j', async (problem, text) => {
  const context = contextOf(async () => ({
    statusCode: 200,
    headers: {},
    body: new Readable({
      read() {
        this.destroy(Object.assign(new Error(), problem));
      },
    }),
  }));
  const asking = vapiRequest.call(context, { method: 'POST', path: '/call' });
  await expect(asking).rejects.toMatchObject({
    message: `Vapi could not be reached: ${text}`,
    description: expect.stringContaining('may have been placed nevertheless'),
  });
});

it('is not repeated once the execution is cancelled', async () => {
  const cancel = new AbortController();
  let asked = 0;
  const context = contextOf(async () => {
    asked += 1;
    cancel.abort();
    throw Object.assign(new Error('canceled'), { httpCode: 'ERR_CANCELED' });
  }, cancel.signal);
  await expect(vapiRequest.call(context, { method: 'GET', path: '/call' })).rejects.toThrow(
    'Vapi could not be reached: no answer in time',
  );
  expect(asked).toBe(1);
});

it.each(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN'])(
  'placing a call is tried again after %s: nothing was sent',
  async (httpCode) => {
    let asked = 0;
    const context = contextOf(async () => {
      asked += 1;
      throw Object.assign(new Error('no'), { httpCode });
    });
    await expect(vapiRequest.call(context, { method: 'POST', path: '/call' })).rejects.toThrow(
      'Vapi could not be reached: ',
    );
    expect(asked).toBe(3);
  },
);

describe('baseUrlOf', () => {
  it.each<[Parameters<typeof baseUrlOf>[0], string]>([
    [{ region: 'us' }, 'https://api.vapi.ai'],
    [{ region: 'eu', baseUrl: 'https://ignored.test' }, 'https://api.eu.vapi.ai'],
    [{ region: 'custom', baseUrl: ' https://proxy.test/vapi// ' }, 'https://proxy.test/vapi'],
    [{ region: 'custom' }, ''],
  ])('of %j', (credential, expected) => {
    expect(baseUrlOf(credential)).toBe(expected);
  });
});
