import { fail } from '../../../shared/fail';
import {
  defaultCountryFrom,
  defaultCountryProperty,
  phoneNumberFrom,
} from '../../../shared/fields/phoneNumber';
import { group } from '../../../shared/form/collections';
import { checkedSipUri, spokenBefore } from '../../../shared/form/destinations';
import { onlyWhen } from '../../../shared/form/field';
import { choice, json, number, text } from '../../../shared/form/fields';
import { formFor } from '../../../shared/form/form';
import { toE164 } from '../../../shared/phone';
import { asObject, asText, type JsonObject } from '../../../shared/protocol/json';
import { controlOperation } from './controlOperation';

const form = formFor([
  choice({
    displayName: 'Transfer To',
    path: 'destination.type',
    closed: true,
    default: 'number',
    options: [
      { name: 'Phone Number', value: 'number' },
      { name: 'SIP Address', value: 'sip' },
    ],
  }),
  ...onlyWhen({ type: ['number'] }, [
    text({
      displayName: 'Number to Dial',
      path: 'destination.number',
      required: true,
      placeholder: 'e.g. +14155550123',
      description: 'In E.164 format: plus sign, country code, number',
    }),
  ]),
  ...onlyWhen({ type: ['sip'] }, [
    text({
      displayName: 'SIP Address',
      path: 'destination.sipUri',
      required: true,
      placeholder: 'e.g. sip:support@pbx.example.com',
    }),
  ]),
  group({ displayName: 'Additional Fields', name: 'additionalFields', path: '' }, [
    text({
      displayName: 'Caller ID',
      path: 'destination.callerId',
      placeholder: 'e.g. +14155550100',
      description: 'The number that the called party sees, one that your carrier allows',
    }),
    {
      path: 'defaultCountry',
      property: defaultCountryProperty,
      read: (value, { node, itemIndex }) => defaultCountryFrom(node, value, itemIndex),
    },
    { ...spokenBefore, path: 'destination.message' },
    number({
      displayName: 'Ringing Time (Seconds)',
      path: 'destination.timeoutSeconds',
      name: 'timeoutSeconds',
      default: 25,
      min: 5,
      max: 600,
      description: 'How long it rings before the caller comes back to the assistant',
    }),
    text({
      displayName: 'Words to Called Party',
      path: 'destination.whisper',
      rows: 2,
      description: 'Said to whoever answers, before the two are connected',
    }),
    json({
      displayName: 'More Fields (JSON)',
      name: 'moreFields',
      path: '',
      description:
        'Fields of the message that this form lacks, such as { "destination": { … } }; merged last',
    }),
  ]),
]);

/** The bridge itself does this at the carrier: Vapi has no leg of its own there. */
export const transfer = controlOperation(
  {
    name: 'Transfer',
    value: 'transfer',
    action: 'Transfer a session of the bridge to a phone number or SIP address',
    description:
      'Connect the caller to a human at the carrier. If nobody answers, the caller comes back to the assistant. The carrier may charge for the second call.',
  },
  form.properties,
  (context, itemIndex) => {
    const node = context.getNode();
    const { defaultCountry, ...message } = form.read(context, itemIndex);
    const country = String(defaultCountry ?? '');
    const destination: JsonObject = { ...asObject(message.destination) };
    if (destination.type === 'number') {
      const naming = { field: 'Number to Dial', country, itemIndex };
      destination.number = phoneNumberFrom(node, destination.number, naming);
    }
    if (destination.type === 'sip') {
      const place = { node, itemIndex, timezone: context.getTimezone() };
      destination.sipUri = checkedSipUri(String(destination.sipUri), place);
    }
    const shown = asText(destination.callerId);
    if (shown !== undefined) {
      destination.callerId = toE164(shown, country);
      if (destination.callerId === undefined) throw fail(node, 'CALLER_ID_INVALID', shown, itemIndex);
    }
    return { type: 'transfer', ...message, destination };
  },
);
