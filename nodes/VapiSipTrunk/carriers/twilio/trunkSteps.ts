import { asText, type JsonObject } from '../../../shared/protocol/json';
import { emptyPlan, type Plan } from '../../plan/plan';
import type { TrunkSpec } from '../../spec';
import { STEPS } from './names';
import { trunkSid, twilioOf, type TwilioWorld } from './twilioWorld';

/** What a trunk has where nothing was chosen. Source: Twilio Trunking API v1, Trunk. */
const DEFAULT_TRANSFER_MODE = 'disable-all';

/** Makes the trunk, or changes what is different. One that was adopted keeps its name, as the mark that it isn't ours. */
export function planTrunk(spec: TrunkSpec, world: TwilioWorld): Plan {
  const { domain, secure, transferMode } = twilioOf(spec);
  const step = STEPS.trunk;
  const title = `SIP trunk ${domain} at Twilio`;
  const id = trunkSid(world);
  if (world.trunk === undefined || id === undefined)
    return {
      ...emptyPlan(),
      calls: [
        {
          ...{ step, action: 'create', title, service: 'twilioTrunking', method: 'POST' },
          path: '/v1/Trunks',
          body: { FriendlyName: spec.name, DomainName: domain, Secure: secure, TransferMode: transferMode },
          yields: 'sid',
          sought: {
            ...{ service: 'twilioTrunking', path: '/v1/Trunks', qs: { PageSize: 1000 }, rows: 'trunks' },
            ...{ match: { domain_name: domain }, id: 'sid', created: 'date_created', unique: true },
          },
          // Source: Twilio Support, article 51034176439707.
          stays:
            'Twilio keeps the domain of a deleted trunk back for up to 30 days, so the empty trunk stays: it carries no call, costs nothing, and the next run uses it',
        },
      ],
    };
  const existing = [{ step, title, id }];
  const { now, before } = difference(spec, world.trunk);
  if (Object.keys(now).length === 0) return { ...emptyPlan(), existing };
  const request = { service: 'twilioTrunking', method: 'POST', path: `/v1/Trunks/${id}` } as const;
  return {
    ...emptyPlan(),
    existing,
    calls: [
      {
        ...{ step: `${step}.change`, action: 'change', title, ...request, body: now },
        undo: { ...request, body: before },
      },
    ],
  };
}

function difference(spec: TrunkSpec, trunk: JsonObject): { now: JsonObject; before: JsonObject } {
  const { secure, transferMode } = twilioOf(spec);
  const was = trunkSettings(trunk);
  return {
    now: {
      ...(was.secure === secure ? {} : { Secure: secure }),
      ...(was.transferMode === transferMode ? {} : { TransferMode: transferMode }),
    },
    before: {
      ...(was.secure === secure ? {} : { Secure: was.secure }),
      ...(was.transferMode === transferMode ? {} : { TransferMode: was.transferMode }),
    },
  };
}

/** A trunk's settings, with what Twilio takes for granted. */
export function trunkSettings(trunk: JsonObject): { secure: boolean; transferMode: string } {
  return {
    secure: trunk.secure === true,
    transferMode: asText(trunk.transfer_mode) ?? DEFAULT_TRANSFER_MODE,
  };
}
