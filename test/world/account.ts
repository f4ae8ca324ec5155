/**
 * The fictitious accounts of the emulated world. Keys here open nothing: Vapi and Twilio are stand-ins on the
 * loopback interface.
 */
export const account = {
  vapi: {
    privateKey: '0d8f6f0e-demo-vapi-private-key-2c41',
    assistantId: '5b0a4a08-133c-4146-9315-0984f8c6be80',
    phoneNumberId: '42b4b25d-031e-4786-857f-63b346c9580f',
    webhookCredentialId: 'c9f0f895-fb98-4b91-9d5b-3f9f0c1e7a11',
    outboundNumber: '+14155550199',
  },
  /** What the website of the call-back example sends. */
  callBackHeader: { name: 'X-Form-Key', value: 'demo-form-key-3e7b90d4a1c8f265' },
  webhookToken: 'demo-webhook-token-91b3a6c2d7e04f58',
  twilio: {
    accountSid: 'AC0123456789abcdef0123456789abcdef',
    authToken: '12345678901234567890123456789012',
    number: '+14155550142',
  },
  bridgeApiKey: 'demo-bridge-key-5f2c9d7b1e3a4860',
  caller: '+14155550123',
} as const;

/** Names under which the world knows n8n and the bridge; the emulators map them to loopback ports. */
export const publicNames = { n8n: 'n8n.test', bridge: 'bridge.test' } as const;

/** Webhook paths of the example workflow `clinic-front-desk`, and of `call-back`. */
export const webhookPaths = {
  tools: 'clinic-tools',
  events: 'clinic-events',
  callBack: 'call-back',
} as const;
