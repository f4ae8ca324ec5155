import type { IDataObject } from 'n8n-workflow';
import { explainEndedReason } from '../../../shared/protocol/endedReasons';
import { asObject, asText, compact, type JsonObject } from '../../../shared/protocol/json';
import { redactSecrets } from '../../../shared/protocol/redact';

/** A call as one small item; raw on request. Secrets are left out of both. */
export function callOutput(call: unknown, simple: boolean): IDataObject {
  return (simple ? simplifyCall(asObject(call)) : redactSecrets(asObject(call))) as IDataObject;
}

function simplifyCall(call: JsonObject): JsonObject {
  const endedReason = asText(call.endedReason);
  const customer = asObject(call.customer);
  const monitor = asObject(call.monitor);
  const artifact = asObject(call.artifact);
  return compact({
    id: call.id,
    type: call.type,
    status: call.status,
    assistantId: call.assistantId,
    squadId: call.squadId,
    phoneNumberId: call.phoneNumberId,
    customerNumber: customer.number ?? customer.sipUri,
    createdAt: call.createdAt,
    startedAt: call.startedAt,
    endedAt: call.endedAt,
    endedReason,
    endedReasonText: endedReason === undefined ? undefined : explainEndedReason(endedReason),
    cost: call.cost,
    summary: asObject(call.analysis).summary,
    transcript: artifact.transcript,
    controlUrl: monitor.controlUrl,
    listenUrl: monitor.listenUrl,
    concurrencyBlocked: asObject(call.subscriptionLimits).concurrencyBlocked,
  });
}
