import { asText, type JsonObject } from '../../../shared/protocol/json';
import { emptyPlan, type Plan } from '../../plan/plan';
import type { Request } from '../../plan/plannedCall';
import { vapiSipHost, vapiSipUri } from '../../presets/vapiSip';
import type { SipRegion, TrunkSpec } from '../../spec';
import { CREDENTIAL_STEP } from '../../vapi/credentialSteps';
import { credentialIdIn, digitsOf } from '../../vapi/vapiWorld';
import { STEPS } from './names';
import { parseSipUrl, withoutUser } from './sipUrl';
import { numbersOnTrunk, trunkSid, type TwilioWorld } from './twilioWorld';
import { transportOf } from './vapiTrunk';

const REGIONS: readonly SipRegion[] = ['us', 'eu'];

/** Origination URLs that this node made, or that lead to our credential in Vapi; the oldest first. */
export function ourOriginationUrls(
  { name }: Pick<TrunkSpec, 'name'>,
  { originationUrls, vapi }: TwilioWorld,
): JsonObject[] {
  const hosts = vapi.credentials.flatMap(({ id }) =>
    REGIONS.map((region) => vapiSipHost(String(id), region).toLowerCase()),
  );
  return originationUrls.filter(
    ({ friendly_name, sip_url }) =>
      friendly_name === name || hosts.includes(parseSipUrl(asText(sip_url) ?? '')?.host ?? ''),
  );
}

/**
 * Sends calls to Vapi. Vapi finds the number by the user part of the address: with one number on the trunk it stands
 * in the URL, as Vapi's docs have it. With more it is left out: guides of other platforms that serve several numbers
 * by one URL rely on Twilio putting in the number that was called; Twilio's reference doesn't say so in words, and
 * nothing says what happens to a user part that is there.
 */
export function planOrigination(spec: TrunkSpec, world: TwilioWorld): Plan {
  const credential = credentialIdIn(world.vapi) ?? `{${CREDENTIAL_STEP}}`;
  const numbers = numbersServed(spec, world);
  const [only] = numbers.length === 1 ? numbers : [];
  const url = vapiSipUri(only, credential, spec.region, transportOf(spec));
  const [existing, ...more] = ourOriginationUrls(spec, world);
  const plan = existing === undefined ? planUrl(spec, url) : planUrlChange(existing, url, world);
  plan.calls.push(...more.map((one) => deletion(one, world)));
  return plan;
}

/** Makes room for further numbers: the URL may not name one of them any more. Nothing else about it changes. */
export function planOriginationForMore(spec: TrunkSpec, world: TwilioWorld): Plan {
  const [existing] = ourOriginationUrls(spec, world);
  const was = asText(existing?.sip_url);
  if (existing === undefined || was === undefined) return emptyPlan();
  return planUrlChange(existing, numbersServed(spec, world).length > 1 ? withoutUser(was) : was, world);
}

/** Takes our URLs off the trunk. */
export function planOriginationRemoval(spec: TrunkSpec, world: TwilioWorld): Plan {
  return { ...emptyPlan(), calls: ourOriginationUrls(spec, world).map((one) => deletion(one, world)) };
}

/** Numbers that the trunk has or will have, as Vapi has stored them, each once. */
export function numbersServed(spec: TrunkSpec, world: TwilioWorld): string[] {
  const ours = new Set(world.vapi.credentials.map(({ id }) => id));
  const byDigits = new Map<string, string>();
  const all = [
    ...spec.numbers.map(({ inVapi }) => inVapi),
    ...world.vapi.numbers.filter(({ credentialId }) => ours.has(credentialId)).map(({ number }) => number),
    ...numbersOnTrunk(world).map(({ phone_number }) => phone_number),
  ];
  for (const number of all.map(String))
    if (!byDigits.has(digitsOf(number))) byDigits.set(digitsOf(number), number);
  return [...byDigits.values()];
}

const TITLE = 'Origination URL to Vapi at Twilio';

/** Body: Twilio Trunking API v1, OriginationUrl; all of these fields are required. */
function planUrl({ name }: TrunkSpec, url: string): Plan {
  const step = STEPS.origination;
  const path = `/v1/Trunks/{${STEPS.trunk}}/OriginationUrls`;
  return {
    ...emptyPlan(),
    calls: [
      {
        ...{ step, action: 'create', title: TITLE, service: 'twilioTrunking', method: 'POST', path },
        body: { FriendlyName: name, SipUrl: url, Weight: 10, Priority: 10, Enabled: true },
        yields: 'sid',
        sought: {
          ...{ service: 'twilioTrunking', path, qs: { PageSize: 1000 }, rows: 'origination_urls' },
          ...{ match: { friendly_name: name }, id: 'sid', created: 'date_created' },
        },
        undo: { service: 'twilioTrunking', method: 'DELETE', path: `${path}/{${step}}` },
      },
    ],
  };
}

function planUrlChange(existing: JsonObject, url: string, world: TwilioWorld): Plan {
  const step = STEPS.origination;
  const id = asText(existing.sid) ?? '';
  const was = { url: asText(existing.sip_url) ?? '', enabled: existing.enabled !== false };
  const plan: Plan = { ...emptyPlan(), existing: [{ step, title: TITLE, id }] };
  if (was.url === url && was.enabled) return plan;
  const request: Pick<Request, 'service' | 'method' | 'path'> = {
    ...{ service: 'twilioTrunking', method: 'POST' },
    path: `/v1/Trunks/${trunkSid(world)}/OriginationUrls/${id}`,
  };
  plan.calls.push({
    ...{ step: `${step}.change`, action: 'change', title: TITLE, ...request },
    body: { SipUrl: url, Enabled: true },
    undo: { ...request, body: { SipUrl: was.url, Enabled: was.enabled } },
  });
  return plan;
}

function deletion({ sid }: JsonObject, world: TwilioWorld): Plan['calls'][number] {
  return {
    ...{ step: `${STEPS.origination}.${String(sid)}`, action: 'delete', title: TITLE },
    ...{ service: 'twilioTrunking', method: 'DELETE' },
    path: `/v1/Trunks/${trunkSid(world)}/OriginationUrls/${String(sid)}`,
  };
}
