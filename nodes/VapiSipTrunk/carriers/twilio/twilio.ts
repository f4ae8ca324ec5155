import type { Carrier } from '../carrier';
import { checkTwilio } from './check';
import { STEPS } from './names';
import { planProvision } from './provision';
import { readTwilio } from './read';
import { planRemoval } from './removal';
import type { TwilioWorld } from './twilioWorld';
import { planUpdate } from './update';

/** Twilio Elastic SIP Trunking, set up from end to end. */
export const twilio: Carrier<TwilioWorld> = {
  ids: { trunkSid: STEPS.trunk, originationUrlSid: STEPS.origination },
  read: readTwilio,
  planProvision,
  planUpdate,
  planRemoval,
  check: checkTwilio,
};
