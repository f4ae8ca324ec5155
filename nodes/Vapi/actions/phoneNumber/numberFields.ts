import type { Vapi } from '@vapi-ai/server-sdk';
import { fail } from '../../../shared/fail';
import { checkedSipUri } from '../../../shared/form/destinations';
import type { Field, FieldPlace } from '../../../shared/form/field';
import { flag, pick, secretText, text } from '../../../shared/form/fields';
import type { FieldOf } from '../../../shared/form/form';
import { section } from '../../../shared/form/section';
import { isTrunkNumber, toE164 } from '../../../shared/phone';

/** Every field of a phone number, whatever its provider. */
export type AnyPhoneNumber = Vapi.CreateByoPhoneNumberDto &
  Vapi.CreateTwilioPhoneNumberDto &
  Vapi.CreateVapiPhoneNumberDto;

export type PhoneField = FieldOf<AnyPhoneNumber>;

/** @throws NodeOperationError for what is not in E.164 */
export function e164(given: unknown, { node, itemIndex }: FieldPlace): string {
  const number = toE164(String(given));
  if (number === undefined) throw fail(node, 'PHONE_NOT_E164', String(given), itemIndex);
  return number;
}

/**
 * A number without the E.164 check of Vapi.
 *
 * @throws NodeOperationError for what Vapi would refuse
 */
export function trunkNumber(given: unknown, { node, itemIndex }: FieldPlace): string {
  const number = String(given).trim();
  if (isTrunkNumber(number)) return number;
  throw fail(node, 'SIP_NUMBER_INVALID', number, itemIndex);
}

export const areaCode: PhoneField = checked(
  text({
    displayName: 'Area Code',
    name: 'areaCode',
    path: 'numberDesiredAreaCode',
    placeholder: 'e.g. 415',
    description: 'Of the USA; Vapi takes any without it',
  }),
  (given, { node, itemIndex }) => {
    if (!/^\d{3}$/.test(given)) throw fail(node, 'AREA_CODE_INVALID', given, itemIndex);
    return given;
  },
);

export const sipUri = (required: boolean): PhoneField =>
  checked(
    text({
      displayName: 'SIP Address',
      name: 'sipUri',
      path: 'sipUri',
      required,
      placeholder: 'e.g. sip:front-desk@sip.vapi.ai',
      description: 'In the EU region it ends in @sip.eu.vapi.ai',
    }),
    checkedSipUri,
  );

/** Source: OpenAPI SipAuthentication. */
const login = (label: string, name: string, secret: boolean): Field =>
  checked(
    (secret ? secretText : text)({
      displayName: label,
      path: name,
      required: true,
      description: '20 to 40 characters',
    }),
    (given, { node, itemIndex }) => {
      if (given.length >= 20 && given.length <= 40) return given;
      throw fail(node, 'SIP_LOGIN_LENGTH', `${label} has ${given.length} characters`, itemIndex);
    },
  );

export const sipAuthentication: PhoneField = section(
  {
    displayName: 'SIP Authentication',
    path: 'authentication',
    description: 'What callers have to prove; without it anyone who knows the address may call',
  },
  [
    login('User Name', 'username', false),
    login('Password', 'password', true),
    text({
      displayName: 'Realm',
      path: 'realm',
      placeholder: 'e.g. sip.vapi.ai',
      description: 'The SIP host of the Vapi region where nothing is set',
    }),
  ],
);

export const smsEnabled: PhoneField = flag({
  displayName: 'SMS Through Vapi',
  name: 'smsEnabled',
  path: 'smsEnabled',
  default: false,
  description:
    'Whether Vapi puts its own URL for text messages into the Twilio number, as it does where nothing is set',
});

export const e164Check: PhoneField = flag({
  displayName: 'Check Number',
  name: 'numberE164CheckEnabled',
  path: 'numberE164CheckEnabled',
  default: false,
  description:
    'Whether Vapi wants the number in E.164 format. Leave it off for extensions, and for carriers that send numbers without a plus.',
});

export const credential = (required: boolean): PhoneField =>
  pick(
    {
      displayName: 'Credential',
      name: 'credentialId',
      path: 'credentialId',
      required,
      description: 'In Vapi: the SIP trunk, or the account of Vonage or Telnyx',
    },
    'searchVapiCredentials',
  );

export const twilioAccountSid = (required: boolean): PhoneField =>
  text({
    displayName: 'Twilio Account SID',
    name: 'twilioAccountSid',
    path: 'twilioAccountSid',
    required,
    placeholder: 'e.g. AC0123456789abcdef0123456789abcdef',
  });

export const twilioAuthToken = (required: boolean): PhoneField =>
  secretText({
    displayName: 'Twilio Auth Token',
    name: 'twilioAuthToken',
    path: 'twilioAuthToken',
    required,
  });

export const twilioApiKey = (required: boolean): PhoneField[] => [
  secretText({ displayName: 'Twilio API Key', name: 'twilioApiKey', path: 'twilioApiKey', required }),
  secretText({
    displayName: 'Twilio API Secret',
    name: 'twilioApiSecret',
    path: 'twilioApiSecret',
    required,
  }),
];

/** A text field whose value is looked at once more. */
export function checked<P extends string>(
  field: Field<P>,
  check: (given: string, place: FieldPlace) => string,
): Field<P> {
  return {
    ...field,
    read: (value, place) => {
      const given = field.read(value, place);
      return given === undefined ? undefined : check(String(given).trim(), place);
    },
  };
}
