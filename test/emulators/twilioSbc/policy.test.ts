import { digestResponse } from '../sip/digest';
import { type TerminationTrunk, TwilioTermination } from './policy';

const uri = 'sip:+15550100300@acme.pstn.twilio.com';
const allowed = [{ ip: '44.229.228.186', bits: 32 }];
const login = { username: 'vapi', password: 'Correct-Horse-9' };
const VAPI = '44.229.228.186';

function invite(target: string, proof?: string) {
  const headers: Array<[string, string]> = proof === undefined ? [] : [['proxy-authorization', proof]];
  return { method: 'INVITE', uri: target, headers, body: '' };
}

function termination(trunk: Partial<TerminationTrunk>): TwilioTermination {
  return new TwilioTermination(() => [
    { domain: 'acme.pstn.twilio.com', allowed: undefined, logins: undefined, ...trunk },
  ]);
}

function proofFor(challenge = '', password = login.password): string {
  const [, nonce = ''] = /nonce="(.*?)"/.exec(challenge) ?? [];
  const proof = { realm: 'sip.twilio.com', nonce, uri, nc: '00000001', cnonce: 'c', qop: 'auth' };
  const all = {
    ...proof,
    username: 'vapi',
    response: digestResponse({ ...login, password }, 'INVITE', proof),
  };
  return `Digest ${Object.entries(all)
    .map(([name, value]) => `${name}="${value}"`)
    .join(', ')}`;
}

describe("Twilio's decision on a call to the telephone network", () => {
  it.each([
    ['an allowed address', uri, VAPI, 200],
    ['an edge in the name', uri.replace('pstn.', 'pstn.dublin.'), VAPI, 200],
    ['another address', uri, '44.229.228.187', 403],
    ['another domain', uri.replace('acme', 'acne'), VAPI, 404],
    ['a host that is none of Twilio', 'sip:+15550100300@acme.example.com', VAPI, 404],
    ['a number without its plus', uri.replace('+', ''), VAPI, 400],
  ])('%s', (_, target, source, status) => {
    expect(termination({ allowed }).decide(invite(target), source)).toMatchObject({ status });
  });

  it('lets nobody in where nothing says who may', () => {
    expect(termination({}).decide(invite(uri), VAPI).status).toBe(403);
    expect(termination({ allowed: [] }).decide(invite(uri), VAPI).status).toBe(403);
  });

  it.each([
    [login.password, 200],
    ['Wrong-Horse-9', 407],
  ])('asks for the login: %s gets %i', (password, status) => {
    const twilio = termination({ logins: [login] });
    const asked = twilio.decide(invite(uri), '203.0.113.1');
    expect(asked).toMatchObject({ status: 407, headers: [['Proxy-Authenticate', expect.any(String)]] });
    const proof = proofFor(asked.headers?.[0]?.[1], password);
    expect(twilio.decide(invite(uri, proof), '203.0.113.1').status).toBe(status);
  });

  it('wants both where there are both', () => {
    const twilio = termination({ allowed, logins: [login] });
    expect(twilio.decide(invite(uri), '203.0.113.1').status).toBe(403);
    const asked = twilio.decide(invite(uri), VAPI);
    expect(asked.status).toBe(407);
    const proof = proofFor(asked.headers?.[0]?.[1]);
    expect(twilio.decide(invite(uri, proof), '203.0.113.1').status).toBe(403);
    expect(twilio.decide(invite(uri, proof), VAPI).status).toBe(200);
  });
});
