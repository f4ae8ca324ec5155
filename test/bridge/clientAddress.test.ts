import type { IncomingMessage } from 'node:http';
import fc from 'fast-check';
import { createClientAddress, isLoopbackClient, parseAddressRange } from '../../bridge/src/clientAddress';

const request = (remoteAddress: string | undefined, forwardedFor?: string): IncomingMessage =>
  ({
    socket: { remoteAddress },
    headers: forwardedFor === undefined ? {} : { 'x-forwarded-for': forwardedFor },
  }) as unknown as IncomingMessage;

describe('parseAddressRange', () => {
  it.each([
    ['192.0.2.1', { address: '192.0.2.1', prefix: 32, family: 'ipv4' }],
    ['10.0.0.0/8', { address: '10.0.0.0', prefix: 8, family: 'ipv4' }],
    ['0.0.0.0/0', { address: '0.0.0.0', prefix: 0, family: 'ipv4' }],
    ['2001:db8::1', { address: '2001:db8::1', prefix: 128, family: 'ipv6' }],
    ['fd00::/8', { address: 'fd00::', prefix: 8, family: 'ipv6' }],
  ])('reads %s', (text, range) => {
    expect(parseAddressRange(text)).toEqual(range);
  });

  it.each([
    '',
    'proxy.test',
    '10.0.0.0/33',
    '10.0.0.0/',
    '10.0.0.0/-1',
    '10.0.0.0/8/8',
    '10.0.0',
    'fd00::/129',
  ])('refuses %j', (text) => {
    expect(parseAddressRange(text)).toBeUndefined();
  });
});

describe('the address of a client', () => {
  const behind = createClientAddress(['10.0.0.0/8', '192.0.2.7', 'fd00::/8']);

  it.each([
    ['is the remote one', '198.51.100.1', undefined, '198.51.100.1'],
    ['is the remote one, whatever a stranger forwards', '198.51.100.1', '203.0.113.9', '198.51.100.1'],
    ['is what a trusted proxy was reached from', '10.1.2.3', '203.0.113.9', '203.0.113.9'],
    ['is not what the client has put before that', '10.1.2.3', '1.1.1.1, 203.0.113.9', '203.0.113.9'],
    [
      'is found behind several proxies',
      '10.1.2.3',
      '1.1.1.1, 203.0.113.9,192.0.2.7, 10.9.9.9',
      '203.0.113.9',
    ],
    ['is the outermost proxy where all are trusted', '10.1.2.3', '10.0.0.1, 10.0.0.2', '10.0.0.1'],
    ['is the proxy where it forwards nothing', '10.1.2.3', undefined, '10.1.2.3'],
    ['is the proxy that names no address', '10.1.2.3', '203.0.113.9, unknown', '10.1.2.3'],
    ['is the last proxy before one that names no address', '10.1.2.3', 'x, 10.4.4.4', '10.4.4.4'],
    ['is IPv4 also when it came as IPv6', '::ffff:198.51.100.1', undefined, '198.51.100.1'],
    ['is trusted as IPv4 also when it came as IPv6', '::ffff:10.1.2.3', '203.0.113.9', '203.0.113.9'],
    ['has no port', '10.1.2.3', '203.0.113.9:4711', '203.0.113.9'],
    ['has no port in IPv6', 'fd00::1', '[2001:db8:1:2:3:4:5:6]:443', '2001:db8:1:2::/64'],
    ['is a network in IPv6', '2001:db8:1:2:3:4:5:6', undefined, '2001:db8:1:2::/64'],
    ['is a network in short IPv6', '2001:db8::1', undefined, '2001:db8:0:0::/64'],
    ['is no network on the loopback', '::1', undefined, '::1'],
    ['is a network beside the loopback', '::2', undefined, '0:0:0:0::/64'],
    ['is IPv4 also when it came as IPv6 in hex', '10.1.2.3', '0:0:0:0:0:FFFF:cb00:7109', '203.0.113.9'],
    ['is a network with a zone', 'fe80::1%eth0', undefined, 'fe80:0:0:0::/64'],
    ['is unknown when the socket is gone', undefined, '203.0.113.9', 'unknown'],
  ])('%s', (_what, remote, forwardedFor, expected) => {
    expect(behind(request(remote, forwardedFor))).toBe(expected);
  });

  it('believes no header where no proxy is trusted', () => {
    expect(createClientAddress([])(request('10.1.2.3', '203.0.113.9'))).toBe('10.1.2.3');
  });

  it('refuses to trust what is no address', () => {
    expect(() => createClientAddress(['proxy.test'])).toThrow(TypeError);
  });

  it('is the same for all addresses of an IPv6 network, and another one in the next', () => {
    const group = fc.nat(0xffff).map((value) => value.toString(16));
    const groups = (count: number) => fc.array(group, { minLength: count, maxLength: count });
    fc.assert(
      fc.property(groups(3), groups(4), groups(4), (network, one, other) => {
        fc.pre(network[0] !== '0' && !/^fd/.test((network[0] ?? '').padStart(4, '0')));
        const at = (fourth: string, host: string[]) =>
          behind(request([...network, fourth, ...host].join(':')));
        expect(at('7', one)).toBe(at('7', other));
        expect(at('7', one)).not.toBe(at('8', one));
      }),
    );
  });

  it('is some address, or unknown, whatever is forwarded', () => {
    fc.assert(
      fc.property(fc.string(), (forwardedFor) => {
        expect(behind(request('10.1.2.3', forwardedFor))).toMatch(/^[\da-f.:]+(\/64)?$/);
      }),
    );
  });

  it('is found in no time in a header of 16 KiB', () => {
    const header = Array.from({ length: 2000 }, () => '10.0.0.1').join(',');
    expect(behind(request('10.1.2.3', header))).toBe('10.0.0.1');
  });
});

describe('a client on this machine', () => {
  it.each([
    ['127.0.0.1', true],
    ['127.255.255.254', true],
    ['::1', true],
    ['::2', false],
    ['192.0.2.127', false],
    ['2001:db8::1', false],
    [undefined, false],
  ])('%s: %s', (address, isLoopback) => {
    expect(isLoopbackClient(createClientAddress([])(request(address)))).toBe(isLoopback);
  });
});
