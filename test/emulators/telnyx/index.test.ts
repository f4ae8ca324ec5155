import { startTelnyxEmulator, type TelnyxEmulator } from '.';

const KEY = 'KEY-of-the-test';
const NUMBER = '+14155550142';

let telnyx: TelnyxEmulator;
beforeEach(async () => {
  telnyx = await startTelnyxEmulator({
    apiKey: KEY,
    numbers: [{ number: NUMBER }, { number: '+14155550143', connectionId: '77', connectionName: 'PBX' }],
    takenUserNames: ['taken-by-others'],
  });
});
afterEach(() => telnyx.close());

interface Answer {
  status: number;
  data: Record<string, unknown>;
  rows: Array<Record<string, unknown>>;
  meta: Record<string, unknown>;
  pointer: string | undefined;
}

async function ask(method: string, path: string, body?: object, key = KEY): Promise<Answer> {
  const response = await fetch(telnyx.url + path, {
    method,
    headers: { Authorization: `Bearer ${key}` },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  const { data, meta, errors } = (await response.json()) as {
    data: unknown;
    meta: Answer['meta'];
    errors?: Array<{ source?: { pointer: string } }>;
  };
  return {
    status: response.status,
    data: data as Answer['data'],
    rows: data as Answer['rows'],
    meta,
    pointer: errors?.[0]?.source?.pointer,
  };
}

const connection = async (name = 'Trunk', body: object = {}): Promise<string> =>
  String((await ask('POST', '/fqdn_connections', { connection_name: name, ...body })).data.id);

it('wants its key', async () => {
  expect((await ask('GET', '/fqdns', undefined, 'wrong')).status).toBe(401);
});

it('fills in defaults, and changes nested settings one by one', async () => {
  const id = await connection('Trunk', { inbound: { sip_region: 'Europe' } });
  const { data } = await ask('PATCH', `/fqdn_connections/${id}`, {
    inbound: { dnis_number_format: '+e164' },
  });
  expect(data).toMatchObject({
    ...{ connection_name: 'Trunk', active: true, transport_protocol: 'UDP' },
    inbound: { ani_number_format: 'E.164-national', dnis_number_format: '+e164', sip_region: 'Europe' },
  });
});

it.each([
  [{}, '/connection_name'],
  [{ connection_name: 'T', transport_protocol: 'SCTP' }, '/transport_protocol'],
  [{ connection_name: 'T', inbound: { dnis_number_format: '+E.164' } }, '/inbound/dnis_number_format'],
  [{ connection_name: 'T', password: 'secret-password' }, '/password'],
  [
    { connection_name: 'T', outbound: { outbound_voice_profile_id: '404' } },
    '/outbound/outbound_voice_profile_id',
  ],
])('refuses the connection %j', async (body, pointer) => {
  expect(await ask('POST', '/fqdn_connections', body)).toMatchObject({ status: 422, pointer });
  expect(telnyx.state.connections).toEqual([]);
});

describe('a login', () => {
  const path = (id: string): string => `/fqdn_connections/${id}/fqdn_authentication`;

  it('is kept, and its password is not shown', async () => {
    const id = await connection();
    await ask('PATCH', path(id), { user_name: 'line-1', password: 'long-enough' });
    const { data } = await ask('GET', path(id));
    expect(data).toMatchObject({
      ...{ user_name: 'line-1', password: '********' },
      fqdn_outbound_authentication: 'credential-authentication',
    });
    expect(telnyx.state.authentications.get(id)?.password).toBe('long-enough');
  });

  it.each([
    [{ user_name: 'LINE-1', password: 'long-enough' }, '/user_name'],
    [{ user_name: 'Taken-by-Others', password: 'long-enough' }, '/user_name'],
    [{ user_name: 'new', password: 'short' }, '/password'],
    [{ username: 'new' }, '/username'],
  ])('%j is refused', async (body, pointer) => {
    await ask('PATCH', path(await connection('First')), { user_name: 'line-1', password: 'long-enough' });
    expect(await ask('PATCH', path(await connection('Second')), body)).toMatchObject({
      status: 422,
      pointer,
    });
  });
});

describe('an FQDN', () => {
  const fqdn = (id: string, others: object = {}): object => ({
    ...{ connection_id: id, fqdn: 'a.sip.vapi.ai', dns_record_type: 'a', port: 5060 },
    ...others,
  });
  it.each([
    [{ connection_id: '404' }, '/connection_id'],
    [{ fqdn: '192.0.2.1' }, '/fqdn'],
    [{ port: undefined, dns_record_type: undefined }, '/dns_record_type'],
    [{ dns_record_type: 'srv' }, '/port'],
  ])('is refused with %j', async (others, pointer) => {
    const id = await connection();
    expect(await ask('POST', '/fqdns', fqdn(id, others))).toMatchObject({ status: 422, pointer });
  });

  it('is on a connection once, and goes with it', async () => {
    const id = await connection();
    expect((await ask('POST', '/fqdns', fqdn(id))).status).toBe(201);
    expect((await ask('POST', '/fqdns', fqdn(id))).status).toBe(422);
    expect((await ask('POST', '/fqdns', fqdn(await connection('Other')))).status).toBe(201);
    await ask('DELETE', `/fqdn_connections/${id}`);
    expect((await ask('GET', '/fqdns')).rows).toHaveLength(1);
  });
});

it('keeps a profile that is used, and a connection with numbers', async () => {
  const profile = String((await ask('POST', '/outbound_voice_profiles', { name: 'P' })).data.id);
  const id = await connection('Trunk', { outbound: { outbound_voice_profile_id: profile } });
  expect((await ask('DELETE', `/outbound_voice_profiles/${profile}`)).status).toBe(422);
  const number = String((await ask('GET', '/phone_numbers?filter[phone_number]=14155550142')).rows[0]?.id);
  await ask('PATCH', `/phone_numbers/${number}`, { connection_id: id });
  expect((await ask('DELETE', `/fqdn_connections/${id}`)).status).toBe(422);
  await ask('PATCH', `/phone_numbers/${number}`, { connection_id: null });
  expect((await ask('DELETE', `/fqdn_connections/${id}`)).status).toBe(200);
  expect((await ask('DELETE', `/fqdn_connections/${id}`)).status).toBe(404);
  expect((await ask('DELETE', `/outbound_voice_profiles/${profile}`)).status).toBe(200);
});

it('finds numbers by digits and by connection, and by nothing else', async () => {
  const found = async (filter: string): Promise<unknown[]> =>
    (await ask('GET', `/phone_numbers?filter${filter}`)).rows.map(({ phone_number: number }) => number);
  expect(await found('[phone_number]=14155550142')).toEqual([NUMBER]);
  expect(await found(`[phone_number]=${encodeURIComponent(NUMBER)}`)).toEqual([]);
  expect(await found('[connection_id]=77')).toEqual(['+14155550143']);
});

it('gives pages, the newest first', async () => {
  for (const name of ['One', 'Two', 'Three']) await connection(name);
  const page = async (number: number): Promise<Answer> =>
    await ask('GET', `/fqdn_connections?page[size]=2&page[number]=${number}`);
  const first = await page(1);
  expect(first.rows.map(({ connection_name: name }) => name)).toEqual(['Three', 'Two']);
  expect(first.meta).toMatchObject({ total_pages: 2, total_results: 3 });
  expect((await page(2)).rows.map(({ connection_name: name }) => name)).toEqual(['One']);
});

it('fails on purpose, before or after it did what was asked', async () => {
  telnyx.failNext({ method: 'POST', how: 500 });
  telnyx.failNext({ method: 'POST', how: 503, carriedOut: true });
  telnyx.failNext({ method: 'POST', how: 'cut', carriedOut: true });
  const body = { connection_name: 'Trunk' };
  expect((await ask('POST', '/fqdn_connections', body)).status).toBe(500);
  expect(telnyx.state.connections).toHaveLength(0);
  expect((await ask('POST', '/fqdn_connections', body)).status).toBe(503);
  expect(telnyx.state.connections).toHaveLength(1);
  await expect(ask('POST', '/fqdn_connections', body)).rejects.toThrow();
  expect(telnyx.state.connections).toHaveLength(2);
  expect(telnyx.requests.map(({ status }) => status)).toEqual([500, 503, 0]);
});
