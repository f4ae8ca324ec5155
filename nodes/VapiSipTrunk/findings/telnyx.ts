import type { FindingText } from './findingText';

/** What can be wrong at Telnyx. */
export const TELNYX_FINDINGS = {
  SIP_TELNYX_NUMBER_UNKNOWN: {
    severity: 'error',
    message: (value) => `The Telnyx account has no phone number ${value}`,
    fix: 'Check the number and the API key, or buy the number at Telnyx first.',
  },
  SIP_TELNYX_NUMBER_INACTIVE: {
    severity: 'warning',
    message: (value) => `The phone number is not active at Telnyx: ${value}`,
    fix: 'Finish the order or the port of the number in the Telnyx portal.',
    symptom: 'Callers hear that the number is not in service.',
  },
  SIP_TELNYX_NUMBER_ELSEWHERE: {
    severity: 'error',
    message: (value) => `The phone number is on another connection at Telnyx: ${value}`,
    fix: 'Turn on Move From Another Connection if its calls are to go to Vapi from now on.',
  },
  SIP_TELNYX_NUMBER_MOVES: {
    severity: 'warning',
    message: (value) => `The phone number leaves the connection that it is on at Telnyx: ${value}`,
    fix: 'Nothing, if that is wanted: calls to it no longer reach the application behind that connection.',
  },
  SIP_TELNYX_DOUBLED: {
    severity: 'warning',
    message: (value) => `Telnyx has more than one object of this name; not used: ${value}`,
    fix: 'Delete the others in the Telnyx portal, unless something else uses them.',
  },
  SIP_TELNYX_FOREIGN_FQDN: {
    severity: 'warning',
    message: (value) => `The Telnyx connection also sends calls to a host that is not Vapi's: ${value}`,
    fix: 'Remove that FQDN from the connection in the Telnyx portal.',
    symptom: 'Some incoming calls never reach Vapi.',
  },
  SIP_TELNYX_CONNECTION_FOREIGN: {
    severity: 'error',
    message: (value) => `The Telnyx connection of this name belongs to something else: ${value}`,
    fix: 'Choose another Trunk Name, or rename that connection in the Telnyx portal.',
  },
  SIP_TELNYX_CONNECTION_STAYS: {
    severity: 'info',
    message: (value) => `The connection at Telnyx stays, because something else uses it: ${value}`,
    fix: 'Delete it in the Telnyx portal if nothing needs it.',
  },
  SIP_TELNYX_PROFILE_STAYS: {
    severity: 'info',
    message: (value) =>
      `The outbound voice profile at Telnyx stays, because other connections use it: ${value}`,
    fix: 'Delete it in the Telnyx portal if nothing needs it.',
  },
  SIP_TELNYX_NUMBER_FORMAT: {
    severity: 'error',
    message: (value) =>
      `Telnyx writes all numbers of a connection in one form, and these are in another form in Vapi: ${value}`,
    fix: 'Choose the same Number Format in Vapi for all numbers of the trunk. To change it, provision with all of them.',
    symptom: 'Incoming calls to them are answered with SIP 404.',
  },
  SIP_TELNYX_FOREIGN_NUMBERS: {
    severity: 'error',
    message: (value) =>
      `The Telnyx connection also carries numbers that Vapi does not know on this trunk: ${value}`,
    fix: 'Move them to another connection first, or turn on Also Foreign Numbers.',
  },
  SIP_TELNYX_NO_CONNECTION: {
    severity: 'error',
    message: (value) => `Telnyx has no FQDN connection of the name "${value}"`,
    fix: 'Check the trunk name and the API key, or provision the trunk.',
  },
  SIP_TELNYX_CONNECTION_DIFFERS: {
    severity: 'warning',
    message: (value) => `The Telnyx connection is set otherwise than this trunk needs: ${value}`,
    fix: 'Provision again: only what differs is changed.',
    symptom:
      'Calls are refused with SIP 404 (number format), 401 (region of the addresses), or not at all delivered.',
  },
  SIP_TELNYX_NO_FQDN: {
    severity: 'error',
    message: (value) => `The Telnyx connection does not send calls to ${value}`,
    fix: 'Provision again.',
    symptom: 'Incoming calls never reach Vapi, or reach another trunk with SIP 404.',
  },
  SIP_TELNYX_LOGIN_DIFFERS: {
    severity: 'error',
    message: (value) => `The logins at Telnyx and in Vapi differ: ${value}`,
    fix: 'Provision again, or run Update with Rotate Login.',
    symptom: 'Outgoing calls are refused with SIP 407 or 403.',
  },
  SIP_TELNYX_NO_PROFILE: {
    severity: 'error',
    message: (value) => `The Telnyx connection may not call out: ${value}`,
    fix: 'Provision again, or assign an enabled outbound voice profile in the Telnyx portal.',
    symptom: 'Outgoing calls are refused with SIP 403.',
  },
  SIP_TELNYX_NUMBER_NOT_ON_TRUNK: {
    severity: 'error',
    message: (value) => `The phone number is not on this trunk's connection at Telnyx: ${value}`,
    fix: 'Provision again.',
    symptom: 'Calls to the number never reach Vapi.',
  },
} satisfies Record<string, FindingText>;
