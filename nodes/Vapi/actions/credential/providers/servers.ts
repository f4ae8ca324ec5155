import type { Vapi } from '@vapi-ai/server-sdk';
import type { Field } from '../../../../shared/form/field';
import { secretText, text } from '../../../../shared/form/fields';
import { authenticationFields, oauth2Fields } from './authentication';
import { provider } from './provider';

const plan = { label: 'Authentication', fields: authenticationFields };

const pem = text({
  displayName: 'Encryption Public Key (PEM)',
  path: 'encryptionPlan',
  rows: 4,
  placeholder: 'e.g. -----BEGIN PUBLIC KEY----- ...',
  description: 'With it Vapi encrypts fields that are marked as secret; RSA-OAEP with SHA-256',
});

/** Source: Vapi API reference, PublicKeyEncryptionPlan: its other fields have one value each. */
const encryptionPlan: Field<'encryptionPlan'> = {
  ...pem,
  read: (value, place) => {
    const given = pem.read(value, place);
    if (given === undefined) return undefined;
    return { type: 'public-key', algorithm: 'RSA-OAEP-256', publicKey: { format: 'spki-pem', pem: given } };
  },
};

/** Source: Vapi API reference, CreateCustomCredentialDTO. */
export const customCredential = provider<Vapi.CreateCustomCredentialDto>({
  name: 'Custom Credential',
  value: 'custom-credential',
  description: 'How Vapi proves itself to servers and tools, by their Credential ID',
  own: [],
  plan,
  extra: [encryptionPlan],
});

/** The older twin of the custom credential. Source: Vapi API reference, CreateWebhookCredentialDTO. */
export const webhook = provider<Vapi.CreateWebhookCredentialDto>({
  name: 'Webhook',
  value: 'webhook',
  description: 'The older form of a custom credential',
  own: [],
  plan,
});

const oauth2Type: Field<'authenticationPlan.type'> = {
  path: 'authenticationPlan.type',
  property: { displayName: 'OAuth2', name: 'customLlmPlanType', type: 'hidden', default: 'oauth2' },
  read: () => 'oauth2',
};

/** Source: Vapi API reference, CreateCustomLLMCredentialDTO. */
export const customLlm = provider<Vapi.CreateCustomLlmCredentialDto>({
  name: 'Custom LLM',
  value: 'custom-llm',
  description: 'The key that Vapi sends to a model of your own',
  own: [secretText({ displayName: 'API Key', path: 'apiKey', required: true })],
  plan: {
    label: 'OAuth2',
    optional: { preset: false },
    fields: [oauth2Type, ...oauth2Fields],
  },
});
