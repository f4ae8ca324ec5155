import { fail } from '../../../shared/fail';
import { text } from '../../../shared/form/fields';
import { formFor } from '../../../shared/form/form';
import { controlOperation } from './controlOperation';

const form = formFor([
  text({
    displayName: 'Keys',
    path: 'digits',
    name: 'digits',
    required: true,
    placeholder: 'e.g. 1234#',
    description: 'Up to 32 of the digits, *, # and A to D, pressed one after the other',
  }),
]);

/** A message of the bridge alone: it plays the tones itself. */
export const sendDtmf = controlOperation(
  {
    name: 'Send DTMF',
    value: 'sendDtmf',
    action: 'Press keys in a session of the bridge',
    description: 'Let the other side of the line hear the tones of keys, for example in a telephone menu',
  },
  form.properties,
  (context, itemIndex) => {
    const digits = String(form.read(context, itemIndex).digits).replace(/\s/g, '').toUpperCase();
    if (/^[0-9A-D*#]{1,32}$/.test(digits)) return { type: 'dtmf', digits };
    throw fail(context.getNode(), 'BRIDGE_DTMF_INVALID', digits, itemIndex);
  },
);
