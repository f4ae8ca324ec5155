import type { Icon, ICredentialType, INodeProperties } from 'n8n-workflow';

const forHmac = { show: { scheme: ['hmac'] } };

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
  ];
}
