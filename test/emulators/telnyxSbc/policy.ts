import { DigestChallenger } from '../sip/digest';
import { type SipRequest, valueOf } from '../sip/message';
import { parseSipUri } from '../sip/uri';
import type { Decision } from '../sip/userAgentServer';
import type { TelnyxState } from '../telnyx';
import { objectAt, stringAt } from '../vapi/json';

/** Source: Telnyx, SIP signalling addresses. */
const HOSTS = ['sip.telnyx.com', 'sip.telnyx.eu'];

/**
 * Decides whether Telnyx takes a call to the telephone network. Source: Telnyx API reference, FQDN authentication and
 * outbound voice profiles: the login says whose call it is; its connection must be active and have a profile.
 */
export class TelnyxTermination {
  private readonly challenger = new DigestChallenger('sip.telnyx.com');

  constructor(private readonly state: TelnyxState) {}

  decide(invite: SipRequest): Decision {
    const host = parseSipUri(invite.uri)?.host ?? '';
    if (!HOSTS.includes(host))
      return { status: 404, reason: 'Not Found', why: `"${host}" is no host of Telnyx`, assumption: true };
    const connection = this.callerOf(invite);
    if (connection === undefined)
      return {
        ...{ status: 407, reason: 'Proxy Authentication Required', why: 'a login is wanted' },
        headers: [this.challenger.challenge()],
      };
    const profile = stringAt(objectAt(connection, 'outbound'), 'outbound_voice_profile_id');
    const isAllowed = this.state.profiles.some(({ id, enabled }) => id === profile && enabled !== false);
    if (connection.active === false || !isAllowed)
      return {
        status: 403,
        reason: 'Forbidden',
        why: 'the connection is off, or has no outbound voice profile',
      };
    return { status: 200, reason: 'OK', why: `connection ${String(connection.id)}` };
  }

  /** The connection whose login was sent. */
  private callerOf(invite: SipRequest): TelnyxState['connections'][number] | undefined {
    const proof = valueOf(invite, 'proxy-authorization');
    if (proof === undefined) return undefined;
    const logins = [...this.state.authentications].map(([id, one]) => ({
      ...{ id, username: stringAt(one, 'user_name') ?? '', password: stringAt(one, 'password') ?? '' },
    }));
    const known = this.challenger.check(proof, invite.method, invite.uri, logins);
    const id = logins.find((login) => login === known)?.id;
    return this.state.connections.find((one) => one.id === id);
  }
}
