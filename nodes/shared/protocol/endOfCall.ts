import { explainEndedReason } from './endedReasons';
import { asArray, asNumber, asObject, asText, compact, type JsonObject } from './json';
import { callContext } from './serverMessage';

/**
 * The end-of-call report as one flat row: what goes into a sheet or a CRM.
 *
 * `artifact` and `analysis` are read first; older payloads carry copies at the top level, taken as a fallback.
 * Seconds are computed from start and end where Vapi sends no duration. Source: OpenAPI ServerMessageEndOfCallReport.
 */
export function simplifyEndOfCallReport(message: JsonObject): JsonObject {
  const call = asObject(message.call);
  const artifact = asObject(message.artifact);
  const analysis = asObject(message.analysis);
  const phoneNumber = asObject(message.phoneNumber);
  const context = callContext(message);
  const startedAt = asText(message.startedAt) ?? asText(call.startedAt);
  const endedAt = asText(message.endedAt) ?? asText(call.endedAt);
  const endedReason = asText(message.endedReason) ?? asText(call.endedReason);
  return compact({
    event: 'end-of-call-report',
    callId: context.callId,
    direction: direction(call),
    customerNumber: context.callerNumber,
    phoneNumber: asText(phoneNumber.number) ?? asText(context.variables.calledNumber),
    assistantId: context.assistantId,
    startedAt,
    endedAt,
    durationSeconds: asNumber(message.durationSeconds) ?? secondsBetween(startedAt, endedAt),
    endedReason,
    endedReasonText: endedReason === undefined ? undefined : explainEndedReason(endedReason),
    cost: asNumber(message.cost) ?? asNumber(call.cost),
    costBreakdown: costBreakdown(message),
    summary: asText(analysis.summary) ?? asText(message.summary),
    successEvaluation: asText(analysis.successEvaluation),
    structuredData: analysis.structuredData,
    structuredOutputs: artifact.structuredOutputs,
    transcript: asText(artifact.transcript) ?? asText(message.transcript),
    recordingUrl: recordingUrl(artifact) ?? asText(message.recordingUrl),
    variables: context.variables,
  });
}

/** Who called whom. A WebSocket call says it only where whoever opened it does, as the bridge does in `metadata`. */
function direction(call: JsonObject): string | undefined {
  const type = asText(call.type);
  if (type === undefined) return undefined;
  if (type.startsWith('inbound')) return 'inbound';
  if (type.startsWith('outbound')) return 'outbound';
  if (type === 'vapi.websocketCall') return asText(asObject(call.metadata).direction) ?? 'websocket';
  return 'web';
}

function secondsBetween(start: string | undefined, end: string | undefined): number | undefined {
  if (start === undefined || end === undefined) return undefined;
  const seconds = (Date.parse(end) - Date.parse(start)) / 1000;
  return Number.isFinite(seconds) && seconds >= 0 ? seconds : undefined;
}

/** Cost in US dollars by kind (transport, transcriber, model, voice, vapi …), summed where a kind comes twice. */
function costBreakdown(message: JsonObject): JsonObject | undefined {
  const breakdown = new Map<string, number>();
  for (const entry of asArray(message.costs)) {
    const { type, cost } = asObject(entry);
    if (typeof type !== 'string' || typeof cost !== 'number') continue;
    // Sums of floats are rounded, a row with 0.010899999999999998 helps nobody.
    breakdown.set(type, Number(((breakdown.get(type) ?? 0) + cost).toFixed(6)));
  }
  return breakdown.size > 0 ? Object.fromEntries(breakdown) : undefined;
}

/** Presigned links work without a key until they expire; the plain ones are private since July 2026. */
function recordingUrl(artifact: JsonObject): string | undefined {
  return (
    asText(artifact.presignedStereoUrl) ??
    asText(artifact.presignedMonoUrl) ??
    asText(artifact.stereoRecordingUrl) ??
    asText(artifact.recordingUrl)
  );
}
