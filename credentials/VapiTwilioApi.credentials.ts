import type {
  IAuthenticateGeneric,
  Icon,
  ICredentialTestRequest,
  ICredentialType,
  INodeProperties,
} from 'n8n-workflow';

/**
 * The Twilio account whose calls Vapi takes. The auth token is what Twilio signs its webhooks with, so a trigger needs
 * it also where an API key is used for requests; a SIP trunk does without.
 */
export class VapiTwilioApi implements ICredentialType {
  name = 'vapiTwilioApi';

  displayName = 'Vapi Twilio API';

  icon: Icon = { light: 'file:../nodes/icons/vapi.svg', dark: 'file:../nodes/icons/vapi.dark.svg' };

  documentationUrl = 'https://github.com/n8n-nodes-vapi/n8n-nodes-vapi/blob/main/docs/carrier-credentials.md';

  properties: INodeProperties[] = [
    {
      displayName: 'Account SID',
      name: 'accountSid',
      type: 'string',
      default: '',
      required: true,
      placeholder: 'e.g. AC0123456789abcdef0123456789abcdef',
      description: 'The account or subaccount that owns the number',
    },
    {
      displayName: 'Auth Token',
      name: 'authToken',
      type: 'string',
      typeOptions: { password: true },
      default: '',
      description:
        'The primary token of that account, in the region of the number. The Vapi Twilio Trigger always needs it, since Twilio signs its requests with it; a SIP trunk does not where an API key logs in.',
    },
    {
      displayName: 'Log in With',
      name: 'login',
      type: 'options',
      options: [
        { name: 'API Key', value: 'apiKey' },
        { name: 'Auth Token', value: 'authToken' },
      ],
      default: 'authToken',
      description: 'What requests to Twilio are made with, such as setting the voice URL of a number',
    },
    {
      displayName: 'API Key SID',
      name: 'apiKeySid',
      type: 'string',
      typeOptions: { password: true },
      default: '',
      required: true,
      placeholder: 'e.g. SK0123456789abcdef0123456789abcdef',
      displayOptions: { show: { login: ['apiKey'] } },
    },
    {
      displayName: 'API Key Secret',
      name: 'apiKeySecret',
      type: 'string',
      typeOptions: { password: true },
      default: '',
      required: true,
      displayOptions: { show: { login: ['apiKey'] } },
    },
    {
      displayName: 'Region',
      name: 'region',
      type: 'options',
      options: [
        { name: 'Australia (AU1)', value: 'au1' },
        { name: 'Custom Base URL', value: 'custom' },
        { name: 'Ireland (IE1)', value: 'ie1' },
        { name: 'United States (US1)', value: 'us1' },
      ],
      default: 'us1',
      description: 'Where the number is handled: each region has a token and keys of its own',
    },
    {
      displayName: 'Base URL',
      name: 'baseUrl',
      type: 'string',
      default: '',
      placeholder: 'e.g. https://api.twilio.com',
      displayOptions: { show: { region: ['custom'] } },
      description: 'Scheme and host of a proxy or stand-in that speaks the Twilio API',
    },
  ];

  authenticate: IAuthenticateGeneric = {
    type: 'generic',
    properties: {
      auth: {
        username: '={{ $credentials.login === "apiKey" ? $credentials.apiKeySid : $credentials.accountSid }}',
        password:
          '={{ $credentials.login === "apiKey" ? $credentials.apiKeySecret : $credentials.authToken }}',
      },
    },
  };

  /** Numbers, because a standard API key may not read the account itself. */
  test: ICredentialTestRequest = {
    request: {
      baseURL:
        '={{ $credentials.region === "custom" ? $credentials.baseUrl : $credentials.region === "ie1" ? "https://api.dublin.ie1.twilio.com" : $credentials.region === "au1" ? "https://api.sydney.au1.twilio.com" : "https://api.twilio.com" }}',
      url: '=/2010-04-01/Accounts/{{ $credentials.accountSid }}/IncomingPhoneNumbers.json',
      qs: { PageSize: 1 },
      headers: { 'User-Agent': 'n8n-nodes-vapi' },
    },
  };
}
