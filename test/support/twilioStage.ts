import type { INodeParameters } from 'n8n-workflow';
import {
  startTwilioEmulator,
  type PostVoiceOptions,
  type TwilioEmulator,
  type VoiceAnswer,
} from '../emulators/twilio';
import { startVapiEmulator, type VapiEmulator } from '../emulators/vapi';
import { contractErrors } from '../emulators/vapi/contract';
import type { CredentialValues } from './engineCredentials';
import { startTriggerServer, type TriggerServer } from './engineTwilio';

export const ACCOUNT = `AC${'1'.repeat(32)}`;
export const TOKEN = 'token-of-the-account';
export const NUMBER = '+14155550142';
export const NUMBER_SID = `PN${'2'.repeat(32)}`;
export const CALLER = '+14155550123';
export const VOICE_URL = 'https://n8n.test/webhook/calls';
export const ASSISTANT_ID = '5b0a4a08-133c-4146-9315-0984f8c6be80';
export const PHONE_NUMBER_ID = '42b4b25d-031e-4786-857f-63b346c9580f';
const KEY = 'private-key-of-the-test';

export const SORRY = 'Sorry, nobody is here.';
export const FALLBACK = `<?xml version="1.0" encoding="UTF-8"?><Response><Say>${SORRY}</Say></Response>`;

/** A chosen value of a picker. */
export const picked = (value: string): INodeParameters[string] => ({ __rl: true, mode: 'id', value });

/** Vapi, Twilio, and an n8n with the trigger, which know each other by name. */
export interface TwilioStage {
  vapi: VapiEmulator;
  twilio: TwilioEmulator;
  n8n: TriggerServer;
  credentials: CredentialValues;
  /** Twilio asks the voice URL about a call. */
  ring(options?: PostVoiceOptions): Promise<VoiceAnswer>;
  /** Bodies of `POST /call`, in their order. */
  created(): Array<Record<string, unknown>>;
  close(): Promise<void>;
}

export async function startTwilioStage(parameters: INodeParameters = {}): Promise<TwilioStage> {
  // Preparing the schema takes seconds on a busy machine: none of the few that a caller is made to wait.
  contractErrors('POST /call', {});
  const vapi = await startVapiEmulator({ apiKey: KEY });
  vapi.seed('assistant', { id: ASSISTANT_ID, name: 'Front desk' });
  vapi.seed('phone-number', { id: PHONE_NUMBER_ID, provider: 'twilio', number: NUMBER });
  const twilio = await startTwilioEmulator({
    ...{ accountSid: ACCOUNT, authToken: TOKEN, hosts: {}, timeScale: 0.001 },
    apiKeys: { [`SK${'3'.repeat(32)}`]: 'secret-of-the-key' },
    numbers: [{ number: NUMBER, sid: NUMBER_SID, voiceUrl: VOICE_URL }],
  });
  const credentials: CredentialValues = {
    vapiApi: { apiKey: KEY, region: 'custom', baseUrl: vapi.url },
    vapiTwilioApi: {
      ...{ accountSid: ACCOUNT, authToken: TOKEN, login: 'authToken' },
      ...{ region: 'custom', baseUrl: twilio.url },
    },
  };
  const n8n = await startTriggerServer({
    credentials,
    parameters: {
      ...{ assistantId: picked(ASSISTANT_ID), phoneNumberId: picked(PHONE_NUMBER_ID) },
      ...{ fallbackMessage: SORRY, ...parameters },
    },
  });
  twilio.hosts['n8n.test'] = n8n.url;
  return {
    ...{ vapi, twilio, n8n, credentials },
    ring: (options = {}) =>
      twilio.postVoice(NUMBER, { url: VOICE_URL, ...options, params: { From: CALLER, ...options.params } }),
    created: () =>
      vapi.requests
        .filter(({ method, path }) => method === 'POST' && path === '/call')
        .map(({ body }) => body as Record<string, unknown>),
    async close() {
      await Promise.all([twilio.close(), n8n.close(), vapi.close()]);
    },
  };
}
