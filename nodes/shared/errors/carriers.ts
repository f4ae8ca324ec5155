import type { ErrorText } from './errorText';

/** What carriers answer, or that they do not. */
export const CARRIER_ERRORS = {
  TWILIO_BASE_URL_INVALID: {
    message: (value) => `The base URL "${value}" of the Vapi Twilio credential is not a URL`,
    fix: 'Choose the region of the number, or write a full URL such as https://api.twilio.com.',
  },
  TWILIO_LOGIN_INCOMPLETE: {
    message: (value) => `The Vapi Twilio credential has no ${value}`,
    fix: 'Fill it in: the account SID, and the auth token or an API key with its secret, whichever Log in With says.',
  },
  TWILIO_TOKEN_MISSING: {
    message: (value) =>
      `${value} cannot tell Twilio's requests from others: its Vapi Twilio credential has no auth token`,
    fix: 'Fill in the auth token of the account that owns the number: Twilio signs its requests with it, also where an API key logs in.',
  },
  TWILIO_NO_TRUNKS: {
    message: (value) =>
      `SIP trunks cannot be set up in Twilio's region ${value}: numbers cannot be put on them there`,
    fix: 'Use a Vapi Twilio credential of the region US1. Calls can go through Europe or Australia nevertheless: choose edges such as Dublin, Frankfurt or Sydney.',
  },
  TWILIO_UNAUTHORIZED: {
    message: (value) => `Twilio refused the login: ${value}`,
    fix: 'Check account SID, token or API key in the Vapi Twilio credential, and the region they belong to. Test credentials and those of another (sub)account do not work either.',
  },
  TWILIO_FORBIDDEN: {
    message: (value) => `Twilio does not allow this to the login: ${value}`,
    fix: 'A Restricted API key lacks the permission: add it in the Twilio Console, or use a Standard or Main key. Check as well that the account is not suspended.',
  },
  TWILIO_ACCOUNT_INACTIVE: {
    message: (value) => `The Twilio account is not active: ${value}`,
    fix: 'Look at balance and status of the account in the Twilio Console.',
  },
  TWILIO_TRIAL_ACCOUNT: {
    message: (value) => `A trial account of Twilio cannot do this: ${value}`,
    fix: 'Upgrade the account in the Twilio Console.',
  },
  TWILIO_NOT_FOUND: {
    message: (value) => `Twilio does not know this: ${value}`,
    fix: 'Check the account SID of the Vapi Twilio credential (it begins with AC, not with SK), its region, and that nobody has deleted the thing meanwhile.',
  },
  TWILIO_DOMAIN_TAKEN: {
    message: (value) => `The termination domain is taken: ${value}`,
    fix: 'Choose another one. It has to be unique among all accounts of Twilio, and that of a deleted trunk stays reserved for up to 30 days.',
  },
  TWILIO_LIMIT_REACHED: {
    message: (value) => `The Twilio account has as many of these as it may have: ${value}`,
    fix: 'Remove what is not needed any more in the Twilio Console (Elastic SIP Trunking), or ask Twilio for a higher limit.',
  },
  TWILIO_STILL_IN_USE: {
    message: (value) => `Something at Twilio still uses this: ${value}`,
    fix: 'Take it off the trunks and SIP domains that use it in the Twilio Console first.',
  },
  TWILIO_SIP_LOGIN_REFUSED: {
    message: (value) => `Twilio refused the login for SIP calls: ${value}`,
    fix: 'The user name has to be new in its list and have at most 32 characters; the password needs 12 characters with upper and lower case and a digit.',
  },
  TWILIO_NUMBER_NOT_FOR_SALE: {
    message: (value) => `Twilio does not sell this number: ${value}`,
    fix: 'Somebody may have bought it meanwhile. Run again for another one, or choose another area code.',
  },
  TWILIO_REFUSED: {
    message: (value) => `Twilio refused the request: ${value}`,
    fix: 'The message says why. Correct the fields of this node.',
  },
  TWILIO_RATE_LIMITED: {
    message: (value) => `Twilio limits the rate of requests: ${value}`,
    fix: 'Wait a minute. Too many requests of this account were under way at once.',
  },
  TWILIO_FAILED: {
    message: (value) => `Twilio failed: ${value}`,
    fix: 'Try again later, and look at status.twilio.com if it lasts.',
  },
  TWILIO_UNREACHABLE: {
    message: (value) => `Twilio could not be reached: ${value}`,
    fix: 'Check the region or base URL of the Vapi Twilio credential, and the network of n8n.',
  },
  TWILIO_REDIRECTED: {
    message: (value) => `Twilio answered with a redirect, which is not followed with the login: ${value}`,
    fix: 'Write the base URL of the Vapi Twilio credential exactly, usually with https.',
  },
  TWILIO_NOT_JSON: {
    message: (value) => `Something else than Twilio has answered: ${value}`,
    fix: 'Check the base URL of the Vapi Twilio credential, and the proxy of n8n if there is one.',
  },
  TWILIO_ANSWER_TOO_LARGE: {
    message: (value) => `Twilio answered with more than this node takes: ${value}`,
    fix: 'Check the base URL of the Vapi Twilio credential: no answer of Twilio is as large as that.',
  },
  TELNYX_BASE_URL_INVALID: {
    message: (value) => `The base URL "${value}" of the Vapi Telnyx credential is not a URL`,
    fix: 'Write https://api.telnyx.com/v2, or leave it empty.',
  },
  TELNYX_KEY_MISSING: {
    message: (value) => `The Vapi Telnyx credential has no ${value}`,
    fix: 'Create an API key in the Telnyx portal (Account Settings, API Keys) and fill it in.',
  },
  TELNYX_UNAUTHORIZED: {
    message: (value) => `Telnyx refused the key: ${value}`,
    fix: 'Use an API v2 key that is active and has not expired in the Vapi Telnyx credential.',
  },
  TELNYX_FORBIDDEN: {
    message: (value) => `Telnyx does not allow this to the key: ${value}`,
    fix: 'Give the user of the key the rights for SIP trunking and numbers in the Telnyx portal. Some features need a verified account.',
  },
  TELNYX_NOT_FOUND: {
    message: (value) => `Telnyx does not know this: ${value}`,
    fix: 'Check that the key belongs to the account that owns it, and that nobody has deleted it meanwhile.',
  },
  TELNYX_DUPLICATE: {
    message: (value) => `Telnyx has this already: ${value}`,
    fix: 'Choose another name, or remove the other one in the Telnyx portal.',
  },
  TELNYX_REFUSED: {
    message: (value) => `Telnyx refused the request: ${value}`,
    fix: 'The message says why. Correct the fields of this node.',
  },
  TELNYX_RATE_LIMITED: {
    message: (value) => `Telnyx limits the rate of requests: ${value}`,
    fix: 'Wait a minute before you run it again.',
  },
  TELNYX_FAILED: {
    message: (value) => `Telnyx failed: ${value}`,
    fix: 'Try again later, and look at status.telnyx.com if it lasts.',
  },
  TELNYX_UNREACHABLE: {
    message: (value) => `Telnyx could not be reached: ${value}`,
    fix: 'Check the base URL of the Vapi Telnyx credential, and the network of n8n.',
  },
  TELNYX_REDIRECTED: {
    message: (value) => `Telnyx answered with a redirect, which is not followed with the key: ${value}`,
    fix: 'Write the base URL of the Vapi Telnyx credential exactly, usually with https.',
  },
  TELNYX_NOT_JSON: {
    message: (value) => `Something else than Telnyx has answered: ${value}`,
    fix: 'Check the base URL of the Vapi Telnyx credential, and the proxy of n8n if there is one.',
  },
  TELNYX_ANSWER_TOO_LARGE: {
    message: (value) => `Telnyx answered with more than this node takes: ${value}`,
    fix: 'Check the base URL of the Vapi Telnyx credential: no answer of Telnyx is as large as that.',
  },
  ANSWER_WITHOUT_LIST: {
    message: (value) => `The answer to ${value} holds no list that this version understands`,
    fix: 'Nothing is made again on such an answer. Check the base URL of the credential; if it is right, the service has changed: update this node package.',
  },
  ANSWER_WITHOUT_ID: {
    message: (value) => `The answer to ${value} does not say what was made: it has no ID`,
    fix: 'It may have been made nevertheless. Look before you run it again, and check the base URL of the credential.',
  },
} satisfies Record<string, ErrorText>;
