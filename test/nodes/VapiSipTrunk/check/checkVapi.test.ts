import { checkVapi } from '../../../../nodes/VapiSipTrunk/check/checkVapi';
import type { JsonObject } from '../../../../nodes/shared/protocol/json';
import { NUMBER, SECOND, trunkSpec } from '../carriers/twilio/specs';

const CREDENTIAL = {
  ...{ id: 'c1', provider: 'byo-sip-trunk', name: 'Support' },
  gateways: [
    { ip: 'sip.example.com', inboundEnabled: false },
    { ip: '203.0.113.8', netmask: 30, outboundEnabled: false },
  ],
};
const ENTRY = {
  id: 'p1',
  provider: 'byo-phone-number',
  number: NUMBER,
  credentialId: 'c1',
  assistantId: 'asst-1',
};

/** The hosts below are nobody's in particular. */
const ANY_CARRIER = trunkSpec({ carrier: 'custom' });

function codes(
  { gateways = CREDENTIAL.gateways, numbers = [ENTRY] }: { gateways?: JsonObject[]; numbers?: JsonObject[] },
  spec = ANY_CARRIER,
): string[] {
  const findings = checkVapi(spec, { credentials: [{ ...CREDENTIAL, gateways }], numbers });
  return findings.map(({ code, message }) => `${code} ${message}`);
}

it('has nothing against a trunk that is fine', () => {
  expect(codes({})).toEqual([]);
});

it.each<[string, JsonObject[], RegExp[]]>([
  ['no gateway', [], [/^SIP_GATEWAYS_MISSING .*"Support"/]],
  [
    'a host name by default',
    [{ ip: 'sip.example.com' }],
    [/^SIP_GATEWAY_INBOUND_DEFAULT "sip\.example\.com"/],
  ],
  [
    'a host name by choice',
    [{ ip: 'sip.example.com', inboundEnabled: true }],
    [/^SIP_GATEWAY_INBOUND_HOST "sip\.example\.com"/],
  ],
  ['an address by default', [{ ip: '203.0.113.8' }], []],
  ['a netmask of 23', [{ ip: '203.0.112.0', netmask: 23 }], [/^SIP_GATEWAY_NETMASK .*203\.0\.112\.0\/23/]],
  ['a netmask of 24', [{ ip: '203.0.113.0', netmask: 24 }], []],
  ['a netmask of 33', [{ ip: '203.0.113.8', netmask: 33 }], [/^SIP_GATEWAY_NETMASK .*\/33/]],
  [
    'a host within a network',
    [{ ip: '203.0.113.9', netmask: 30 }],
    [/^SIP_GATEWAY_NETWORK .*203\.0\.113\.9\/30/],
  ],
  ['a host to call, with a netmask', [{ ip: '203.0.113.9', netmask: 30, inboundEnabled: false }], []],
  ['a private address', [{ ip: '192.168.1.5' }], [/^SIP_GATEWAY_PRIVATE .*192\.168\.1\.5\/32/]],
  ['carrier-grade NAT', [{ ip: '100.64.0.1', inboundEnabled: false }], [/^SIP_GATEWAY_PRIVATE/]],
  ['the loopback', [{ ip: '127.0.0.1' }], [/^SIP_GATEWAY_PRIVATE/]],
  [
    'the same twice, once in words',
    [{ ip: '203.0.113.8' }, { ip: '203.0.113.8', netmask: 32, port: 5060, inboundEnabled: true }],
    [/^SIP_GATEWAY_DOUBLED .*203\.0\.113\.8\/32/],
  ],
  ['two ports', [{ ip: '203.0.113.8' }, { ip: '203.0.113.8', port: 5061 }], []],
])('gateways: %s', (_, gateways, expected) => {
  expect(codes({ gateways })).toEqual(expected.map((text) => expect.stringMatching(text) as string));
});

it.each<[string, JsonObject[], RegExp[]]>([
  ['none', [], [/^SIP_NUMBER_NOT_IN_VAPI .*\+14155550123/]],
  [
    'without its plus',
    [{ ...ENTRY, number: NUMBER.slice(1) }],
    [/^SIP_NUMBER_FORMAT .*14155550123 instead of \+/],
  ],
  ['twice', [ENTRY, { ...ENTRY, id: 'p2', number: NUMBER.slice(1) }], [/^SIP_NUMBER_DOUBLED .*p2/]],
  [
    'of another trunk',
    [{ ...ENTRY, credentialId: 'c2' }],
    [/^SIP_NUMBER_NOT_IN_VAPI/, /^SIP_NUMBER_ELSEWHERE/],
  ],
  [
    'here and imported',
    [ENTRY, { ...ENTRY, id: 'p2', provider: 'twilio', credentialId: undefined }],
    [/^SIP_NUMBER_ELSEWHERE_IN_VAPI .*twilio, p2/],
  ],
  ['answered by nobody', [{ ...ENTRY, assistantId: null }], [/^SIP_NUMBER_UNANSWERED/]],
  ['answered by another', [{ ...ENTRY, assistantId: 'asst-2' }], [/^SIP_NUMBER_ANSWERED_OTHERWISE/]],
  [
    'another one that nobody answers',
    [ENTRY, { ...ENTRY, id: 'p2', number: SECOND, assistantId: undefined }],
    [/^SIP_NUMBER_UNANSWERED .*\+14155550124/],
  ],
])('numbers: %s', (_, numbers, expected) => {
  expect(codes({ numbers })).toEqual(expected.map((text) => expect.stringMatching(text) as string));
});

it('takes any answer where none was chosen', () => {
  const anybody = trunkSpec({ carrier: 'custom', answeredBy: {} });
  expect(codes({ numbers: [{ ...ENTRY, assistantId: 'asst-9' }] }, anybody)).toEqual([]);
  expect(codes({ numbers: [{ ...ENTRY, assistantId: undefined, workflowId: 'w1' }] }, anybody)).toEqual([]);
});

it('stops where there is no credential, and names those that are too many', () => {
  expect(checkVapi(trunkSpec(), { credentials: [], numbers: [] }).map(({ code }) => code)).toEqual([
    'SIP_CREDENTIAL_MISSING',
  ]);
  const two = checkVapi(ANY_CARRIER, {
    credentials: [CREDENTIAL, { ...CREDENTIAL, id: 'c2' }],
    numbers: [ENTRY],
  });
  expect(two.map(({ code, message }) => [code, message.slice(-2)])).toEqual([
    ['SIP_CREDENTIAL_DOUBLED', 'c2'],
  ]);
});

it('tells that whoever is to answer is gone', () => {
  const world = { credentials: [CREDENTIAL], numbers: [ENTRY], missingAnswerer: 'assistant asst-1' };
  expect(checkVapi(ANY_CARRIER, world)).toEqual([
    expect.objectContaining({ code: 'SIP_ANSWERER_MISSING', severity: 'error' }),
  ]);
});

it('tells names in the place of numbers apart', () => {
  const named = trunkSpec({
    carrier: 'custom',
    numbers: ['sales', 'support'].map((name) => ({ e164: name, inVapi: name })),
  });
  const numbers = ['sales', 'support'].map((number) => ({ ...ENTRY, id: number, number }));
  expect(codes({ numbers }, named)).toEqual([]);
  expect(codes({ numbers: numbers.slice(1) }, named)).toEqual([
    expect.stringMatching(/^SIP_NUMBER_NOT_IN_VAPI .*sales/) as string,
  ]);
});

it("finds another trunk's credential of the same name", () => {
  expect(codes({}, trunkSpec())).toEqual([
    expect.stringMatching(/^SIP_CREDENTIAL_OTHER_TRUNK .*c1 \(sip\.example\.com\)/) as string,
  ]);
});
