import { asObject, type JsonObject } from '../../shared/protocol/json';
import { publicUrlProblem } from '../../shared/registration/publicUrl';
import type { VapiApiCredential } from '../../shared/transport';
import type { Authentication } from '../presets/carrierPreset';
import { PRESETS, type CarrierId } from '../presets/table';
import type { Access, AnsweredBy, Transport, TrunkSpec } from '../spec';
import { readManual } from './manualSpec';
import { nameProblems } from './name';
import { readNumbers, type NumberFormat } from './numbers';
import { addsNumbers, type Purpose } from './purpose';
import { RawSpec } from './rawSpec';
import { regionOf } from './region';
import { readTwilio } from './twilioSpec';

/** What is known beside the fields of the node. */
export interface Surroundings {
  carrier: CarrierId;
  purpose: Purpose;
  vapiRegion: VapiApiCredential['region'];
  /** Of the Twilio credential; empty for other carriers. */
  accountSid: string;
}

/**
 * Makes a spec of what the form gave, and checks all of it.
 *
 * @returns the spec, and a sentence for each thing that is wrong; with one of them the spec must not be used
 */
export function toSpec(
  body: JsonObject,
  { carrier, purpose, vapiRegion, accountSid }: Surroundings,
): { spec: TrunkSpec; problems: string[] } {
  const raw = new RawSpec(body);
  const name = raw.text('name');
  const transport = (raw.optional('transport') ?? 'udp') as Transport;
  const access = accessOf(raw.text('access'), PRESETS[carrier].authentication.value);
  const format = (raw.optional('numberFormat') ?? 'carrier') as NumberFormat;
  const { numbers, problems: numberProblems } = readNumbers(raw.list('numbers'), format, carrier);
  const region = regionOf(raw.text('region'), vapiRegion);
  const answeredBy = answeredByOf(raw);
  const problems = [
    ...nameProblems(name),
    ...numberProblems,
    ...('problem' in region ? [region.problem] : []),
    ...serverProblems(answeredBy),
  ];
  const spec: TrunkSpec = {
    ...{ name, carrier, numbers, answeredBy, transport, access },
    region: 'region' in region ? region.region : 'us',
  };
  if (carrier === 'twilio') {
    const { twilio, problems: own } = readTwilio(raw, { name, accountSid, transport, purpose });
    spec.twilio = twilio;
    problems.push(...own);
  } else if (carrier === 'telnyx') {
    spec.telnyx = { moveFromOtherConnection: raw.part('telnyx').flag('moveFromOtherConnection') };
  } else {
    const { manual, problems: own } = readManual(raw.part('manual'), { carrier, transport, purpose });
    spec.manual = manual;
    problems.push(...own);
  }
  const none = numbers.length === 0 && numberProblems.length === 0;
  if (addsNumbers(purpose) && none && spec.twilio?.buy === undefined)
    problems.push('Phone Numbers is missing');
  return { spec, problems };
}

function accessOf(chosen: string, authentication: Authentication): Access {
  if (chosen !== '' && chosen !== 'carrier') return chosen as Access;
  if (!authentication.startsWith('addresses')) return 'login';
  return authentication === 'addresses' ? 'addresses' : 'both';
}

function answeredByOf(raw: RawSpec): AnsweredBy {
  const assistantId = raw.optional('assistantId');
  const squadId = raw.optional('squadId');
  const url = raw.part('server').optional('url');
  return {
    ...(assistantId === undefined ? {} : { assistantId }),
    ...(squadId === undefined ? {} : { squadId }),
    ...(url === undefined ? {} : { server: { url } }),
  };
}

function serverProblems({ server }: AnsweredBy): string[] {
  if (server === undefined) return [];
  const url = String(asObject(server).url);
  const problem = publicUrlProblem(url);
  return problem === undefined ? [] : [`Server URL "${url}" ${problem}, so Vapi cannot ask it`];
}
