import { randomUUID } from 'node:crypto';
import { checkCampaign } from '../bodyRules';
import { type JsonObject, objectAt, objectsAt, stringAt } from '../json';
import { anyOf, equalTo } from '../listQuery';
import { pageList } from '../listing';
import type { Org } from '../org';
import { type Exchange, type Route, ok, param } from '../routing';
import type { Row } from '../rows';
import type { StoredObject } from '../store';
import { storedRoutes } from './stored';

/** Outcomes of a contact, as the query and the counters name them (OpenAPI: CampaignContactCounters). */
const COUNTERS: Record<string, string> = {
  'contact.pending': 'pending',
  'contact.dispatched': 'dispatched',
  'contact.completed': 'completed',
  'contact.failed': 'failed',
  'contact.skipped': 'skipped',
  'contact.predial-failed': 'predialFailed',
};

/** A summary has none of these (OpenAPI: CampaignSummary). */
const NOT_IN_SUMMARY = ['customers', 'dialPlan', 'calls', 'workflowId'];

/**
 * `/v2/campaign` and its older twin `/campaign`. Nobody is really called: contacts stay as they are until a test
 * changes them.
 */
export function campaignRoutes(org: Org): Route[] {
  const collection = org.resources.campaign;
  const kind = {
    collection,
    check: (body: JsonObject, operation: string) => {
      checkCampaign(body, operation);
      org.checkReferences(body);
    },
    make: (body: JsonObject) => campaignOf(org, body),
    lists: 'page' as const,
    filters: equalTo('id', 'status'),
  };
  const show = (campaign: StoredObject, query: URLSearchParams) =>
    summary(org, campaign, query.get('includeCounters') === 'true');
  const list = ({ query }: Exchange) => {
    const filters = { ...kind.filters, includeCounters: () => true };
    const page = pageList(collection.rows(), query, filters);
    return ok({ ...page, results: page.results.map((campaign) => show(campaign, query)) });
  };
  const patch = (exchange: Exchange) => {
    const campaign = collection.get(param(exchange));
    const body = objectAt({ body: exchange.body }, 'body') ?? {};
    kind.check(body, 'PATCH /v2/campaign/{id}');
    const over =
      body.status === undefined ? {} : { endedReason: `campaign.${stageOf(campaign)}.ended-by-user` };
    return ok(collection.patch(campaign.id, { ...body, ...over }));
  };
  return [
    { method: 'GET', path: '/v2/campaign', act: list },
    {
      method: 'GET',
      path: '/v2/campaign/{id}',
      act: (exchange) => ok(show(collection.get(param(exchange)), exchange.query)),
    },
    { method: 'GET', path: '/v2/campaign/{id}/contacts', act: (exchange) => contacts(org, exchange) },
    { method: 'PATCH', path: '/v2/campaign/{id}', act: patch },
    { method: 'PATCH', path: '/campaign/{id}', act: patch },
    ...storedRoutes({ ...kind, path: '/v2/campaign' }),
    ...storedRoutes({ ...kind, path: '/campaign' }),
  ];
}

function stageOf(campaign: StoredObject): string {
  return campaign.status === 'scheduled' ? 'scheduled' : 'in-progress';
}

function campaignOf(org: Org, body: JsonObject): JsonObject {
  const original = org.resources.campaign.find(body.duplicateFromCampaignId);
  const { duplicateFromCampaignId: _, ...own } = body;
  const kept = ['assistantId', 'squadId', 'workflowId', 'phoneNumberId', 'dialPlan', 'customers'];
  const copied = kept.filter((name) => original?.[name] !== undefined);
  const fields: JsonObject = {
    ...Object.fromEntries(copied.map((name) => [name, original?.[name]])),
    ...own,
  };
  const id = randomUUID();
  const customers = [fields, ...objectsAt(fields, 'dialPlan')].flatMap((entry) =>
    objectsAt(entry, 'customers'),
  );
  org.contacts.set(
    id,
    customers.map((customer) => ({
      id: randomUUID(),
      number: stringAt(customer, 'number') ?? stringAt(customer, 'sipUri') ?? '',
      ...(customer.name === undefined ? {} : { name: customer.name }),
      status: 'contact.pending',
    })),
  );
  const start = stringAt(objectAt(fields, 'schedulePlan'), 'earliestAt');
  const later = start !== undefined && Date.parse(start) > Date.now();
  const count = customers.length;
  return {
    id,
    ...fields,
    status: later ? 'scheduled' : 'in-progress',
    calls: {},
    callsCounterScheduled: later ? count : 0,
    callsCounterQueued: later ? 0 : count,
    callsCounterInProgress: 0,
    callsCounterEndedVoicemail: 0,
    callsCounterEnded: 0,
  };
}

function summary(org: Org, campaign: StoredObject, counted: boolean): JsonObject {
  const entries = Object.entries(campaign).filter(
    ([name]) => !NOT_IN_SUMMARY.includes(name) && !name.startsWith('callsCounter'),
  );
  if (!counted) return Object.fromEntries(entries);
  const contactCounters = Object.fromEntries(Object.values(COUNTERS).map((name) => [name, 0]));
  for (const contact of org.contacts.get(campaign.id) ?? []) {
    const name = COUNTERS[String(contact.status)] ?? 'pending';
    contactCounters[name] = (contactCounters[name] ?? 0) + 1;
  }
  const connected = contactCounters.completed ?? 0;
  const dialed = connected + (contactCounters.dispatched ?? 0) + (contactCounters.failed ?? 0);
  return { ...Object.fromEntries(entries), contactCounters, callMetrics: { dialed, connected } };
}

/** One page of a campaign's contacts, in the order in which they were given. */
function contacts(org: Org, exchange: Exchange) {
  const campaign = org.resources.campaign.get(param(exchange));
  const rows: Row[] = (org.contacts.get(campaign.id) ?? []).map((contact) => ({
    at: Date.parse(String(campaign.createdAt)),
    read: () => contact,
  }));
  return ok(
    pageList(
      rows,
      exchange.query,
      { status: anyOf('status') },
      {
        defaultLimit: 50,
        minLimit: 1,
        sortBy: ['position', 'status'],
      },
    ),
  );
}
