import fc from 'fast-check';
import {
  acceptToken,
  hasToken,
  isUpgraded,
  parseResponseHead,
  upgradeRequest,
} from '../../../bridge/src/sockets/handshake';

const KEY = 'dGhlIHNhbXBsZSBub25jZQ==';
const HEAD = [
  'HTTP/1.1 101 Switching Protocols',
  'Upgrade: WebSocket',
  'connection: keep-alive, Upgrade',
  'Sec-WebSocket-Accept:s3pPLMBiTxaQ9kYGzzhZRbK+xOo= ',
];
const parsed = (lines: string[]) => parseResponseHead(lines.join('\r\n'));

describe('acceptToken', () => {
  it('is that of the example of RFC 6455, 1.3', () => {
    expect(acceptToken(KEY)).toBe('s3pPLMBiTxaQ9kYGzzhZRbK+xOo=');
  });
});

describe('hasToken', () => {
  it.each(['upgrade', 'Upgrade', 'keep-alive, Upgrade', ' upgrade ,x'])('finds it in "%s"', (list) => {
    expect(hasToken(list, 'upgrade')).toBe(true);
  });

  it.each([undefined, '', 'upgraded', 'keep-alive', 'up grade'])('does not find it in "%s"', (list) => {
    expect(hasToken(list, 'upgrade')).toBe(false);
  });
});

describe('upgradeRequest', () => {
  it('asks for the address with its query, and nothing but WebSocket', () => {
    const url = new URL('wss://phone.example:444/a/b?c=d%20e');
    expect(upgradeRequest(url, KEY, { authorization: 'Bearer x' }).split('\r\n')).toEqual([
      'GET /a/b?c=d%20e HTTP/1.1',
      'Host: phone.example:444',
      'Upgrade: websocket',
      'Connection: Upgrade',
      `Sec-WebSocket-Key: ${KEY}`,
      'Sec-WebSocket-Version: 13',
      'authorization: Bearer x',
      '',
      '',
    ]);
  });

  it.each<Record<string, string>>([{ 'x\r\ny': 'z' }, { x: 'y\r\nz: 1' }, { 'a b': 'c' }])(
    'refuses the header %j',
    (headers) => {
      expect(() => upgradeRequest(new URL('ws://a/'), KEY, headers)).toThrow(/header/i);
    },
  );
});

describe('parseResponseHead', () => {
  it('reads status and headers', () => {
    const response = parseResponseHead('HTTP/1.1 403 Forbidden\r\nX-A: 1\r\nx-a:  2 3 \r\nEmpty:');
    expect(response?.status).toBe(403);
    expect(Object.fromEntries(response!.headers)).toEqual({ 'x-a': '1, 2 3', empty: '' });
  });

  it('needs no reason phrase', () => {
    expect(parseResponseHead('HTTP/1.1 200')?.status).toBe(200);
  });

  it.each([
    '',
    'HTTP/1.0 101 x',
    'HTTP/2 101',
    'HTTP/1.1 1011',
    'HTTP/1.1 101 x\r\n folded',
    'HTTP/1.1 101 x\r\nno colon',
  ])('does not take %j for one', (head) => {
    expect(parseResponseHead(head)).toBeUndefined();
  });

  it('never throws', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
        parseResponseHead(text);
        parseResponseHead(`HTTP/1.1 101 ok\r\n${text}`);
      }),
    );
  });
});

describe('isUpgraded', () => {
  it('takes an answer in any case and with optional spaces', () => {
    expect(isUpgraded(parsed(HEAD)!, KEY)).toBe(true);
  });

  it.each([
    ['without Upgrade', HEAD.filter((line) => !line.startsWith('Upgrade'))],
    ['without Connection', HEAD.filter((line) => !line.startsWith('connection'))],
    ['without a token', HEAD.slice(0, 3)],
    ["with another key's token", [...HEAD.slice(0, 3), `Sec-WebSocket-Accept: ${acceptToken('x')}`]],
    ['with two tokens', [...HEAD, 'Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=']],
    ['with an extension that was not offered', [...HEAD, 'Sec-WebSocket-Extensions: permessage-deflate']],
    ['with a subprotocol that was not offered', [...HEAD, 'Sec-WebSocket-Protocol: chat']],
  ])('refuses one %s', (_what, lines) => {
    expect(isUpgraded(parsed(lines)!, KEY)).toBe(false);
  });
});
