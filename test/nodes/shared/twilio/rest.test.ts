import { inspect } from 'node:util';
import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import {
  sendToTwilio,
  twilioError,
  twilioRequest,
  type TwilioRequest,
} from '../../../../nodes/shared/twilio/rest';
import { startCarrierStandIn, type CarrierStandIn } from '../../../support/carrierStandIn';
import { executeContext } from '../../../support/executeContext';

// Repeated requests wait for seconds.
jest.mock('n8n-workflow', () => ({
  ...jest.requireActual<object>('n8n-workflow'),
  sleep: jest.fn(() => Promise.resolve()),
}));

const ACCOUNT = `AC${'1'.repeat(32)}`;
const TOKEN = 'token-that-nobody-may-see';
const TRUNK = `TK${'a1'.repeat(16)}`;

let twilio: CarrierStandIn;

beforeAll(async () => {
  twilio = await startCarrierStandIn();
});
afterAll(() => twilio.close());
beforeEach(() => {
  twilio.requests.length = 0;
  twilio.reply = () => ({});
});

const contextWith = (more: ICredentialDataDecryptedObject = {}) =>
  executeContext({
    vapiTwilioApi: {
      ...{ accountSid: ACCOUNT, authToken: TOKEN, login: 'authToken', region: 'custom', baseUrl: twilio.url },
      ...more,
    },
  });

const basic = (user: string, password: string): string =>
  `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;

it.each<[TwilioRequest, string]>([
  [
    { method: 'GET', path: '/IncomingPhoneNumbers.json' },
    `/2010-04-01/Accounts/${ACCOUNT}/IncomingPhoneNumbers.json`,
  ],
  [{ api: 'account', method: 'DELETE', path: '/x.json' }, `/2010-04-01/Accounts/${ACCOUNT}/x.json`],
  [{ api: 'trunking', method: 'GET', path: '/v1/Trunks' }, '/v1/Trunks'],
])('%j goes to %s, with the login', async (request, path) => {
  await sendToTwilio(contextWith({ accountSid: ` ${ACCOUNT}` }), request);
  expect(twilio.requests).toMatchObject([{ method: request.method, path }]);
});

it.each([
  ['the token', {}, basic(ACCOUNT, TOKEN)],
  [
    'an API key, without a token',
    { login: 'apiKey', authToken: '', apiKeySid: 'SK1', apiKeySecret: 'shh' },
    basic('SK1', 'shh'),
  ],
])('logs in with %s', async (_, more, authorization) => {
  const outcome = await sendToTwilio(contextWith(more), {
    api: 'trunking',
    method: 'GET',
    path: '/v1/Trunks',
  });
  expect(outcome.ok).toBe(true);
  expect(twilio.requests[0]?.headers.authorization).toBe(authorization);
});

it('sends form fields and query parameters as Twilio reads them', async () => {
  await sendToTwilio(contextWith(), {
    ...{ api: 'trunking', method: 'POST', path: '/v1/Trunks', qs: { PhoneNumber: '+1415', Page: undefined } },
    form: {
      SipUrl: 'sip:+1415@x.sip.vapi.ai;transport=tls',
      Weight: 10,
      Enabled: true,
      Gone: undefined,
      No: null,
    },
  });
  expect(twilio.requests[0]).toMatchObject({
    query: { PhoneNumber: '+1415' },
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
  });
  expect(twilio.requests[0]?.body).toEqual({
    SipUrl: 'sip:+1415@x.sip.vapi.ai;transport=tls',
    ...{ Weight: '10', Enabled: 'true' },
  });
});

it.each<[string, TwilioRequest['method'], number]>([
  ['/v1/Trunks', 'GET', 3],
  [`/v1/Trunks/${TRUNK}`, 'POST', 3],
  [`/IncomingPhoneNumbers/PN${'0'.repeat(32)}.json`, 'POST', 3],
  [`/v1/Trunks/${TRUNK}`, 'DELETE', 3],
  ['/v1/Trunks', 'POST', 1],
  [`/v1/Trunks/${TRUNK}/PhoneNumbers`, 'POST', 1],
  ['/SIP/IpAccessControlLists.json', 'POST', 1],
])('after a 500 %s by %s is sent %i times in all', async (path, method, count) => {
  twilio.reply = () => ({ status: 500 });
  const outcome = await sendToTwilio(contextWith(), { api: 'trunking', method, path });
  expect(outcome).toMatchObject({ ok: false, code: 'TWILIO_FAILED', mayBeDone: true });
  expect(twilio.requests).toHaveLength(count);
});

describe('is refused before anything is sent', () => {
  it.each<[string, ICredentialDataDecryptedObject, TwilioRequest['api'], RegExp]>([
    ['trunks in Ireland', { region: 'ie1' }, 'trunking', /set up in Twilio's region IE1/],
    ['trunks in Australia', { region: 'au1' }, 'trunking', /set up in Twilio's region AU1/],
    ['a base URL that is none', { baseUrl: 'twilio' }, 'account', /base URL "twilio"/],
    ['no base URL', { baseUrl: '' }, 'trunking', /base URL ""/],
    ['no account', { accountSid: ' ' }, 'account', /has no Account SID/],
    ['no token', { authToken: '' }, 'account', /has no Auth Token/],
    ['no key', { login: 'apiKey', apiKeySid: '', apiKeySecret: 'x' }, 'account', /has no API Key SID/],
    ['no secret', { login: 'apiKey', apiKeySid: 'SK1' }, 'trunking', /has no API Key Secret/],
  ])('%s', async (_, credential, api, message) => {
    const sent = sendToTwilio(contextWith(credential), { api, method: 'GET', path: '/x', itemIndex: 0 });
    await expect(sent).rejects.toThrow(message);
    expect(twilio.requests).toEqual([]);
  });
});

it('says what Twilio said, with the fix and without the login', async () => {
  const message = 'TrunkDomain support.pstn.twilio.com is already taken.';
  twilio.reply = () => ({ status: 400, body: { code: 21248, message, status: 400 } });
  const request: TwilioRequest = { api: 'trunking', method: 'POST', path: '/v1/Trunks' };
  const context = contextWith();
  const outcome = await sendToTwilio(context, request);
  if (outcome.ok) throw new Error('It succeeded');
  const error = twilioError(context, request, outcome);
  expect(error.message).toBe(`The termination domain is taken: ${message} (HTTP 400, Twilio error 21248)`);
  expect(error.description).toMatch(/^Choose another one\./);
  expect(inspect(error, { depth: 12, showHidden: true })).not.toContain(TOKEN);
});

describe('what a trigger or a picker asks', () => {
  const ask = (request: TwilioRequest) => twilioRequest.call(contextWith() as never, request);

  it('is undefined where Twilio knows no such thing', async () => {
    twilio.reply = () => ({ status: 404, body: { code: 20404, message: 'not found' } });
    expect(await ask({ method: 'GET', path: '/x.json' })).toBeUndefined();
  });

  it('is asked three times at most, also where it sets something', async () => {
    twilio.reply = () => ({ status: 429 });
    await expect(ask({ method: 'POST', path: '/Numbers.json' })).rejects.toThrow(/limits the rate/);
    expect(twilio.requests).toHaveLength(3);
  });
});
