import { onlyWhen, type Field } from '../../shared/form/field';
import { choice, secretText, text } from '../../shared/form/fields';
import { MANUAL_CARRIERS } from './carrierProperty';

const access = choice({
  displayName: 'Access',
  path: 'access',
  default: 'carrier',
  closed: true,
  options: [
    { name: 'As Usual for the Carrier', value: 'carrier' },
    { name: 'Both', value: 'both', description: 'A login, and only from the addresses of Vapi' },
    { name: 'Login', value: 'login', description: 'User name and password' },
    {
      name: 'Vapi Addresses',
      value: 'addresses',
      description: 'Calls from the SIP addresses of Vapi are let in',
    },
  ],
  description: 'How the carrier knows that a call comes from your Vapi organisation',
});

/** How calls are let in at the carrier. Telnyx has one way only. */
export const accessFields: Field[] = onlyWhen({ carrier: ['twilio', ...MANUAL_CARRIERS] }, [access]);

export const transportField = choice({
  displayName: 'Transport',
  path: 'transport',
  default: 'udp',
  closed: true,
  options: [
    { name: 'TCP', value: 'tcp' },
    { name: 'TLS', value: 'tls', description: 'Signalling is encrypted' },
    { name: 'UDP', value: 'udp', description: 'Works at every carrier' },
  ],
  description: 'How SIP messages travel in both directions',
});

/** What the carrier gave to log in with. */
export const loginFields: Field[] = onlyWhen({ carrier: MANUAL_CARRIERS }, [
  text({
    displayName: 'Login Username',
    name: 'loginUsername',
    path: 'manual.username',
    description:
      'As the carrier gave it. Left empty, one is made up that you set at the carrier, if a login is needed.',
  }),
  secretText({ displayName: 'Login Password', name: 'loginPassword', path: 'manual.password' }),
]);
