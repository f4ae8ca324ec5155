import { inspect } from 'node:util';
import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import {
  sendToTelnyx,
  telnyxData,
  telnyxError,
  telnyxList,
  type TelnyxRequest,
} from '../../../../nodes/shared/telnyx/rest';
import { startCarrierStandIn, type CarrierStandIn } from '../../../support/carrierStandIn';
import { executeContext } from '../../../support/executeContext';

// Repeated requests wait for seconds.
jest.mock('n8n-workflow', () => ({
  ...jest.requireActual<object>('n8n-workflow'),
  sleep: jest.fn(() => Promise.resolve()),
}));

const KEY = 'key-that-nobody-may-see';

let telnyx: CarrierStandIn;

beforeAll(async () => {
  telnyx = await startCarrierStandIn();
});
afterAll(() => telnyx.close());
beforeEach(() => {
  telnyx.requests.length = 0;
  telnyx.reply = () => ({});
});

const contextWith = (more: ICredentialDataDecryptedObject = {}) =>
  executeContext({ vapiTelnyxApi: { apiKey: KEY, baseUrl: `${telnyx.url}/v2/`, ...more } });

it('sends JSON below the base URL, with the key', async () => {
  telnyx.reply = () => ({ status: 201, body: { data: { id: 'c1' } } });
  const body = { connection_name: 'Support', inbound: { ani_number_format: '+E.164' } };
  const outcome = await sendToTelnyx(contextWith(), { method: 'POST', path: '/fqdn_connections', body });
  expect(outcome).toEqual({ ok: true, status: 201, answer: { data: { id: 'c1' } } });
  expect(telnyx.requests).toMatchObject([
    {
      ...{ method: 'POST', path: '/v2/fqdn_connections', body },
      headers: { authorization: `Bearer ${KEY}`, 'content-type': 'application/json' },
    },
  ]);
});

it.each<[TelnyxRequest['method'], number]>([
  ['GET', 3],
  ['PATCH', 3],
  ['DELETE', 3],
  ['POST', 1],
])('after a lost answer %s is sent %i times in all', async (method, count) => {
  telnyx.reply = () => ({ cut: 'answer' });
  const outcome = await sendToTelnyx(contextWith(), { method, path: '/fqdns', body: { a: 1 } });
  expect(outcome).toMatchObject({ ok: false, code: 'TELNYX_UNREACHABLE', mayBeDone: true });
  expect(telnyx.requests).toHaveLength(count);
});

it.each<[string, ICredentialDataDecryptedObject, RegExp]>([
  ['no key', { apiKey: ' ' }, /credential has no API Key/],
  ['a base URL that is none', { baseUrl: 'telnyx' }, /base URL "telnyx"/],
])('%s is refused before anything is sent', async (_, credential, message) => {
  const sent = sendToTelnyx(contextWith(credential), { method: 'GET', path: '/fqdns' });
  await expect(sent).rejects.toThrow(message);
  expect(telnyx.requests).toEqual([]);
});

it('says what Telnyx said, with the fix and without the key', async () => {
  const errors = [{ code: '10010', title: 'Authorization failed', detail: 'You do not have permission' }];
  telnyx.reply = () => ({ status: 403, body: { errors } });
  const request: TelnyxRequest = { method: 'POST', path: '/fqdns', body: {} };
  const context = contextWith();
  const outcome = await sendToTelnyx(context, request);
  if (outcome.ok) throw new Error('It succeeded');
  const error = telnyxError(context, request, outcome);
  expect(error.message).toBe(
    'Telnyx does not allow this to the key: Authorization failed: You do not have permission (HTTP 403, Telnyx error 10010)',
  );
  expect(error.description).toMatch(/rights for SIP trunking/);
  expect(inspect(error, { depth: 12, showHidden: true })).not.toContain(KEY);
});

it.each<[unknown, unknown]>([
  [{ data: { id: 'x' } }, { id: 'x' }],
  [{ data: [] }, []],
  [{ id: 'x' }, { id: 'x' }],
  [undefined, undefined],
])('the data of %j is %j', (answer, data) => {
  expect(telnyxData(answer)).toEqual(data);
});

describe('a list', () => {
  const list = (qs?: TelnyxRequest['qs']) => telnyxList(contextWith(), { path: '/phone_numbers', qs });
  const rows = (...ids: string[]) => ids.map((id) => ({ id }));

  it('is read page by page, each row once', async () => {
    const pages = [rows('a', 'b'), rows('b', 'c'), rows('d')];
    telnyx.reply = ({ query }) => ({
      body: { data: pages[Number(query['page[number]']) - 1], meta: { total_pages: 3, page_size: 2 } },
    });
    expect(await list({ 'filter[phone_number]': '+1415' })).toEqual(rows('a', 'b', 'c', 'd'));
    expect(telnyx.requests.map(({ query }) => query)).toEqual(
      ['1', '2', '3'].map((page) => ({
        ...{ 'page[size]': '250', 'filter[phone_number]': '+1415', 'page[number]': page },
      })),
    );
  });

  it('without a count of pages ends at the first that is not full', async () => {
    telnyx.reply = ({ query }) => ({
      body: { data: query['page[number]'] === '1' ? rows('a', 'b') : rows('c') },
    });
    expect(await list({ 'page[size]': 2 })).toEqual(rows('a', 'b', 'c'));
    expect(telnyx.requests).toHaveLength(2);
  });

  it.each([{ total_pages: 1000 }, {}])('ends where it repeats itself, with %j', async (meta) => {
    telnyx.reply = () => ({ body: { data: rows('a', 'b'), meta } });
    expect(await list({ 'page[size]': 2 })).toEqual(rows('a', 'b'));
    expect(telnyx.requests).toHaveLength(2);
  });

  it('is a failure and no shorter list where a page fails', async () => {
    telnyx.reply = ({ query }) =>
      query['page[number]'] === '1'
        ? { body: { data: rows('a'), meta: { total_pages: 2 } } }
        : { status: 404, body: { errors: [{ code: '10005', title: 'Resource not found' }] } };
    await expect(list()).rejects.toThrow(/Telnyx does not know this: Resource not found/);
  });
});
