import type { INodeParameters } from 'n8n-workflow';

/** Fields of the editor for one provider, and the body that they become. */
export interface ProviderCase {
  provider: string;
  /** What of it. */
  what: string;
  parameters: INodeParameters;
  body: object;
}

/** Every secret that the cases hold begins like this. */
export const SECRET = 'hush-';

const GOOGLE_KEY = {
  ...{
    type: 'service_account',
    project_id: 'p1',
    private_key_id: `${SECRET}kid`,
    private_key: `${SECRET}pem`,
  },
  ...{ client_email: 'a@p1.example', client_id: '1', auth_uri: 'https://a.example/auth' },
  ...{ token_uri: 'https://a.example/token', auth_provider_x509_cert_url: 'https://a.example/certs' },
  ...{ client_x509_cert_url: 'https://a.example/x509', universe_domain: 'googleapis.com' },
};

export const googleKey = (changes: object = {}): string => JSON.stringify({ ...GOOGLE_KEY, ...changes });

export const GCP_KEY = {
  ...{ type: 'service_account', projectId: 'p1', privateKeyId: `${SECRET}kid`, privateKey: `${SECRET}pem` },
  ...{ clientEmail: 'a@p1.example', clientId: '1', authUri: 'https://a.example/auth' },
  ...{ tokenUri: 'https://a.example/token', authProviderX509CertUrl: 'https://a.example/certs' },
  ...{ clientX509CertUrl: 'https://a.example/x509', universeDomain: 'googleapis.com' },
};

const keys = { accessKeyId: 'AK1', secretAccessKey: `${SECRET}s3` };

const bucket = { bucketName: 'calls', bucketPath: 'recordings/' };

const gateway = {
  ...{ ip: '203.0.113.10', inboundEnabled: true, netmask: 30, optionsPingEnabled: true },
  ...{ outboundEnabled: false, outboundProtocol: 'tls/srtp', port: 5061 },
};

const hostGateway = { ip: 'acme.pstn.example.com', inboundEnabled: false };

const filledGateway = {
  ...hostGateway,
  ...{ netmask: 32, optionsPingEnabled: false, outboundEnabled: true, outboundProtocol: 'udp', port: 5060 },
};

const oauth2 = {
  ...{ tokenUrl: 'https://a.example/token', clientId: 'c1', clientSecret: `${SECRET}oauth`, scope: 'calls' },
};

const oauth2Plan = {
  ...{ type: 'oauth2', url: 'https://a.example/token', clientId: 'c1' },
  ...{ clientSecret: `${SECRET}oauth`, scope: 'calls' },
};

const hmacOptions = {
  ...{ includeTimestamp: false, messageIdHeader: 'svix-id', payloadFormat: '{body}', secretIsBase64: true },
  ...{
    signatureEncoding: 'base64',
    signatureHeader: 'x-sig',
    signaturePrefix: 'v1,',
    timestampHeader: 'x-ts',
  },
};

/** The least and the most that the form of each provider can say. */
export const CASES: ProviderCase[] = [
  {
    ...{ provider: 'byo-sip-trunk', what: 'a host name' },
    parameters: { gateways: { row: [hostGateway] } },
    body: { gateways: [filledGateway], outboundLeadingPlusEnabled: false },
  },
  {
    ...{ provider: 'byo-sip-trunk', what: 'everything' },
    parameters: {
      gateways: { row: [gateway, hostGateway] },
      outboundLeadingPlusEnabled: true,
      withPlan: true,
      ...{ authUsername: 'u1', authPassword: `${SECRET}sip` },
      ...{ registerDomain: 'sip.example.com', registerUsername: 'u2', registerRealm: 'r' },
      additionalFields: { sipDiversionHeader: '<sip:1@x>', techPrefix: '99' },
    },
    body: {
      gateways: [gateway, filledGateway],
      outboundLeadingPlusEnabled: true,
      outboundAuthenticationPlan: {
        ...{ authUsername: 'u1', authPassword: `${SECRET}sip` },
        sipRegisterPlan: { domain: 'sip.example.com', username: 'u2', realm: 'r' },
      },
      ...{ sipDiversionHeader: '<sip:1@x>', techPrefix: '99' },
    },
  },
  {
    ...{ provider: 's3', what: 'no prefix' },
    parameters: {
      ...{ awsAccessKeyId: 'AK1', awsSecretAccessKey: `${SECRET}aws`, region: 'eu-central-1' },
      ...{ s3BucketName: 'calls', s3PathPrefix: '' },
      additionalFields: { fallbackIndex: 2 },
    },
    body: {
      ...{ awsAccessKeyId: 'AK1', awsSecretAccessKey: `${SECRET}aws`, region: 'eu-central-1' },
      ...{ s3BucketName: 'calls', s3PathPrefix: '', fallbackIndex: 2 },
    },
  },
  {
    ...{ provider: 's3-compatible', what: 'everything' },
    parameters: {
      ...keys,
      ...bucket,
      bucketUrl: 'https://s3.example',
      additionalFields: { fallbackIndex: 1 },
    },
    body: {
      bucketPlan: {
        ...{ url: 'https://s3.example', region: 'us-east-1', name: 'calls', path: 'recordings/' },
        ...keys,
      },
      fallbackIndex: 1,
    },
  },
  {
    ...{ provider: 'cloudflare', what: 'everything' },
    parameters: {
      ...{ ...keys, ...bucket, bucketUrl: 'https://r2.example' },
      additionalFields: {
        ...{ accountEmail: 'a@b.example', accountId: 'a1', apiKey: `${SECRET}cf`, fallbackIndex: 1 },
      },
    },
    body: {
      ...{ accountEmail: 'a@b.example', accountId: 'a1', apiKey: `${SECRET}cf`, fallbackIndex: 1 },
      bucketPlan: { url: 'https://r2.example', name: 'calls', path: 'recordings/', ...keys },
    },
  },
  {
    ...{ provider: 'supabase', what: 'everything' },
    parameters: { ...keys, ...bucket, bucketUrl: 'https://p.example/s3', bucketRegion: 'eu-central-1' },
    body: {
      bucketPlan: {
        ...{ url: 'https://p.example/s3', region: 'eu-central-1', name: 'calls', path: 'recordings/' },
        ...keys,
      },
    },
  },
  {
    ...{ provider: 'gcp', what: 'the key alone' },
    parameters: { gcpKey: googleKey(), withPlan: false },
    body: { gcpKey: GCP_KEY },
  },
  {
    ...{ provider: 'gcp', what: 'everything, with a key of an expression' },
    parameters: {
      ...{ gcpKey: `={{ ${googleKey({ universe_domain: undefined })} }}`, region: 'europe-west3' },
      ...{ ...bucket, bucketRegion: 'EU', hmacAccessKey: `${SECRET}ha`, hmacSecret: `${SECRET}hs` },
      additionalFields: { fallbackIndex: 3 },
    },
    body: {
      ...{ gcpKey: GCP_KEY, region: 'europe-west3', fallbackIndex: 3 },
      bucketPlan: {
        ...{ name: 'calls', region: 'EU', path: 'recordings/' },
        ...{ hmacAccessKey: `${SECRET}ha`, hmacSecret: `${SECRET}hs` },
      },
    },
  },
  {
    ...{ provider: 'azure', what: 'blob storage' },
    parameters: {
      ...{ connectionString: `${SECRET}azure`, containerName: 'calls', bucketPath: 'recordings/' },
      region: 'westeurope',
      additionalFields: { fallbackIndex: 1 },
    },
    body: {
      ...{ service: 'blob_storage', region: 'westeurope', fallbackIndex: 1 },
      bucketPlan: { connectionString: `${SECRET}azure`, containerName: 'calls', path: 'recordings/' },
    },
  },
  {
    ...{ provider: 'azure', what: 'speech' },
    parameters: { service: 'speech', region: 'westeurope', apiKey: `${SECRET}speech` },
    body: { service: 'speech', region: 'westeurope', apiKey: `${SECRET}speech` },
  },
  {
    ...{ provider: 'custom-llm', what: 'a key' },
    parameters: { apiKey: `${SECRET}llm` },
    body: { apiKey: `${SECRET}llm` },
  },
  {
    ...{ provider: 'custom-llm', what: 'OAuth2' },
    parameters: { apiKey: `${SECRET}llm`, withPlan: true, ...oauth2 },
    body: { apiKey: `${SECRET}llm`, authenticationPlan: oauth2Plan },
  },
  ...['custom-credential', 'webhook'].flatMap((provider): ProviderCase[] => [
    {
      ...{ provider, what: 'a bearer token' },
      parameters: { token: `${SECRET}token`, headerName: 'x-key', bearerPrefixEnabled: false },
      body: {
        authenticationPlan: {
          ...{ type: 'bearer', token: `${SECRET}token`, headerName: 'x-key', bearerPrefixEnabled: false },
        },
      },
    },
    {
      ...{ provider, what: 'OAuth2' },
      parameters: { authenticationType: 'oauth2', ...oauth2 },
      body: { authenticationPlan: oauth2Plan },
    },
    {
      ...{ provider, what: 'HMAC' },
      parameters: {
        authenticationType: 'hmac',
        secretKey: `${SECRET}hmac`,
        algorithm: 'sha512',
        hmacOptions,
      },
      body: {
        authenticationPlan: { type: 'hmac', secretKey: `${SECRET}hmac`, algorithm: 'sha512', ...hmacOptions },
      },
    },
  ]),
  {
    ...{ provider: 'custom-credential', what: 'encryption' },
    parameters: {
      token: `${SECRET}token`,
      additionalFields: { encryptionPlan: '-----BEGIN PUBLIC KEY-----' },
    },
    body: {
      authenticationPlan: { type: 'bearer', token: `${SECRET}token`, bearerPrefixEnabled: true },
      encryptionPlan: {
        ...{ type: 'public-key', algorithm: 'RSA-OAEP-256' },
        publicKey: { format: 'spki-pem', pem: '-----BEGIN PUBLIC KEY-----' },
      },
    },
  },
  {
    ...{ provider: 'twilio', what: 'an API key' },
    parameters: { accountSid: 'AC1', apiKey: `${SECRET}sk`, apiSecret: `${SECRET}sks` },
    body: { accountSid: 'AC1', apiKey: `${SECRET}sk`, apiSecret: `${SECRET}sks` },
  },
  {
    ...{ provider: 'twilio', what: 'an auth token' },
    parameters: { accountSid: 'AC1', twilioLogin: 'authToken', authToken: `${SECRET}at` },
    body: { accountSid: 'AC1', authToken: `${SECRET}at` },
  },
  {
    ...{ provider: 'vonage', what: 'everything' },
    parameters: { apiKey: `${SECRET}vk`, apiSecret: `${SECRET}vs` },
    body: { apiKey: `${SECRET}vk`, apiSecret: `${SECRET}vs` },
  },
];
