import type {
  ICredentialDataDecryptedObject,
  Icon,
  ICredentialTestRequest,
  ICredentialType,
  IHttpRequestOptions,
  INodeProperties,
} from 'n8n-workflow';

/** Access to Vapi's REST API. A key belongs to one region, so the region is part of the credential. */
export class VapiApi implements ICredentialType {
  name = 'vapiApi';

  displayName = 'Vapi API';

  icon: Icon = { light: 'file:../nodes/icons/vapi.svg', dark: 'file:../nodes/icons/vapi.dark.svg' };

  documentationUrl = 'https://docs.vapi.ai/api-reference';

  httpRequestNode = {
    name: 'Vapi',
    docsUrl: 'https://docs.vapi.ai/api-reference',
    apiBaseUrlPlaceholder: 'https://api.vapi.ai/',
  };

  properties: INodeProperties[] = [
    {
      displayName: 'Private Key',
      name: 'apiKey',
      type: 'string',
      typeOptions: { password: true },
      default: '',
      required: true,
      description: 'Vapi dashboard, Organization, API Keys: the private key',
    },
    {
      displayName: 'Public Key',
      name: 'publicKey',
      type: 'string',
      typeOptions: { password: true },
      default: '',
      description: 'Needed only for live control of assistants whose monitor plan asks for authentication',
    },
    {
      displayName: 'Region',
      name: 'region',
      type: 'options',
      options: [
        { name: 'Custom Base URL', value: 'custom' },
        { name: 'EU', value: 'eu' },
        { name: 'US', value: 'us' },
      ],
      default: 'us',
      description: 'Where the organisation lives: a key works in its own region only',
    },
    {
      displayName: 'Base URL',
      name: 'baseUrl',
      type: 'string',
      default: '',
      placeholder: 'e.g. https://api.vapi.ai',
      displayOptions: { show: { region: ['custom'] } },
      description: 'Scheme and host of a proxy or stand-in that speaks the Vapi API',
    },
  ];

  test: ICredentialTestRequest = {
    request: {
      baseURL:
        '={{ $credentials.region === "custom" ? $credentials.baseUrl : $credentials.region === "eu" ? "https://api.eu.vapi.ai" : "https://api.vapi.ai" }}',
      url: '/assistant',
      qs: { limit: 1 },
      headers: { 'User-Agent': 'n8n-nodes-vapi' },
    },
  };

  /**
   * Code instead of n8n's generic form, whose expression n8n evaluates only as long as `webhook()` runs: a call that
   * the workflow decides about is created after that (Vapi Twilio Trigger).
   */
  async authenticate(
    { apiKey }: ICredentialDataDecryptedObject,
    requestOptions: IHttpRequestOptions,
  ): Promise<IHttpRequestOptions> {
    const headers = { ...requestOptions.headers, Authorization: `Bearer ${String(apiKey).trim()}` };
    return { ...requestOptions, headers };
  }
}
