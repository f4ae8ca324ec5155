import type { ManualStep } from '../../plan/plannedCall';
import type { TrunkSpec } from '../../spec';
import { wantsLogin, type LoginChoice } from './login';
import type { StepsAtCarrier } from './stepsAtCarrier';
import { host, loginValues, numbersOf, signalling } from './values';

const GUIDE = 'https://docs.vapi.ai/advanced/sip/plivo';

/** Plivo's product for SIP trunks is Zentrunk. Source: Vapi docs, Plivo; Plivo docs, Zentrunk. */
export const plivoSteps: StepsAtCarrier = {
  provision: (spec, login) => [
    ...outboundSteps(spec, login),
    {
      what: 'Plivo console: Zentrunk → Inbound Trunks → Origination URI → Create New IP URI',
      // Plivo puts the number that was called before it.
      values: { Name: spec.name, URI: `${host(spec)};transport=${spec.transport}` },
      link: GUIDE,
    },
    {
      what: 'Plivo console: Zentrunk → Inbound Trunks → Trunks → Create New Inbound Trunk',
      values: { 'Trunk Name': spec.name, 'Primary URI': spec.name },
      link: GUIDE,
    },
    ...attach(spec),
  ],
  addNumbers: attach,
  remove: (spec): ManualStep[] => [
    {
      what: 'Plivo console: Phone Numbers → each number: choose another application, so that callers are not lost',
      values: { Numbers: numbersOf(spec) },
    },
    {
      what: 'Plivo console: Zentrunk: delete the inbound trunk, its origination URI, the outbound trunk and its IP access control list or credential',
      values: { Name: spec.name },
    },
  ],
  rotateLogin: (spec, login) => [
    {
      what: 'Plivo console: Zentrunk → Outbound Trunks → Credentials: add this login to the trunk, then delete the one of before. Vapi calls with this login already',
      values: { Trunk: spec.name, ...loginValues(login, { user: 'Username', password: 'Password' }) },
    },
  ],
};

function outboundSteps(spec: TrunkSpec, login: LoginChoice): ManualStep[] {
  const byAddress = spec.access !== 'login';
  const byLogin = wantsLogin(spec);
  return [
    ...(byAddress
      ? [
          {
            what: 'Plivo console: Zentrunk → Outbound Trunks → IP Access Control List → Create New IP Group, with each address by itself',
            values: { Name: spec.name, 'IP Address List': signalling(spec, '/32') },
            link: GUIDE,
          },
        ]
      : []),
    ...(byLogin
      ? [
          {
            what: 'Plivo console: Zentrunk → Outbound Trunks → Credentials → create one',
            values: { Name: spec.name, ...loginValues(login, { user: 'Username', password: 'Password' }) },
          },
        ]
      : []),
    {
      what: 'Plivo console: Zentrunk → Outbound Trunks → Trunks → Create New Outbound Trunk. Its Termination SIP Domain is the Outbound Host here',
      values: {
        'Trunk Name': spec.name,
        ...(byAddress ? { 'IP Access Control List': spec.name } : {}),
        ...(byLogin ? { Credentials: spec.name } : {}),
      },
      link: GUIDE,
    },
  ];
}

function attach(spec: TrunkSpec): ManualStep[] {
  return spec.numbers.map(({ e164 }) => ({
    what: `Plivo console: Phone Numbers → ${e164}: send its calls to the inbound trunk`,
    values: { Application: 'Zentrunk', Zentrunk: spec.name },
    link: GUIDE,
  }));
}
