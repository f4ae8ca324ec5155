import type {
  ICredentialDataDecryptedObject,
  Icon,
  ICredentialTestRequest,
  ICredentialType,
  IHttpRequestOptions,
  INodeProperties,
} from 'n8n-workflow';

/** Access to the REST API of a Vapi bridge, and the secret that its events are signed with. */
export class VapiBridgeApi implements ICredentialType {
  name = 'vapiBridgeApi';

  displayName = 'Vapi Bridge API';

  icon: Icon = { light: 'file:../nodes/icons/vapi.svg', dark: 'file:../nodes/icons/vapi.dark.svg' };

  documentationUrl = 'https://github.com/n8n-nodes-vapi/n8n-nodes-vapi/blob/main/docs/bridge-nodes.md';

  httpRequestNode = {
    name: 'Vapi Bridge',
    docsUrl: 'https://github.com/n8n-nodes-vapi/n8n-nodes-vapi/blob/main/bridge/README.md',
    apiBaseUrlPlaceholder: 'https://bridge.example.com/v1/',
  };

  properties: INodeProperties[] = [
    {
      displayName: 'Base URL',
      name: 'baseUrl',
      type: 'string',
      default: '',
      required: true,
      placeholder: 'e.g. https://bridge.example.com',
      description: 'Address of the bridge as n8n reaches it; inside one network http://bridge:8080 will do',
    },
    {
      displayName: 'API Key',
      name: 'apiKey',
      type: 'string',
      typeOptions: { password: true },
      default: '',
      required: true,
      description: 'The value of BRIDGE_API_KEY, with which the bridge was started',
    },
    {
      displayName: 'Events Secret',
      name: 'eventsSecret',
      type: 'string',
      typeOptions: { password: true },
      default: '',
      description:
        'The value of BRIDGE_EVENTS_SECRET, for the Vapi Bridge Trigger. Without it the trigger refuses every event.',
    },
  ];

  test: ICredentialTestRequest = {
    request: {
      baseURL: '={{ $credentials.baseUrl.trim().replace(/[/]+$/, "") }}',
      url: '/v1/sessions',
      qs: { limit: 1 },
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
