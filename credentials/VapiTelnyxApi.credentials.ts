import type {
  ICredentialDataDecryptedObject,
  Icon,
  ICredentialTestRequest,
  ICredentialType,
  IHttpRequestOptions,
  INodeProperties,
} from 'n8n-workflow';

/** The Telnyx account whose numbers a SIP trunk brings to Vapi. */
export class VapiTelnyxApi implements ICredentialType {
  name = 'vapiTelnyxApi';

  displayName = 'Vapi Telnyx API';

  icon: Icon = { light: 'file:../nodes/icons/vapi.svg', dark: 'file:../nodes/icons/vapi.dark.svg' };

  documentationUrl = 'https://github.com/n8n-nodes-vapi/n8n-nodes-vapi/blob/main/docs/carrier-credentials.md';

  properties: INodeProperties[] = [
    {
      displayName: 'API Key',
      name: 'apiKey',
      type: 'string',
      typeOptions: { password: true },
      default: '',
      required: true,
      description: 'Telnyx portal, Account Settings, API Keys: an API v2 key',
    },
    {
      displayName: 'Base URL',
      name: 'baseUrl',
      type: 'string',
      default: '',
      placeholder: 'e.g. https://api.telnyx.com/v2',
      description: 'Only for a proxy or stand-in that speaks the Telnyx API; empty for Telnyx itself',
    },
  ];

  /** What a SIP trunk reads first: a key without the rights for it fails here. */
  test: ICredentialTestRequest = {
    request: {
      baseURL: '={{ $credentials.baseUrl.trim().replace(/[/]+$/, "") || "https://api.telnyx.com/v2" }}',
      url: '/fqdn_connections',
      qs: { 'page[size]': 1 },
      headers: { 'User-Agent': 'n8n-nodes-vapi' },
    },
  };

  /** Code instead of n8n's generic form, so that a key that was pasted with a line break works. */
  async authenticate(
    { apiKey }: ICredentialDataDecryptedObject,
    requestOptions: IHttpRequestOptions,
  ): Promise<IHttpRequestOptions> {
    const headers = { ...requestOptions.headers, Authorization: `Bearer ${String(apiKey).trim()}` };
    return { ...requestOptions, headers };
  }
}
