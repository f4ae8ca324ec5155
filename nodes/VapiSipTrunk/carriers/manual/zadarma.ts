import type { ManualStep } from '../../plan/plannedCall';
import type { TrunkSpec } from '../../spec';
import type { StepsAtCarrier } from './stepsAtCarrier';
import { uri } from './values';

const GUIDE = 'https://docs.vapi.ai/advanced/sip/zadarma';

/** Source: Vapi docs, Zadarma. */
export const zadarmaSteps: StepsAtCarrier = {
  provision: (spec, login) => [
    ...(login.kind === 'missing'
      ? [
          {
            what: 'Zadarma: Settings → SIP settings: read the SIP number and its password, and fill them in here under Login',
            values: { 'Login: user name': 'SIP number', 'Login: password': 'password of the SIP number' },
            link: GUIDE,
          },
        ]
      : []),
    ...route(spec),
  ],
  addNumbers: route,
  remove: (spec) =>
    spec.numbers.map(({ e164 }) => ({
      what: `Zadarma: Settings → Virtual phone numbers → gear of ${e164} → External server: switch it off`,
      values: { 'External server (SIP URI)': 'off' },
    })),
  rotateLogin: () => [
    {
      what: 'Zadarma: nothing is left to do, the new password of the SIP number is in Vapi',
      values: {},
    },
  ],
};

function route(spec: TrunkSpec): ManualStep[] {
  return spec.numbers.map((number) => ({
    what: `Zadarma: Settings → Virtual phone numbers → gear of ${number.e164} → External server`,
    // The field takes the address without its scheme.
    values: { 'External server (SIP URI)': uri(spec, number).replace(/^sip:/, '') },
    link: GUIDE,
  }));
}
