import { BY_HAND_FINDINGS } from './byHand';
import { TELNYX_FINDINGS } from './telnyx';

/** What can be wrong at other carriers than Twilio, and with what was filled in for them. */
export const CARRIER_FINDINGS = { ...BY_HAND_FINDINGS, ...TELNYX_FINDINGS };
