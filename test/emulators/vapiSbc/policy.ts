import { inNetwork } from '../sip/ipv4';
import { parseSipUri } from '../sip/uri';
import type { Decision } from '../sip/userAgentServer';
import { type JsonObject, numberAt, objectAt, objectsAt, stringAt } from '../vapi/json';

/** Vapi's SIP hosts. Source: Vapi docs, SIP networking. */
const HOSTS = { us: 'sip.vapi.ai', eu: 'sip.eu.vapi.ai' } as const;

export type SbcRegion = keyof typeof HOSTS;

/** What an organisation has stored at the time of the call. */
export interface Stored {
  credentials: readonly JsonObject[];
  phoneNumbers: readonly JsonObject[];
}

/**
 * Whether Vapi takes a call. Source: Vapi docs, SIP trunking and its troubleshooting page: the name before Vapi's host
 * is the credential's ID; the call must come from one of its gateways that are on for incoming calls, else 401; the
 * user part must be the number as it is stored.
 *
 * @param source public address that the call comes from
 */
export function decide(uri: string, source: string, stored: Stored, region: SbcRegion = 'us'): Decision {
  const target = parseSipUri(uri);
  if (target === undefined)
    return { status: 416, reason: 'Unsupported URI Scheme', why: `"${uri}" is no SIP address` };
  const suffix = `.${HOSTS[region]}`;
  const credential = stored.credentials.find(
    ({ id, provider }) =>
      provider === 'byo-sip-trunk' && `${String(id).toLowerCase()}${suffix}` === target.host,
  );
  if (credential === undefined)
    return { ...notFound(`no SIP trunk credential has the host name ${target.host}`), assumption: true };
  if (!objectsAt(credential, 'gateways').some((gateway) => admits(gateway, source)))
    return {
      status: 401,
      reason: 'Unauthorized',
      why: `no inbound gateway of ${String(credential.id)} has ${source}`,
    };
  const number = stored.phoneNumbers.find(
    (one) => one.credentialId === credential.id && stringAt(one, 'number') === target.user,
  );
  if (number === undefined)
    return notFound(`"${target.user}" is no phone number of ${String(credential.id)}`);
  if (!isAnswered(number))
    return {
      ...{ status: 480, reason: 'Temporarily Unavailable', assumption: true },
      why: `the phone number ${String(number.id)} has neither assistant nor squad, workflow or server`,
    };
  return { status: 200, reason: 'OK', why: `phone number ${String(number.id)}` };
}

/** A gateway is on for both directions, and a single address, unless it says otherwise (Vapi API, SipTrunkGateway). */
function admits(gateway: JsonObject, source: string): boolean {
  if (gateway.inboundEnabled === false) return false;
  return inNetwork(source, stringAt(gateway, 'ip') ?? '', numberAt(gateway, 'netmask') ?? 32);
}

function isAnswered(number: JsonObject): boolean {
  const ids = ['assistantId', 'squadId', 'workflowId'].map((key) => stringAt(number, key));
  return [...ids, stringAt(objectAt(number, 'server'), 'url')].some(
    (value) => value !== undefined && value !== '',
  );
}

function notFound(why: string): Decision {
  return { status: 404, reason: 'Not Found', why };
}
