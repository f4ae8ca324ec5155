import type { JsonObject } from '../../../../nodes/shared/protocol/json';
import { otherTrunkFindings } from '../../../../nodes/VapiSipTrunk/vapi/otherTrunk';
import type { TrunkSpec } from '../../../../nodes/VapiSipTrunk/spec';
import { DOMAIN, trunkSpec } from '../carriers/twilio/specs';

const out = (ip: string): JsonObject => ({ ip, inboundEnabled: false, outboundEnabled: true });
const inward = (ip: string, netmask = 32): JsonObject => ({ ip, netmask, outboundEnabled: false });
const found = (spec: TrunkSpec, gateways: JsonObject[]): string[] =>
  otherTrunkFindings(spec, { credentials: [{ id: 'c1', gateways }] }).map(
    ({ severity, message }) => `${severity} ${/\((.*)\)$/.exec(message)?.[1] ?? ''}`,
  );

const TELNYX = trunkSpec({ carrier: 'telnyx' });
const ZADARMA = trunkSpec({ carrier: 'zadarma' });
const CUSTOM = trunkSpec({ carrier: 'custom' });

it.each<[string, TrunkSpec, JsonObject[]]>([
  ['the domain of the trunk', trunkSpec(), [out(DOMAIN), inward('54.172.60.0', 30)]],
  ['the domain at an edge', trunkSpec(), [out(DOMAIN.replace('.pstn.', '.pstn.dublin.').toUpperCase())]],
  ["addresses of Twilio's alone", trunkSpec(), [{ ip: '54.172.60.1' }]],
  ['no gateway', trunkSpec(), []],
  ["Telnyx' host of the other region", TELNYX, [out('sip.telnyx.eu')]],
  ["addresses of Telnyx' alone", TELNYX, [{ ip: '185.246.41.140' }]],
  ['another host of Zadarma', ZADARMA, [out('pbx.zadarma.com')]],
  ['a host that nobody knows', ZADARMA, [out('sip.example.com')]],
  ['any host, at any other carrier', CUSTOM, [out('sip.telnyx.com')]],
])('may be ours with %s', (_, spec, gateways) => {
  expect(found(spec, gateways)).toEqual([]);
});

it.each<[string, TrunkSpec, JsonObject[], string]>([
  [
    'another domain',
    trunkSpec(),
    [out('acme.pstn.twilio.com'), inward('54.172.60.0', 30)],
    'acme.pstn.twilio.com',
  ],
  ['a domain that begins alike', trunkSpec(), [out(`x-${DOMAIN}`)], `x-${DOMAIN}`],
  ["Telnyx' host", trunkSpec(), [out('sip.telnyx.com')], 'sip.telnyx.com'],
  ['a telephone system', trunkSpec(), [{ ip: '198.51.100.7' }], '198.51.100.7'],
  ["Twilio's host", TELNYX, [inward('192.76.120.10'), out(DOMAIN)], DOMAIN],
  ['a host that looks like it', TELNYX, [out('nottelnyx.com')], 'nottelnyx.com'],
  ["DIDWW's host", ZADARMA, [out('nyc.us.out.didww.com')], 'nyc.us.out.didww.com'],
])("is another trunk's with %s", (_, spec, gateways, host) => {
  expect(found(spec, gateways)).toEqual([`error ${host}`]);
});

it('is nothing where there is no credential', () => {
  expect(otherTrunkFindings(trunkSpec(), { credentials: [] })).toEqual([]);
});
