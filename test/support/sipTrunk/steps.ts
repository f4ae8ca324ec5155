/** Names of steps without the IDs of one run in them. */
export function stepName(step: string): string {
  return step
    .replace(/\b([A-Z]{2})[0-9a-f]{32}\b/g, '$1…')
    .replace(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, 'id…');
}

const ADDRESSES = [
  'twilio.addresses',
  'twilio.address.44.229.228.186',
  'twilio.address.44.238.177.138',
  'twilio.addresses.attached',
];
const LOGINS = ['twilio.logins', 'twilio.login', 'twilio.logins.attached'];

/**
 * Every step of every scenario, in order, by its title: a test for each is made from this. That it is what the plans
 * really have is tested, too.
 */
export const STEPS: Readonly<Record<string, readonly string[]>> = {
  'provision, by addresses': [
    ...['twilio.trunk', ...ADDRESSES, 'vapi.credential', 'vapi.number.+14155550142'],
    ...['twilio.origination', 'twilio.number.+14155550142.trunk'],
  ],
  'provision, by login': [
    ...['twilio.trunk', ...LOGINS, 'vapi.credential', 'vapi.number.+14155550142'],
    ...['twilio.origination', 'twilio.number.+14155550142.trunk'],
  ],
  'provision, by both, two numbers, EU': [
    ...['twilio.trunk', 'twilio.addresses', 'twilio.address.63.182.83.170', 'twilio.addresses.attached'],
    ...[...LOGINS, 'vapi.credential', 'vapi.number.+14155550142', 'vapi.number.+14155550143'],
    ...['twilio.origination', 'twilio.number.+14155550142.trunk', 'twilio.number.+14155550143.trunk'],
  ],
  'provision, with a number to buy': [
    ...['twilio.trunk', ...ADDRESSES, 'vapi.credential', 'twilio.number.+14155550177'],
    ...['vapi.number.+14155550177', 'twilio.origination', 'twilio.number.+14155550177.trunk'],
  ],
  'provision, with TLS, without a plus in Vapi': [
    ...['twilio.trunk', ...ADDRESSES, 'vapi.credential', 'vapi.number.+14155550142'],
    ...['twilio.origination', 'twilio.number.+14155550142.trunk'],
  ],
  'provision, with a number of another trunk': [
    ...['twilio.trunk', ...ADDRESSES, 'vapi.credential', 'vapi.number.+14155550142'],
    ...['vapi.number.+14155550143', 'twilio.origination'],
    ...['twilio.number.+14155550142.trunk', 'twilio.number.+14155550143.trunk'],
  ],
  'provision, on a trunk that is there': [
    ...[...ADDRESSES, 'vapi.credential', 'vapi.number.+14155550142'],
    ...['twilio.origination', 'twilio.number.+14155550142.trunk'],
  ],
  'provision, with a number of a voice application': [
    ...['twilio.trunk', ...ADDRESSES, 'vapi.credential', 'vapi.number.+14155550142'],
    ...['twilio.origination', 'twilio.number.+14155550142.trunk'],
  ],
  'by hand, custom, by login, two numbers': [
    ...['vapi.credential', 'vapi.number.+14155550142', 'vapi.number.+14155550143'],
    'vapi.credential.login',
  ],
  'by hand, DIDWW, by both': ['vapi.credential', 'vapi.number.+14155550142'],
  'change: rotate the login': ['twilio.login', 'vapi.credential.login', 'twilio.login.CR….delete'],
  'change: add a number': [
    ...['vapi.number.+14155550143', 'twilio.origination.change', 'twilio.number.+14155550143.trunk'],
  ],
  'change: other edges': ['vapi.credential.change'],
  'provision again, with other settings': [
    ...['twilio.trunk.change', 'twilio.logins', 'twilio.login', 'vapi.credential.change'],
    ...['vapi.credential.login', 'twilio.logins.attached', 'vapi.number.+14155550142.change'],
  ],
  'provision again, secure, with a second number': [
    ...['twilio.trunk.change', 'vapi.credential.change', 'vapi.number.+14155550143'],
    ...['twilio.origination.change', 'twilio.number.+14155550143.trunk'],
  ],
  'provision again, from addresses to a login': [
    ...['twilio.logins', 'twilio.login', 'vapi.credential.login', 'twilio.logins.attached'],
    'twilio.addresses.detached.AL…',
  ],
  'provision again, from a login to addresses': [...ADDRESSES, 'twilio.logins.detached.CL…'],
  'by hand, custom: add a number': ['vapi.number.+14155550143'],
  'by hand, custom: other networks': ['vapi.credential.change'],
  'by hand, custom: rotate the login': ['vapi.credential.login'],
  'by hand, DIDWW: another login of the carrier': ['vapi.credential.login'],
  'remove, by both': [
    ...['twilio.number.+14155550142.trunk', 'twilio.number.+14155550143.trunk'],
    ...['vapi.number.id…', 'vapi.number.id…', 'twilio.origination.OU…'],
    ...['twilio.addresses.detached.AL…', 'twilio.logins.detached.CL…', 'twilio.trunk.TK…'],
    ...['twilio.addresses.AL…', 'twilio.logins.CL…', 'vapi.credential.id…'],
  ],
  'remove, with its number released': [
    ...['twilio.number.+14155550177.trunk', 'vapi.number.id…', 'twilio.origination.OU…'],
    ...['twilio.addresses.detached.AL…', 'twilio.trunk.TK…', 'twilio.addresses.AL…'],
    ...['vapi.credential.id…', 'twilio.number.+14155550177.release'],
  ],
  'by hand, custom: remove': ['vapi.number.id…', 'vapi.number.id…', 'vapi.credential.id…'],
};
