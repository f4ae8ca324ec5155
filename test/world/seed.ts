import type { VapiEmulator } from '../emulators/vapi';
import { account, publicNames, webhookPaths } from './account';

const webhook = (path: string): string => `https://${publicNames.n8n}/webhook/${path}`;

/** What the README tells a builder to set up in Vapi's dashboard: number, credential, two tools, assistant. */
export function seedVapi(vapi: VapiEmulator): void {
  const { vapi: ids, webhookToken } = account;
  vapi.seed('credential', {
    id: ids.webhookCredentialId,
    provider: 'custom-credential',
    name: 'n8n',
    authenticationPlan: { type: 'bearer', token: webhookToken },
  });
  const server = (path: string): object => ({
    url: webhook(path),
    timeoutSeconds: 20,
    credentialId: ids.webhookCredentialId,
  });
  const tools = [
    tool('check_availability', 'Free times of a day', { date: 'YYYY-MM-DD' }),
    tool('book_appointment', 'Books a time', { date: 'YYYY-MM-DD', time: 'HH:mm', name: 'of the patient' }),
  ].map((definition) => vapi.seed('tool', { ...definition, server: server(webhookPaths.tools) }));
  vapi.seed('assistant', {
    id: ids.assistantId,
    name: 'Clinic front desk',
    firstMessage: 'Hello, this is the front desk of the Corner Clinic. How can I help you?',
    model: { provider: 'openai', model: 'gpt-4o', toolIds: tools.map(({ id }) => id) },
    voice: { provider: 'vapi', voiceId: 'Elliot' },
    server: server(webhookPaths.events),
    serverMessages: ['end-of-call-report', 'status-update', 'tool-calls'],
  });
  vapi.seed('phone-number', {
    id: ids.phoneNumberId,
    provider: 'twilio',
    number: ids.outboundNumber,
    twilioAccountSid: account.twilio.accountSid,
    name: 'Clinic',
  });
}

function tool(name: string, description: string, parameters: Record<string, string>): object {
  return {
    type: 'function',
    function: {
      name,
      description,
      parameters: {
        type: 'object',
        required: Object.keys(parameters),
        properties: Object.fromEntries(
          Object.entries(parameters).map(([key, text]) => [key, { type: 'string', description: text }]),
        ),
      },
    },
  };
}
