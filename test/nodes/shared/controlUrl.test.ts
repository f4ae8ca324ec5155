import fc from 'fast-check';
import { callIdInUrl, checkControlUrl } from '../../../nodes/shared/controlUrl';

const ID = '7c9e6679-7425-40de-944b-e07fc1f90ae7';
const REAL = `https://phone-call-websocket.aws-us-west-2-backend-production1.vapi.ai/${ID}/control`;

describe('addresses of Vapi', () => {
  it.each([
    [REAL, REAL],
    [`<${REAL}>`, REAL],
    [` \n<${REAL}> \t`, REAL],
    ['https://vapi.ai/x/control', 'https://vapi.ai/x/control'],
    ['https://aws.VAPI.ai:443/x', 'https://aws.vapi.ai/x'],
    ['HTTPS://Api.Vapi.AI/x', 'https://api.vapi.ai/x'],
    ['https://api.vapi.ai/x?token=1#part', 'https://api.vapi.ai/x?token=1'],
    // Written in another script for the same name, which the URL parser maps before anything is asked.
    ['https://api。vapi。ai/x', 'https://api.vapi.ai/x'],
  ])('takes %s', (given, url) => {
    expect(checkControlUrl(given)).toEqual({ ok: true, url });
  });
});

describe('other addresses', () => {
  it.each([
    ['', 'it is not a URL'],
    ['<>', 'it is not a URL'],
    ['control', 'it is not a URL'],
    [`${REAL} ${REAL}`, 'it is not a URL'],
    ['https://api.vapi.ai\\@evil.test/', 'it is not a URL'],
    ['https://evil.test\\.vapi.ai/', 'it is not a URL'],
    ['https://ev\til.vapi.ai/', 'it is not a URL'],
    ['https://api.vapi.ai\u0000.evil.test/', 'it is not a URL'],
    ['http://api.vapi.ai/x', 'it begins with http://'],
    ['wss://api.vapi.ai/x', 'it begins with wss://'],
    ['file:///etc/passwd', 'it begins with file://'],
    ['javascript:alert(1)', 'it begins with javascript://'],
    ['https://vapi.ai@evil.test/', 'it holds a user name or password'],
    ['https://user:secret@api.vapi.ai/', 'it holds a user name or password'],
    ['https://:x@api.vapi.ai/', 'it holds a user name or password'],
    ['https://vapi.ai.evil.test/', 'its host is vapi.ai.evil.test'],
    ['https://evil.test/vapi.ai', 'its host is evil.test'],
    ['https://evil.test/?x=.vapi.ai', 'its host is evil.test'],
    ['https://evil.test#.vapi.ai', 'its host is evil.test'],
    ['https://.vapi.ai/', 'its host is .vapi.ai'],
    ['https://evilvapi.ai/', 'its host is evilvapi.ai'],
    ['https://api.vapi.ai./x', 'its host is api.vapi.ai.'],
    ['https://api.vаpi.ai/x', 'its host is api.xn--vpi-6cd.ai'],
    ['https://127.0.0.1/x', 'its host is 127.0.0.1'],
    ['https://2130706433/x', 'its host is 127.0.0.1'],
    ['https://[::1]/x', 'its host is [::1]'],
    ['https://[::ffff:169.254.169.254]/x', 'its host is [::ffff:a9fe:a9fe]'],
    ['https://localhost/x', 'its host is localhost'],
    ['https://api.vapi.ai:8443/x', 'it names the port 8443'],
  ])('refuses %j', (given, problem) => {
    expect(checkControlUrl(given)).toEqual({ ok: false, problem });
  });

  it('never lets another host through, however it is written', () => {
    const label = fc.stringMatching(/^[a-zA-Z0-9-]{1,12}$/);
    const noise = fc.constantFrom(
      '',
      '.',
      '@',
      '/',
      '\\',
      '#',
      '?',
      ':',
      ':443',
      '%2e',
      '。',
      '[',
      ']',
      ' ',
      '\t',
    );
    const piece = fc.oneof(label, noise, fc.constantFrom('vapi.ai', '.vapi.ai', 'evil.test', '127.0.0.1'));
    const address = fc.tuple(
      fc.constantFrom('https://', 'http://', 'HTTPS:', 'https:\\\\', '//', '<https://', ''),
      fc.array(piece, { maxLength: 8 }),
    );
    fc.assert(
      fc.property(address, ([scheme, parts]) => {
        const checked = checkControlUrl(scheme + parts.join(''));
        if (!checked.ok) return;
        // As the HTTP client will read it.
        const { protocol, hostname, port, username, password } = new URL(checked.url);
        expect(protocol).toBe('https:');
        expect(hostname).toMatch(/^([a-z0-9-]+\.)*vapi\.ai$/);
        expect([port, username, password]).toEqual(['', '', '']);
      }),
      { numRuns: 2000 },
    );
  });

  it('never throws', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string(), (given, base) => {
        checkControlUrl(given, base);
        checkControlUrl(`https://${given}`, base);
      }),
    );
  });
});

describe('with a custom base URL', () => {
  const base = 'http://127.0.0.1:4010';

  it.each([
    [`${base}/${ID}/control`, base],
    ['https://proxy.example.test/x', 'https://proxy.example.test/vapi/'],
    // Its own control URLs still lead to Vapi.
    [REAL, base],
  ])('takes %s', (given, baseUrl) => {
    expect(checkControlUrl(given, baseUrl)).toEqual({ ok: true, url: given });
  });

  it.each([
    ['http://127.0.0.1:4011/x', base, 'it begins with http://'],
    ['https://127.0.0.1:4010/x', base, 'its host is 127.0.0.1'],
    ['http://127.0.0.1:4010@evil.test/', base, 'it holds a user name or password'],
    ['http://user@127.0.0.1:4010/', base, 'it holds a user name or password'],
    ['http://localhost:4010/x', base, 'it begins with http://'],
    ['http://127.0.0.1:4010/x', '', 'it begins with http://'],
    ['http://127.0.0.1:4010/x', 'no URL', 'it begins with http://'],
    // Both have the origin "null".
    ['javascript:alert(1)', 'data:text/plain,x', 'it begins with javascript://'],
  ])('refuses %s for %s', (given, baseUrl, problem) => {
    expect(checkControlUrl(given, baseUrl)).toEqual({ ok: false, problem });
  });
});

it.each([
  [REAL, ID],
  [`https://api.vapi.ai/${ID.toUpperCase()}/control?x=1`, ID],
  ['https://api.vapi.ai/control', undefined],
  ['no URL', undefined],
])('finds the call in %s', (url, id) => {
  expect(callIdInUrl(url)).toBe(id);
});
