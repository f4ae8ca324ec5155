import { PRESETS } from '../../presets/table';
import type { ManualStep } from '../../plan/plannedCall';
import type { TrunkSpec } from '../../spec';
import type { LoginChoice } from './login';
import type { StepsAtCarrier } from './stepsAtCarrier';
import { host, loginValues, numbersOf, port, signalling } from './values';

const GUIDE = 'https://docs.vapi.ai/advanced/sip/didww';
const TRUNK = 'https://doc.didww.com/voice/inbound-trunks/creating-a-new-sip-trunk.html';

/**
 * Source: Vapi docs, DIDWW; DIDWW docs. The guide makes two credentials in Vapi, one for each direction. One with both
 * kinds of gateways does the same, and a number, which names exactly one credential, can call out as well: a number of
 * the guide hangs on the inbound one, none of whose gateways lets a call out.
 */
export const didwwSteps: StepsAtCarrier = {
  provision: (spec, login) => [
    {
      what: 'DIDWW: Voice → Outbound Trunks → Create New (the feature has to be requested once). The addresses of DIDWW itself are for transfers',
      values: {
        'Friendly name': spec.name,
        'Authentication method': 'Credentials & IP-Based',
        'Allowed SIP IP addresses': [signalling(spec), ...PRESETS.didww.inboundNetworks.value].join(', '),
      },
      link: GUIDE,
    },
    ...(login.kind === 'missing'
      ? [
          {
            what: 'DIDWW: Voice → Outbound Trunks → key icon of the trunk: copy its login, and fill it in here under Login',
            values: { 'Login: user name': 'Username', 'Login: password': 'Password' },
            link: GUIDE,
          },
        ]
      : []),
    {
      what: 'DIDWW: Voice → Inbound Trunks → Create New → SIP Trunk',
      values: {
        Name: spec.name,
        'Endpoint type': 'Static Endpoint',
        'User part of R-URI': userPart(spec),
        Host: host(spec),
        Transport: spec.transport.toUpperCase(),
        Port: port(spec),
        'Network Protocol': 'IPv4 only',
        'Max transfers': '1',
        'Enable Authorization': 'on',
        ...authorization(login),
      },
      link: TRUNK,
    },
    ...assign(spec),
  ],
  addNumbers: (spec) => [
    {
      what: 'DIDWW: Voice → Inbound Trunks → the trunk: let it carry the number that was called',
      values: { 'User part of R-URI': placeholder(spec) },
      link: TRUNK,
    },
    ...assign(spec),
  ],
  remove: (spec): ManualStep[] => [
    {
      what: 'DIDWW: Phone Numbers → My Numbers → Batch Actions → Update Trunks: give the numbers another trunk or none',
      values: { Numbers: numbersOf(spec) },
    },
    { what: 'DIDWW: Voice: delete the inbound and the outbound trunk', values: { Name: spec.name } },
  ],
  rotateLogin: (spec, login) => [
    {
      what: 'DIDWW: Voice → Inbound Trunks → the trunk → Authorization: type in the new login of the outbound trunk. Vapi calls with it already',
      values: { Name: spec.name, ...authorization(login) },
    },
  ],
};

/** The number itself where there is one only, so that it arrives exactly as Vapi has stored it. */
function userPart(spec: TrunkSpec): string {
  const [only, ...more] = spec.numbers;
  return only !== undefined && more.length === 0 ? only.inVapi : placeholder(spec);
}

/** DIDWW puts in the number that was called, without a plus. */
function placeholder({ numbers }: TrunkSpec): string {
  return numbers[0]?.inVapi.startsWith('+') === false ? '{DID}' : '+{DID}';
}

function authorization(login: LoginChoice): Record<string, string> {
  const values = loginValues(login, { user: 'Auth User', password: 'Auth Password' });
  return Object.keys(values).length > 0
    ? values
    : { 'Auth User': 'Username of the outbound trunk', 'Auth Password': 'Password of the outbound trunk' };
}

function assign(spec: TrunkSpec): ManualStep[] {
  return [
    {
      what: 'DIDWW: Phone Numbers → My Numbers → Batch Actions → Update Trunks',
      values: { Numbers: numbersOf(spec), Trunk: spec.name },
      link: 'https://docs.vapi.ai/phone-numbers/didww',
    },
  ];
}
