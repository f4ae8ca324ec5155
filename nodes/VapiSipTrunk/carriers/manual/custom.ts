import type { ManualStep } from '../../plan/plannedCall';
import type { TrunkSpec } from '../../spec';
import { wantsLogin, type LoginChoice } from './login';
import type { StepsAtCarrier } from './stepsAtCarrier';
import { firewall, loginValues, numbersOf, signalling, uri } from './values';

const GUIDE = 'https://docs.vapi.ai/advanced/sip/sip-trunk';
const FIREWALL = 'https://docs.vapi.ai/advanced/sip/sip-networking';

/** What any carrier and any telephone system needs to know. Source: Vapi docs, SIP trunking and SIP networking. */
export const customSteps: StepsAtCarrier = {
  provision: (spec, login) => [
    ...access(spec, login),
    ...route(spec),
    {
      what: 'Firewall of the carrier or the telephone system: let this through in both directions',
      values: { ...firewall(spec), Codecs: 'G.711 µ-law (PCMU) first, then A-law (PCMA)' },
      link: FIREWALL,
    },
  ],
  addNumbers: route,
  remove: (spec): ManualStep[] => [
    { what: 'Carrier: send calls to these numbers elsewhere', values: { Numbers: numbersOf(spec) } },
    {
      what: "Carrier: take Vapi's addresses and its login away",
      values: { Addresses: signalling(spec, '/32') },
    },
  ],
  rotateLogin: (_, login) => [
    {
      what: 'Carrier: set this login, then take the one of before away. Vapi calls with it already',
      values: loginValues(login, { user: 'User name', password: 'Password' }),
    },
  ],
};

function access(spec: TrunkSpec, login: LoginChoice): ManualStep[] {
  const steps: ManualStep[] = [];
  if (spec.access !== 'login')
    steps.push({
      what: 'Carrier: let calls from Vapi in by these addresses',
      values: { Addresses: signalling(spec, '/32') },
      link: FIREWALL,
    });
  // A login that was given came from the carrier, which knows it.
  if (wantsLogin(spec) && login.kind !== 'given')
    steps.push({
      what: 'Carrier: let calls from Vapi in by this login (SIP digest)',
      values: loginValues(login, { user: 'User name', password: 'Password' }),
      link: GUIDE,
    });
  return steps;
}

function route(spec: TrunkSpec): ManualStep[] {
  return spec.numbers.map((number) => ({
    what: `Carrier: send calls to ${number.e164} to this address, with the number exactly in this form`,
    values: { 'SIP address': uri(spec, number) },
    link: GUIDE,
  }));
}
