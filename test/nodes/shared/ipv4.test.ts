import {
  contains,
  isDocumentationIpv4,
  isFirstOfNetwork,
  isIpv4,
  isPublicIpv4,
} from '../../../nodes/shared/ipv4';

it.each([
  ['0.0.0.0', true],
  ['255.255.255.255', true],
  ['1.2.3.4', true],
  ['1.2.3', false],
  ['1.2.3.4.5', false],
  ['1.2.3.4.', false],
  ['01.2.3.4', false],
  ['256.1.1.1', false],
  ['1.2.3.x', false],
  ['', false],
])('"%s" is an address: %s', (text, expected) => {
  expect(isIpv4(text)).toBe(expected);
});

// The first and the last address of what is kept, and their neighbours. Source: IANA's registry of special addresses.
it.each([
  ['9.255.255.255', true],
  ['10.0.0.0', false],
  ['10.255.255.255', false],
  ['11.0.0.0', true],
  ['100.63.255.255', true],
  ['100.64.0.0', false],
  ['100.127.255.255', false],
  ['100.128.0.0', true],
  ['172.15.255.255', true],
  ['172.16.0.0', false],
  ['172.31.255.255', false],
  ['172.32.0.0', true],
  ['192.167.255.255', true],
  ['192.168.0.0', false],
  ['203.0.113.7', false],
  ['223.255.255.255', true],
  ['224.0.0.0', false],
  ['255.255.255.255', false],
])('%s is public: %s', (address, expected) => {
  expect(isPublicIpv4(address)).toBe(expected);
});

it.each(['192.0.2.1', '198.51.100.255', '203.0.113.0'])('%s is for examples', (address) => {
  expect(isDocumentationIpv4(address)).toBe(true);
  expect(isDocumentationIpv4('203.0.114.0')).toBe(false);
});

it('knows the first address of a network', () => {
  expect(isFirstOfNetwork('54.172.60.0', 30)).toBe(true);
  expect(isFirstOfNetwork('54.172.60.4', 30)).toBe(true);
  expect(isFirstOfNetwork('54.172.60.2', 30)).toBe(false);
  expect(isFirstOfNetwork('54.172.60.3', 32)).toBe(true);
});

it('knows what a network holds', () => {
  const network = { ip: '54.172.60.0', netmask: 30 };
  expect(contains(network, '54.172.60.3')).toBe(true);
  expect(contains(network, '54.172.60.4')).toBe(false);
  expect(contains({ ip: '255.255.255.254', netmask: 31 }, '255.255.255.255')).toBe(true);
});
