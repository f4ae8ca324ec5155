import type { Vapi } from '@vapi-ai/server-sdk';
import type { Field } from '../../../../shared/form/field';
import { secretText, text } from '../../../../shared/form/fields';
import { fallbackIndex, provider } from './provider';

const prefix = text({
  displayName: 'Path Prefix',
  path: 's3PathPrefix',
  default: 'recordings/',
  description: 'In front of the names of files; empty for none',
});

/** Vapi wants one, and an empty one is one. */
const s3PathPrefix: Field<'s3PathPrefix'> = {
  ...prefix,
  read: (value, place) => prefix.read(value, place) ?? '',
};

/** Source: Vapi API reference, CreateS3CredentialDTO. */
export const s3 = provider<Vapi.CreateS3CredentialDto>({
  name: 'Amazon S3',
  value: 's3',
  description: 'Storage for recordings and other artifacts of calls',
  own: [
    text({ displayName: 'Access Key ID', path: 'awsAccessKeyId', required: true }),
    secretText({ displayName: 'Secret Access Key', path: 'awsSecretAccessKey', required: true }),
    text({ displayName: 'Region', path: 'region', required: true, placeholder: 'e.g. eu-central-1' }),
    text({ displayName: 'Bucket', path: 's3BucketName', required: true }),
    s3PathPrefix,
  ],
  extra: [fallbackIndex],
});
