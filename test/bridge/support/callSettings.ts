import type { CallSettings } from '../../../bridge/src/relay/settings';

export const LEAD_MS = 160;

/** The settings of calls as they are by default, apart from those given. */
export function callSettings(changed: Partial<CallSettings> = {}): CallSettings {
  return {
    fallbackMessage: 'sorry',
    fallbackNumber: undefined,
    pacing: true,
    pacingLeadMs: LEAD_MS,
    reconnect: false,
    dtmf: 'off',
    waitingTone: true,
    assistantSilentMs: 10_000,
    ...changed,
  };
}
