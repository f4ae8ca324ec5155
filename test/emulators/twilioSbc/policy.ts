import { DigestChallenger, type Login } from '../sip/digest';
import { inNetwork } from '../sip/ipv4';
import { type SipRequest, valueOf } from '../sip/message';
import { parseSipUri } from '../sip/uri';
import type { Decision } from '../sip/userAgentServer';

/** What counts of a trunk when a call comes in for the telephone network. */
export interface TerminationTrunk {
  /** E.g. `acme.pstn.twilio.com`. */
  domain: string;
  /** Addresses of the access control lists that are attached; undefined where none is attached. */
  allowed: ReadonlyArray<{ ip: string; bits: number }> | undefined;
  /** Logins of the credential lists that are attached; undefined where none is attached. */
  logins: readonly Login[] | undefined;
}

/** With or without the edge that the call enters by: `acme.pstn.twilio.com`, `acme.pstn.dublin.twilio.com`. */
const HOST = /^([a-z0-9-]+)\.pstn\.(?:[a-z0-9-]+\.)?twilio\.com$/;

/** Twilio wants numbers in E.164 (Twilio docs, Elastic SIP Trunking, termination). */
const E164 = /^\+[1-9]\d{6,14}$/;

/**
 * Decides whether Twilio takes a call to the telephone network. Source: Twilio docs, Elastic SIP Trunking,
 * termination, and error 32201: a trunk has access control lists, credential lists or both, and where it has both, a
 * call must satisfy both.
 */
export class TwilioTermination {
  private readonly challenger = new DigestChallenger('sip.twilio.com');

  constructor(private readonly trunks: () => readonly TerminationTrunk[]) {}

  /** @param source public address that the call comes from */
  decide(invite: SipRequest, source: string): Decision {
    const target = parseSipUri(invite.uri);
    const name = HOST.exec(target?.host ?? '')?.[1];
    const trunk = this.trunks().find(
      ({ domain }) => name !== undefined && domain === `${name}.pstn.twilio.com`,
    );
    if (target === undefined || trunk === undefined)
      return {
        status: 404,
        reason: 'Not Found',
        why: `no trunk has the domain of ${invite.uri}`,
        assumption: true,
      };
    const { allowed, logins } = trunk;
    if (allowed === undefined && logins === undefined)
      return forbidden(`${trunk.domain} has neither an access control list nor a credential list`);
    if (allowed !== undefined && !allowed.some(({ ip, bits }) => inNetwork(source, ip, bits)))
      return forbidden(`no access control list of ${trunk.domain} has ${source}`);
    if (logins !== undefined && !this.isProven(invite, logins))
      return {
        ...{ status: 407, reason: 'Proxy Authentication Required', why: `${trunk.domain} wants a login` },
        headers: [this.challenger.challenge()],
      };
    if (!E164.test(target.user))
      return {
        status: 400,
        reason: 'Bad Request',
        why: `"${target.user}" is not in E.164 format`,
        assumption: true,
      };
    return { status: 200, reason: 'OK', why: `trunk ${trunk.domain}` };
  }

  private isProven(invite: SipRequest, logins: readonly Login[]): boolean {
    const proof = valueOf(invite, 'proxy-authorization');
    return (
      proof !== undefined && this.challenger.check(proof, invite.method, invite.uri, logins) !== undefined
    );
  }
}

function forbidden(why: string): Decision {
  return { status: 403, reason: 'Forbidden', why };
}
