import { group } from '../../shared/form/collections';
import { onlyWhen, type Field } from '../../shared/form/field';
import { choice, flag, number, text } from '../../shared/form/fields';
import { section } from '../../shared/form/section';
import type { Change } from '../carriers/carrier';
import { MANUAL_CARRIERS } from './carrierProperty';
import { EDGE_OPTIONS } from './gatewayFields';

const region = choice({
  displayName: 'SIP Region',
  name: 'sipRegion',
  path: 'region',
  default: 'credential',
  closed: true,
  options: [
    { name: 'EU', value: 'eu' },
    { name: 'Region of the Vapi Credential', value: 'credential' },
    { name: 'US', value: 'us' },
  ],
  description: 'Needed where the Vapi credential has a base URL of its own',
});

const domain = text({
  displayName: 'Termination Domain',
  path: 'twilio.domain',
  name: 'terminationDomain',
  placeholder: 'e.g. acme-support.pstn.twilio.com',
  description:
    'Host of the trunk at Twilio, unique among all customers. Left out, one is derived from trunk name and account, so that it is found again.',
});

const moveFromOtherTrunk = flag({
  displayName: 'Move From Another Trunk',
  path: 'twilio.moveFromOtherTrunk',
  default: false,
  description: 'Whether a number may be taken off the trunk that it is on',
});

const secure = flag({
  displayName: 'Secure Trunking',
  path: 'twilio.secure',
  default: false,
  description: 'Whether Twilio insists on TLS and SRTP; needs the transport TLS',
});

const terminationEdge = (unchosen: string): Field =>
  choice({
    displayName: 'Termination Edge',
    path: 'twilio.terminationEdge',
    default: '',
    options: [{ name: unchosen, value: '' }, ...EDGE_OPTIONS],
    description: 'Place of Twilio that calls from Vapi go to',
  });

const transferMode = choice({
  displayName: 'Transfer Mode',
  path: 'twilio.transferMode',
  default: 'disable-all',
  closed: true,
  options: [
    { name: 'No Transfers', value: 'disable-all' },
    { name: 'To SIP Addresses and Phone Numbers', value: 'enable-all' },
    { name: 'To SIP Addresses Only', value: 'sip-only' },
  ],
  description: 'Whether Vapi may hand a call over by SIP REFER',
});

const useExistingTrunk = flag({
  displayName: 'Use Existing Trunk',
  name: 'useExistingTrunk',
  path: 'twilio.adoptTrunk',
  default: false,
  description: 'Whether a trunk of that domain may be used although it has another name',
});

const moveFromOtherConnection = flag({
  displayName: 'Move From Another Connection',
  path: 'telnyx.moveFromOtherConnection',
  default: false,
  description: 'Whether a number may be taken off the connection that it is on',
});

const registration = section(
  {
    displayName: 'SIP Registration',
    name: 'register',
    path: 'manual.register',
    description: 'For carriers that want SIP REGISTER',
  },
  [
    text({ displayName: 'Domain', path: 'domain', required: true, placeholder: 'e.g. sip.example.com' }),
    text({ displayName: 'Username', path: 'username', required: true }),
    text({ displayName: 'Realm', path: 'realm', required: true, placeholder: 'e.g. sip.example.com' }),
  ],
);

/** What has to be known of a carrier that is set up by hand. */
const ofOthers: Field[] = [
  flag({
    displayName: 'Leading Plus',
    path: 'manual.leadingPlus',
    default: true,
    description: 'Whether Vapi calls numbers with a plus sign; as the carrier wants it if left out',
  }),
  number({
    displayName: 'Outbound Port',
    path: 'manual.outboundPort',
    default: 5060,
    min: 1,
    max: 65535,
    description: 'That of the carrier and the transport if left out',
  }),
  registration,
  text({
    displayName: 'Tech Prefix',
    path: 'manual.techPrefix',
    placeholder: 'e.g. 1234#',
    description: 'Put in front of the number on outgoing calls',
  }),
];

/** The options of a form, by carrier; the region is needed wherever Vapi's addresses are. */
const options = ({
  twilio = [],
  telnyx = [],
  others = [],
}: Partial<Record<'twilio' | 'telnyx' | 'others', Field[]>>): Field<''> =>
  group({ displayName: 'Options', name: 'options', path: '', placeholder: 'Add Option' }, [
    region,
    ...onlyWhen({ '/carrier': ['twilio'] }, twilio),
    ...onlyWhen({ '/carrier': ['telnyx'] }, telnyx),
    ...onlyWhen({ '/carrier': MANUAL_CARRIERS }, others),
  ]);

/** What can be chosen besides where a trunk is made or checked. */
export const trunkOptions = options({
  twilio: [
    ...[domain, moveFromOtherTrunk, secure, terminationEdge("(Twilio's Own Choice)")],
    ...[transferMode, useExistingTrunk],
  ],
  telnyx: [moveFromOtherConnection],
  others: ofOthers,
});

/** The same for each change: only what has an effect on it. Everything else about the trunk stays as it is. */
export const changeOptions: Record<Change['kind'], Field<''>> = {
  addNumbers: options({
    twilio: [domain, moveFromOtherTrunk, useExistingTrunk],
    telnyx: [moveFromOtherConnection],
  }),
  changeEdges: options({ twilio: [domain, terminationEdge('(As It Is)'), useExistingTrunk] }),
  rotateLogin: options({ twilio: [domain, useExistingTrunk], others: [registration] }),
};

/** What it takes to find a trunk again. */
export const findOptions = options({ twilio: [domain] });
