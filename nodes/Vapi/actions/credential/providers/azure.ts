import type { Vapi } from '@vapi-ai/server-sdk';
import { choice, secretText, text } from '../../../../shared/form/fields';
import { fallbackIndex, provider } from './provider';

/** Source: Vapi API reference, CreateAzureCredentialDTO. */
export const azure = provider<Vapi.CreateAzureCredentialDto>({
  name: 'Azure',
  value: 'azure',
  description: 'Blob storage for recordings, or the speech service',
  own: [
    choice({
      displayName: 'Service',
      path: 'service',
      default: 'blob_storage',
      options: [
        { name: 'Blob Storage', value: 'blob_storage' },
        { name: 'Speech', value: 'speech' },
      ],
    }),
    text({ displayName: 'Region', path: 'region', placeholder: 'e.g. westeurope' }),
    secretText({
      displayName: 'API Key',
      path: 'apiKey',
      description: 'Of the speech service; not needed for blob storage',
    }),
  ],
  plan: {
    label: 'Container',
    when: { service: ['blob_storage'] },
    fields: [
      secretText({ displayName: 'Connection String', path: 'bucketPlan.connectionString', required: true }),
      text({ displayName: 'Container', path: 'bucketPlan.containerName', required: true }),
      text({
        displayName: 'Container Path',
        path: 'bucketPlan.path',
        name: 'bucketPath',
        placeholder: 'e.g. recordings/',
      }),
    ],
  },
  extra: [fallbackIndex],
});
