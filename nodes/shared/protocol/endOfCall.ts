import { costByKind } from './callCosts';
import { explainEndedReason } from './endedReasons';
import { asArray, asNumber, asObject, asText, compact, isObject, type JsonObject } from './json';
import { recordingLinks } from './recordings';
import { callContext } from './serverMessage';

/**
 * The end-of-call report as one flat row: what goes into a sheet or a CRM.
 *
 * `artifact` and `analysis` are read first; older payloads carry copies at the top level, taken as a fallback.
 * Seconds are computed from start and end where Vapi sends no duration. Source: OpenAPI ServerMessageEndOfCallReport.
 */
export function simplifyEndOfCallReport(message: JsonObject): JsonObject {
  const call = asObject(message.call);
  const artifact = { ...asObject(call.artifact), ...asObject(message.artifact) };
  const analysis = { ...asObject(call.analysis), ...asObject(message.analysis) };
  const customer = { ...asObject(call.customer), ...asObject(message.customer) };
  const phoneNumber = asObject(message.phoneNumber);
  const destination = { ...asObject(call.destination), ...asObject(message.destination) };
  const context = callContext(message);
  const startedAt = asText(message.startedAt) ?? asText(call.startedAt);
  const endedAt = asText(message.endedAt) ?? asText(call.endedAt);
  const endedReason = asText(message.endedReason) ?? asText(call.endedReason);
  return compact({
    event: 'end-of-call-report',
    callId: context.callId,
    direction: direction(call),
    customerNumber: context.callerNumber,
    customerName: asText(customer.name),
    phoneNumber: asText(phoneNumber.number) ?? asText(context.variables.calledNumber),
    forwardedTo: asText(destination.number) ?? asText(destination.sipUri),
    assistantId: context.assistantId,
    startedAt,
    endedAt,
    durationSeconds: asNumber(message.durationSeconds) ?? secondsBetween(startedAt, endedAt),
    endedReason,
    endedReasonText: endedReason === undefined ? undefined : explainEndedReason(endedReason),
    cost: asNumber(message.cost) ?? asNumber(call.cost),
    costBreakdown: costByKind(message) ?? costByKind(call),
    summary: asText(analysis.summary) ?? asText(message.summary),
    successEvaluation: asText(analysis.successEvaluation),
    structuredData: analysis.structuredData,
    structuredOutputs: resultsByName(artifact.structuredOutputs),
    transcript: asText(artifact.transcript) ?? asText(message.transcript),
    messageCount: countMessages(artifact.messages) ?? countMessages(message.messages),
    ...recordingLinks(artifact, message),
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

/**
 * Vapi's `{id: {name, result}}` as `{name: result}`, which an expression can be written for. An output without a
 * name, or with one that is taken, stays under its id.
 */
function resultsByName(outputs: unknown): JsonObject | undefined {
  if (!isObject(outputs)) return undefined;
  const results = new Map<string, unknown>();
  for (const [id, output] of Object.entries(outputs)) {
    const name = asText(asObject(output).name) ?? id;
    results.set(
      results.has(name) ? id : name,
      isObject(output) && 'result' in output ? output.result : output,
    );
  }
  return Object.fromEntries(results);
}

/** What caller and assistant said; the system prompt and tool traffic do not count. */
function countMessages(messages: unknown): number | undefined {
  if (!Array.isArray(messages)) return undefined;
  const spoken = new Set<unknown>(['user', 'bot', 'assistant']);
  return asArray(messages).filter((entry) => spoken.has(asObject(entry).role)).length;
}
