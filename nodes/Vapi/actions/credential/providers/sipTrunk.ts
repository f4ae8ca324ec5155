import type { Vapi } from '@vapi-ai/server-sdk';
import { fail } from '../../../../shared/fail';
import { rows } from '../../../../shared/form/collections';
import type { Field } from '../../../../shared/form/field';
import { choice, flag, number, secretText, text } from '../../../../shared/form/fields';
import { asArray, asObject } from '../../../../shared/protocol/json';
import { provider } from './provider';

const gatewayRows = rows(
  {
    displayName: 'Gateways',
    path: 'gateways',
    row: 'Gateway',
    required: true,
    description:
      'Where calls come from and go to. They replace those of before all together. A host name works for outgoing calls only: switch off Inbound for it.',
  },
  [
    text({ displayName: 'Address', path: 'ip', required: true, placeholder: 'e.g. 203.0.113.10' }),
    flag({
      displayName: 'Inbound',
      path: 'inboundEnabled',
      default: false,
      description: 'Whether calls from this gateway are taken; needs an IPv4 address',
    }),
    number({
      displayName: 'Netmask',
      path: 'netmask',
      default: 32,
      min: 24,
      max: 32,
      description: 'For a range of addresses that calls come from: 24 to 32',
    }),
    flag({
      displayName: 'Options Ping',
      path: 'optionsPingEnabled',
      default: false,
      description: 'Whether Vapi checks with SIP OPTIONS that the gateway is there',
    }),
    flag({
      displayName: 'Outbound',
      path: 'outboundEnabled',
      default: true,
      description: 'Whether calls go out to this gateway',
    }),
    choice({
      displayName: 'Outbound Protocol',
      path: 'outboundProtocol',
      default: 'udp',
      options: [
        { name: 'TCP', value: 'tcp' },
        { name: 'TLS', value: 'tls' },
        { name: 'TLS with SRTP', value: 'tls/srtp' },
        { name: 'UDP', value: 'udp' },
      ],
    }),
    number({ displayName: 'Port', path: 'port', default: 5060, min: 1, max: 65535 }),
  ],
);

const IPV4 = /^(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)(?:\.(?!$)|$)){4}$/;

/** Vapi refuses a host name for incoming calls with "SIP gateway creation failed" (Vapi docs, troubleshooting). */
const gateways: Field<'gateways'> = {
  ...gatewayRows,
  read: (value, place) => {
    const list = gatewayRows.read(value, place);
    for (const { ip, inboundEnabled } of asArray(list).map(asObject))
      if (inboundEnabled !== false && !IPV4.test(String(ip)))
        throw fail(place.node, 'SIP_GATEWAY_HOST_INBOUND', String(ip), place.itemIndex);
    return list;
  },
};

/** Source: Vapi API reference, CreateByoSipTrunkCredentialDTO; vapi-api.md, f. */
export const sipTrunk = provider<Vapi.CreateByoSipTrunkCredentialDto>({
  name: 'SIP Trunk',
  value: 'byo-sip-trunk',
  description: 'A trunk of a carrier or of your own, for phone numbers of type BYO',
  own: [
    gateways,
    flag({
      displayName: 'Outbound Leading Plus',
      path: 'outboundLeadingPlusEnabled',
      default: false,
      description: 'Whether numbers are dialled with a plus sign: Twilio, Vonage and Zadarma need it',
    }),
  ],
  plan: {
    label: 'Outbound Authentication',
    optional: { preset: false },
    fields: [
      text({
        displayName: 'Outbound Username',
        path: 'outboundAuthenticationPlan.authUsername',
        description: 'For carriers that ask for a login on outgoing calls',
      }),
      secretText({ displayName: 'Outbound Password', path: 'outboundAuthenticationPlan.authPassword' }),
      text({
        displayName: 'Register Domain',
        path: 'outboundAuthenticationPlan.sipRegisterPlan.domain',
        name: 'registerDomain',
        description: 'For carriers that want SIP REGISTER; leave empty otherwise',
      }),
      text({
        displayName: 'Register Username',
        path: 'outboundAuthenticationPlan.sipRegisterPlan.username',
        name: 'registerUsername',
      }),
      text({
        displayName: 'Register Realm',
        path: 'outboundAuthenticationPlan.sipRegisterPlan.realm',
        name: 'registerRealm',
      }),
    ],
  },
  extra: [
    text({
      displayName: 'SIP Diversion Header',
      path: 'sipDiversionHeader',
      maxLength: 10000,
      description: 'Proves the number that calls come from, for trunks that want it',
    }),
    text({
      displayName: 'Tech Prefix',
      path: 'techPrefix',
      maxLength: 10000,
      description: 'Put in front of the number on outgoing calls',
    }),
  ],
});
