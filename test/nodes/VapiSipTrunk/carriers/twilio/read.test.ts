import { twilio } from '../../../../../nodes/VapiSipTrunk/carriers/twilio/twilio';
import type { JsonObject } from '../../../../../nodes/shared/protocol/json';
import type { Read, Reader } from '../../../../../nodes/VapiSipTrunk/plan/reader';
import { DOMAIN, NUMBER, trunkSpec } from './specs';

/** Answers from a table, and keeps what was asked. */
class Table implements Reader {
  readonly asked: Array<Read & { rows?: string }> = [];

  constructor(private readonly table: Record<string, JsonObject[]>) {}

  get(): Promise<unknown> {
    return Promise.resolve(undefined);
  }

  list(read: Read, rows?: string): Promise<JsonObject[]> {
    this.asked.push({ ...read, ...(rows === undefined ? {} : { rows }) });
    return Promise.resolve(this.table[`${read.service} ${read.path}`] ?? []);
  }
}

const TRUNK = { sid: 'TK1', friendly_name: 'Support', domain_name: DOMAIN.toUpperCase() };

it('reads lists that are ours or on the trunk, with what is in them, the oldest first', async () => {
  const reader = new Table({
    'twilioTrunking /v1/Trunks': [{ sid: 'TK0', domain_name: 'x.pstn.twilio.com' }, TRUNK],
    'twilioTrunking /v1/Trunks/TK1/IpAccessControlLists': [{ sid: 'AL3' }],
    'twilio /SIP/IpAccessControlLists.json': [
      { sid: 'AL1', friendly_name: 'Support · Vapi US', date_created: 'Mon, 02 Nov 2026 10:00:00 +0000' },
      { sid: 'AL2', friendly_name: 'Support · Vapi US', date_created: 'Sun, 01 Nov 2026 23:00:00 +0000' },
      { sid: 'AL3', friendly_name: 'Office', date_created: 'Tue, 03 Nov 2026 10:00:00 +0000' },
      { sid: 'AL4', friendly_name: 'Other', date_created: 'Tue, 03 Nov 2026 10:00:00 +0000' },
    ],
    'twilio /SIP/IpAccessControlLists/AL2/IpAddresses.json': [{ sid: 'IP1', ip_address: '44.229.228.186' }],
  });
  const world = await twilio.read(reader, trunkSpec());
  expect(world.trunk).toEqual(TRUNK);
  expect(world.addressListCount).toBe(4);
  expect(world.addressLists).toEqual([
    {
      ...{ sid: 'AL2', name: 'Support · Vapi US', attached: false },
      entries: [{ sid: 'IP1', ip_address: '44.229.228.186' }],
    },
    { sid: 'AL1', name: 'Support · Vapi US', attached: false, entries: [] },
    { sid: 'AL3', name: 'Office', attached: true, entries: [] },
  ]);
  expect(reader.asked.filter(({ rows }) => rows === 'ip_addresses').map(({ path }) => path)).toEqual([
    '/SIP/IpAccessControlLists/AL2/IpAddresses.json',
    '/SIP/IpAccessControlLists/AL1/IpAddresses.json',
    '/SIP/IpAccessControlLists/AL3/IpAddresses.json',
  ]);
});

it('asks nothing of a trunk that is not there', async () => {
  const reader = new Table({});
  const world = await twilio.read(reader, trunkSpec());
  expect('trunk' in world).toBe(false);
  expect(reader.asked.map(({ path }) => path)).toEqual([
    ...['/IncomingPhoneNumbers.json', '/v1/Trunks', '/phone-number', '/credential'],
    ...['/SIP/IpAccessControlLists.json', '/SIP/CredentialLists.json'],
  ]);
});

it('reads what is made last first, so that nothing is seen without what it depends on', async () => {
  const reader = new Table({
    'twilioTrunking /v1/Trunks': [TRUNK],
    'twilio /SIP/CredentialLists.json': [{ sid: 'CL1', friendly_name: 'Support · Vapi' }],
  });
  const buy = { country: 'US', areaCode: '', contains: '' };
  await twilio.read(reader, trunkSpec({ numbers: [], twilio: { buy } }));
  expect(reader.asked.map(({ path, rows }) => [path, rows])).toEqual([
    ['/AvailablePhoneNumbers/US/Local.json', 'available_phone_numbers'],
    ['/IncomingPhoneNumbers.json', 'incoming_phone_numbers'],
    ['/v1/Trunks', 'trunks'],
    ['/v1/Trunks/TK1/OriginationUrls', 'origination_urls'],
    ['/phone-number', undefined],
    ['/credential', undefined],
    ['/v1/Trunks/TK1/IpAccessControlLists', 'ip_access_control_lists'],
    ['/SIP/IpAccessControlLists.json', 'ip_access_control_lists'],
    ['/v1/Trunks/TK1/CredentialLists', 'credential_lists'],
    ['/SIP/CredentialLists.json', 'credential_lists'],
    ['/SIP/CredentialLists/CL1/Credentials.json', 'credentials'],
  ]);
});

describe('numbers for sale', () => {
  const buy = { country: 'US', areaCode: '415', contains: '*CALL' };
  const offers = (reader: Table): unknown[] =>
    reader.asked.filter(({ path }) => path.startsWith('/Available')).map(({ path, qs }) => ({ path, qs }));

  it('are looked for as wished', async () => {
    const reader = new Table({});
    await twilio.read(reader, trunkSpec({ numbers: [], twilio: { buy } }));
    expect(offers(reader)).toEqual([
      {
        path: '/AvailablePhoneNumbers/US/Local.json',
        qs: { PageSize: 30, VoiceEnabled: 'true', AreaCode: '415', Contains: '*CALL' },
      },
    ]);
  });

  it('are looked for without what was left empty', async () => {
    const reader = new Table({});
    const wish = { country: 'GB', areaCode: '', contains: '' };
    await twilio.read(reader, trunkSpec({ numbers: [], twilio: { buy: wish } }));
    expect(offers(reader)).toEqual([
      { path: '/AvailablePhoneNumbers/GB/Local.json', qs: { PageSize: 30, VoiceEnabled: 'true' } },
    ]);
  });

  it.each([
    ['a number was given', trunkSpec({ twilio: { buy } })],
    ['none is to be bought', trunkSpec({ numbers: [] })],
  ])('are not looked for where %s', async (_, spec) => {
    const reader = new Table({});
    await twilio.read(reader, spec);
    expect(offers(reader)).toEqual([]);
  });
});

it('looks in Vapi for the number that was bought, too', async () => {
  const reader = new Table({
    'twilio /IncomingPhoneNumbers.json': [
      { sid: 'PN1', phone_number: NUMBER, friendly_name: 'Support · Vapi' },
    ],
    'vapi /phone-number': [{ id: 'p1', number: NUMBER, provider: 'twilio' }],
  });
  const world = await twilio.read(reader, trunkSpec({ numbers: [] }));
  expect(world.vapi.numbers.map(({ id }) => id)).toEqual(['p1']);
});
