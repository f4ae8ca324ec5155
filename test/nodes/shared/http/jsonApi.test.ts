import { inspect } from 'node:util';
import { sleep, type NodeOperationError } from 'n8n-workflow';
import {
  jsonApiError,
  sendJson,
  withQuery,
  type JsonApi,
  type JsonApiOutcome,
  type JsonApiRequest,
} from '../../../../nodes/shared/http/jsonApi';
import { USER_AGENT } from '../../../../nodes/shared/transport';
import { startCarrierStandIn, type CarrierReply, type CarrierStandIn } from '../../../support/carrierStandIn';
import { freePort } from '../../../support/engineHttp';
import { executeContext } from '../../../support/executeContext';

// Repeated requests wait for seconds.
jest.mock('n8n-workflow', () => ({
  ...jest.requireActual<object>('n8n-workflow'),
  sleep: jest.fn(() => Promise.resolve()),
}));

const KEY = 'key-that-nobody-may-see';

const API: JsonApi = {
  credential: 'vapiTelnyxApi',
  codes: {
    notJson: 'TELNYX_NOT_JSON',
    redirected: 'TELNYX_REDIRECTED',
    tooLarge: 'TELNYX_ANSWER_TOO_LARGE',
    unreachable: 'TELNYX_UNREACHABLE',
  },
  problemOf: (status, answer) => ({ code: 'TELNYX_REFUSED', text: `${status} ${JSON.stringify(answer)}` }),
};

let carrier: CarrierStandIn;

beforeAll(async () => {
  carrier = await startCarrierStandIn();
});
afterAll(() => carrier.close());
beforeEach(() => {
  carrier.requests.length = 0;
  carrier.reply = () => ({});
  jest.mocked(sleep).mockClear();
});

const context = (signal?: AbortSignal) => executeContext({ vapiTelnyxApi: { apiKey: KEY } }, signal);

type Asked = Partial<JsonApiRequest>;

const send = (asked: Asked, signal?: AbortSignal): Promise<JsonApiOutcome> =>
  sendJson(context(signal), API, { method: 'GET', url: `${carrier.url}/things`, ...asked });

const JSON_BODY = { type: 'application/json', text: '{"a":1}' } as const;

it('sends what was asked for, with the login', async () => {
  carrier.reply = () => ({ status: 201, body: { id: 'x' } });
  const outcome = await send({ method: 'POST', url: `${carrier.url}/things?b=2`, body: JSON_BODY });
  expect(outcome).toEqual({ ok: true, status: 201, answer: { id: 'x' } });
  expect(carrier.requests).toEqual([
    {
      ...{ method: 'POST', path: '/things', query: { b: '2' }, body: { a: 1 } },
      headers: expect.objectContaining({
        authorization: `Bearer ${KEY}`,
        'user-agent': USER_AGENT,
        'content-type': 'application/json',
      }),
    },
  ]);
});

it('takes an answer without a body', async () => {
  carrier.reply = () => ({ status: 204, body: '' });
  expect(await send({ method: 'DELETE' })).toEqual({ ok: true, status: 204, answer: undefined });
});

const CREATE: Asked = { method: 'POST', body: JSON_BODY };
const SET: Asked = { ...CREATE, repeatable: 'always' };
const CHANGE: Asked = { method: 'PATCH', body: JSON_BODY };
const REMOVE: Asked = { method: 'DELETE' };
const READ: Asked = { method: 'GET' };

const PAGE = '<html><body>Please sign in</body></html>';

interface Kind {
  reply: CarrierReply;
  code: string;
  /** How often what may be done twice is sent, and what makes something new. */
  attempts: [repeatable: number, create: number];
  mayBeDone: boolean;
}

const KINDS: Record<string, Kind> = {
  '400': { reply: { status: 400 }, code: 'TELNYX_REFUSED', attempts: [1, 1], mayBeDone: false },
  '401': { reply: { status: 401 }, code: 'TELNYX_REFUSED', attempts: [1, 1], mayBeDone: false },
  '404': { reply: { status: 404 }, code: 'TELNYX_REFUSED', attempts: [1, 1], mayBeDone: false },
  '408': { reply: { status: 408 }, code: 'TELNYX_REFUSED', attempts: [3, 1], mayBeDone: true },
  '429': { reply: { status: 429 }, code: 'TELNYX_REFUSED', attempts: [6, 6], mayBeDone: false },
  '500': { reply: { status: 500 }, code: 'TELNYX_REFUSED', attempts: [3, 1], mayBeDone: true },
  '503 of a proxy': {
    reply: { status: 503, body: PAGE },
    ...{ code: 'TELNYX_REFUSED', attempts: [3, 1], mayBeDone: true },
  },
  'a redirect': {
    reply: { status: 302, body: '', headers: { location: '/things' } },
    ...{ code: 'TELNYX_REDIRECTED', attempts: [1, 1], mayBeDone: false },
  },
  'a page instead of JSON': {
    reply: { body: PAGE },
    ...{ code: 'TELNYX_NOT_JSON', attempts: [1, 1], mayBeDone: true },
  },
  'no answer': {
    reply: { cut: 'answer' },
    ...{ code: 'TELNYX_UNREACHABLE', attempts: [3, 1], mayBeDone: true },
  },
  'half an answer': {
    reply: { cut: 'body', body: { id: 'x' } },
    ...{ code: 'TELNYX_UNREACHABLE', attempts: [3, 1], mayBeDone: true },
  },
};

describe.each(Object.entries(KINDS))('%s', (_, { reply, code, attempts, mayBeDone }) => {
  it.each<[string, Asked, 0 | 1]>([
    ['a read', READ, 0],
    ['what sets something', SET, 0],
    ['a change', CHANGE, 0],
    ['a deletion', REMOVE, 0],
    ['what makes something', CREATE, 1],
  ])('ends %s, repeated only where that does no harm', async (_name, asked, column) => {
    carrier.reply = () => reply;
    expect(await send(asked)).toMatchObject({ ok: false, code, mayBeDone });
    expect(carrier.requests).toHaveLength(attempts[column]);
  });
});

it.each([READ, CREATE, REMOVE])('a connection that is refused is tried again: %j', async (asked) => {
  const outcome = await send({ ...asked, url: `http://127.0.0.1:${await freePort()}/things` });
  expect(outcome).toMatchObject({
    ...{ ok: false, code: 'TELNYX_UNREACHABLE', mayBeDone: false, status: undefined },
    text: 'nobody listens there',
  });
  expect(sleep).toHaveBeenCalledTimes(2);
});

it.each([429, 500])('goes on when it gets better after %i', async (status) => {
  carrier.reply = (_, count) => (count < 3 ? { status } : { body: { id: 'x' } });
  expect(await send(READ)).toEqual({ ok: true, status: 200, answer: { id: 'x' } });
});

it('waits as long as the server asks for', async () => {
  carrier.reply = (_, count) => (count === 1 ? { status: 429, headers: { 'retry-after': '7' } } : {});
  await send(CREATE);
  expect(jest.mocked(sleep).mock.calls).toEqual([[7_000]]);
});

it('keeps to pauses that were asked for', async () => {
  carrier.reply = () => ({ status: 429 });
  await send({ ...READ, delaysMs: [500, 2_000] });
  expect(jest.mocked(sleep).mock.calls).toEqual([[500], [2_000]]);
});

it('takes a 404 after a lost answer for a deletion that was carried out', async () => {
  carrier.reply = (_, count) => (count === 1 ? { cut: 'answer' } : { status: 404 });
  expect(await send(REMOVE)).toMatchObject({ ok: true });
  carrier.requests.length = 0;
  carrier.reply = (_, count) => ({ status: count === 1 ? 429 : 404 });
  expect(await send(REMOVE)).toMatchObject({ ok: false, status: 404 });
});

it('remembers over its attempts that it may have been done', async () => {
  carrier.reply = (_, count) => ({ status: count === 1 ? 500 : 400 });
  expect(await send(CHANGE)).toMatchObject({ ok: false, status: 400, mayBeDone: true });
});

it('stops with the execution', async () => {
  const controller = new AbortController();
  carrier.reply = () => {
    controller.abort();
    return { status: 500 };
  };
  expect(await send(READ, controller.signal)).toMatchObject({ ok: false });
  expect(carrier.requests).toHaveLength(1);
});

it('follows no redirect with the login', async () => {
  const other = await startCarrierStandIn();
  carrier.reply = () => ({ status: 307, body: '', headers: { location: `${other.url}/things` } });
  await send(READ);
  await send(CREATE);
  expect(other.requests).toEqual([]);
  await other.close();
});

it('reads no more than 16 MB', async () => {
  carrier.reply = () => ({ body: 'x'.repeat(17 * 2 ** 20) });
  expect(await send(CREATE)).toMatchObject({
    ...{ ok: false, code: 'TELNYX_ANSWER_TOO_LARGE', mayBeDone: true },
    text: 'The answer has more than 16 MB',
  });
});

it('waits no longer for an answer that began', async () => {
  const controller = new AbortController();
  const short = jest.spyOn(AbortSignal, 'timeout').mockReturnValue(controller.signal);
  setTimeout(() => controller.abort(), 100);
  carrier.reply = () => ({ hang: true, body: { id: 'x' } });
  const outcome = await send(CREATE);
  short.mockRestore();
  expect(outcome).toMatchObject({ ok: false, text: 'no answer within 15 s', mayBeDone: true });
});

describe('the error for the builder', () => {
  const errorAfter = async (asked: Asked, reply: CarrierReply): Promise<NodeOperationError> => {
    carrier.reply = () => reply;
    const outcome = await send(asked);
    if (outcome.ok) throw new Error('It succeeded');
    return jsonApiError(context(), { method: 'GET', ...asked, itemIndex: 0 }, outcome);
  };

  it('has message, fix and item, and no login', async () => {
    const error = await errorAfter(READ, { status: 400, body: { a: 1 } });
    expect(error.message).toBe('Telnyx refused the request: 400 {"a":1}');
    expect(error.description).toBe('The message says why. Correct the fields of this node.');
    expect(error.context.itemIndex).toBe(0);
    expect(inspect(error, { depth: 12, showHidden: true })).not.toContain(KEY);
  });

  it.each<[string, Asked, CarrierReply, boolean]>([
    ['what makes something and got no answer', CREATE, { cut: 'answer' }, true],
    ['what makes something and got a 500', CREATE, { status: 500 }, true],
    ['what makes something and was refused', CREATE, { status: 400 }, false],
    ['what may be done twice', SET, { status: 500 }, false],
    ['a read', READ, { cut: 'answer' }, false],
  ])('leaves no doubt but where there is one: %s', async (_, asked, reply, doubt) => {
    const { description } = await errorAfter(asked, reply);
    expect(/may have been carried out/.test(description ?? '')).toBe(doubt);
  });
});

it.each<[Record<string, string | number | undefined>, string]>([
  [{}, 'https://a.test/b'],
  [{ a: undefined }, 'https://a.test/b'],
  [{ Number: '+1415', n: 2, none: undefined }, 'https://a.test/b?Number=%2B1415&n=2'],
  [{ 'page[size]': 1 }, 'https://a.test/b?page%5Bsize%5D=1'],
])('writes the query %j', (query, expected) => {
  expect(withQuery('https://a.test/b', query)).toBe(expected);
});
