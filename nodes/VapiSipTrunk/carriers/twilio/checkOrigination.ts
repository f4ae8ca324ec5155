import { asText, type JsonObject } from '../../../shared/protocol/json';
import { finding, type Finding } from '../../findings/finding';
import { VAPI_SIP, vapiSipHost } from '../../presets/vapiSip';
import type { TrunkSpec } from '../../spec';
import { credentialIdIn, digitsOf } from '../../vapi/vapiWorld';
import { ourOriginationUrls } from './originationSteps';
import { parseSipUrl, type SipUrl } from './sipUrl';
import { trunkSettings } from './trunkSteps';
import { numbersOnTrunk, twilioOf, type TwilioWorld } from './twilioWorld';

/** Whether Twilio sends calls to our credential in Vapi, and to nothing else. */
export function checkOrigination(spec: TrunkSpec, world: TwilioWorld): Finding[] {
  const toVapi = world.originationUrls.filter(
    (one) => ourOriginationUrls(spec, world).includes(one) || isVapiHost(read(one)?.host ?? ''),
  );
  const [url] = toVapi;
  if (url === undefined) return [finding('SIP_TWILIO_NO_ORIGINATION', twilioOf(spec).domain)];
  const besides = world.originationUrls.filter((one) => one !== url && one.enabled !== false);
  return [
    ...(url.enabled === false ? [finding('SIP_TWILIO_ORIGINATION_DISABLED', textOf(url))] : []),
    ...besides.map((one) => finding('SIP_TWILIO_ORIGINATION_SEVERAL', textOf(one))),
    ...checkUrl(spec, world, url),
  ];
}

function checkUrl(spec: TrunkSpec, world: TwilioWorld, url: JsonObject): Finding[] {
  const text = textOf(url);
  const parts = read(url);
  if (parts === undefined || parts.scheme !== 'sip') return [finding('SIP_TWILIO_ORIGINATION_SCHEME', text)];
  const isSecure = world.trunk !== undefined && trunkSettings(world.trunk).secure;
  return [
    ...checkHost(spec, world, parts, text),
    ...(isSecure && parts.transport !== 'tls' ? [finding('SIP_TWILIO_SECURE_WITHOUT_TLS', text)] : []),
    ...checkUser(world, parts, text),
  ];
}

function checkHost({ region }: TrunkSpec, { vapi }: TwilioWorld, { host }: SipUrl, text: string): Finding[] {
  const credential = credentialIdIn(vapi);
  if (credential === undefined || host === vapiSipHost(credential, region).toLowerCase()) return [];
  if (!isVapiHost(host)) return [finding('SIP_TWILIO_ORIGINATION_CREDENTIAL', text)];
  const isRightRegion = regionOf(host) === region;
  return [
    finding(isRightRegion ? 'SIP_TWILIO_ORIGINATION_CREDENTIAL' : 'SIP_TWILIO_ORIGINATION_REGION', text),
  ];
}

/** A user part names one number: it has to be the only one, and to be written as in Vapi. */
function checkUser(world: TwilioWorld, { user }: SipUrl, text: string): Finding[] {
  if (user === undefined) return [];
  const named = user.replace(/%2B/gi, '+');
  const onTrunk = numbersOnTrunk(world).map(({ phone_number }) => String(phone_number));
  const others = onTrunk.filter((number) => digitsOf(number) !== digitsOf(named));
  if (others.length > 0) return [finding('SIP_TWILIO_ORIGINATION_USER', `${text}; ${others.join(', ')}`)];
  const inVapi = world.vapi.numbers.find(
    ({ number, credentialId }) =>
      credentialId === credentialIdIn(world.vapi) && digitsOf(String(number)) === digitsOf(named),
  );
  return inVapi === undefined || inVapi.number === named
    ? []
    : [finding('SIP_TWILIO_NUMBER_FORMAT', `${named}, and ${String(inVapi.number)} in Vapi`)];
}

/** `sip.eu.vapi.ai` is the EU's; anything else of Vapi's is the US's. */
function regionOf(host: string): TrunkSpec['region'] {
  return host.endsWith(VAPI_SIP.eu.host) ? 'eu' : 'us';
}

function isVapiHost(host: string): boolean {
  return Object.values(VAPI_SIP).some((one) => host === one.host || host.endsWith(`.${one.host}`));
}

function read(url: JsonObject): SipUrl | undefined {
  return parseSipUrl(textOf(url));
}

function textOf({ sip_url }: JsonObject): string {
  return asText(sip_url) ?? '';
}
