import { inspect } from 'node:util';
import { servicesFor } from '../../../../nodes/VapiSipTrunk/api/services';
import { writerFor } from '../../../../nodes/VapiSipTrunk/api/writer';
import type { Request } from '../../../../nodes/VapiSipTrunk/plan/plannedCall';
import type { Sent } from '../../../../nodes/VapiSipTrunk/plan/writer';
import { freePort } from '../../../support/engineHttp';
import type { CarrierReply } from '../../../support/carrierStandIn';
import { ACCOUNT_PATH, apiStage, errorBody, TRUNK } from './stage';

// Repeated requests wait for seconds.
jest.mock('n8n-workflow', () => ({
  ...jest.requireActual<object>('n8n-workflow'),
  sleep: jest.fn(() => Promise.resolve()),
}));

const stage = apiStage();

const send = (request: Request, credentials = stage.credentials): Promise<Sent> => {
  const context = stage.context(credentials);
  return writerFor(servicesFor(context, 0), context.getNode()).send(request);
};

const SECRET = 'P4ss w&rd-nobody-sees';

/** One of each kind of request at each service, with the answer to it. */
const CREATE: Record<string, Request> = {
  vapi: {
    ...{ service: 'vapi', method: 'POST', path: '/credential' },
    body: {
      provider: 'byo-sip-trunk',
      outboundAuthenticationPlan: { authUsername: 'u', authPassword: SECRET },
    },
  },
  twilio: {
    ...{
      service: 'twilio',
      method: 'POST',
      path: `/SIP/CredentialLists/CL${'0'.repeat(32)}/Credentials.json`,
    },
    body: { Username: 'u', Password: SECRET },
  },
  twilioTrunking: {
    ...{ service: 'twilioTrunking', method: 'POST', path: '/v1/Trunks' },
    body: { DomainName: 'a.pstn.twilio.com', Secure: false, AnySecret: SECRET },
  },
  telnyx: {
    ...{ service: 'telnyx', method: 'POST', path: '/fqdn_connections' },
    body: { connection_name: 'Support', sip_password: SECRET },
  },
};
const CHANGE: Record<string, Request> = {
  vapi: {
    service: 'vapi',
    method: 'PATCH',
    path: '/credential/c1',
    body: { name: 'x', authPassword: SECRET },
  },
  twilioTrunking: {
    ...{ service: 'twilioTrunking', method: 'POST', path: `/v1/Trunks/${TRUNK}`, body: { Password: SECRET } },
  },
  telnyx: { service: 'telnyx', method: 'PATCH', path: '/fqdn_connections/1', body: { password: SECRET } },
};
const REMOVE: Record<string, Request> = {
  vapi: { service: 'vapi', method: 'DELETE', path: '/credential/c1' },
  twilio: { service: 'twilio', method: 'DELETE', path: '/SIP/CredentialLists/CL1.json' },
  twilioTrunking: { service: 'twilioTrunking', method: 'DELETE', path: `/v1/Trunks/${TRUNK}` },
  telnyx: { service: 'telnyx', method: 'DELETE', path: '/fqdns/1' },
};

it.each<[string, string, object, object]>([
  ['vapi', '/credential', { id: 'c1' }, { id: 'c1' }],
  [
    'twilio',
    `${ACCOUNT_PATH}/SIP/CredentialLists/CL${'0'.repeat(32)}/Credentials.json`,
    { sid: 'x' },
    { sid: 'x' },
  ],
  ['twilioTrunking', '/v1/Trunks', { sid: 'x' }, { sid: 'x' }],
  ['telnyx', '/v2/fqdn_connections', { data: { id: '1' } }, { id: '1' }],
])('creates at %s', async (service, path, body, answer) => {
  const request = CREATE[service] as Request;
  stage.server.reply = () => ({ status: 201, body });
  expect(await send(request)).toEqual({ ok: true, answer });
  const isForm = service.startsWith('twilio');
  const expected = isForm
    ? Object.fromEntries(Object.entries(request.body ?? {}).map(([name, value]) => [name, String(value)]))
    : request.body;
  expect(stage.server.requests).toMatchObject([{ method: 'POST', path, body: expected }]);
});

it.each(Object.entries(REMOVE))('deletes at %s, where no body comes back', async (_, request) => {
  stage.server.reply = () => ({ status: 204, body: '' });
  expect(await send(request)).toEqual({ ok: true, answer: {} });
});

interface Expected {
  mayBeDone: boolean;
  gone: boolean;
  /** How often what makes something new is sent, and anything else. */
  attempts: [create: number, other: number];
}

const KINDS: Array<[string, (service: Request['service']) => CarrierReply, Expected]> = [
  [
    '400',
    (service) => ({ status: 400, body: errorBody(service, 'No') }),
    { mayBeDone: false, gone: false, attempts: [1, 1] },
  ],
  [
    '401',
    (service) => ({ status: 401, body: errorBody(service, 'No') }),
    { mayBeDone: false, gone: false, attempts: [1, 1] },
  ],
  [
    '403',
    (service) => ({ status: 403, body: errorBody(service, 'No') }),
    { mayBeDone: false, gone: false, attempts: [1, 1] },
  ],
  [
    '404',
    (service) => ({ status: 404, body: errorBody(service, 'No') }),
    { mayBeDone: false, gone: true, attempts: [1, 1] },
  ],
  [
    '409',
    (service) => ({ status: 409, body: errorBody(service, 'No') }),
    { mayBeDone: false, gone: false, attempts: [1, 1] },
  ],
  [
    '408',
    (service) => ({ status: 408, body: errorBody(service, 'No') }),
    { mayBeDone: true, gone: false, attempts: [1, 3] },
  ],
  [
    '429',
    (service) => ({ status: 429, body: errorBody(service, 'No') }),
    { mayBeDone: false, gone: false, attempts: [6, 6] },
  ],
  [
    '500',
    (service) => ({ status: 500, body: errorBody(service, 'No') }),
    { mayBeDone: true, gone: false, attempts: [1, 3] },
  ],
  [
    'a page with 502',
    () => ({ status: 502, body: '<html>No</html>' }),
    { mayBeDone: true, gone: false, attempts: [1, 3] },
  ],
  [
    'a redirect',
    () => ({ status: 302, body: '', headers: { location: '/x' } }),
    { mayBeDone: false, gone: false, attempts: [1, 1] },
  ],
  [
    'a page with 200',
    () => ({ body: '<html>No</html>' }),
    { mayBeDone: true, gone: false, attempts: [1, 1] },
  ],
  ['no answer', () => ({ cut: 'answer' }), { mayBeDone: true, gone: false, attempts: [1, 3] }],
  [
    'half an answer',
    () => ({ cut: 'body', body: { id: 'x' } }),
    { mayBeDone: true, gone: false, attempts: [1, 3] },
  ],
];

describe.each(KINDS)('%s', (_, reply, { mayBeDone, gone, attempts }) => {
  it.each<[string, Request, 0 | 1]>([
    ...Object.values(CREATE).map((request) => ['making something', request, 0] as [string, Request, 0]),
    ...Object.values(CHANGE).map((request) => ['changing something', request, 1] as [string, Request, 1]),
    ...Object.values(REMOVE).map((request) => ['deleting something', request, 1] as [string, Request, 1]),
  ])('is told of after %s: %j', async (_name, request, column) => {
    stage.server.reply = () => reply(request.service);
    const sent = await send(request);
    expect(sent).toMatchObject({ ok: false, mayBeDone, gone });
    expect(stage.server.requests).toHaveLength(attempts[column]);
    if (sent.ok) return;
    expect(sent.error.name).toMatch(/^Node(Api|Operation)Error$/);
    expect(sent.error.description).toMatch(/\w/);
  });
});

it.each(Object.entries(CREATE))('a refused connection leaves no doubt: %s', async (_, request) => {
  const baseUrl = `http://127.0.0.1:${await freePort()}`;
  const credentials = Object.fromEntries(
    Object.entries(stage.credentials).map(([name, values]) => [name, { ...values, baseUrl }]),
  );
  expect(await send(request, credentials)).toMatchObject({ ok: false, mayBeDone: false, gone: false });
});

it.each(Object.entries(CREATE))('an answer that names nothing is in doubt: %s', async (_, request) => {
  stage.server.reply = () => ({ status: 201, body: { data: {} } });
  const sent = await send(request);
  expect(sent).toMatchObject({ ok: false, mayBeDone: true, gone: false });
  expect(!sent.ok && sent.error.message).toBe(
    `The answer to POST ${request.path} does not say what was made: it has no ID`,
  );
});

it.each(Object.entries(REMOVE))('a deletion whose answer was lost is done: %s', async (_, request) => {
  stage.server.reply = (_request, count) =>
    count === 1 ? { cut: 'answer' } : { status: 404, body: errorBody(request.service, 'Not Found') };
  expect(await send(request)).toEqual({ ok: true, answer: {} });
});

it('takes a path that Vapi does not serve for no sign that the thing is gone', async () => {
  stage.server.reply = ({ method, path }) => ({ status: 404, body: { message: `Cannot ${method} ${path}` } });
  expect(await send(REMOVE.vapi as Request)).toMatchObject({ ok: false, gone: false, mayBeDone: false });
});

it.each(Object.entries(CREATE))(
  'without a credential %s gets nothing, and nobody throws',
  async (_, request) => {
    const sent = await send(request, { vapiWebhookApi: {} });
    expect(sent).toMatchObject({ ok: false, mayBeDone: false, gone: false });
    expect(!sent.ok && sent.error.message).toMatch(/credentials of type/);
    expect(stage.server.requests).toEqual([]);
  },
);

describe.each([...Object.values(CREATE), ...Object.values(CHANGE)])('the password in %j', (request) => {
  it.each<[string, (text: string) => string]>([
    ['as it is', () => SECRET],
    ['as JSON', () => JSON.stringify({ authPassword: SECRET })],
    ['as a form', () => new URLSearchParams({ Password: SECRET }).toString()],
    ['with all that was sent', (text) => text],
  ])('is in no error that quotes it %s', async (_, quote) => {
    stage.server.reply = ({ body }) => ({
      status: 400,
      body: errorBody(request.service, `got ${quote(JSON.stringify(body))}`),
    });
    const sent = await send(request);
    if (sent.ok) throw new Error('It succeeded');
    expect(sent.error.message).toContain('[redacted]');
    const shown = inspect(sent.error, { depth: 12, showHidden: true });
    expect(shown).not.toContain('nobody-sees');
    expect(shown).not.toMatch(/key-of-|token-of-/);
  });
});
