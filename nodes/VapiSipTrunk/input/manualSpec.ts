import { isIpv4 } from '../../shared/ipv4';
import { publicUrlProblem } from '../../shared/registration/publicUrl';
import { parseNetwork, type NetworkProblem } from '../presets/network';
import { PRESETS, type CarrierId } from '../presets/table';
import type { ManualSpec, Transport } from '../spec';
import type { Purpose } from './purpose';
import type { RawSpec } from './rawSpec';

/**
 * What was filled in for a carrier that is set up by hand, and what is wrong with it. What is missing is up to the
 * plan, which knows what Vapi has already.
 */
export function readManual(
  raw: RawSpec,
  {
    carrier,
    transport,
    purpose,
  }: {
    carrier: CarrierId;
    transport: Transport;
    purpose: Purpose;
  },
): { manual: ManualSpec; problems: string[] } {
  const preset = PRESETS[carrier];
  const problems: string[] = [];
  const port = preset.ports.value[transport];
  if (port === undefined) {
    const offered = Object.keys(preset.ports.value).join(', ').toUpperCase();
    problems.push(
      `Transport ${transport.toUpperCase()} is not known to be offered by ${preset.name}: choose ${offered}, or the carrier Other with the data of ${preset.name}`,
    );
  }
  const outboundHost = raw.optional('outboundHost') ?? preset.outboundHost.value ?? '';
  if (outboundHost !== '') problems.push(...hostProblems(outboundHost));
  const typed = raw.list('inboundNetworks');
  const inboundNetworks = typed.length > 0 ? typed : [...preset.inboundNetworks.value];
  if (purpose === 'changeEdges' && inboundNetworks.length === 0)
    problems.push('Inbound Networks is missing: without any, Vapi would refuse every call of the carrier');
  problems.push(...inboundNetworks.flatMap((network) => networkProblems('Inbound Networks', network)));
  const login = readLogin(raw);
  const register = raw.object('register') as ManualSpec['register'];
  const techPrefix = raw.optional('techPrefix');
  return {
    manual: {
      ...{ outboundHost, outboundPort: raw.number('outboundPort') ?? port ?? 5060, inboundNetworks },
      leadingPlus: raw.has('leadingPlus') ? raw.flag('leadingPlus') : preset.leadingPlus.value,
      ...(login.login ? { login: login.login } : {}),
      ...(register ? { register } : {}),
      ...(techPrefix === undefined ? {} : { techPrefix }),
    },
    problems: [...problems, ...login.problems],
  };
}

function hostProblems(host: string): string[] {
  if (isIpv4(host)) return networkProblems('Outbound Host', host);
  const isName = /^(?:[a-z0-9_](?:[a-z0-9_-]*[a-z0-9])?\.)+[a-z][a-z0-9-]*$/i.test(host);
  if (!isName)
    return [
      `Outbound Host "${host}" is neither a host name nor an IPv4 address: write it without sip: and port`,
    ];
  const problem = publicUrlProblem(`https://${host}`);
  return problem === undefined ? [] : [`Outbound Host "${host}" ${problem}, so Vapi cannot reach it`];
}

const NETWORK_PROBLEMS: Record<NetworkProblem, string> = {
  notAnAddress: 'is no IPv4 address: Vapi takes calls from addresses only, not from host names',
  netmask: 'has a netmask other than 24 to 32: write wider networks as several',
  private: 'is a private or reserved address, from which no call can come: write the public one',
  notFirst: 'is not the first address of its network: write the first one, or the address without a netmask',
};

function networkProblems(field: string, network: string): string[] {
  const parsed = parseNetwork(network);
  return 'problem' in parsed ? [`${field} "${network}" ${NETWORK_PROBLEMS[parsed.problem]}`] : [];
}

function readLogin(raw: RawSpec): { login: ManualSpec['login']; problems: string[] } {
  const username = raw.text('username');
  const password = raw.text('password');
  if (username !== '' && password !== '') return { login: { username, password }, problems: [] };
  const half = username !== '' || password !== '';
  return {
    login: undefined,
    problems: half ? ['Login Username and Login Password belong together: fill in both'] : [],
  };
}
