import { readerFor } from '../../../../nodes/VapiSipTrunk/api/reader';
import { servicesFor } from '../../../../nodes/VapiSipTrunk/api/services';
import type { Read, Reader } from '../../../../nodes/VapiSipTrunk/plan/reader';
import { ACCOUNT_PATH, apiStage, errorBody, TRUNK } from './stage';

// Repeated requests wait for seconds.
jest.mock('n8n-workflow', () => ({
  ...jest.requireActual<object>('n8n-workflow'),
  sleep: jest.fn(() => Promise.resolve()),
}));

const stage = apiStage();
const reader = (credentials?: typeof stage.credentials): Reader =>
  readerFor(servicesFor(stage.context(credentials), 0));

const OBJECTS: Array<[Read, path: string, body: object, got: object]> = [
  [{ service: 'vapi', path: '/credential/c1' }, '/credential/c1', { id: 'c1' }, { id: 'c1' }],
  [
    { service: 'twilio', path: '/IncomingPhoneNumbers/PN1.json' },
    `${ACCOUNT_PATH}/IncomingPhoneNumbers/PN1.json`,
    ...([{ sid: 'PN1' }, { sid: 'PN1' }] as const),
  ],
  [
    { service: 'twilioTrunking', path: `/v1/Trunks/${TRUNK}` },
    `/v1/Trunks/${TRUNK}`,
    ...([{ sid: TRUNK }, { sid: TRUNK }] as const),
  ],
  [{ service: 'telnyx', path: '/fqdns/1' }, '/v2/fqdns/1', { data: { id: '1' } }, { id: '1' }],
];

describe.each(OBJECTS)('%j', (read, path, body, got) => {
  it('gives the object', async () => {
    stage.server.reply = () => ({ body });
    expect(await reader().get({ ...read, qs: { a: 1 } })).toEqual(got);
    expect(stage.server.requests).toMatchObject([{ method: 'GET', path, query: { a: '1' } }]);
  });

  it('is undefined for 404', async () => {
    stage.server.reply = () => ({ status: 404, body: errorBody(read.service, 'Not Found') });
    expect(await reader().get(read)).toBeUndefined();
  });

  it('is read again after a failure that passes', async () => {
    stage.server.reply = (_, count) => (count < 3 ? { status: 503 } : { body });
    expect(await reader().get(read)).toEqual(got);
  });

  it.each([400, 401, 403, 500])('is an error of the node for %i', async (status) => {
    stage.server.reply = () => ({ status, body: errorBody(read.service, 'What happened') });
    await expect(reader().get(read)).rejects.toMatchObject({
      name: expect.stringMatching(/^Node(Api|Operation)Error$/),
      message: expect.stringContaining('What happened'),
      description: expect.stringMatching(/\w/),
    });
  });
});

it('knows from a path that Vapi does not serve nothing about the thing', async () => {
  stage.server.reply = ({ method, path }) => ({ status: 404, body: { message: `Cannot ${method} ${path}` } });
  await expect(reader().get({ service: 'vapi', path: '/credential/c1' })).rejects.toThrow(
    /does not offer this/,
  );
});

const LISTS: Array<[Read, rows: string | undefined, body: (rows: object[]) => object]> = [
  [{ service: 'vapi', path: '/credential', qs: { limit: 1000 } }, undefined, (rows) => rows],
  [{ service: 'vapi', path: '/credential' }, undefined, (results) => ({ results, metadata: {} })],
  [
    { service: 'twilio', path: '/SIP/CredentialLists.json' },
    'credential_lists',
    (rows) => ({ credential_lists: rows }),
  ],
  [{ service: 'twilioTrunking', path: '/v1/Trunks' }, 'trunks', (trunks) => ({ trunks, meta: {} })],
  [
    { service: 'telnyx', path: '/fqdn_connections' },
    undefined,
    (data) => ({ data, meta: { total_pages: 1 } }),
  ],
  [{ service: 'telnyx', path: '/fqdn_connections' }, 'data', (data) => ({ data })],
];

describe.each(LISTS)('the list %j below %s', (read, rows, body) => {
  const row = { id: '1', sid: 'x', createdAt: '2026-11-20T10:00:00.000Z' };

  it('gives its rows', async () => {
    stage.server.reply = () => ({ body: body([row]) });
    expect(await reader().list(read, rows)).toEqual([row]);
    stage.server.reply = () => ({ body: body([]) });
    expect(await reader().list(read, rows)).toEqual([]);
  });

  it.each<[string, object | null]>([
    ['rows below another name', { rows: [row] }],
    ['an object', row],
    ['rows that are no list', { [rows ?? 'results']: { 0: row }, data: { 0: row } }],
    ['nothing', null],
  ])('is an error and not empty for %s', async (_, answer) => {
    stage.server.reply = () => ({ body: answer });
    await expect(reader().list(read, rows)).rejects.toThrow(/holds no list/);
  });

  it.each([404, 500])('is an error and not empty for %i', async (status) => {
    stage.server.reply = () => ({ status, body: errorBody(read.service, 'What happened') });
    await expect(reader().list(read, rows)).rejects.toThrow(/What happened/);
  });
});

it('reads all pages of Vapi, each row once', async () => {
  const all = Array.from({ length: 1500 }, (_, index) => ({
    id: `c${index}`,
    createdAt: new Date(Date.UTC(2026, 0, 1) - index * 1000).toISOString(),
  }));
  stage.server.reply = ({ query }) => ({
    body: all
      .filter(({ createdAt }) => query.createdAtLe === undefined || createdAt <= query.createdAtLe)
      .slice(0, Number(query.limit)),
  });
  const got = await reader().list({ service: 'vapi', path: '/credential', qs: { limit: 5 } });
  expect(got).toEqual(all);
});

it('asks for no credential of a service that is not asked', async () => {
  const { vapiApi = {} } = stage.credentials;
  stage.server.reply = () => ({ body: [] });
  expect(await reader({ vapiApi }).list({ service: 'vapi', path: '/credential' })).toEqual([]);
  await expect(reader({ vapiApi }).get({ service: 'telnyx', path: '/fqdns/1' })).rejects.toThrow(
    /vapiTelnyxApi/,
  );
});

it('names trunks outside US1 before anything is asked', async () => {
  const vapiTwilioApi = { ...stage.credentials.vapiTwilioApi, region: 'ie1' };
  const read = reader({ vapiTwilioApi }).list({ service: 'twilioTrunking', path: '/v1/Trunks' }, 'trunks');
  await expect(read).rejects.toThrow(/region IE1/);
});
