import { inNetwork, ipv4Value } from './ipv4';

describe('IPv4', () => {
  it.each([
    ['0.0.0.0', 0],
    ['54.172.60.1', 917257217],
    ['255.255.255.255', 4294967295],
    ['256.0.0.1', undefined],
    ['1.2.3', undefined],
    ['1.2.3.4.5', undefined],
    ['acme.pstn.twilio.com', undefined],
    ['1.2.3.x', undefined],
  ])('%s is %p', (text, value) => {
    expect(ipv4Value(text)).toBe(value);
  });

  it.each([
    ['54.172.60.0', '54.172.60.0', 30, true],
    ['54.172.60.3', '54.172.60.0', 30, true],
    ['54.172.60.4', '54.172.60.0', 30, false],
    ['54.172.59.255', '54.172.60.0', 30, false],
    ['54.172.60.2', '54.172.60.1', 30, true],
    ['203.0.113.10', '203.0.113.10', 32, true],
    ['203.0.113.11', '203.0.113.10', 32, false],
    ['203.0.113.200', '203.0.113.10', 24, true],
    ['128.0.0.1', '127.255.255.255', 24, false],
    ['203.0.113.10', 'sip.example.com', 32, false],
  ])('%s in %s/%i: %p', (address, network, bits, expected) => {
    expect(inNetwork(address, network, bits)).toBe(expected);
  });
});
