import type { Vapi } from '@vapi-ai/server-sdk';
import { fail } from '../../../../shared/fail';
import type { FieldPlace } from '../../../../shared/form/field';
import { secretText, text } from '../../../../shared/form/fields';
import { asText, type JsonObject } from '../../../../shared/protocol/json';
import { fallbackIndex, provider } from './provider';
import { secretJson } from './secretJson';

/** All are required. Source: Vapi API reference, GcpKey. */
const KEY_NAMES: ReadonlyArray<keyof Vapi.GcpKey> = [
  'type',
  'projectId',
  'privateKeyId',
  'privateKey',
  'clientEmail',
  'clientId',
  'authUri',
  'tokenUri',
  'authProviderX509CertUrl',
  'clientX509CertUrl',
  'universeDomain',
];

/** The name in the file that Google gives: `project_id` for `projectId`. */
function nameInFile(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/**
 * Google's key file in Vapi's words; one that is in Vapi's words already stays.
 *
 * @throws NodeOperationError with the names of what is missing, and no value
 */
export function gcpKeyOf(file: JsonObject, { node, itemIndex }: FieldPlace): JsonObject {
  const key: JsonObject = {};
  for (const name of KEY_NAMES) {
    // Older files lack the last one; this is its value unless Google runs a cloud of somebody's own.
    const otherwise = name === 'universeDomain' ? 'googleapis.com' : undefined;
    const value = asText(file[nameInFile(name)]) ?? asText(file[name]) ?? otherwise;
    if (value !== undefined) key[name] = value;
  }
  const missing = KEY_NAMES.filter((name) => !(name in key)).map(nameInFile);
  if (missing.length > 0) throw fail(node, 'GCP_KEY_INVALID', `it lacks ${missing.join(', ')}`, itemIndex);
  if (asText(file.type) !== 'service_account')
    throw fail(node, 'GCP_KEY_INVALID', 'its type is not service_account', itemIndex);
  return key;
}

/** Source: Vapi API reference, CreateGcpCredentialDTO. */
export const gcp = provider<Vapi.CreateGcpCredentialDto>({
  name: 'Google Cloud Storage',
  value: 'gcp',
  description: 'Storage for recordings and other artifacts of calls',
  own: [
    secretJson(
      {
        displayName: 'Service Account Key (JSON)',
        path: 'gcpKey',
        required: true,
        description: 'The whole content of the key file that Google Cloud gave you',
      },
      gcpKeyOf,
    ),
    text({ displayName: 'Region', path: 'region', maxLength: 40, placeholder: 'e.g. europe-west3' }),
  ],
  plan: {
    label: 'Bucket',
    optional: { preset: true },
    fields: [
      text({ displayName: 'Bucket', path: 'bucketPlan.name', name: 'bucketName', required: true }),
      text({ displayName: 'Bucket Region', path: 'bucketPlan.region', name: 'bucketRegion' }),
      text({
        displayName: 'HMAC Access Key',
        path: 'bucketPlan.hmacAccessKey',
        description: "Of the bucket's S3 interface (Cloud Storage, Settings, Interoperability)",
      }),
      secretText({ displayName: 'HMAC Secret', path: 'bucketPlan.hmacSecret' }),
      text({
        displayName: 'Bucket Path',
        path: 'bucketPlan.path',
        name: 'bucketPath',
        placeholder: 'e.g. recordings/',
      }),
    ],
  },
  extra: [fallbackIndex],
});
