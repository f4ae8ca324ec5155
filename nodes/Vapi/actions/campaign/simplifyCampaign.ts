import { asObject, type JsonObject } from '../../../shared/protocol/json';

/** A campaign as one small, flat item, with how its contacts fared where that was asked for. */
export function simplifyCampaign(campaign: JsonObject): JsonObject {
  const { id, name, status, endedReason, assistantId, squadId, phoneNumberId, maxConcurrency } = campaign;
  const { earliestAt, latestAt } = asObject(campaign.schedulePlan);
  const contacts = asObject(campaign.contactCounters);
  const calls = asObject(campaign.callMetrics);
  return {
    ...{ id, name, status, endedReason, assistantId, squadId, phoneNumberId, maxConcurrency },
    ...{ earliestAt, latestAt },
    pending: contacts.pending,
    dispatched: contacts.dispatched,
    completed: contacts.completed,
    failed: contacts.failed,
    skipped: contacts.skipped,
    preDialFailed: contacts.predialFailed,
    dialed: calls.dialed,
    connected: calls.connected,
    createdAt: campaign.createdAt,
    updatedAt: campaign.updatedAt,
  };
}
