import { endedReasonHelp, explainEndedReason } from '../../../shared/protocol/endedReasons';
import { asObject, asText, type JsonObject } from '../../../shared/protocol/json';
import { recordingLinks } from '../../../shared/protocol/recordings';

/** A call as one small, flat item. */
export function simplifyCall(call: JsonObject): JsonObject {
  const endedReason = asText(call.endedReason);
  const customer = asObject(call.customer);
  const monitor = asObject(call.monitor);
  const artifact = asObject(call.artifact);
  return {
    id: call.id,
    name: call.name,
    type: call.type,
    status: call.status,
    assistantId: call.assistantId,
    squadId: call.squadId,
    phoneNumberId: call.phoneNumberId,
    customerNumber: customer.number ?? customer.sipUri,
    createdAt: call.createdAt,
    startedAt: call.startedAt,
    endedAt: call.endedAt,
    durationSeconds: secondsBetween(call.startedAt, call.endedAt),
    endedReason,
    endedReasonText: endedReason === undefined ? undefined : explainEndedReason(endedReason),
    endedReasonAdvice: endedReason === undefined ? undefined : endedReasonHelp(endedReason).whatToDo,
    cost: call.cost,
    summary: asObject(call.analysis).summary,
    transcript: artifact.transcript,
    ...recordingLinks(artifact, call),
    controlUrl: monitor.controlUrl,
    listenUrl: monitor.listenUrl,
    concurrencyBlocked: asObject(call.subscriptionLimits).concurrencyBlocked,
  };
}

function secondsBetween(start: unknown, end: unknown): number | undefined {
  const seconds = (Date.parse(String(end)) - Date.parse(String(start))) / 1000;
  return Number.isFinite(seconds) && seconds >= 0 ? Math.round(seconds) : undefined;
}
