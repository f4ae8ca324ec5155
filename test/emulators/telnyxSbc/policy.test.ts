import { digestResponse } from '../sip/digest';
import type { TelnyxState } from '../telnyx';
import { TelnyxTermination } from './policy';

const uri = 'sip:+15550100300@sip.telnyx.com';

function account(): TelnyxState {
  return {
    connections: [{ id: '1', active: true, outbound: { outbound_voice_profile_id: 'p' } }],
    authentications: new Map([['1', { user_name: 'vapi', password: 'Correct-Horse-9' }]]),
    profiles: [{ id: 'p', enabled: true }],
    ...{ fqdns: [], numbers: [] },
  };
}

/** What becomes of a call, the second time with the login if it is asked for. */
function statusOf(state: TelnyxState, target = uri, password = 'Correct-Horse-9'): number[] {
  const telnyx = new TelnyxTermination(state);
  const invite = { method: 'INVITE', uri: target, body: '' };
  const asked = telnyx.decide({ ...invite, headers: [] });
  const [, nonce = ''] = /nonce="(.*?)"/.exec(asked.headers?.[0]?.[1] ?? '') ?? [];
  const proof = { realm: 'sip.telnyx.com', nonce, uri: target, nc: '00000001', cnonce: 'c', qop: 'auth' };
  const response = digestResponse({ username: 'vapi', password }, 'INVITE', proof);
  const header = Object.entries({ ...proof, username: 'vapi', response })
    .map(([name, value]) => `${name}="${value}"`)
    .join(', ');
  const answered = telnyx.decide({ ...invite, headers: [['proxy-authorization', `Digest ${header}`]] });
  return [asked.status, answered.status];
}

describe("Telnyx's decision on a call to the telephone network", () => {
  it('lets the login of a connection in, and no other', () => {
    expect(statusOf(account())).toEqual([407, 200]);
    expect(statusOf(account(), uri, 'Wrong-Horse-9')).toEqual([407, 407]);
    expect(statusOf({ ...account(), authentications: new Map() })).toEqual([407, 407]);
    expect(statusOf(account(), uri.replace('telnyx', 'example'))).toEqual([404, 404]);
  });

  it.each([
    ['a connection that is off', { connections: [{ ...account().connections[0], active: false }] }],
    ['a connection without a profile', { connections: [{ id: '1' }] }],
    ['a profile that is gone', { profiles: [] }],
    ['a profile that is off', { profiles: [{ id: 'p', enabled: false }] }],
  ])('refuses %s', (_, change) => {
    expect(statusOf({ ...account(), ...change })).toEqual([407, 403]);
  });
});
