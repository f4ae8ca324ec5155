import type { Vapi } from '@vapi-ai/server-sdk';
import { onlyWhen, type Field } from '../../../../shared/form/field';
import { choice, secretText, text } from '../../../../shared/form/fields';
import { provider } from './provider';

const twilioLogin: Field<''> = {
  ...choice({
    displayName: 'Log In With',
    path: '',
    name: 'twilioLogin',
    default: 'apiKey',
    options: [
      { name: 'API Key', value: 'apiKey' },
      { name: 'Auth Token', value: 'authToken' },
    ],
  }),
  read: () => undefined,
};

/** Source: Vapi API reference, CreateTwilioCredentialDTO. */
export const twilio = provider<Vapi.CreateTwilioCredentialDto>({
  name: 'Twilio',
  value: 'twilio',
  description: 'For numbers that are imported from Twilio',
  own: [
    text({
      displayName: 'Account SID',
      path: 'accountSid',
      required: true,
      placeholder: 'e.g. AC0123456789abcdef0123456789abcdef',
    }),
  ],
  plan: {
    label: 'Login',
    fields: [
      twilioLogin,
      ...onlyWhen({ twilioLogin: ['authToken'] }, [
        secretText({ displayName: 'Auth Token', path: 'authToken', required: true }),
      ]),
      ...onlyWhen({ twilioLogin: ['apiKey'] }, [
        secretText({ displayName: 'API Key SID', path: 'apiKey', required: true }),
        secretText({ displayName: 'API Key Secret', path: 'apiSecret', required: true }),
      ]),
    ],
  },
});

/** Source: Vapi API reference, CreateVonageCredentialDTO. */
export const vonage = provider<Vapi.CreateVonageCredentialDto>({
  name: 'Vonage',
  value: 'vonage',
  description: 'For numbers that are imported from Vonage',
  own: [
    secretText({ displayName: 'API Key', path: 'apiKey', required: true }),
    secretText({ displayName: 'API Secret', path: 'apiSecret', required: true }),
  ],
});
