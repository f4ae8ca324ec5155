import type { ErrorTable } from './table';

/** Who may ask the bridge for something, and how often. */
export const accessErrors = {
  API_KEY_MISSING: {
    status: 401,
    message: 'The request carries no API key.',
    hint: 'Send the header "Authorization: Bearer <BRIDGE_API_KEY>".',
  },
  API_KEY_WRONG: {
    status: 401,
    message: 'The API key of the request is not the one of this bridge.',
    hint: 'Use the value of BRIDGE_API_KEY with which the bridge was started.',
  },
  METRICS_TOKEN_MISSING: {
    status: 401,
    message: 'The request for the metrics carries no token.',
    hint: 'Send "Authorization: Bearer <BRIDGE_METRICS_TOKEN>", or <BRIDGE_API_KEY> where no such token is set.',
  },
  METRICS_TOKEN_WRONG: {
    status: 401,
    message: 'The token of the request does not open the metrics of this bridge.',
    hint: 'Use BRIDGE_METRICS_TOKEN as the bridge was started with it, or BRIDGE_API_KEY where no such token is set.',
  },
  RATE_LIMITED: {
    status: 429,
    message: 'Too many requests, or too many wrong keys, have come from this address.',
    hint: 'Wait as long as Retry-After says. Behind a proxy, set BRIDGE_TRUSTED_PROXIES, or all clients count as one.',
  },
  TICKET_INVALID: {
    status: 401,
    message: 'The ticket of the WebSocket request is unknown, used or expired.',
    hint: 'Get a new one with POST /v1/tickets for each WebSocket; it is good once and for 30 s.',
  },
} as const satisfies ErrorTable;
