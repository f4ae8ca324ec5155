import { group } from '../../../../shared/form/collections';
import { onlyWhen, type Field } from '../../../../shared/form/field';
import { choice, flag, secretText, text } from '../../../../shared/form/fields';

type OAuth2Field = Field<`authenticationPlan.${'url' | 'clientId' | 'clientSecret' | 'scope'}`>;

type PlanField =
  | OAuth2Field
  | Field<'authenticationPlan'>
  | Field<`authenticationPlan.${'type' | 'token' | 'headerName' | 'bearerPrefixEnabled'}`>
  | Field<`authenticationPlan.${'secretKey' | 'algorithm'}`>;

/** Source: Vapi API reference, OAuth2AuthenticationPlan. */
export const oauth2Fields: OAuth2Field[] = [
  text({
    displayName: 'Token URL',
    path: 'authenticationPlan.url',
    name: 'tokenUrl',
    required: true,
    placeholder: 'e.g. https://auth.example.com/oauth/token',
  }),
  text({ displayName: 'Client ID', path: 'authenticationPlan.clientId', required: true }),
  secretText({ displayName: 'Client Secret', path: 'authenticationPlan.clientSecret', required: true }),
  text({ displayName: 'Scope', path: 'authenticationPlan.scope', maxLength: 1000 }),
];

/** Source: Vapi API reference, BearerAuthenticationPlan. */
const bearerFields: PlanField[] = [
  secretText({ displayName: 'Token', path: 'authenticationPlan.token', required: true }),
  text({
    displayName: 'Header Name',
    path: 'authenticationPlan.headerName',
    placeholder: 'e.g. Authorization',
    description: 'Authorization if left empty',
  }),
  flag({
    displayName: 'Bearer Prefix',
    path: 'authenticationPlan.bearerPrefixEnabled',
    default: true,
    description: 'Whether the header begins with "Bearer "',
  }),
];

/** Source: Vapi API reference, HMACAuthenticationPlan. */
const hmacFields: PlanField[] = [
  secretText({ displayName: 'Secret Key', path: 'authenticationPlan.secretKey', required: true }),
  choice({
    displayName: 'Algorithm',
    path: 'authenticationPlan.algorithm',
    default: 'sha256',
    options: [
      { name: 'SHA-1', value: 'sha1' },
      { name: 'SHA-256', value: 'sha256' },
      { name: 'SHA-512', value: 'sha512' },
    ],
  }),
  group(
    {
      displayName: 'HMAC Options',
      name: 'hmacOptions',
      path: 'authenticationPlan',
      placeholder: 'Add Option',
    },
    [
      flag({
        displayName: 'Include Timestamp',
        path: 'includeTimestamp',
        default: true,
        description: 'Whether the signature covers a time stamp',
      }),
      text({ displayName: 'Message ID Header', path: 'messageIdHeader', placeholder: 'e.g. svix-id' }),
      text({
        displayName: 'Payload Format',
        path: 'payloadFormat',
        default: '{timestamp}.{body}',
        description:
          'What is signed; body, timestamp, method, url and svix-id can stand in it, each in braces',
      }),
      flag({
        displayName: 'Secret Is Base64',
        path: 'secretIsBase64',
        default: true,
        description: 'Whether the secret key is decoded from Base64 first',
      }),
      choice({
        displayName: 'Signature Encoding',
        path: 'signatureEncoding',
        default: 'hex',
        options: [
          { name: 'Base64', value: 'base64' },
          { name: 'Hex', value: 'hex' },
        ],
      }),
      text({ displayName: 'Signature Header', path: 'signatureHeader', default: 'x-signature' }),
      text({ displayName: 'Signature Prefix', path: 'signaturePrefix', placeholder: 'e.g. sha256=' }),
      text({ displayName: 'Timestamp Header', path: 'timestampHeader', default: 'x-timestamp' }),
    ],
  ),
];

/** How Vapi proves itself to a server, by all schemes. */
export const authenticationFields: PlanField[] = [
  choice({
    displayName: 'Authentication',
    path: 'authenticationPlan.type',
    name: 'authenticationType',
    default: 'bearer',
    options: [
      { name: 'Bearer Token', value: 'bearer' },
      { name: 'HMAC Signature', value: 'hmac' },
      { name: 'OAuth2 (Client Credentials)', value: 'oauth2' },
    ],
  }),
  ...onlyWhen<PlanField>({ authenticationType: ['bearer'] }, bearerFields),
  ...onlyWhen<PlanField>({ authenticationType: ['oauth2'] }, oauth2Fields),
  ...onlyWhen<PlanField>({ authenticationType: ['hmac'] }, hmacFields),
];
