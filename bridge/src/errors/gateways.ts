import type { ErrorTable } from './table';

/** The gateways between Vapi and workflows. */
export const gatewayErrors = {
  GATEWAY_UNKNOWN: {
    status: 404,
    message: 'There is no workflow of this name.',
    hint: 'Name it in BRIDGE_WEBHOOKS (/vapi/webhook/<name>) or BRIDGE_LLMS (/llm/<name>/chat/completions).',
  },
  GATEWAY_SECRET_WRONG: {
    status: 401,
    message: 'The request does not carry the secret of the gateways.',
    hint: "Have Vapi send BRIDGE_WEBHOOK_SECRET: as the server's secret (X-Vapi-Secret), or as a bearer token.",
  },
  GATEWAY_BUSY: {
    status: 503,
    message: 'The gateways hold too much of other requests at the moment.',
    hint: 'Wait as long as Retry-After says. Set BRIDGE_WEBHOOK_SECRET, so that nobody but Vapi can send anything.',
  },
} as const satisfies ErrorTable;
