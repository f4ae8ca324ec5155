import { DigestChallenger, digestResponse } from './digest';

describe('digest authentication', () => {
  it('agrees with the example of RFC 2617, 3.5', () => {
    const proof = {
      ...{ realm: 'testrealm@host.com', nonce: 'dcd98b7102dd2f0e8b11d0f600bfb0c093', uri: '/dir/index.html' },
      ...{ nc: '00000001', cnonce: '0a4f113b', qop: 'auth' },
    };
    const login = { username: 'Mufasa', password: 'Circle Of Life' };
    expect(digestResponse(login, 'GET', proof)).toBe('6629fae49393a05397450978507c4ef1');
  });

  const vapi = { username: 'vapi', password: 'Correct-Horse-9' };
  const uri = 'sip:+15550100300@acme.pstn.twilio.com';

  /** What a caller with a login answers. */
  function answer(challenge: string, login: typeof vapi, fields: Record<string, string> = {}): string {
    const [, realm = '', nonce = ''] = /realm="(.*?)", nonce="(.*?)"/.exec(challenge) ?? [];
    const proof = { realm, nonce, uri, nc: '00000001', cnonce: 'c', qop: 'auth', ...fields };
    const all = { username: login.username, ...proof, response: digestResponse(login, 'INVITE', proof) };
    return `Digest ${Object.entries(all)
      .map(([name, value]) => `${name}="${value}"`)
      .join(',')}`;
  }

  function checks(login: typeof vapi, fields?: Record<string, string>): boolean {
    const challenger = new DigestChallenger('sip.twilio.com');
    const header = answer(challenger.challenge()[1], login, fields);
    return challenger.check(header, 'INVITE', uri, [vapi]) !== undefined;
  }

  it('lets the right login in, and no other', () => {
    expect(checks(vapi)).toBe(true);
    expect(checks({ ...vapi, password: 'Correct-Horse-8' })).toBe(false);
    expect(checks({ ...vapi, username: 'vap1' })).toBe(false);
  });

  it('wants its own question answered, for this very address', () => {
    expect(checks(vapi, { nonce: 'made-up' })).toBe(false);
    expect(checks(vapi, { realm: 'elsewhere' })).toBe(false);
    expect(checks(vapi, { uri: 'sip:+15550100301@acme.pstn.twilio.com' })).toBe(false);
  });

  it('takes an answer once', () => {
    const challenger = new DigestChallenger('sip.twilio.com');
    const header = answer(challenger.challenge()[1], vapi);
    expect(challenger.check(header, 'INVITE', uri, [vapi])).toBe(vapi);
    expect(challenger.check(header, 'INVITE', uri, [vapi])).toBeUndefined();
    expect(challenger.check('Digest', 'INVITE', uri, [vapi])).toBeUndefined();
  });
});
