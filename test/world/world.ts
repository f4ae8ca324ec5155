import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ImportedCredential } from '../e2e/harness/cli';
import { startN8n, type N8n } from '../e2e/harness/n8n';
import { packNodes } from '../e2e/harness/pack';
import type { WorkflowJson } from '../e2e/harness/rest';
import { startTwilioEmulator, type TwilioEmulator } from '../emulators/twilio';
import { startVapiEmulator, type VapiEmulator, type VapiEmulatorOptions } from '../emulators/vapi';
import { repoRoot } from '../support/repo';
import { account, publicNames } from './account';
import { BridgeProcess } from './bridgeProcess';
import { seedVapi } from './seed';

/** Real n8n, real bridge, and stand-ins for Vapi and Twilio that reach them by their public names. */
export interface World {
  vapi: VapiEmulator;
  twilio: TwilioEmulator;
  bridge: BridgeProcess;
  n8n: N8n;
  /** Stops everything, the last started first. */
  stop(): Promise<void>;
}

export interface WorldOptions {
  workflows: Array<WorkflowJson & { id: string }>;
  /** Progress for the reader, a line each. */
  log?: (line: string) => void;
  vapi?: Partial<VapiEmulatorOptions>;
  /** Kept at the end if given. */
  n8nUserFolder?: string;
}

/** A workflow of the examples folder, as a user imports it. */
export function exampleWorkflow(name: string): WorkflowJson & { id: string } {
  return JSON.parse(readFileSync(join(repoRoot, 'examples', name, 'workflow.json'), 'utf8'));
}

/** Starts all four. If one fails, the others are stopped again. */
export async function startWorld({
  workflows,
  log,
  vapi: vapiOptions,
  n8nUserFolder,
}: WorldOptions): Promise<World> {
  const say = log ?? ((): void => undefined);
  const stops: Array<() => Promise<void>> = [];
  const stop = async (): Promise<void> => {
    for (const one of stops.splice(0).reverse()) await one();
  };
  try {
    say('starting the stand-ins for Vapi and Twilio');
    const vapi = await startVapiEmulator({ apiKey: account.vapi.privateKey, ...vapiOptions });
    stops.push(() => vapi.close());
    seedVapi(vapi);
    const twilio = await startTwilioEmulator({
      accountSid: account.twilio.accountSid,
      authToken: account.twilio.authToken,
      hosts: {},
      numbers: [
        {
          number: account.twilio.number,
          voiceUrl: `https://${publicNames.bridge}/twilio/voice`,
          statusCallback: `https://${publicNames.bridge}/twilio/status`,
        },
      ],
    });
    stops.push(() => twilio.close());

    say('building and starting the bridge');
    const bridge = await BridgeProcess.start({
      BRIDGE_PUBLIC_URL: `https://${publicNames.bridge}`,
      BRIDGE_API_KEY: account.bridgeApiKey,
      VAPI_API_KEY: account.vapi.privateKey,
      VAPI_BASE_URL: vapi.url,
      VAPI_ASSISTANT_ID: account.vapi.assistantId,
      TWILIO_ACCOUNT_SID: account.twilio.accountSid,
      TWILIO_AUTH_TOKEN: account.twilio.authToken,
      TWILIO_API_BASE_URL: twilio.url,
    });
    stops.push(() => bridge.stop());
    twilio.hosts[publicNames.bridge] = bridge.url;

    say('packing the nodes and starting n8n with them');
    const n8n = await startN8n({
      tarballs: [await packNodes()],
      webhookUrl: `https://${publicNames.n8n}/`,
      credentials: n8nCredentials(vapi.url),
      workflows,
      userFolder: n8nUserFolder,
      log: say,
    });
    stops.push(() => n8n.stop());
    vapi.hosts[publicNames.n8n] = n8n.url;
    return { vapi, twilio, bridge, n8n, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** The credentials that the example workflows refer to. */
function n8nCredentials(vapiUrl: string): ImportedCredential[] {
  return [
    {
      id: 'vapiApi',
      name: 'Vapi',
      type: 'vapiApi',
      data: { apiKey: account.vapi.privateKey, region: 'custom', baseUrl: vapiUrl },
    },
    {
      id: 'vapiWebhook',
      name: 'Vapi Webhook',
      type: 'vapiWebhookApi',
      data: { scheme: 'bearer', token: account.webhookToken },
    },
    {
      id: 'callBackForm',
      name: 'Call-back form',
      type: 'httpHeaderAuth',
      data: { ...account.callBackHeader },
    },
  ];
}
