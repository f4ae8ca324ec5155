import type { IDataObject } from 'n8n-workflow';
import { asObject, asText, compact } from '../shared/protocol/json';
import type { Place, VoiceRequest } from '../shared/twilio/voiceRequest';
import type { Outcome } from './openCall';

/** Who calls whom: small and flat. Fields that Twilio does not know are not there. */
export function callerFields(call: VoiceRequest, receivedAt: Date): IDataObject {
  return compact({
    callerNumber: call.from,
    calledNumber: call.to,
    callerName: call.callerName,
    ...placeFields('caller', call.caller),
    ...placeFields('called', call.called),
    forwardedFrom: call.forwardedFrom,
    stirVerstat: call.stirVerstat,
    twilioCallSid: call.callSid,
    receivedAt: receivedAt.toISOString(),
  });
}

function placeFields(who: 'caller' | 'called', { city, state, zip, country }: Place): IDataObject {
  return {
    ...{ [`${who}City`]: city, [`${who}State`]: state },
    ...{ [`${who}Zip`]: zip, [`${who}Country`]: country },
  };
}

/** What came of the call at Vapi. The control URL is there for live control of the call. */
export function outcomeFields(outcome: Outcome, variables: IDataObject): IDataObject {
  const { answeredWith } = outcome;
  if (answeredWith === 'fallback') {
    const { message, description } = outcome.error;
    return compact({ answeredWith, reason: message, hint: description ?? undefined, variables });
  }
  const { call } = outcome;
  return compact({
    answeredWith,
    callId: asText(call.id),
    assistantId: asText(call.assistantId),
    controlUrl: asText(asObject(call.monitor).controlUrl),
    listenUrl: asText(asObject(call.monitor).listenUrl),
    variables,
  });
}
