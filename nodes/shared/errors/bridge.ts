import type { ErrorText } from './errorText';

/** What the bridge answers, or that it does not. Where the bridge says itself how to fix it, its own words are shown. */
export const BRIDGE_ERRORS = {
  BRIDGE_BASE_URL_INVALID: {
    message: (value) => `The base URL "${value}" of the Vapi Bridge credential is no http or https address`,
    fix: 'Write the address of the bridge as n8n reaches it, such as https://bridge.example.com or http://bridge:8080.',
  },
  BRIDGE_UNAUTHORIZED: {
    message: (value) => `The bridge refused the key: ${value}`,
    fix: 'Use the value of BRIDGE_API_KEY, with which the bridge was started, in the Vapi Bridge credential.',
  },
  BRIDGE_NOT_FOUND: {
    message: (value) => `The bridge does not know this: ${value}`,
    fix: 'Check the ID. The bridge keeps ended sessions for a while only, and recordings as long as its settings say.',
  },
  BRIDGE_CONFLICT: {
    message: (value) => `The bridge cannot do this now: ${value}`,
    fix: 'Look at the state of the session or the recording first.',
  },
  BRIDGE_REFUSED: {
    message: (value) => `The bridge refused the request: ${value}`,
    fix: 'The message says why. Correct the fields of this node.',
  },
  BRIDGE_ROUTE_UNKNOWN: {
    message: (value) => `This bridge does not offer what was asked for: ${value}`,
    fix: 'Switch this part on in the settings of the bridge (recordings, events), or update the bridge.',
  },
  BRIDGE_RATE_LIMITED: {
    message: (value) => `The bridge limits the rate of requests: ${value}`,
    fix: 'Wait a minute, and lower Items per Second in the options of this node.',
  },
  BRIDGE_FAILED: {
    message: (value) => `The bridge failed: ${value}`,
    fix: 'Try again later, and look into the log of the bridge if it lasts.',
  },
  BRIDGE_UNREACHABLE: {
    message: (value) => `The bridge could not be reached: ${value}`,
    fix: 'Check that it runs, and that the base URL of the Vapi Bridge credential is its address as n8n sees it. In containers, localhost is the container itself.',
  },
  BRIDGE_REDIRECTED: {
    message: (value) => `A redirect came back, which is not followed with the key: ${value}`,
    fix: 'Write the base URL of the Vapi Bridge credential exactly, usually with https.',
  },
  BRIDGE_STRANGER: {
    message: (value) => `Something else than the bridge has answered: ${value}`,
    fix: 'Check the base URL of the Vapi Bridge credential, and the proxy in front of the bridge if there is one.',
  },
  BRIDGE_ANSWER_TOO_LARGE: {
    message: (value) => `The bridge answered with more than this node takes: ${value}`,
    fix: 'Ask for less: a lower Limit or a narrower filter.',
  },
  BRIDGE_DTMF_INVALID: {
    message: (value) => `"${value}" cannot be pressed on a telephone`,
    fix: 'Write 1 to 32 of the digits, *, # and A to D.',
  },
  BRIDGE_LISTEN_NOTHING: {
    message: (value) => `It is not clear which call to record: ${value}`,
    fix: 'Give the ID of a call in progress, or its listen URL (monitor.listenUrl).',
  },
  BRIDGE_DOWNLOAD_FAILED: {
    message: (value) => `The recording could not be read to its end: ${value}`,
    fix: 'Run the node again. A recording that is still running is complete only when its call has ended.',
  },
} satisfies Record<string, ErrorText>;
