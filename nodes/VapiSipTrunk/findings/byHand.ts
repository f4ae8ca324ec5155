import type { FindingText } from './findingText';

const NO_CALLS_IN = 'Incoming calls are refused with SIP 401.';
const NO_CALLS_OUT = 'Outgoing calls fail: Vapi has nowhere to send them.';

/** What can be wrong with what was filled in for a carrier whose side is set up by hand. */
export const BY_HAND_FINDINGS = {
  SIP_NETWORK_REFUSED: {
    severity: 'error',
    message: (value) =>
      `Vapi lets calls in from public IPv4 networks of /24 to /32 only, and this is none: ${value}`,
    fix: "Fill in the carrier's signalling addresses, as 203.0.113.10 or 203.0.113.0/28, a wider network as several. A host name works for outgoing calls only.",
    symptom: `Vapi answers "Couldn't validate SIP trunk credential. SIP gateway creation failed.", or refuses incoming calls with SIP 401.`,
  },
  SIP_NETWORKS_UNKNOWN: {
    severity: 'warning',
    message: (value) => `No networks are filled in that calls of ${value} come from, and it publishes none`,
    fix: 'Ask the carrier for its SIP signalling addresses, fill them in under Inbound Networks, and run again.',
    symptom: NO_CALLS_IN,
  },
  SIP_OUTBOUND_HOST_UNKNOWN: {
    severity: 'warning',
    message: (value) => `No host is filled in that calls to ${value} go to`,
    fix: 'Do the steps at the carrier first, where it gives each customer a host of its own, fill it in under Outbound Host, and run again.',
    symptom: NO_CALLS_OUT,
  },
  SIP_CARRIER_GATEWAYS_UNKNOWN: {
    severity: 'error',
    message: (value) => `Neither a host for outgoing nor a network for incoming calls of ${value} is known`,
    fix: 'Fill in Outbound Host or Inbound Networks.',
  },
  SIP_LOGIN_MISSING: {
    severity: 'warning',
    message: (value) =>
      `${value} asks for the user name and password that it gave you, and none are filled in`,
    fix: "Fill in the login from the carrier's console, and run again.",
    symptom: 'Outgoing calls are refused with SIP 407 or 403.',
  },
  SIP_LOGIN_NOT_GIVEN: {
    severity: 'error',
    message: (value) => `The login is made by ${value} and cannot be made up here`,
    fix: "Make a new login in the carrier's console, fill it in, and run again.",
  },
  SIP_CARRIER_BY_HAND: {
    severity: 'info',
    message: (value) => `The settings at ${value} are made by hand and can't be read here`,
    fix: 'Run Preview with the same fields, and compare them with the steps in its `manualSteps`.',
  },
  SIP_NETWORK_NOT_LET_IN: {
    severity: 'warning',
    message: (value) => `Vapi does not let in calls from this network of the carrier: ${value}`,
    fix: 'Provision again with the networks of the carrier.',
    symptom: NO_CALLS_IN,
  },
  SIP_OUTBOUND_GATEWAY_MISSING: {
    severity: 'warning',
    message: (value) => `Vapi has no gateway for outgoing calls to ${value}`,
    fix: 'Provision again.',
    symptom: NO_CALLS_OUT,
  },
} satisfies Record<string, FindingText>;
