import type { TrunkingState } from '../emulators/twilio';
import type { TerminationTrunk } from '../emulators/twilioSbc';

/**
 * The address that Twilio calls when somebody dials a number: the origination URL of its trunk, of several the one of
 * the lowest priority. Where it names no user, Twilio puts the dialled number in (an assumption: its docs show it, and
 * don't say it). Source: Twilio docs, Elastic SIP Trunking, origination.
 *
 * @returns undefined where no trunk serves the number
 */
export function originationAddress({ trunks, numbers }: TrunkingState, dialled: string): string | undefined {
  const trunkSid = numbers.find(({ number }) => number === dialled)?.trunkSid;
  const urls =
    trunks.find(({ sid }) => sid === trunkSid)?.originationUrls.filter(({ enabled }) => enabled) ?? [];
  const [first] = urls.toSorted((a, b) => a.priority - b.priority);
  return first?.sipUrl.replace(/^(sips?:)(?!.*@)/, `$1${dialled}@`);
}

/** What counts of the account's trunks for calls to the telephone network. */
export function terminationTrunks({ trunks, ipLists, credentialLists }: TrunkingState): TerminationTrunk[] {
  return trunks.map((trunk) => {
    const attachedIps = ipLists.filter(({ sid }) => trunk.ipLists.has(sid));
    const attachedLogins = credentialLists.filter(({ sid }) => trunk.credentialLists.has(sid));
    return {
      domain: trunk.domainName ?? '',
      allowed:
        attachedIps.length === 0
          ? undefined
          : attachedIps.flatMap(({ addresses }) =>
              addresses.map(({ ipAddress, cidrPrefixLength }) => ({ ip: ipAddress, bits: cidrPrefixLength })),
            ),
      logins:
        attachedLogins.length === 0 ? undefined : attachedLogins.flatMap(({ credentials }) => credentials),
    };
  });
}
