import { checkVapi } from '../../check/checkVapi';
import { asObject, asText } from '../../../shared/protocol/json';
import { finding, type Finding } from '../../findings/finding';
import { vapiSipHost } from '../../presets/vapiSip';
import type { TrunkSpec } from '../../spec';
import { gatewaysOf } from '../../vapi/gateways';
import { credentialIdIn } from '../../vapi/vapiWorld';
import { loginInVapi } from '../loginInVapi';
import { differences, wantedConnection } from './connectionSteps';
import { fqdnPort, isVapis } from './fqdnSteps';
import { telnyxGateways } from './gateways';
import { needsLogin } from './loginSteps';
import { formatFindings, otherNumbers, presentFormat } from './numberFormat';
import { foreignFindings } from './owner';
import { isOnTrunk, type TelnyxWorld } from './telnyxWorld';

type Rule = (spec: TrunkSpec, world: TelnyxWorld) => Finding[];

/** What doesn't fit between Telnyx, Vapi and the wish. */
export function check(spec: TrunkSpec, world: TelnyxWorld): Finding[] {
  const atTelnyx =
    world.connections.length === 0
      ? [finding('SIP_TELNYX_NO_CONNECTION', spec.name)]
      : RULES.flatMap((rule) => rule(spec, world));
  return [...checkVapi(spec, world.vapi), ...atTelnyx, ...numbers(spec, world)];
}

const settings: Rule = (spec, { connections }) => {
  const connection = asObject(connections[0]);
  const { outbound: _, ...wanted } = wantedConnection(spec, '');
  const { now, before } = differences(connection, wanted);
  return Object.keys(now).length === 0
    ? []
    : [
        finding(
          'SIP_TELNYX_CONNECTION_DIFFERS',
          `${JSON.stringify(before)} in the place of ${JSON.stringify(now)}`,
        ),
      ];
};

const target: Rule = (spec, { fqdns, vapi }) => {
  const foreign = fqdns.map(({ fqdn }) => String(fqdn)).filter((fqdn) => !isVapis(fqdn));
  const findings = foreign.map((fqdn) => finding('SIP_TELNYX_FOREIGN_FQDN', fqdn));
  const credentialId = credentialIdIn(vapi);
  if (credentialId === undefined) return findings;
  const host = vapiSipHost(credentialId, spec.region);
  const port = fqdnPort(spec);
  return fqdns.some((one) => one.fqdn === host && one.port === port)
    ? findings
    : [finding('SIP_TELNYX_NO_FQDN', `${host}:${String(port)}`), ...findings];
};

/** Those of the wish are compared with it in Vapi already. */
const formats: Rule = (spec, world) => formatFindings(otherNumbers(spec, world), presentFormat(world));

const login: Rule = (_, world) => {
  if (!needsLogin(world)) return [];
  const atTelnyx = asText(world.authentication.user_name) ?? 'none';
  const inVapi = loginInVapi(world.vapi);
  const named = inVapi.kind === 'named' ? inVapi.username : 'none';
  return [finding('SIP_TELNYX_LOGIN_DIFFERS', `${atTelnyx} at Telnyx, ${named} in Vapi`)];
};

const profile: Rule = (spec, { connections, profiles }) => {
  const assigned = asText(asObject(asObject(connections[0]).outbound).outbound_voice_profile_id);
  if (assigned === undefined) return [finding('SIP_TELNYX_NO_PROFILE', `"${spec.name}" has no profile`)];
  const ours = profiles.find(({ id }) => id === assigned);
  return ours?.enabled === false
    ? [finding('SIP_TELNYX_NO_PROFILE', `its profile "${String(ours.name)}" is not enabled`)]
    : [];
};

const doubled: Rule = (_, { connections, profiles }) =>
  [connections, profiles]
    .filter((list) => list.length > 1)
    .map((list) =>
      finding(
        'SIP_TELNYX_DOUBLED',
        list
          .slice(1)
          .map(({ id }) => String(id))
          .join(', '),
      ),
    );

const letIn: Rule = (spec, { vapi }) => {
  if (vapi.credentials.length === 0) return [];
  const there = gatewaysOf(vapi.credentials[0]);
  return telnyxGateways(spec).flatMap(({ ip, inboundEnabled }) => {
    const fits = there.some((one) => one.ip === ip && one.inboundEnabled === inboundEnabled);
    if (fits) return [];
    return [finding(inboundEnabled ? 'SIP_NETWORK_NOT_LET_IN' : 'SIP_OUTBOUND_GATEWAY_MISSING', ip)];
  });
};

const RULES: readonly Rule[] = [foreignFindings, settings, formats, target, login, profile, doubled, letIn];

const numbers: Rule = (spec, world) =>
  spec.numbers.flatMap(({ e164 }) => {
    const number = world.numbers.find(({ phone_number: text }) => text === e164);
    if (number === undefined) return [finding('SIP_TELNYX_NUMBER_UNKNOWN', e164)];
    const findings = isOnTrunk(world, number) ? [] : [finding('SIP_TELNYX_NUMBER_NOT_ON_TRUNK', e164)];
    return asText(number.status) === undefined || number.status === 'active'
      ? findings
      : [...findings, finding('SIP_TELNYX_NUMBER_INACTIVE', `${e164} (${String(number.status)})`)];
  });
