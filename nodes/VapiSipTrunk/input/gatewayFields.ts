import { onlyWhen, type Field } from '../../shared/form/field';
import { choices, text } from '../../shared/form/fields';
import { written } from '../../shared/fields/textOf';
import { TWILIO_EDGES } from '../presets/twilioEdges';
import { MANUAL_CARRIERS } from './carrierProperty';

/** Names of Twilio's edges for the editor, in the order of the alphabet. */
export const EDGE_OPTIONS = Object.entries(TWILIO_EDGES)
  .map(([value, { name }]) => ({ name: `${name}: ${value}`, value }))
  .sort((a, b) => a.name.localeCompare(b.name));

/** Twilio asks to let in all of them: calls come from another edge when one is down. */
export const edgesField = choices({
  displayName: 'Edges',
  path: 'twilio.edges',
  default: Object.keys(TWILIO_EDGES),
  options: EDGE_OPTIONS,
  description:
    'Places of Twilio whose calls Vapi lets in; from all others they are refused with SIP 401. Calls come from another place when one is down.',
});

export const networksField: Field<'manual.inboundNetworks'> = {
  ...text({
    displayName: 'Inbound Networks',
    path: 'manual.inboundNetworks',
    placeholder: 'e.g. 203.0.113.10, 203.0.113.16/28',
    description:
      'Addresses and networks that the calls of the carrier come from, separated by commas; netmask 24 to 32. Left empty, those that are known of the carrier.',
  }),
  read: (value) => (Array.isArray(value) ? value.map(written) : value),
};

const hostField = text({
  displayName: 'Outbound Host',
  path: 'manual.outboundHost',
  placeholder: 'e.g. sip.example.com',
  description: 'Where Vapi sends calls to: a host name or an IPv4 address. Left empty, that of the carrier.',
});

/** Where calls come from and go to. */
export const gatewayFields: Field[] = [
  ...onlyWhen({ carrier: ['twilio'] }, [edgesField]),
  ...onlyWhen({ carrier: MANUAL_CARRIERS }, [hostField, networksField]),
];
