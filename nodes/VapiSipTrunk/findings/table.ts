import { CARRIER_FINDINGS } from './carriers';
import { TWILIO_FINDINGS } from './twilio';
import { VAPI_FINDINGS } from './vapi';

/** What can be wrong with a trunk: what, how to mend it, and how it shows in a call. */
export const FINDINGS = { ...CARRIER_FINDINGS, ...TWILIO_FINDINGS, ...VAPI_FINDINGS };

export type FindingCode = keyof typeof FINDINGS;
