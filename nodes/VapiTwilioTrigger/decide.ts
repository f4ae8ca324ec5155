import type { IWebhookFunctions } from 'n8n-workflow';
import { fail } from '../shared/fail';
import { toE164 } from '../shared/phone';
import type { JsonObject } from '../shared/protocol/json';
import { bypassCallBody, type CallSettings } from '../shared/twilio/bypassCall';
import { spokenTwiml, type SpokenAnswer } from '../shared/twilio/twiml';
import { failedCall, openCall } from './openCall';

/** What the trigger knows about a call before the workflow has decided. */
export interface Undecided {
  /** Gives the trigger's own settings, or throws what is wrong with them. */
  settings: () => CallSettings;
  callerNumber: string;
  fallback: SpokenAnswer;
}

/**
 * The TwiML for what the workflow decided: an assistant, a refusal in words (`reject`), or a human (`dial`, after the
 * words in `say`). Without a decision the trigger's own assistant. Never rejects.
 */
export async function decidedTwiml(
  context: IWebhookFunctions,
  { settings, callerNumber, fallback }: Undecided,
  decision: JsonObject = {},
): Promise<string> {
  const { reject, dial, say } = decision;
  const { language, voice, callerId } = fallback;
  if (reject !== undefined) return spokenTwiml({ say: String(reject), language, voice });
  if (dial !== undefined) {
    const number = toE164(String(dial));
    if (number !== undefined) {
      return spokenTwiml({ say: String(say ?? ''), dial: number, callerId, language, voice });
    }
    return failedCall(context, fail(context.getNode(), 'PHONE_NOT_E164', String(dial)), fallback).twiml;
  }
  const outcome = await openCall(context, () => bypassCallBody(settings(), callerNumber, decision), fallback);
  return outcome.twiml;
}
