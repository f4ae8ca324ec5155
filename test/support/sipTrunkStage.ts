import type { INodeParameters } from 'n8n-workflow';
import { startTwilioEmulator, type TwilioEmulator, type TwilioEmulatorOptions } from '../emulators/twilio';
import { startVapiEmulator, type VapiEmulator } from '../emulators/vapi';
import type { Tools } from '../../nodes/VapiSipTrunk/plan/apply';
import type { JsonObject } from '../../nodes/shared/protocol/json';
import { runWorkflow, type EngineRun } from './engine';
import type { CredentialValues } from './engineCredentials';
import { directTools } from './sipTrunk/directTools';
import { endState } from './sipTrunk/endState';
import { ACCOUNT, ASSISTANT_ID, FOR_SALE, KEY, NUMBER, NUMBER_SID, TOKEN } from './sipTrunk/fixtures';
import { SECOND_NUMBER, SECOND_NUMBER_SID } from './sipTrunk/fixtures';
import { twilioContract } from './sipTrunk/twilioContract';

export * from './sipTrunk/fixtures';

/** Vapi and Twilio as they are before somebody sets a SIP trunk up, held to their contracts. */
export interface SipTrunkStage {
  vapi: VapiEmulator;
  twilio: TwilioEmulator;
  credentials: CredentialValues;
  /** To read and write at both without n8n. */
  tools: Tools;
  /** What both have, without IDs, dates and logins. */
  state: () => JsonObject;
  /** Requests so far that change something. */
  writes: () => string[];
  /** Runs the node in n8n's engine. */
  run: (
    operation: string,
    parameters?: INodeParameters,
    options?: { continueOnFail?: boolean },
  ) => Promise<EngineRun>;
  close: () => Promise<void>;
}

/** Voice URL of the numbers before they go to a trunk. */
export const VOICE_URL = 'https://n8n.test/webhook/calls';

/** Requests to Twilio are held to its contract by Prism on machines that have it; Vapi's emulator checks its own. */
export async function startSipTrunkStage(
  options: Partial<TwilioEmulatorOptions> = {},
): Promise<SipTrunkStage> {
  const contract = await twilioContract();
  const vapi = await startVapiEmulator({ apiKey: KEY, keepUsed: true });
  vapi.seed('assistant', { id: ASSISTANT_ID, name: 'Front desk' });
  const twilio = await startTwilioEmulator({
    ...{ accountSid: ACCOUNT, authToken: TOKEN, hosts: {}, numbersForSale: [FOR_SALE, '+12125550178'] },
    numbers: [
      { number: NUMBER, sid: NUMBER_SID, voiceUrl: VOICE_URL },
      { number: SECOND_NUMBER, sid: SECOND_NUMBER_SID, voiceUrl: VOICE_URL },
    ],
    ...(contract ? { contract } : {}),
    ...options,
  });
  const credentials: CredentialValues = {
    vapiApi: { apiKey: KEY, region: 'custom', baseUrl: vapi.url },
    vapiTwilioApi: {
      ...{ accountSid: ACCOUNT, authToken: TOKEN, login: 'authToken' },
      ...{ region: 'custom', baseUrl: twilio.url },
    },
  };
  const node = (operation: string, parameters: INodeParameters, continueOnFail: boolean) => ({
    ...{ name: 'SIP trunk', type: 'vapiSipTrunk' as const, continueOnFail },
    parameters: { operation, ...parameters },
  });
  return {
    ...{ vapi, twilio, credentials },
    tools: directTools({ vapi: vapi.url, twilio: twilio.url }),
    state: () => endState(vapi, twilio),
    writes: () =>
      [...twilio.requests, ...vapi.requests]
        .filter(({ method }) => method !== 'GET')
        .map(({ method, path }) => `${method} ${path}`),
    run: (operation, parameters = {}, { continueOnFail = false } = {}) =>
      runWorkflow({
        nodes: [node(operation, parameters, continueOnFail)],
        start: [[{ json: {} }]],
        credentials,
      }),
    async close() {
      await Promise.all([twilio.close(), vapi.close()]);
      // Requests against it were refused already; answers against it, nobody would notice.
      expect(twilio.contractProblems).toEqual([]);
    },
  };
}
