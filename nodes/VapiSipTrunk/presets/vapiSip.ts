import type { SipRegion, Transport } from '../spec';
import { sourcesOf, type Source } from './fact';

interface VapiSip {
  host: string;
  /** Vapi's calls come from these addresses, and only from these. */
  signalling: readonly string[];
  /** Where its audio comes from; undefined where the addresses change. */
  media: string | undefined;
}

/** Where all of the facts below were read: SIP networking, and SIP trunking. */
export const VAPI_SIP_SOURCES: readonly Source[] = sourcesOf([
  'https://docs.vapi.ai/advanced/sip/sip-networking',
  'https://docs.vapi.ai/advanced/sip/sip-trunk',
]);

/** Vapi's side, by region; see {@link VAPI_SIP_SOURCES}. */
export const VAPI_SIP: Readonly<Record<SipRegion, VapiSip>> = {
  us: { host: 'sip.vapi.ai', signalling: ['44.229.228.186', '44.238.177.138'], media: undefined },
  eu: { host: 'sip.eu.vapi.ai', signalling: ['63.182.83.170'], media: '63.182.83.170' },
};

/** UDP ports that Vapi's audio uses (same source). */
export const VAPI_RTP_PORTS = '40000-60000';

/** Name under which Vapi takes the calls of one SIP trunk credential. Source: Vapi docs, SIP trunking. */
export function vapiSipHost(credentialId: string, region: SipRegion): string {
  return `${credentialId}.${VAPI_SIP[region].host}`;
}

/**
 * Where a carrier sends calls to a number.
 *
 * @param number as Vapi has stored it; left out where the carrier puts in the number that was dialled
 */
export function vapiSipUri(
  number: string | undefined,
  credentialId: string,
  region: SipRegion,
  transport: Transport,
): string {
  const host = vapiSipHost(credentialId, region);
  const address = number === undefined ? host : `${number}@${host}`;
  if (transport === 'tls') return `sip:${address}:5061;transport=tls`;
  return transport === 'tcp' ? `sip:${address};transport=tcp` : `sip:${address}`;
}
