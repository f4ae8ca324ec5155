import { provisionFindings } from '../../../../../nodes/VapiSipTrunk/carriers/twilio/inputFindings';
import type { AccessList, TwilioWorld } from '../../../../../nodes/VapiSipTrunk/carriers/twilio/twilioWorld';
import type { TrunkSpec } from '../../../../../nodes/VapiSipTrunk/spec';
import { accountNumber } from './stage';
import { DOMAIN, loginName, NUMBER, SECOND, trunkSpec } from './specs';

const OURS = { sid: 'TK1', friendly_name: 'Support', domain_name: DOMAIN };
const PBX = { sid: 'TK2', friendly_name: 'PBX', domain_name: 'pbx.pstn.twilio.com' };

function world(change: Partial<TwilioWorld> = {}): TwilioWorld {
  return {
    ...{ vapi: { credentials: [], numbers: [] }, trunks: [], originationUrls: [], offers: [] },
    ...{ addressLists: [], credentialLists: [], addressListCount: 0, credentialListCount: 0 },
    numbers: [
      { sid: 'PN1', ...accountNumber(NUMBER) },
      { sid: 'PN2', ...accountNumber(SECOND) },
    ],
    ...change,
  };
}

function list(name: string, entries: AccessList['entries'] = [], attached = true): AccessList {
  return { sid: 'AL1', name, attached, entries };
}

const one = (change: object): TwilioWorld =>
  world({ numbers: [{ sid: 'PN1', ...accountNumber(NUMBER), ...change }] });
const bothNumbers = [NUMBER, SECOND].map((e164) => ({ e164, inVapi: e164 }));
/** Our trunk with the first number, in Vapi in that form. */
const stored = (number: string): TwilioWorld => ({
  ...world({ trunk: OURS, trunks: [OURS] }),
  vapi: { credentials: [{ id: 'c1' }], numbers: [{ number, credentialId: 'c1' }] },
  numbers: [
    { sid: 'PN1', ...accountNumber(NUMBER), trunk_sid: 'TK1' },
    { sid: 'PN2', ...accountNumber(SECOND) },
  ],
});
const VAPI = ['44.229.228.186', '44.238.177.138'].map((ip_address) => ({
  ip_address,
  cidr_prefix_length: 32,
}));
const strangers = (count: number): AccessList['entries'] =>
  Array.from({ length: count }, (_, index) => ({
    ip_address: `44.229.228.${index % 250}`,
    cidr_prefix_length: 32,
  }));

it.each<[string, TrunkSpec, TwilioWorld, string[], string]>([
  ['nothing is wrong', trunkSpec(), world(), [], ''],
  [
    'no domain of Twilio',
    trunkSpec({ twilio: { domain: 'sip.example.com' } }),
    world(),
    ['error SIP_TWILIO_DOMAIN'],
    'sip.example.com',
  ],
  [
    'capitals',
    trunkSpec({ twilio: { domain: 'Support.pstn.twilio.com' } }),
    world(),
    ['error SIP_TWILIO_DOMAIN'],
    'Support',
  ],
  [
    'an edge in the domain',
    trunkSpec({ twilio: { domain: 'support.pstn.dublin.twilio.com' } }),
    world(),
    ['error SIP_TWILIO_DOMAIN'],
    'support.pstn.dublin.twilio.com',
  ],
  [
    'a domain that begins with -',
    trunkSpec({ twilio: { domain: '-a.pstn.twilio.com' } }),
    world(),
    ['error SIP_TWILIO_DOMAIN'],
    '',
  ],
  [
    'an edge that nobody knows',
    trunkSpec({ twilio: { edges: ['virginia'] } }),
    world(),
    ['error SIP_TWILIO_EDGE'],
    'virginia',
  ],
  [
    'a termination edge',
    trunkSpec({ twilio: { terminationEdge: 'ie1' } }),
    world(),
    ['error SIP_TWILIO_EDGE'],
    'ie1',
  ],
  ['no edge', trunkSpec({ twilio: { edges: [] } }), world(), ['error SIP_TWILIO_NO_EDGE'], 'Support'],
  [
    'somebody else’s trunk',
    trunkSpec(),
    world({ trunk: { ...OURS, friendly_name: 'PBX' }, trunks: [{ ...OURS, friendly_name: 'PBX' }] }),
    ['error SIP_TWILIO_TRUNK_FOREIGN'],
    `${DOMAIN}, named "PBX"`,
  ],
  [
    'the same, allowed',
    trunkSpec({ twilio: { adoptTrunk: true } }),
    world({ trunk: { ...OURS, friendly_name: 'PBX' }, trunks: [{ ...OURS, friendly_name: 'PBX' }] }),
    [],
    '',
  ],
  [
    'a trunk of the name with another domain',
    trunkSpec(),
    world({ trunks: [{ ...PBX, friendly_name: 'Support' }] }),
    ['warning SIP_TWILIO_TRUNK_DOUBLED'],
    'pbx.pstn.twilio.com (TK2)',
  ],
  ['a number of nobody', trunkSpec(), world({ numbers: [] }), ['error SIP_TWILIO_NUMBER_NOT_OURS'], NUMBER],
  [
    'a slip of the pen',
    trunkSpec({ numbers: [{ e164: '+4155550124', inVapi: '+4155550124' }] }),
    world(),
    ['error SIP_TWILIO_NUMBER_NOT_OURS'],
    `+4155550124 (it has ${SECOND})`,
  ],
  [
    'a number without voice',
    trunkSpec(),
    one({ capabilities: { voice: false, sms: true } }),
    ['error SIP_TWILIO_NUMBER_NO_VOICE'],
    NUMBER,
  ],
  [
    'a number on another trunk',
    trunkSpec(),
    { ...one({ trunk_sid: 'TK2' }), trunks: [PBX] },
    ['error SIP_TWILIO_NUMBER_ON_TRUNK'],
    `${NUMBER} ("PBX", TK2)`,
  ],
  [
    'a number on a trunk that is gone',
    trunkSpec(),
    one({ trunk_sid: 'TK9' }),
    ['error SIP_TWILIO_NUMBER_ON_TRUNK'],
    `${NUMBER} (TK9)`,
  ],
  [
    'a number that may be moved',
    trunkSpec({ twilio: { moveFromOtherTrunk: true } }),
    { ...one({ trunk_sid: 'TK2' }), trunks: [PBX] },
    ['info SIP_TWILIO_NUMBER_MOVES'],
    'PBX',
  ],
  [
    'a number on our trunk',
    trunkSpec(),
    { ...one({ trunk_sid: 'TK1', voice_url: 'https://x.example' }), trunk: OURS, trunks: [OURS] },
    [],
    '',
  ],
  [
    'a voice URL',
    trunkSpec(),
    one({ voice_url: 'https://n8n.example.com/hook' }),
    ['warning SIP_TWILIO_VOICE_SILENCED'],
    'https://n8n.example.com/hook',
  ],
  [
    'a voice application',
    trunkSpec(),
    one({ voice_application_sid: 'AP1' }),
    ['warning SIP_TWILIO_VOICE_SILENCED'],
    `${NUMBER}: application AP1`,
  ],
  [
    'others in our list',
    trunkSpec(),
    world({
      addressLists: [
        list('Support · Vapi US', [...VAPI, { ip_address: '198.51.100.7', cidr_prefix_length: 32 }], false),
      ],
    }),
    ['warning SIP_TWILIO_ADDRESS_FOREIGN'],
    '198.51.100.7/32 in "Support · Vapi US"',
  ],
  [
    'a network in our list',
    trunkSpec(),
    world({
      addressLists: [
        list('Support · Vapi US', [...VAPI, { ip_address: '44.229.228.186', cidr_prefix_length: 8 }]),
      ],
    }),
    ['warning SIP_TWILIO_ADDRESS_FOREIGN'],
    '44.229.228.186/8',
  ],
  [
    'another URL on the trunk',
    trunkSpec(),
    world({
      ...{ trunk: OURS, trunks: [OURS] },
      originationUrls: [
        { friendly_name: 'PBX', sip_url: 'sip:pbx.example.com', enabled: true },
        { friendly_name: 'Old', sip_url: 'sip:old.example.com', enabled: false },
      ],
    }),
    ['warning SIP_TWILIO_ORIGINATION_SEVERAL'],
    'sip:pbx.example.com',
  ],
  [
    'several numbers in another form than Twilio sends',
    trunkSpec({
      numbers: [
        { e164: NUMBER, inVapi: NUMBER },
        { e164: SECOND, inVapi: SECOND.slice(1) },
      ],
    }),
    world(),
    ['error SIP_TWILIO_NUMBER_FORMAT'],
    `${SECOND}, and ${SECOND.slice(1)} in Vapi`,
  ],
  [
    'a number on the trunk already, stored in another form than Twilio sends once the URL names none',
    trunkSpec({ numbers: [{ e164: SECOND, inVapi: SECOND }] }),
    stored(NUMBER.slice(1)),
    ['error SIP_TWILIO_NUMBER_FORMAT'],
    `${NUMBER}, and ${NUMBER.slice(1)} in Vapi`,
  ],
  [
    'the same, stored as Twilio sends it',
    trunkSpec({ numbers: [{ e164: SECOND, inVapi: SECOND }] }),
    stored(NUMBER),
    [],
    '',
  ],
  ['the same while it is the only one', trunkSpec({ numbers: [] }), stored(NUMBER.slice(1)), [], ''],
  ['the same, to be stored otherwise', trunkSpec({ numbers: bothNumbers }), stored(NUMBER.slice(1)), [], ''],
  [
    'one number in another form, which the URL names',
    trunkSpec({ numbers: [{ e164: NUMBER, inVapi: NUMBER.slice(1) }] }),
    world(),
    [],
    '',
  ],
  [
    'a number that was bought and is not used',
    trunkSpec({ numbers: [{ e164: SECOND, inVapi: SECOND }] }),
    world({
      numbers: [
        { sid: 'PN1', ...accountNumber(NUMBER), friendly_name: 'Support · Vapi' },
        { sid: 'PN2', ...accountNumber(SECOND) },
      ],
    }),
    ['warning SIP_TWILIO_BOUGHT_UNUSED'],
    NUMBER,
  ],
  [
    'a number that was bought and works on another trunk by now',
    trunkSpec({ numbers: [{ e164: SECOND, inVapi: SECOND }] }),
    world({
      trunks: [PBX],
      numbers: [
        { sid: 'PN1', ...accountNumber(NUMBER), friendly_name: 'Support · Vapi', trunk_sid: 'TK2' },
        { sid: 'PN2', ...accountNumber(SECOND) },
      ],
    }),
    [],
    '',
  ],
  [
    'another login in our list',
    trunkSpec({ access: 'login' }),
    world({
      vapi: {
        credentials: [{ id: 'c1', outboundAuthenticationPlan: { authUsername: 'ours' } }],
        numbers: [],
      },
      credentialLists: [
        list('Support · Vapi', [
          { username: 'ours' },
          { username: loginName(1) },
          { username: 'desk-phone' },
        ]),
      ],
    }),
    ['warning SIP_TWILIO_LOGIN_FOREIGN'],
    'desk-phone in "Support · Vapi"',
  ],
  [
    'the same where Vapi does not say what it uses',
    trunkSpec({ access: 'login' }),
    world({
      vapi: { credentials: [{ id: 'c1', outboundAuthenticationPlan: {} }], numbers: [] },
      credentialLists: [list('Support · Vapi', [{ username: 'desk-phone' }])],
    }),
    [],
    '',
  ],
  [
    'as many lists as there may be',
    trunkSpec(),
    world({ addressListCount: 1000 }),
    ['error SIP_TWILIO_LIST_LIMIT'],
    '1000',
  ],
  [
    'a list more than those, for a login',
    trunkSpec({ access: 'login' }),
    world({ addressListCount: 1000 }),
    [],
    '',
  ],
  [
    'as many credential lists as there may be',
    trunkSpec({ access: 'login' }),
    world({ credentialListCount: 100 }),
    ['error SIP_TWILIO_LIST_LIMIT'],
    'Credential list, 100',
  ],
  [
    'a credential list of somebody else',
    trunkSpec(),
    world({ trunk: OURS, trunks: [OURS], credentialLists: [list('Phones')] }),
    ['warning SIP_TWILIO_LIST_FOREIGN'],
    '"Phones"',
  ],
  [
    'an address list of somebody else beside a login',
    trunkSpec({ access: 'login' }),
    world({ trunk: OURS, trunks: [OURS], addressLists: [list('Office')] }),
    ['warning SIP_TWILIO_LIST_FOREIGN'],
    '"Office"',
  ],
  [
    'the same with Vapi in it',
    trunkSpec({ access: 'login' }),
    world({ trunk: OURS, trunks: [OURS], addressLists: [list('Office', VAPI)] }),
    [],
    '',
  ],
])('%s', (_, spec, given, expected, value) => {
  const findings = provisionFindings(spec, given);
  expect(findings.map(({ severity, code }) => `${severity} ${code}`)).toEqual(expected);
  expect(findings.map(({ message }) => message).join('\n')).toContain(value);
});

it.each([
  [98, []],
  [99, ['SIP_TWILIO_ADDRESS_LIMIT']],
])('counts the entries of a list of %i', (count, codes) => {
  const entries = strangers(count).filter(({ ip_address }) => ip_address !== '44.229.228.186');
  const padded = [...entries, ...strangers(count - entries.length)];
  const given = world({ addressLists: [list('Support · Vapi US', padded)] });
  const found = provisionFindings(trunkSpec(), given).map(({ code }) => code);
  expect(found.filter((code) => code !== 'SIP_TWILIO_ADDRESS_FOREIGN')).toEqual(codes);
});
