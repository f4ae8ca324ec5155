import { twilio } from '../../../../../nodes/VapiSipTrunk/carriers/twilio/twilio';
import type { TrunkSpec } from '../../../../../nodes/VapiSipTrunk/spec';
import { account, planned, run } from './stage';
import type { TinyWorld } from './tinyWorld';
import { DOMAIN, loginMaker, loginName, NUMBER, SECOND, trunkSpec } from './specs';

const both = [NUMBER, SECOND].map((e164) => ({ e164, inVapi: e164 }));
const buy = { country: 'US', areaCode: '512', contains: '' };

it('works from nothing to a number on a trunk that is ready', async () => {
  const { calls, findings } = await planned(account(), trunkSpec());
  expect(calls.map(({ step, method, path, body }) => [step, method, path, body])).toEqual([
    [
      'twilio.trunk',
      'POST',
      '/v1/Trunks',
      { FriendlyName: 'Support', DomainName: DOMAIN, Secure: false, TransferMode: 'disable-all' },
    ],
    ['twilio.addresses', 'POST', '/SIP/IpAccessControlLists.json', { FriendlyName: 'Support · Vapi US' }],
    ...['44.229.228.186', '44.238.177.138'].map((address) => [
      `twilio.address.${address}`,
      'POST',
      '/SIP/IpAccessControlLists/{twilio.addresses}/IpAddresses.json',
      { FriendlyName: `Vapi ${address}`, IpAddress: address, CidrPrefixLength: 32 },
    ]),
    [
      'twilio.addresses.attached',
      'POST',
      '/v1/Trunks/{twilio.trunk}/IpAccessControlLists',
      { IpAccessControlListSid: '{twilio.addresses}' },
    ],
    [
      'vapi.credential',
      'POST',
      '/credential',
      {
        provider: 'byo-sip-trunk',
        name: 'Support',
        gateways: [
          {
            ...{ ip: DOMAIN, port: 5060, inboundEnabled: false, outboundEnabled: true },
            outboundProtocol: 'udp',
          },
          { ip: '54.172.60.0', netmask: 30, port: 5060, inboundEnabled: true, outboundEnabled: false },
        ],
        outboundLeadingPlusEnabled: true,
      },
    ],
    [
      `vapi.number.${NUMBER}`,
      'POST',
      '/phone-number',
      {
        ...{ provider: 'byo-phone-number', name: 'Support', number: NUMBER, numberE164CheckEnabled: false },
        ...{ credentialId: '{vapi.credential}', assistantId: 'asst-1' },
      },
    ],
    [
      'twilio.origination',
      'POST',
      '/v1/Trunks/{twilio.trunk}/OriginationUrls',
      {
        ...{ FriendlyName: 'Support', SipUrl: `sip:${NUMBER}@{vapi.credential}.sip.vapi.ai` },
        ...{ Weight: 10, Priority: 10, Enabled: true },
      },
    ],
    [
      `twilio.number.${NUMBER}.trunk`,
      'POST',
      '/v1/Trunks/{twilio.trunk}/PhoneNumbers',
      { PhoneNumberSid: `{twilio.number.${NUMBER}}` },
    ],
  ]);
  expect(findings).toEqual([]);
});

it('tells both sides of a login, and shows it once', async () => {
  const { calls, login } = await planned(account(), trunkSpec({ access: 'both' }));
  const names = calls.map(({ step }) => step);
  expect(names.slice(5, 9)).toEqual([
    'twilio.logins',
    'twilio.login',
    'twilio.logins.attached',
    'vapi.credential',
  ]);
  expect(calls[6]?.body).toEqual({ Username: loginName(1), Password: 'Secret-Of-1-xyz' });
  expect(calls[8]?.body).toMatchObject({
    outboundAuthenticationPlan: { authUsername: loginName(1), authPassword: 'Secret-Of-1-xyz' },
  });
  expect(login).toEqual({ username: loginName(1), password: 'Secret-Of-1-xyz' });
});

it('needs no IP access control list for a login alone', async () => {
  const { calls } = await planned(account(), trunkSpec({ access: 'login' }));
  expect(calls.filter(({ step }) => step.startsWith('twilio.address'))).toEqual([]);
});

it.each<[string, Partial<TrunkSpec>, Record<string, unknown>, string]>([
  [
    'TLS',
    { transport: 'tls' },
    { ip: DOMAIN, port: 5061, outboundProtocol: 'tls' },
    `sip:${NUMBER}@{vapi.credential}.sip.vapi.ai:5061;transport=tls`,
  ],
  [
    'TCP in the EU',
    { transport: 'tcp', region: 'eu' },
    { ip: DOMAIN, port: 5060, outboundProtocol: 'tcp' },
    `sip:${NUMBER}@{vapi.credential}.sip.eu.vapi.ai;transport=tcp`,
  ],
  [
    'several numbers',
    { numbers: both },
    { ip: DOMAIN, port: 5060, outboundProtocol: 'udp' },
    'sip:{vapi.credential}.sip.vapi.ai',
  ],
])('writes addresses for %s', async (_, change, gateway, url) => {
  const { calls } = await planned(account(), trunkSpec(change));
  const credential = calls.find(({ step }) => step === 'vapi.credential');
  expect((credential?.body?.gateways as unknown[])[0]).toMatchObject(gateway);
  expect(calls.find(({ step }) => step === 'twilio.origination')?.body?.SipUrl).toBe(url);
});

it('encrypts audio both ways on a secure trunk, whatever the transport', async () => {
  const twilioFields = { secure: true, terminationEdge: 'dublin', edges: ['ashburn', 'frankfurt'] };
  const { calls } = await planned(account(), trunkSpec({ twilio: twilioFields }));
  expect(calls[0]?.body).toMatchObject({ Secure: true });
  expect(calls.find(({ step }) => step === 'vapi.credential')?.body?.gateways).toEqual([
    {
      ...{ ip: 'support-3f9a.pstn.dublin.twilio.com', port: 5061, outboundProtocol: 'tls/srtp' },
      ...{ inboundEnabled: false, outboundEnabled: true },
    },
    { ip: '54.172.60.0', netmask: 30, port: 5060, inboundEnabled: true, outboundEnabled: false },
    { ip: '35.156.191.128', netmask: 30, port: 5060, inboundEnabled: true, outboundEnabled: false },
  ]);
  expect(calls.find(({ step }) => step === 'twilio.origination')?.body?.SipUrl).toMatch(/;transport=tls$/);
});

const WISHES: Array<[string, TrunkSpec]> = [
  ['addresses', trunkSpec()],
  ['a login', trunkSpec({ access: 'login' })],
  ['both', trunkSpec({ access: 'both' })],
  ['the EU and two numbers', trunkSpec({ region: 'eu', numbers: both })],
  ['a secure trunk', trunkSpec({ twilio: { secure: true } })],
  ['a number to buy', trunkSpec({ numbers: [], twilio: { buy } })],
];

describe.each(WISHES)('with %s', (_, spec) => {
  it('makes what the check has nothing against, and a second run has nothing to do', async () => {
    const world = account();
    const { failure, steps } = await run(world, spec);
    expect(failure).toBeUndefined();
    expect(new Set(steps.map(({ status }) => status))).toEqual(
      new Set(spec.numbers.length === 0 ? ['done'] : ['unchanged', 'done']),
    );
    expect(twilio.check(spec, await twilio.read(world, spec))).toEqual([]);
    const again = await planned(world, spec, 'provision', loginMaker());
    expect(again.calls).toEqual([]);
    expect(again.findings).toEqual([]);
    expect(again.existing.map(({ step }) => step)).toEqual(
      expect.arrayContaining(steps.map(({ step }) => step)),
    );
  });
});

it('changes what differs, and can put it back', async () => {
  const world = account();
  const wish = trunkSpec({ numbers: both, twilio: { secure: true, transferMode: 'sip-only' } });
  await run(world, trunkSpec());
  const { calls } = await planned(world, wish);
  expect(calls.map(({ step, action }) => [step, action])).toEqual([
    ['twilio.trunk.change', 'change'],
    ['vapi.credential.change', 'change'],
    [`vapi.number.${SECOND}`, 'create'],
    ['twilio.origination.change', 'change'],
    [`twilio.number.${SECOND}.trunk`, 'attach'],
  ]);
  expect(calls[0]).toMatchObject({
    body: { Secure: true, TransferMode: 'sip-only' },
    undo: { body: { Secure: false, TransferMode: 'disable-all' } },
  });
});

describe('an origination URL of ours', () => {
  const pathIn = (world: TinyWorld): string =>
    `/v1/Trunks/${String(world.rows('twilioTrunking', '/v1/Trunks')[0]?.sid)}/OriginationUrls`;

  it('is switched on again', async () => {
    const world = account();
    await run(world, trunkSpec());
    const [url] = world.rows('twilioTrunking', pathIn(world));
    Object.assign(url ?? {}, { enabled: false });
    const { calls } = await planned(world, trunkSpec());
    expect(calls.map(({ step }) => step)).toEqual(['twilio.origination.change']);
    expect(calls[0]?.body).toMatchObject({ Enabled: true });
    expect(calls[0]?.undo?.body).toEqual({ SipUrl: url?.sip_url, Enabled: false });
  });

  it('stays alone: a second one goes, and those of others stay', async () => {
    const world = account();
    await run(world, trunkSpec());
    const [url] = world.rows('twilioTrunking', pathIn(world));
    world.seed(
      'twilioTrunking',
      pathIn(world),
      { friendly_name: 'Made by hand', sip_url: url?.sip_url, enabled: true },
      { friendly_name: 'PBX', sip_url: 'sip:pbx.example.com', enabled: true },
    );
    const { calls } = await planned(world, trunkSpec());
    expect(calls.map(({ action }) => action)).toEqual(['delete']);
    await run(world, trunkSpec());
    const left = world.rows('twilioTrunking', pathIn(world)).map(({ friendly_name }) => friendly_name);
    expect(left).toEqual(['Support', 'PBX']);
  });
});

it('does not take a trunk of another name, and keeps the name of one that it was given', async () => {
  const world = account();
  world.seed('twilioTrunking', '/v1/Trunks', {
    ...{ friendly_name: 'Old PBX', domain_name: DOMAIN, secure: false, transfer_mode: 'disable-all' },
  });
  const refused = await planned(world, trunkSpec());
  expect(refused.findings.map(({ severity, code }) => [severity, code])).toEqual([
    ['error', 'SIP_TWILIO_TRUNK_FOREIGN'],
  ]);
  const wish = trunkSpec({ twilio: { adoptTrunk: true } });
  expect((await run(world, wish)).failure).toBeUndefined();
  expect(world.rows('twilioTrunking', '/v1/Trunks').map(({ friendly_name }) => friendly_name)).toEqual([
    'Old PBX',
  ]);
  expect((await planned(world, wish)).calls).toEqual([]);
});

describe('a change of how Vapi is let in', () => {
  it.each<[TrunkSpec['access'], TrunkSpec['access'], string[]]>([
    [
      'addresses',
      'login',
      ['twilio.logins', 'twilio.login', 'vapi.credential.login', 'twilio.logins.attached', 'detach'],
    ],
    [
      'login',
      'addresses',
      [
        'twilio.addresses',
        'twilio.address.44.229.228.186',
        'twilio.address.44.238.177.138',
        'twilio.addresses.attached',
        'detach',
      ],
    ],
  ])('from %s to %s never asks for a login that Vapi lacks', async (from, to, steps) => {
    const world = account();
    await run(world, trunkSpec({ access: from }));
    const { calls } = await planned(world, trunkSpec({ access: to }));
    expect(calls.map(({ step, action }) => (action === 'detach' ? action : step))).toEqual(steps);
    expect((await run(world, trunkSpec({ access: to }))).failure).toBeUndefined();
    const spec = trunkSpec({ access: to });
    expect(twilio.check(spec, await twilio.read(world, spec))).toEqual([]);
    expect((await planned(world, spec)).calls).toEqual([]);
  });
});

it('takes a network in the list that lets Vapi in for good enough', async () => {
  const world = account();
  world.seed('twilio', '/SIP/IpAccessControlLists', { friendly_name: 'Support · Vapi US' });
  const list = String(world.rows('twilio', '/SIP/IpAccessControlLists')[0]?.sid);
  world.seed('twilio', `/SIP/IpAccessControlLists/${list}/IpAddresses`, {
    ...{ ip_address: '44.229.228.186', cidr_prefix_length: 31 },
  });
  const { failure } = await run(world, trunkSpec());
  expect(failure).toBeUndefined();
  const entries = world.rows('twilio', `/SIP/IpAccessControlLists/${list}/IpAddresses`);
  expect(entries.map(({ ip_address }) => ip_address)).toEqual(['44.229.228.186', '44.238.177.138']);
});

describe('a number that was somewhere else', () => {
  it('goes back to its trunk', async () => {
    const world = account();
    world.seed('twilioTrunking', '/v1/Trunks', { friendly_name: 'PBX', domain_name: 'pbx.pstn.twilio.com' });
    const pbx = world.rows('twilioTrunking', '/v1/Trunks')[0];
    Object.assign(world.rows('twilio', '/IncomingPhoneNumbers')[0] ?? {}, { trunk_sid: pbx?.sid });
    const { calls } = await planned(world, trunkSpec({ twilio: { moveFromOtherTrunk: true } }));
    expect(calls.at(-1)?.undo).toEqual({
      ...{ service: 'twilioTrunking', method: 'POST', path: `/v1/Trunks/${String(pbx?.sid)}/PhoneNumbers` },
      body: { PhoneNumberSid: `{twilio.number.${NUMBER}}` },
    });
  });
});

describe('buying', () => {
  const spec = trunkSpec({ numbers: [], twilio: { buy } });

  it('says what is known of the costs, invents no amount, and keeps the number', async () => {
    const { calls, findings } = await planned(account(), spec);
    expect(calls.find(({ action }) => action === 'buy')).toMatchObject({
      ...{ step: 'twilio.number.+15125550199', yields: 'sid' },
      body: { PhoneNumber: '+15125550199', FriendlyName: 'Support · Vapi' },
    });
    const { cost = '', undo } = calls.find(({ action }) => action === 'buy') ?? {};
    expect(undo).toBeUndefined();
    expect(cost).toMatch(/^The full price of a month at once, and again each month/);
    expect(cost).toMatch(/amount is unknown here.*https:\/\/www\.twilio\.com\/en-us\/pricing/);
    expect(cost).toMatch(/\(read on 20\d\d-\d\d-\d\d\)$/);
    expect(cost).not.toMatch(/[$€]|USD|\d\.\d\d/);
    expect(findings.map(({ code }) => code)).toEqual(['SIP_TWILIO_BUYS']);
  });

  it('buys nothing where a number was given', async () => {
    const { calls } = await planned(account(), trunkSpec({ twilio: { buy } }));
    expect(calls.filter(({ action }) => action === 'buy')).toEqual([]);
  });

  it.each<[string, object[], string]>([
    ['there is none', [], 'SIP_TWILIO_NO_OFFER'],
    [
      'each wants an address',
      [{ phone_number: '+3531', address_requirements: 'local' }],
      'SIP_TWILIO_OFFER_NEEDS_PAPERS',
    ],
    [
      'none has voice',
      [{ phone_number: '+1512', capabilities: { voice: false } }],
      'SIP_TWILIO_OFFER_NEEDS_PAPERS',
    ],
  ])('is refused where %s', async (_, offers, code) => {
    const world = account();
    world.seed('twilio', '/AvailablePhoneNumbers/IE/Local', ...(offers as Array<Record<string, unknown>>));
    const wish = trunkSpec({ numbers: [], twilio: { buy: { ...buy, country: 'IE' } } });
    const { findings } = await planned(world, wish);
    expect(findings.map((one) => one.code)).toEqual([code]);
    expect(findings[0]?.message).toContain('IE, 512');
  });
});
