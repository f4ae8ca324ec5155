import { fail } from '../../../../shared/fail';
import type { Field } from '../../../../shared/form/field';
import { text } from '../../../../shared/form/fields';
import { toE164 } from '../../../../shared/phone';
import { optionalFunction } from './optionalFunction';
import type { ToolForm } from './toolForm';

const fromText = text({
  displayName: 'From Number',
  name: 'fromNumber',
  path: 'metadata.from',
  placeholder: 'e.g. +14155550123',
  description: 'The Twilio number that sends the message',
});

/** Source: Vapi docs, default tools; the OpenAPI does not have it. */
const from: Field = {
  ...fromText,
  read: (value, place) => {
    const given = fromText.read(value, place);
    if (given === undefined) return undefined;
    const number = toE164(String(given));
    if (number === undefined) throw fail(place.node, 'PHONE_NOT_E164', String(given), place.itemIndex);
    return number;
  },
};

/** Source: OpenAPI CreateSmsToolDTO. */
export const smsTool: ToolForm = {
  type: 'sms',
  name: 'SMS',
  description: 'Sends a text message through Twilio',
  messages: 'waiting',
  main: () => [],
  more: [from, ...optionalFunction],
};
