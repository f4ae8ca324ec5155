import { checkVapi } from '../../check/checkVapi';
import { contains, isIpv4 } from '../../../shared/ipv4';
import { finding, type Finding } from '../../findings/finding';
import { parseNetwork } from '../../presets/network';
import type { Gateway, TrunkSpec } from '../../spec';
import { gatewaysOf } from '../../vapi/gateways';
import { checkAccess } from './checkAccess';
import { checkNumbersAtTwilio } from './checkNumbers';
import { checkOrigination } from './checkOrigination';
import { edgeFindings, trunkFindings } from './inputFindings';
import { purchaseFindings } from './numberFindings';
import { trunkSettings } from './trunkSteps';
import { twilioOf, type TwilioWorld } from './twilioWorld';
import { networksOf, terminationHost } from './vapiTrunk';

type Rule = (spec: TrunkSpec, world: TwilioWorld) => Finding[];

/** What doesn't fit between Twilio, Vapi and the wish. */
export function checkTwilio(spec: TrunkSpec, world: TwilioWorld): Finding[] {
  const rules = world.trunk === undefined ? WITHOUT_TRUNK : RULES;
  return rules.flatMap((rule) => rule(spec, world));
}

const VAPI: Rule = (spec, { vapi }) => checkVapi(spec, vapi);

const WITHOUT_TRUNK: readonly Rule[] = [
  (spec) => [finding('SIP_TWILIO_NO_TRUNK', twilioOf(spec).domain)],
  trunkFindings,
  VAPI,
];

const RULES: readonly Rule[] = [
  trunkFindings,
  checkSettings,
  VAPI,
  edgeFindings,
  checkGatewaysToTwilio,
  checkAccess,
  checkOrigination,
  checkNumbersAtTwilio,
  purchaseFindings,
];

function checkSettings(spec: TrunkSpec, { trunk = {} }: TwilioWorld): Finding[] {
  const { secure, transferMode } = trunkSettings(trunk);
  const wish = twilioOf(spec);
  return [
    ...(secure === wish.secure ? [] : [finding('SIP_TWILIO_SECURE_DIFFERS', secure ? 'on' : 'off')]),
    ...(transferMode === wish.transferMode ? [] : [finding('SIP_TWILIO_TRANSFER_DIFFERS', transferMode)]),
  ];
}

/** Whether Vapi calls this trunk in a way that it takes, and takes calls from where Twilio sends them. */
function checkGatewaysToTwilio(spec: TrunkSpec, { vapi, trunk = {} }: TwilioWorld): Finding[] {
  const [credential] = vapi.credentials;
  if (credential === undefined) return [];
  const gateways = gatewaysOf(credential);
  const host = terminationHost(twilioOf(spec));
  const outbound = gateways.find((one) => one.outboundEnabled && one.ip.toLowerCase() === host);
  const missing = networksOf(twilioOf(spec)).filter((network) => !isLetIn(network, gateways));
  return [
    ...(outbound === undefined ? [finding('SIP_TWILIO_TERMINATION', host)] : []),
    ...(outbound === undefined ? [] : checkEncryption(outbound, trunkSettings(trunk).secure)),
    ...missing.map((network) => finding('SIP_TWILIO_NETWORK_MISSING', network)),
    ...(credential.outboundLeadingPlusEnabled === true
      ? []
      : [finding('SIP_TWILIO_NO_PLUS', 'outboundLeadingPlusEnabled is off')]),
  ];
}

function checkEncryption({ ip, outboundProtocol }: Required<Gateway>, secure: boolean): Finding[] {
  const isEncrypted = outboundProtocol === 'tls/srtp';
  if (isEncrypted === secure) return [];
  return [
    finding(
      secure ? 'SIP_TWILIO_SECURE_WITHOUT_TLS' : 'SIP_TWILIO_SRTP_WITHOUT_SECURE',
      `gateway ${ip}, ${outboundProtocol}`,
    ),
  ];
}

/** Whether one gateway takes calls from the whole network. */
function isLetIn(text: string, gateways: ReadonlyArray<Required<Gateway>>): boolean {
  const parsed = parseNetwork(text);
  if (!('network' in parsed)) return true;
  const { ip, netmask } = parsed.network;
  return gateways.some(
    (one) => one.inboundEnabled && isIpv4(one.ip) && one.netmask <= netmask && contains(one, ip),
  );
}
