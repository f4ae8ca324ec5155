import type { Provider } from './provider';
import { text } from '../../../../shared/form/fields';
import { secretJson } from './secretJson';

/** Value of the provider choice, replaced by what the builder writes. */
export const OTHER = 'other';

/** Any provider that has no form here, such as the keys of model and voice providers. */
export const other: Provider = {
  name: 'Other (JSON)',
  value: OTHER,
  description: 'Any other provider of Vapi, such as openai or 11labs',
  own: [
    text({
      displayName: 'Provider Name',
      path: 'provider',
      name: 'providerName',
      required: true,
      placeholder: 'e.g. openai',
      description: 'As Vapi calls it',
    }),
    secretJson({
      displayName: 'Fields (JSON)',
      path: '',
      name: 'providerFields',
      placeholder: 'e.g. { "apiKey": "..." }',
      description: "The fields of the credential as in Vapi's API reference",
    }),
  ],
};
