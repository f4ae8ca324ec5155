import {
  inboundGateways,
  outboundGateway,
  parseNetwork,
} from '../../../../nodes/VapiSipTrunk/presets/network';

it.each([
  ['54.172.60.0/30', { ip: '54.172.60.0', netmask: 30 }],
  [' 46.19.209.14 ', { ip: '46.19.209.14', netmask: 32 }],
  ['46.19.209.14/32', { ip: '46.19.209.14', netmask: 32 }],
  ['46.19.209.0/24', { ip: '46.19.209.0', netmask: 24 }],
  ['203.0.113.16/28', { ip: '203.0.113.16', netmask: 28 }],
])('reads %s', (text, network) => {
  expect(parseNetwork(text)).toEqual({ network });
});

it.each([
  ['sip.example.com', 'notAnAddress'],
  ['2001:db8::1', 'notAnAddress'],
  ['46.19.209.256', 'notAnAddress'],
  ['046.19.209.14', 'notAnAddress'],
  ['46.19.209', 'notAnAddress'],
  ['46.19.209.14/32/1', 'notAnAddress'],
  ['', 'notAnAddress'],
  ['46.19.0.0/23', 'netmask'],
  ['46.19.209.14/33', 'netmask'],
  ['46.19.209.14/', 'netmask'],
  ['46.19.209.14/-1', 'netmask'],
  ['46.19.209.14/255.255.255.0', 'netmask'],
  ['10.0.0.0/24', 'private'],
  ['172.16.5.4', 'private'],
  ['192.168.1.1', 'private'],
  ['100.64.0.1', 'private'],
  ['127.0.0.1', 'private'],
  ['169.254.1.1', 'private'],
  ['224.0.0.1', 'private'],
  ['255.255.255.255', 'private'],
  ['54.172.60.1/30', 'notFirst'],
])('refuses "%s": %s', (text, problem) => {
  expect(parseNetwork(text)).toEqual({ problem });
});

it('lets calls in from networks and sends none there', () => {
  expect(inboundGateways(['54.172.60.0/30', 'nonsense'], 5061)).toEqual([
    { ip: '54.172.60.0', netmask: 30, port: 5061, inboundEnabled: true, outboundEnabled: false },
  ]);
});

it('sends calls to a host and lets none in from it', () => {
  expect(outboundGateway('sip.example.com', 5060, 'tcp')).toEqual({
    ...{ ip: 'sip.example.com', port: 5060, outboundProtocol: 'tcp' },
    ...{ inboundEnabled: false, outboundEnabled: true },
  });
});
