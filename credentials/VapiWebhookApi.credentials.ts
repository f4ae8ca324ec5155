import type { Icon, ICredentialType, INodeProperties } from 'n8n-workflow';

const forHmac = { show: { scheme: ['hmac'] } };
const forOAuth2 = { show: { scheme: ['oauth2'] } };
const forOwnEndpoint = { show: { scheme: ['oauth2'], verifyBy: ['ownEndpoint'] } };
const forOtherServer = { show: { scheme: ['oauth2'], verifyBy: ['jwks', 'sharedSecret'] } };

/** How Vapi proves itself to our triggers. HMAC fields are those of Vapi's HMAC authentication plan. */
export class VapiWebhookApi implements ICredentialType {
  name = 'vapiWebhookApi';

  displayName = 'Vapi Webhook API';

  icon: Icon = { light: 'file:../nodes/icons/vapi.svg', dark: 'file:../nodes/icons/vapi.dark.svg' };

  documentationUrl = 'https://docs.vapi.ai/server-url/server-authentication';

  properties: INodeProperties[] = [
    {
      displayName: 'Authentication',
      name: 'scheme',
      type: 'options',
      options: [
        {
          name: 'Bearer Token',
          value: 'bearer',
          description: 'Authorization: Bearer …, a custom credential of type bearer in Vapi',
        },
        {
          name: 'Custom Header',
          value: 'header',
          description: 'Any header with a fixed value, as set in server.headers',
        },
        {
          name: 'HMAC Signature',
          value: 'hmac',
          description: 'A signature over time and body, a custom credential of type HMAC in Vapi',
        },
        {
          name: 'OAuth2 Token',
          value: 'oauth2',
          description:
            'Authorization: Bearer with a short-lived token that Vapi fetches, a custom credential of type OAuth2 in Vapi',
        },
        {
          name: 'X-Vapi-Secret',
          value: 'secret',
          description: 'The older server.secret',
        },
      ],
      default: 'bearer',
    },
    {
      displayName: 'Token',
      name: 'token',
      type: 'string',
      typeOptions: { password: true },
      default: '',
      required: true,
      displayOptions: { show: { scheme: ['bearer'] } },
    },
    {
      displayName: 'Header Name',
      name: 'headerName',
      type: 'string',
      default: 'X-Api-Key',
      required: true,
      displayOptions: { show: { scheme: ['header'] } },
    },
    {
      displayName: 'Header Value',
      name: 'headerValue',
      type: 'string',
      typeOptions: { password: true },
      default: '',
      required: true,
      displayOptions: { show: { scheme: ['header'] } },
    },
    {
      displayName: 'Secret',
      name: 'secret',
      type: 'string',
      typeOptions: { password: true },
      default: '',
      required: true,
      displayOptions: { show: { scheme: ['secret'] } },
    },
    {
      displayName: 'Secret Key',
      name: 'secretKey',
      type: 'string',
      typeOptions: { password: true },
      default: '',
      required: true,
      displayOptions: forHmac,
    },
    {
      displayName: 'Key Is Base64',
      name: 'keyIsBase64',
      type: 'boolean',
      default: false,
      displayOptions: forHmac,
    },
    {
      displayName: 'Algorithm',
      name: 'algorithm',
      type: 'options',
      options: [
        { name: 'SHA-1', value: 'sha1' },
        { name: 'SHA-256', value: 'sha256' },
        { name: 'SHA-512', value: 'sha512' },
      ],
      default: 'sha256',
      displayOptions: forHmac,
    },
    {
      displayName: 'Signature Header',
      name: 'signatureHeader',
      type: 'string',
      default: 'x-signature',
      displayOptions: forHmac,
    },
    {
      displayName: 'Signature Prefix',
      name: 'signaturePrefix',
      type: 'string',
      default: '',
      placeholder: 'e.g. sha256=',
      displayOptions: forHmac,
    },
    {
      displayName: 'Signature Encoding',
      name: 'signatureEncoding',
      type: 'options',
      options: [
        { name: 'Base64', value: 'base64' },
        { name: 'Hex', value: 'hex' },
      ],
      default: 'hex',
      displayOptions: forHmac,
    },
    {
      displayName: 'Include Timestamp',
      name: 'includeTimestamp',
      type: 'boolean',
      default: true,
      description: 'Whether a timestamp header is sent and must be recent',
      displayOptions: forHmac,
    },
    {
      displayName: 'Timestamp Header',
      name: 'timestampHeader',
      type: 'string',
      default: 'x-timestamp',
      displayOptions: forHmac,
    },
    {
      displayName: 'Accepted Age (Seconds)',
      name: 'toleranceSeconds',
      type: 'number',
      default: 300,
      description:
        'Older requests are refused, so that a recorded one cannot be sent again; 0 accepts any age',
      displayOptions: forHmac,
    },
    {
      displayName: 'Payload Format',
      name: 'payloadFormat',
      type: 'string',
      default: '{timestamp}.{body}',
      description: 'What is signed: {body}, {timestamp}, {method}, {url} and {svix-id} are replaced',
      displayOptions: forHmac,
    },
    {
      displayName: 'Message ID Header',
      name: 'messageIdHeader',
      type: 'string',
      default: '',
      placeholder: 'e.g. svix-id',
      description: 'Header whose value replaces {svix-id} in the payload format',
      displayOptions: forHmac,
    },
    {
      displayName: 'Tokens Come From',
      name: 'verifyBy',
      type: 'options',
      options: [
        {
          name: 'OAuth2 Server With a JWKS URL',
          value: 'jwks',
          description: 'Such as Auth0, Okta, Keycloak or Microsoft Entra ID, which publish their public keys',
        },
        {
          name: 'OAuth2 Server With a Shared Secret',
          value: 'sharedSecret',
          description: 'Signs tokens with HS256, HS384 or HS512',
        },
        {
          name: 'This Trigger',
          value: 'ownEndpoint',
          description: 'The trigger itself issues tokens, at its production URL followed by /token',
        },
      ],
      default: 'ownEndpoint',
      displayOptions: forOAuth2,
    },
    {
      displayName:
        'In Vapi, create a custom credential of type OAuth2 with this client ID and secret. Its token URL is the production URL of the trigger followed by <b>/token</b>.',
      name: 'ownEndpointNotice',
      type: 'notice',
      default: '',
      displayOptions: forOwnEndpoint,
    },
    {
      displayName: 'Client ID',
      name: 'clientId',
      type: 'string',
      default: 'vapi',
      required: true,
      displayOptions: forOwnEndpoint,
    },
    {
      displayName: 'Client Secret',
      name: 'clientSecret',
      type: 'string',
      typeOptions: { password: true },
      default: '',
      required: true,
      description: 'At least 32 random characters',
      displayOptions: forOwnEndpoint,
    },
    {
      displayName: 'Token Lifetime (Seconds)',
      name: 'lifetimeSeconds',
      type: 'number',
      typeOptions: { minValue: 60, maxValue: 86400 },
      default: 3600,
      displayOptions: forOwnEndpoint,
    },
    {
      displayName: 'JWKS URL',
      name: 'jwksUrl',
      type: 'string',
      default: '',
      required: true,
      placeholder: 'e.g. https://login.example.com/.well-known/jwks.json',
      description: 'Where the server publishes its public keys; https only',
      displayOptions: { show: { scheme: ['oauth2'], verifyBy: ['jwks'] } },
    },
    {
      displayName: 'Shared Secret',
      name: 'sharedSecret',
      type: 'string',
      typeOptions: { password: true },
      default: '',
      required: true,
      description: 'At least 32 random characters',
      displayOptions: { show: { scheme: ['oauth2'], verifyBy: ['sharedSecret'] } },
    },
    {
      displayName: 'Issuer',
      name: 'issuer',
      type: 'string',
      default: '',
      placeholder: 'e.g. https://login.example.com/',
      description:
        'The iss claim that a token must have, letter by letter. Required with a JWKS URL; empty accepts any.',
      displayOptions: forOtherServer,
    },
    {
      displayName: 'Audience',
      name: 'audience',
      type: 'string',
      default: '',
      placeholder: 'e.g. https://n8n.example.com',
      description:
        'One of the values that the aud claim of a token must have. With a JWKS URL, audience or scope is required; empty accepts any.',
      displayOptions: forOtherServer,
    },
    {
      displayName: 'Scope',
      name: 'scope',
      type: 'string',
      default: '',
      placeholder: 'e.g. n8n.webhooks',
      description: 'What the scope or scp claim of a token must hold, separated by spaces; empty accepts any',
      displayOptions: forOtherServer,
    },
  ];
}
