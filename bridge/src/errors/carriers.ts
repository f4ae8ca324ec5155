import type { ErrorTable } from './table';

/** What can fail with any carrier. */
export const carrierErrors = {
  CARRIER_TRANSFER_UNAVAILABLE: {
    status: 501,
    message: 'Calls of this carrier cannot be handed over by the bridge.',
    hint: 'Hand over at the carrier itself, or take the call over another carrier.',
  },
  CARRIER_NOT_READY: {
    status: 409,
    message: 'The stream of the carrier is not there yet.',
    hint: 'Wait until the session is live, then send the command again.',
  },
  CARRIER_UNKNOWN: {
    status: 400,
    message: 'There is no carrier of this name.',
    hint: 'The names of the carriers are listed in the README of the bridge.',
  },
  CARRIER_DIAL_UNAVAILABLE: {
    status: 501,
    message: 'No calls can be placed by this carrier.',
    hint: 'Set the variables of a carrier that places calls (README of the bridge, "Calls out"), and restart the bridge.',
  },
  STREAM_FORMAT_UNSUPPORTED: {
    status: 502,
    message: "The stream's audio is in a format that is not spoken here.",
    hint: 'Twilio, SignalWire and Plivo are asked for mu-law at 8000 Hz, Vonage for audio/l16: only documents of the bridge may open its streams.',
  },
  CARRIER_STAYED: {
    status: 502,
    message: 'The carrier has accepted the end of the call, but its stream goes on.',
    hint: "Check that the address of the carrier's REST API, and the account that signs in there, are those of the call.",
  },
} as const satisfies ErrorTable;
