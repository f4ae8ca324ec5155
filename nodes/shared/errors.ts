import { API_ERRORS } from './errors/api';
import { BRIDGE_ERRORS } from './errors/bridge';
import { CALL_ERRORS } from './errors/calls';
import { CARRIER_ERRORS } from './errors/carriers';
import { INPUT_ERRORS } from './errors/input';
import { LIVE_CALL_ERRORS } from './errors/liveCalls';
import { REGISTRATION_ERRORS } from './errors/registration';
import { SIP_TRUNK_ERRORS } from './errors/sipTrunk';
import { TRIGGER_ERRORS } from './errors/triggers';

/** Every failure that a node tells of, once: one code, one message, one fix. */
export const ERRORS = {
  ...API_ERRORS,
  ...BRIDGE_ERRORS,
  ...CALL_ERRORS,
  ...CARRIER_ERRORS,
  ...INPUT_ERRORS,
  ...LIVE_CALL_ERRORS,
  ...REGISTRATION_ERRORS,
  ...SIP_TRUNK_ERRORS,
  ...TRIGGER_ERRORS,
};

export type ErrorCode = keyof typeof ERRORS;
