import { gatewaysOf, sameGateways, withDefaults } from '../../../../nodes/VapiSipTrunk/vapi/gateways';
import { contractFile } from '../../../support/repo';
import { describeWith } from '../../../support/needs';
import { readFileSync } from 'node:fs';

const CONTRACT = contractFile('vapi-contract.json');

const FULL = {
  ...{ ip: '203.0.113.8', port: 5060, netmask: 32, inboundEnabled: true, outboundEnabled: true },
  ...{ outboundProtocol: 'udp', optionsPingEnabled: false },
};

it('fills in what Vapi takes for granted', () => {
  expect(withDefaults({ ip: '203.0.113.8' })).toEqual(FULL);
  expect(
    withDefaults({ ip: 'a', port: 5061, netmask: 30, inboundEnabled: false, outboundProtocol: 'tls' }),
  ).toEqual({
    ...FULL,
    ...{ ip: 'a', port: 5061, netmask: 30, inboundEnabled: false, outboundProtocol: 'tls' },
  });
});

it('reads the gateways of a credential, and none where there are none', () => {
  expect(gatewaysOf({ gateways: [{ ip: '203.0.113.8' }, 'odd'] })).toEqual([FULL, { ...FULL, ip: '' }]);
  expect(gatewaysOf(undefined)).toEqual([]);
  expect(gatewaysOf({})).toEqual([]);
});

it.each<[string, object[], object[], boolean]>([
  ['in another order', [{ ip: 'a' }, { ip: 'b' }], [{ ip: 'b' }, { ip: 'a' }], true],
  ['with defaults in words', [{ ip: '203.0.113.8' }], [FULL], true],
  ['with one more', [{ ip: 'a' }], [{ ip: 'a' }, { ip: 'b' }], false],
  ['with one twice', [{ ip: 'a' }, { ip: 'b' }], [{ ip: 'a' }, { ip: 'a' }], false],
  ['with another netmask', [{ ip: 'a', netmask: 30 }], [{ ip: 'a' }], false],
  ['that lets calls in', [{ ip: 'a', inboundEnabled: false }], [{ ip: 'a' }], false],
])('compares lists %s', (_, one, other, same) => {
  expect(sameGateways(one as Array<Record<string, unknown>>, other as Array<Record<string, unknown>>)).toBe(
    same,
  );
});

describeWith(CONTRACT !== undefined, "Vapi's contract beside the checkout", 'the contract', () => {
  it('knows every property that a gateway is given', () => {
    const { definitions } = JSON.parse(readFileSync(CONTRACT ?? '', 'utf8')) as {
      definitions: Record<string, { properties: Record<string, unknown> }>;
    };
    expect(Object.keys(definitions.SipTrunkGateway?.properties ?? {})).toEqual(
      expect.arrayContaining(Object.keys(FULL)),
    );
  });
});
