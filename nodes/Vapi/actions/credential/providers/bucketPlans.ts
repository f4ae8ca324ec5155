import type { Vapi } from '@vapi-ai/server-sdk';
import { secretText, text } from '../../../../shared/form/fields';
import { fallbackIndex, provider } from './provider';

const path = text({
  displayName: 'Bucket Path',
  path: 'bucketPlan.path',
  name: 'bucketPath',
  placeholder: 'e.g. recordings/',
  description: 'A folder in the bucket; its root if left empty',
});

const bucketName = text({
  displayName: 'Bucket',
  path: 'bucketPlan.name',
  name: 'bucketName',
  required: true,
});

const accessKeyId = text({ displayName: 'Access Key ID', path: 'bucketPlan.accessKeyId', required: true });

const secretAccessKey = secretText({
  displayName: 'Secret Access Key',
  path: 'bucketPlan.secretAccessKey',
  required: true,
});

/** Source: Vapi API reference, CreateS3CompatibleCredentialDTO. */
export const s3Compatible = provider<Vapi.CreateS3CompatibleCredentialDto>({
  name: 'S3-Compatible Storage',
  value: 's3-compatible',
  description: 'Such as MinIO, Ceph or Backblaze B2',
  own: [],
  plan: {
    label: 'Bucket',
    fields: [
      text({
        displayName: 'Endpoint URL',
        path: 'bucketPlan.url',
        name: 'bucketUrl',
        required: true,
        placeholder: 'e.g. https://s3.example.com',
        description: 'Public, with https',
      }),
      text({
        displayName: 'Bucket Region',
        path: 'bucketPlan.region',
        name: 'bucketRegion',
        required: true,
        default: 'us-east-1',
        maxLength: 64,
        description: 'Most stores accept us-east-1',
      }),
      accessKeyId,
      secretAccessKey,
      bucketName,
      path,
    ],
  },
  extra: [fallbackIndex],
});

/** Source: Vapi API reference, CreateCloudflareCredentialDTO. */
export const cloudflare = provider<Vapi.CreateCloudflareCredentialDto>({
  name: 'Cloudflare R2',
  value: 'cloudflare',
  description: 'Storage for recordings and other artifacts of calls',
  own: [],
  plan: {
    label: 'Bucket',
    fields: [
      text({
        displayName: 'R2 URL',
        path: 'bucketPlan.url',
        name: 'bucketUrl',
        required: true,
        placeholder: 'e.g. https://0123456789abcdef.r2.cloudflarestorage.com',
      }),
      accessKeyId,
      secretAccessKey,
      bucketName,
      path,
    ],
  },
  extra: [
    text({ displayName: 'Account Email', path: 'accountEmail', placeholder: 'e.g. ops@example.com' }),
    text({ displayName: 'Account ID', path: 'accountId' }),
    secretText({ displayName: 'API Key', path: 'apiKey' }),
    fallbackIndex,
  ],
});

/** Source: Vapi API reference, CreateSupabaseCredentialDTO. */
export const supabase = provider<Vapi.CreateSupabaseCredentialDto>({
  name: 'Supabase',
  value: 'supabase',
  description: 'Storage for recordings and other artifacts of calls',
  own: [],
  plan: {
    label: 'Bucket',
    fields: [
      text({
        displayName: 'S3 URL',
        path: 'bucketPlan.url',
        name: 'bucketUrl',
        required: true,
        placeholder: 'e.g. https://project.supabase.co/storage/v1/s3',
      }),
      text({
        displayName: 'Bucket Region',
        path: 'bucketPlan.region',
        name: 'bucketRegion',
        required: true,
        placeholder: 'e.g. eu-central-1',
        description: 'Of the Supabase project',
      }),
      accessKeyId,
      secretAccessKey,
      bucketName,
      path,
    ],
  },
  extra: [fallbackIndex],
});
