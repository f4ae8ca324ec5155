import type { FindingText } from './findingText';

/** What a check of a trunk at Twilio may find. Which SIP answer follows: Vapi docs and Twilio docs, SIP responses. */
export const TWILIO_CHECK_FINDINGS = {
  SIP_TWILIO_NO_TRUNK: {
    severity: 'error',
    message: (value) => `Twilio has no trunk with the domain ${value}`,
    fix: 'Provision the trunk, or correct the domain.',
    symptom: 'Outgoing calls are refused with SIP 403 or 404; incoming calls do not reach Vapi.',
  },
  SIP_TWILIO_SECURE_DIFFERS: {
    severity: 'warning',
    message: (value) => `Secure trunking is ${value} at Twilio, unlike the wish`,
    fix: 'Provision again, or change the choice.',
  },
  SIP_TWILIO_TRANSFER_DIFFERS: {
    severity: 'warning',
    message: (value) => `The transfer mode at Twilio is ${value}, unlike the wish`,
    fix: 'Provision again, or change the choice.',
    symptom: 'Transfers by SIP REFER are refused, or are possible where they should not be.',
  },
  SIP_TWILIO_NO_ACCESS: {
    severity: 'error',
    message: (value) => `Twilio lets nobody call out through ${value}: no access list is attached to it`,
    fix: 'Provision again.',
    symptom: 'Outgoing calls are refused with SIP 403.',
  },
  SIP_TWILIO_ADDRESS_MISSING: {
    severity: 'error',
    message: (value) => `No IP access control list on the trunk lets in Vapi's address ${value}`,
    fix: 'Provision again; a list that is attached keeps out everything that is not in one.',
    symptom:
      'Outgoing calls are refused with SIP 403, at random where only one of several addresses is missing.',
  },
  SIP_TWILIO_ADDRESS_FOREIGN: {
    severity: 'warning',
    message: (value) => `Others than Vapi may call out through the trunk at your cost: ${value}`,
    fix: 'Take the address out of the list, unless it is yours.',
  },
  SIP_TWILIO_LIST_FOREIGN: {
    severity: 'warning',
    message: (value) => `Another access list on the trunk may keep Vapi out: ${value}`,
    fix: 'Take it off the trunk, or choose the access by addresses and login together.',
    symptom: 'Outgoing calls are refused with SIP 403 or 407.',
  },
  SIP_TWILIO_LOGIN_MISSING: {
    severity: 'error',
    message: (value) => `Twilio asks for a login, and Vapi has none that it knows: ${value}`,
    fix: 'Provision again with a login, or take the credential list off the trunk.',
    symptom: 'Outgoing calls are refused with SIP 407, or 403 after the second try.',
  },
  SIP_TWILIO_LOGIN_FOREIGN: {
    severity: 'warning',
    message: (value) => `Another login than Vapi's may call out through the trunk at your cost: ${value}`,
    fix: 'Take the login out of the list, unless it is yours; this node leaves it alone.',
  },
  SIP_TWILIO_ACCESS_DIFFERS: {
    severity: 'warning',
    message: (value) => `The trunk lacks the ${value} that it was to have`,
    fix: 'Provision again, or change the choice.',
  },
  SIP_TWILIO_NO_ORIGINATION: {
    severity: 'error',
    message: (value) => `The trunk ${value} has no origination URL that leads to this credential in Vapi`,
    fix: 'Provision again.',
    symptom: 'Callers hear that the call cannot be completed; Twilio logs error 32010.',
  },
  SIP_TWILIO_ORIGINATION_DISABLED: {
    severity: 'error',
    message: (value) => `The origination URL to Vapi is switched off: ${value}`,
    fix: 'Switch it on in Twilio, or provision again.',
    symptom: 'Callers hear that the call cannot be completed; Twilio logs error 32010.',
  },
  SIP_TWILIO_ORIGINATION_SEVERAL: {
    severity: 'warning',
    message: (value) => `Calls are shared among several origination URLs, besides Vapi's: ${value}`,
    fix: 'Delete those that are left over, or give them a lower priority on purpose.',
    symptom: 'Some callers reach something else.',
  },
  SIP_TWILIO_ORIGINATION_SCHEME: {
    severity: 'error',
    message: (value) => `The origination URL is no sip: address: ${value}`,
    fix: 'Provision again; for TLS Twilio wants sip: with ;transport=tls.',
    symptom: 'Callers hear that the call cannot be completed.',
  },
  SIP_TWILIO_ORIGINATION_REGION: {
    severity: 'error',
    message: (value) => `The origination URL leads to another region of Vapi: ${value}`,
    fix: 'Provision again with the credential of the right region.',
    symptom: 'Incoming calls are refused with SIP 401 or 404.',
  },
  SIP_TWILIO_ORIGINATION_CREDENTIAL: {
    severity: 'error',
    message: (value) => `The origination URL does not lead to this SIP trunk credential of Vapi: ${value}`,
    fix: 'Provision again.',
    symptom: 'Incoming calls are refused with SIP 401 or 404.',
  },
  SIP_TWILIO_ORIGINATION_USER: {
    severity: 'error',
    message: (value) => `The origination URL names one number, and the trunk carries others: ${value}`,
    fix: 'Provision again: with several numbers the URL names none.',
    symptom: 'Calls to the other numbers are answered with SIP 404, or reach the wrong assistant.',
  },
  SIP_TWILIO_SECURE_WITHOUT_TLS: {
    severity: 'error',
    message: (value) => `The trunk is secure, and this is not: ${value}`,
    fix: 'Provision again: secure trunking wants TLS and SRTP both ways.',
    symptom: 'Calls are refused with SIP 488; Twilio logs error 32209.',
  },
  SIP_TWILIO_SRTP_WITHOUT_SECURE: {
    severity: 'error',
    message: (value) => `Vapi encrypts audio, and the trunk does not take that: ${value}`,
    fix: 'Provision again with secure trunking, or with another transport.',
    symptom: 'Outgoing calls are refused with SIP 488.',
  },
  SIP_TWILIO_TERMINATION: {
    severity: 'error',
    message: (value) => `No gateway in Vapi sends calls to ${value}`,
    fix: 'Provision again: Twilio knows a trunk by the host name that is called, not by an address.',
    symptom: 'Outgoing calls are refused with SIP 403 or 404.',
  },
  SIP_TWILIO_NETWORK_MISSING: {
    severity: 'error',
    message: (value) => `No gateway in Vapi lets in Twilio's network ${value}`,
    fix: 'Provision again, or update the edges.',
    symptom: 'Incoming calls are refused with SIP 401.',
  },
  SIP_TWILIO_NO_PLUS: {
    severity: 'error',
    message: (value) => `Vapi calls out without the plus sign that Twilio wants: ${value}`,
    fix: 'Provision again.',
    symptom: 'Outgoing calls are refused with SIP 400 or 404.',
  },
  SIP_TWILIO_NUMBER_NOT_ON_TRUNK: {
    severity: 'error',
    message: (value) => `The number is not on the trunk: ${value}`,
    fix: 'Provision again.',
    symptom: 'Incoming calls do not reach Vapi.',
  },
  SIP_TWILIO_NUMBER_UNKNOWN: {
    severity: 'warning',
    message: (value) => `The trunk carries a number that Vapi does not know by it: ${value}`,
    fix: 'Add it to the trunk in this node, or take it off the trunk in Twilio.',
    symptom: 'Incoming calls to it are answered with SIP 404.',
  },
  SIP_TWILIO_NUMBER_FORMAT: {
    severity: 'error',
    message: (value) => `Twilio asks Vapi for a number that is stored there in another form: ${value}`,
    fix: 'Store it in Vapi with its plus, as Twilio sends it, and provision again.',
    symptom: 'Incoming calls are answered with SIP 404.',
  },
  SIP_TWILIO_VOICE_IGNORED: {
    severity: 'info',
    message: (value) => `On the trunk, Twilio ignores what else would answer this number: ${value}`,
    fix: 'Nothing, if Vapi is to answer. The URL can be emptied in Twilio; it counts again when the number comes off the trunk.',
  },
  SIP_TWILIO_VOICE_SILENCED: {
    severity: 'warning',
    message: (value) => `On a trunk, Twilio ignores what answers this number otherwise: ${value}`,
    fix: 'Nothing, if Vapi is to answer now; the URL can be emptied in Twilio. An application is forgotten for good.',
    symptom: 'The old workflow gets no calls any more.',
  },
} satisfies Record<string, FindingText>;
