import type { Carrier } from '../carrier';
import { check } from './check';
import { CONNECTION_STEP } from './connectionSteps';
import { PROFILE_STEP } from './profileSteps';
import { planProvision } from './provision';
import { planRemoval } from './removal';
import { readTelnyx, type TelnyxWorld } from './telnyxWorld';
import { planUpdate } from './update';

/** Telnyx, by its API: an FQDN connection with a login, and an outbound voice profile. */
export const telnyx: Carrier<TelnyxWorld> = {
  ids: { connectionId: CONNECTION_STEP, outboundVoiceProfileId: PROFILE_STEP },
  read: readTelnyx,
  planProvision,
  planUpdate,
  planRemoval,
  check,
};
