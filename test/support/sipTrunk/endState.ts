import type { TwilioEmulator } from '../../emulators/twilio';
import type { VapiEmulator } from '../../emulators/vapi';
import { asArray, asObject, type JsonObject } from '../../../nodes/shared/protocol/json';

/** What Vapi takes for granted (Vapi API reference, SipTrunkGateway). */
const GATEWAY = {
  ...{ port: 5060, netmask: 32, inboundEnabled: true, outboundEnabled: true },
  ...{ outboundProtocol: 'udp', optionsPingEnabled: false },
};

/** Everything that both sides have, without IDs, dates and made-up logins: two that look the same are the same. */
export function endState(vapi: VapiEmulator, twilio: TwilioEmulator): JsonObject {
  const { trunking } = twilio;
  const credentials = vapi.storedAll('credential');
  const named = (text: unknown): string =>
    credentials.reduce(
      (result, { id, name }) => result.replaceAll(String(id), `<${String(name)}>`),
      String(text),
    );
  const nameIn = (lists: ReadonlyArray<{ sid: string; friendlyName: string }>, sid: string): string =>
    lists.find((list) => list.sid === sid)?.friendlyName ?? sid;
  const domainOf = (sid: string | undefined): string | null =>
    sid === undefined ? null : (trunking.trunks.find((trunk) => trunk.sid === sid)?.domainName ?? sid);
  return {
    trunks: sorted(
      trunking.trunks.map((trunk) => ({
        ...{ name: trunk.friendlyName, domain: trunk.domainName, secure: trunk.secure },
        transferMode: trunk.transferMode,
        urls: sorted(
          trunk.originationUrls.map(({ friendlyName, sipUrl, weight, priority, enabled }) => ({
            ...{ friendlyName, sipUrl: named(sipUrl), weight, priority, enabled },
          })),
        ),
        ipLists: sorted([...trunk.ipLists.keys()].map((sid) => nameIn(trunking.ipLists, sid))),
        credentialLists: sorted(
          [...trunk.credentialLists.keys()].map((sid) => nameIn(trunking.credentialLists, sid)),
        ),
      })),
    ),
    ipLists: sorted(
      trunking.ipLists.map(({ friendlyName, addresses }) => ({
        friendlyName,
        addresses: sorted(
          addresses.map(({ friendlyName: name, ipAddress, cidrPrefixLength }) => ({
            ...{ name, ipAddress, cidrPrefixLength },
          })),
        ),
      })),
    ),
    credentialLists: sorted(
      trunking.credentialLists.map((list) => ({
        friendlyName: list.friendlyName,
        logins: list.credentials.length,
      })),
    ),
    numbers: sorted(
      trunking.numbers.map(({ number, friendlyName, trunkSid, voiceUrl, voiceApplicationSid }) => ({
        ...{ number, friendlyName, trunk: domainOf(trunkSid), voiceUrl, voiceApplicationSid },
      })),
    ),
    forSale: [...trunking.forSale],
    vapi: {
      credentials: sorted(
        credentials.map(
          ({ id: _, orgId, createdAt, updatedAt, outboundAuthenticationPlan: login, ...rest }) => ({
            ...rest,
            gateways: sorted(asArray(rest.gateways).map((gateway) => ({ ...GATEWAY, ...asObject(gateway) }))),
            login: loginState(twilio, asObject(login)),
          }),
        ),
      ),
      numbers: sorted(
        vapi.storedAll('phone-number').map(({ id: _, orgId, createdAt, updatedAt, ...rest }) => ({
          ...rest,
          credentialId: named(rest.credentialId),
        })),
      ),
    },
  };
}

/**
 * Whether Twilio would take the login that Vapi calls with: it is in a list of the trunk, with that password. A trunk
 * without such a list asks for none.
 */
function loginState(
  { trunking }: TwilioEmulator,
  login: JsonObject,
): 'works' | 'is refused' | 'is not asked for' | 'none' {
  const { authUsername, authPassword } = login;
  const attached = trunking.credentialLists.filter(({ sid }) =>
    trunking.trunks.some((trunk) => trunk.credentialLists.has(sid)),
  );
  const hasNone = authUsername === undefined && authPassword === undefined;
  if (attached.length === 0) return hasNone ? 'none' : 'is not asked for';
  const works = attached.some(({ credentials }) =>
    credentials.some(({ username, password }) => username === authUsername && password === authPassword),
  );
  return works ? 'works' : 'is refused';
}

function sorted<T>(list: readonly T[]): T[] {
  return [...list].sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
}
