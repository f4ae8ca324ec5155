import { onlyWhen, type Field, type FieldSpec } from '../../shared/form/field';
import { choice, choices, text } from '../../shared/form/fields';
import { AUTOMATIC_CARRIERS, MANUAL_CARRIERS } from './carrierProperty';
import { written } from '../../shared/fields/textOf';

const LABEL: FieldSpec<'numbers'> = { displayName: 'Phone Numbers', name: 'phoneNumbers', path: 'numbers' };

/** A list as an expression may give it, or the text as it is: both are taken apart later. */
const typedNumbers: Field<'numbers'> = {
  ...text({
    ...LABEL,
    placeholder: 'e.g. +14155550123, +14155550124',
    description:
      'One or several, separated by commas, in E.164 format: plus sign, country code, number. An expression may give a list.',
  }),
  read: (value) => (Array.isArray(value) ? value.map(written) : value),
};

const chosenNumbers = choices({
  ...LABEL,
  options: [],
  description:
    'Numbers of the Twilio account. An expression may give one or a list in E.164 format, such as +14155550123.',
});

/** Chosen from the account at Twilio, typed elsewhere. */
const numbers: Field[] = [
  ...onlyWhen({ carrier: ['twilio'] }, [
    {
      ...chosenNumbers,
      property: {
        ...chosenNumbers.property,
        options: undefined,
        typeOptions: { loadOptionsMethod: 'getTwilioNumbers' },
      },
    },
  ]),
  ...onlyWhen({ carrier: ['telnyx', ...MANUAL_CARRIERS] }, [typedNumbers]),
];

const USUAL = {
  name: 'As Usual for the Carrier',
  value: 'carrier',
  description: 'See the documentation of this node',
};
const WITH_PLUS = { name: 'With Plus', value: 'withPlus', description: 'Such as +14155550123' };
const WITHOUT_PLUS = { name: 'Without Plus', value: 'withoutPlus', description: 'Such as 14155550123' };
const AS_TYPED = {
  name: 'As Typed Above',
  value: 'asTyped',
  description: 'For national numbers and extensions, exactly as the carrier sends them',
};

const format = (options: (typeof USUAL)[]): Field<'numberFormat'> =>
  choice({
    displayName: 'Number Format in Vapi',
    name: 'numberFormat',
    path: 'numberFormat',
    default: 'carrier',
    closed: true,
    options,
    description:
      'How the carrier writes the called number in the SIP address. Vapi has to have stored it in the same way, or calls end with SIP 404.',
  });

/** Which numbers are on the trunk, and how they are written. */
export const numberFields: Field[] = [
  ...numbers,
  ...onlyWhen({ carrier: AUTOMATIC_CARRIERS }, [format([USUAL, WITH_PLUS, WITHOUT_PLUS])]),
  ...onlyWhen({ carrier: MANUAL_CARRIERS }, [format([USUAL, AS_TYPED, WITH_PLUS, WITHOUT_PLUS])]),
];
