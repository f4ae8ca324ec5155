import { twilio } from '../../../../../nodes/VapiSipTrunk/carriers/twilio/twilio';
import { asObject, type JsonObject } from '../../../../../nodes/shared/protocol/json';
import type { TrunkSpec } from '../../../../../nodes/VapiSipTrunk/spec';
import { account, run } from './stage';
import { DOMAIN, loginName, NUMBER, SECOND, trunkSpec } from './specs';
import type { TinyWorld } from './tinyWorld';

const TRUNKS = '/v1/Trunks';

function first(world: TinyWorld, service: 'twilio' | 'twilioTrunking' | 'vapi', path: string): JsonObject {
  return world.rows(service, path)[0] ?? {};
}

function trunkPath(world: TinyWorld, what: string): string {
  return `${TRUNKS}/${String(first(world, 'twilioTrunking', TRUNKS).sid)}/${what}`;
}

const url = (world: TinyWorld): JsonObject =>
  first(world, 'twilioTrunking', trunkPath(world, 'OriginationUrls'));
const addressList = (world: TinyWorld): string =>
  `/SIP/IpAccessControlLists/${String(first(world, 'twilio', '/SIP/IpAccessControlLists').sid)}/IpAddresses`;
const credential = (world: TinyWorld): JsonObject => first(world, 'vapi', '/credential');
const gateways = (world: TinyWorld): JsonObject[] => credential(world).gateways as JsonObject[];
const number = (world: TinyWorld): JsonObject => first(world, 'twilio', '/IncomingPhoneNumbers');
const inVapi = (world: TinyWorld): JsonObject => first(world, 'vapi', '/phone-number');

/** What somebody did to a trunk that was fine, and what the check says of it. */
type Case = [
  what: string,
  spoil: (world: TinyWorld) => unknown,
  codes: string[],
  wish?: TrunkSpec,
  value?: string,
];

const CASES: Case[] = [
  [
    'the URL leads to the other region',
    (world) => (url(world).sip_url = String(url(world).sip_url).replace('.sip.', '.sip.eu.')),
    ['SIP_TWILIO_ORIGINATION_REGION'],
  ],
  [
    'the credential was made in the other region',
    () => undefined,
    [
      // Addresses of the other region call from there, too.
      'SIP_TWILIO_ADDRESS_MISSING',
      'SIP_TWILIO_ORIGINATION_REGION',
    ],
    trunkSpec({ region: 'eu' }),
  ],
  [
    'the URL leads to another credential',
    (world) => (url(world).sip_url = `sip:${NUMBER}@0c0ffee0.sip.vapi.ai`),
    ['SIP_TWILIO_ORIGINATION_CREDENTIAL'],
  ],
  [
    'the URL leads to Vapi without a credential',
    (world) => (url(world).sip_url = `sip:${NUMBER}@sip.vapi.ai`),
    ['SIP_TWILIO_ORIGINATION_CREDENTIAL'],
  ],
  [
    'the URL of our name leads elsewhere',
    (world) => (url(world).sip_url = 'sip:pbx.example.com'),
    ['SIP_TWILIO_ORIGINATION_CREDENTIAL'],
    undefined,
    'sip:pbx.example.com',
  ],
  [
    'the URL is sips',
    (world) => (url(world).sip_url = String(url(world).sip_url).replace('sip:', 'sips:')),
    ['SIP_TWILIO_ORIGINATION_SCHEME'],
  ],
  ['the URL is off', (world) => (url(world).enabled = false), ['SIP_TWILIO_ORIGINATION_DISABLED']],
  [
    'the URL names another number',
    (world) => (url(world).sip_url = String(url(world).sip_url).replace(NUMBER, SECOND)),
    ['SIP_TWILIO_ORIGINATION_USER'],
    undefined,
    NUMBER,
  ],
  [
    'the URL writes the number in another way than Vapi',
    (world) => (url(world).sip_url = String(url(world).sip_url).replace('+', '')),
    ['SIP_TWILIO_NUMBER_FORMAT'],
  ],
  [
    'there is no URL',
    (world) => world.rows('twilioTrunking', trunkPath(world, 'OriginationUrls')).splice(0),
    ['SIP_TWILIO_NO_ORIGINATION'],
  ],
  [
    'there is another URL',
    (world) =>
      world.seed('twilioTrunking', trunkPath(world, 'OriginationUrls'), {
        ...{ friendly_name: 'PBX', sip_url: 'sip:pbx.example.com', enabled: true },
      }),
    ['SIP_TWILIO_ORIGINATION_SEVERAL'],
    undefined,
    'sip:pbx.example.com',
  ],
  [
    'the URL is there twice',
    (world) => {
      const { sip_url, friendly_name } = url(world);
      world.seed('twilioTrunking', trunkPath(world, 'OriginationUrls'), {
        sip_url,
        friendly_name,
        enabled: true,
      });
    },
    ['SIP_TWILIO_ORIGINATION_SEVERAL'],
  ],
  [
    'a host name takes calls',
    (world) => (asObject(gateways(world)[0]).inboundEnabled = true),
    ['SIP_GATEWAY_INBOUND_HOST'],
    undefined,
    DOMAIN,
  ],
  [
    'inboundEnabled of a host name was left out',
    (world) => delete asObject(gateways(world)[0]).inboundEnabled,
    ['SIP_GATEWAY_INBOUND_DEFAULT'],
  ],
  [
    'a netmask is too wide',
    (world) => (asObject(gateways(world)[1]).netmask = 16),
    ['SIP_GATEWAY_NETMASK'],
    undefined,
    '54.172.60.0/16',
  ],
  [
    'a gateway has a private address',
    (world) => gateways(world).push({ ip: '10.1.2.3', inboundEnabled: true }),
    ['SIP_GATEWAY_PRIVATE'],
  ],
  [
    "Twilio's network is not let in",
    (world) => gateways(world).splice(1),
    ['SIP_TWILIO_NETWORK_MISSING'],
    undefined,
    '54.172.60.0/30',
  ],
  [
    "part of Twilio's network is let in",
    (world) => (asObject(gateways(world)[1]).netmask = 32),
    ['SIP_TWILIO_NETWORK_MISSING'],
  ],
  [
    'another edge is wished for',
    () => undefined,
    ['SIP_TWILIO_NETWORK_MISSING'],
    trunkSpec({ twilio: { edges: ['ashburn', 'sydney'] } }),
    '54.252.254.64/30',
  ],
  [
    'Vapi calls an address',
    (world) => (asObject(gateways(world)[0]).ip = '54.172.60.1'),
    ['SIP_TWILIO_TERMINATION'],
    undefined,
    DOMAIN,
  ],
  [
    'Vapi leaves the plus out',
    (world) => (credential(world).outboundLeadingPlusEnabled = false),
    ['SIP_TWILIO_NO_PLUS'],
  ],
  [
    'Vapi encrypts, and the trunk does not',
    (world) => (asObject(gateways(world)[0]).outboundProtocol = 'tls/srtp'),
    ['SIP_TWILIO_SRTP_WITHOUT_SECURE'],
  ],
  [
    'the trunk became secure',
    (world) => (first(world, 'twilioTrunking', TRUNKS).secure = true),
    ['SIP_TWILIO_SECURE_DIFFERS', 'SIP_TWILIO_SECURE_WITHOUT_TLS', 'SIP_TWILIO_SECURE_WITHOUT_TLS'],
  ],
  [
    'transfers were switched on',
    (world) => (first(world, 'twilioTrunking', TRUNKS).transfer_mode = 'enable-all'),
    ['SIP_TWILIO_TRANSFER_DIFFERS'],
  ],
  [
    "one of Vapi's addresses is missing",
    (world) => world.rows('twilio', addressList(world)).splice(1),
    ['SIP_TWILIO_ADDRESS_MISSING'],
    undefined,
    '44.238.177.138',
  ],
  [
    'others are let in',
    (world) =>
      world.seed('twilio', addressList(world), { ip_address: '198.51.100.7', cidr_prefix_length: 24 }),
    ['SIP_TWILIO_ADDRESS_FOREIGN'],
    undefined,
    '198.51.100.7/24 in "Support · Vapi US"',
  ],
  [
    'the list was taken off',
    (world) => world.rows('twilioTrunking', trunkPath(world, 'IpAccessControlLists')).splice(0),
    ['SIP_TWILIO_NO_ACCESS'],
  ],
  [
    'a login is wished for, too',
    () => undefined,
    ['SIP_TWILIO_ACCESS_DIFFERS'],
    trunkSpec({ access: 'both' }),
    'credential list',
  ],
  [
    'Twilio asks for a login that Vapi lacks',
    (world) => {
      world.seed('twilio', '/SIP/CredentialLists', { sid: 'CL1', friendly_name: 'PBX' });
      world.seed('twilioTrunking', trunkPath(world, 'CredentialLists'), { sid: 'CL1' });
    },
    ['SIP_TWILIO_LOGIN_MISSING'],
  ],
  [
    'others may log in, beside what a run left behind',
    (world) => {
      world.seed('twilio', '/SIP/CredentialLists', { sid: 'CL1', friendly_name: 'Support · Vapi' });
      world.seed('twilioTrunking', trunkPath(world, 'CredentialLists'), { sid: 'CL1' });
      const usernames = ['desk-phone', loginName(1), loginName(2)];
      const path = '/SIP/CredentialLists/CL1/Credentials';
      world.seed('twilio', path, ...usernames.map((username) => ({ username })));
      credential(world).outboundAuthenticationPlan = { authUsername: loginName(1) };
    },
    ['SIP_TWILIO_LOGIN_FOREIGN'],
    trunkSpec({ access: 'both' }),
    'desk-phone in "Support · Vapi"',
  ],
  [
    'the number is off the trunk',
    (world) => (number(world).trunk_sid = null),
    ['SIP_TWILIO_NUMBER_NOT_ON_TRUNK'],
  ],
  [
    'the number was released',
    (world) => world.rows('twilio', '/IncomingPhoneNumbers').shift(),
    ['SIP_TWILIO_NUMBER_NOT_OURS'],
    undefined,
    NUMBER,
  ],
  [
    'the number has a voice URL',
    (world) => (number(world).voice_url = 'https://n8n.example.com/webhook/old'),
    ['SIP_TWILIO_VOICE_IGNORED'],
    undefined,
    'https://n8n.example.com/webhook/old',
  ],
  [
    'Vapi stores the number without its plus',
    (world) => (inVapi(world).number = NUMBER.slice(1)),
    ['SIP_NUMBER_FORMAT', 'SIP_TWILIO_NUMBER_FORMAT'],
  ],
  [
    'Vapi lost the number',
    (world) => world.rows('vapi', '/phone-number').splice(0),
    ['SIP_NUMBER_NOT_IN_VAPI', 'SIP_TWILIO_NUMBER_UNKNOWN'],
  ],
  ['nobody answers', (world) => delete inVapi(world).assistantId, ['SIP_NUMBER_UNANSWERED']],
  [
    'somebody else answers',
    (world) => (inVapi(world).assistantId = 'asst-2'),
    ['SIP_NUMBER_ANSWERED_OTHERWISE'],
  ],
  [
    'Vapi has the number of another provider, too',
    (world) =>
      world.seed('vapi', '/phone-number', { provider: 'twilio', number: NUMBER, assistantId: 'asst-9' }),
    ['SIP_NUMBER_ELSEWHERE_IN_VAPI'],
  ],
  [
    'Vapi has two credentials of the name',
    (world) => world.seed('vapi', '/credential', { provider: 'byo-sip-trunk', name: 'Support' }),
    ['SIP_CREDENTIAL_DOUBLED'],
  ],
  [
    'Vapi has no credential',
    (world) => {
      world.rows('vapi', '/phone-number').splice(0);
      world.rows('vapi', '/credential').splice(0);
    },
    ['SIP_CREDENTIAL_MISSING'],
  ],
  [
    'there is no trunk',
    () => undefined,
    ['SIP_CREDENTIAL_OTHER_TRUNK', 'SIP_TWILIO_NO_TRUNK', 'SIP_TWILIO_TRUNK_DOUBLED'],
    trunkSpec({ twilio: { domain: 'other.pstn.twilio.com' } }),
  ],
  [
    'another trunk has the name',
    (world) =>
      world.seed('twilioTrunking', TRUNKS, { friendly_name: 'Support', domain_name: 'x.pstn.twilio.com' }),
    ['SIP_TWILIO_TRUNK_DOUBLED'],
  ],
  [
    'the trunk has another name',
    (world) => (first(world, 'twilioTrunking', TRUNKS).friendly_name = 'PBX'),
    ['SIP_TWILIO_TRUNK_FOREIGN'],
  ],
];

it('has a case for nothing at all', async () => {
  const world = account();
  await run(world, trunkSpec());
  expect(twilio.check(trunkSpec(), await twilio.read(world, trunkSpec()))).toEqual([]);
});

it.each(CASES)('%s', async (_, spoil, codes, wish = trunkSpec(), value = '') => {
  const world = account();
  await run(world, trunkSpec());
  spoil(world);
  const findings = twilio.check(wish, await twilio.read(world, wish));
  expect([...new Set(findings.map(({ code }) => code))].sort()).toEqual([...new Set(codes)].sort());
  expect(findings.map(({ message }) => message).join('\n')).toContain(value);
});

it('calls a login by name, and none where Vapi hides it', async () => {
  const world = account();
  const wish = trunkSpec({ access: 'login' });
  await run(world, wish);
  const plan = asObject(credential(world).outboundAuthenticationPlan);
  plan.authUsername = 'somebody-else';
  const check = async (): Promise<string[]> =>
    twilio.check(wish, await twilio.read(world, wish)).map(({ code, message }) => `${code} ${message}`);
  expect(await check()).toEqual([expect.stringMatching(/^SIP_TWILIO_LOGIN_MISSING .*somebody-else/)]);
  delete plan.authUsername;
  expect(await check()).toEqual([]);
});

it('counts logins of lists on the trunk only', async () => {
  const world = account();
  const wish = trunkSpec({ access: 'login' });
  await run(world, wish);
  world.rows('twilioTrunking', trunkPath(world, 'CredentialLists')).splice(0);
  world.seed('twilio', '/SIP/CredentialLists', { sid: 'CL1', friendly_name: 'PBX' });
  world.seed('twilioTrunking', trunkPath(world, 'CredentialLists'), { sid: 'CL1' });
  const codes = twilio.check(wish, await twilio.read(world, wish)).map(({ code }) => code);
  expect(codes).toEqual(['SIP_TWILIO_LOGIN_MISSING']);
});

it('names the SIP answer wherever a call fails', async () => {
  const symptoms = new Map<string, string | undefined>();
  for (const [, spoil, , wish = trunkSpec()] of CASES) {
    const world = account();
    await run(world, trunkSpec());
    spoil(world);
    for (const { code, symptom, severity, fix } of twilio.check(wish, await twilio.read(world, wish))) {
      if (severity === 'error') symptoms.set(code, symptom);
      expect(fix.length).toBeGreaterThan(10);
    }
  }
  const without = [...symptoms].filter(([, symptom]) => symptom === undefined).map(([code]) => code);
  // These keep a plan from being made; a call doesn't show them.
  expect(without.sort()).toEqual(['SIP_TWILIO_NUMBER_NOT_OURS', 'SIP_TWILIO_TRUNK_FOREIGN']);
  expect(symptoms.get('SIP_TWILIO_NETWORK_MISSING')).toContain('401');
  expect(symptoms.get('SIP_TWILIO_ADDRESS_MISSING')).toContain('403');
  expect(symptoms.get('SIP_NUMBER_FORMAT')).toContain('404');
  expect(symptoms.get('SIP_TWILIO_LOGIN_MISSING')).toContain('407');
  expect(symptoms.get('SIP_GATEWAY_INBOUND_DEFAULT')).toContain("Couldn't validate SIP trunk credential");
});
