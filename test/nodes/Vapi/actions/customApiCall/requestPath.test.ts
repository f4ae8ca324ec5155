import fc from 'fast-check';
import { readRequestPath } from '../../../../../nodes/Vapi/actions/customApiCall/requestPath';

const BASE = 'https://api.vapi.ai';

it.each([
  ['assistant', '/assistant'],
  [' /assistant/x?limit=5&a=%20 ', '/assistant/x?limit=5&a=%20'],
  ['/file/..hidden/a.b', '/file/..hidden/a.b'],
  ['/file/.../100%25/a..', '/file/.../100%25/a..'],
  ['/x?q=../y', '/x?q=../y'],
  ['/x?next=https://evil.test/', '/x?next=https://evil.test/'],
  ['https://api.vapi.ai/eval?limit=1', '/eval?limit=1'],
  ['HTTPS://API.vapi.ai:443/eval', '/eval'],
])('takes %s', (given, path) => {
  expect(readRequestPath(given, BASE)).toEqual({ ok: true, path });
});

it.each([
  ['', 'it is empty'],
  ['/a b', 'it holds white space, a backslash or a #'],
  ['/a\\b', 'it holds white space, a backslash or a #'],
  ['/a#b', 'it holds white space, a backslash or a #'],
  ['/a\r\nHost: evil', 'it holds white space, a backslash or a #'],
  ['/../x', 'it holds a part that is only dots'],
  ['/a/./x', 'it holds a part that is only dots'],
  ['/a/%2e%2E/x', 'it holds a part that is only dots'],
  ['/a%2f..%2fx', 'it holds a part that is only dots'],
  ['/a%5c..%5cx', 'it holds a part that is only dots'],
  ['/a/%252e%252E/x', 'it holds a part that is only dots'],
  ['/a%25252f%2e.%255cx', 'it holds a part that is only dots'],
  ['/a/..;/x', 'it holds a part that is only dots'],
  ['/a/..?x=1', 'it holds a part that is only dots'],
  ['/a/.', 'it holds a part that is only dots'],
  ['..', 'it holds a part that is only dots'],
  ['/a%0d%0aHost:evil', 'it holds a control character'],
  ['/a%00', 'it holds a control character'],
  ['/%', 'it holds a % that stands for nothing'],
  ['//evil.test/x', 'it leads to another host'],
  ['https://evil.test/x', 'it leads to evil.test'],
  ['https://api.vapi.ai@evil.test/x', 'it leads to evil.test'],
  ['https://user@api.vapi.ai/x', 'it holds a user name or password'],
  ['https://api.vapi.ai.evil.test/x', 'it leads to api.vapi.ai.evil.test'],
  ['http://api.vapi.ai/x', 'it leads to api.vapi.ai'],
  ['https://api.vapi.ai:8443/x', 'it leads to api.vapi.ai:8443'],
  ['https://api.vapi.ai/a/../x', 'it holds a part that is only dots'],
  ['https://api.vapi.ai', 'it does not begin with https://api.vapi.ai/'],
  ['https://api.vapi.ai//evil.test/', 'it begins with two slashes'],
  ['javascript:alert(1)', 'it leads to another host'],
])('refuses %j', (given, problem) => {
  expect(readRequestPath(given, BASE)).toEqual({ ok: false, problem });
});

it('knows a base URL with a path', () => {
  const base = 'https://proxy.example.com/vapi';
  expect(readRequestPath(`${base}/call`, base)).toEqual({ ok: true, path: '/call' });
  expect(readRequestPath('/call', base)).toEqual({ ok: true, path: '/call' });
  expect(readRequestPath('https://proxy.example.com/vapi2/call', base)).toMatchObject({ ok: false });
  expect(readRequestPath('https://proxy.example.com/admin', base)).toMatchObject({ ok: false });
});

it('never leaves the base URL, whatever is written', () => {
  const base = 'https://api.vapi.ai/v';
  const piece = fc.oneof(
    fc.stringMatching(/^[a-z]{1,5}$/),
    fc.constantFrom(
      '..',
      '.',
      '/',
      '//',
      '%2e',
      '%2f',
      '\\',
      '@',
      ':',
      '?',
      '#',
      'https://',
      'evil.test',
      base,
    ),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
      const read = readRequestPath(pieces.join(''), base);
      if (!read.ok) return;
      const url = new URL(base + read.path);
      expect(url.origin).toBe('https://api.vapi.ai');
      expect(url.pathname).toMatch(/^\/v\//);
      expect([url.username, url.password]).toEqual(['', '']);
    }),
    { numRuns: 2000 },
  );
});
