import { z } from 'zod';
import { isPublicKey } from '../carriers/telnyx/signature';
import {
  address,
  addressRanges,
  eventTypes,
  integer,
  onOff,
  phoneNumber,
  rsaKey,
  sampleRate,
  spaceAddress,
  spoken,
  word,
  workflowAddress,
  workflowAddresses,
} from './values';

const GATEWAY_MESSAGE = 'Sorry, I cannot do that right now. Please try again in a moment.';

const FALLBACK_MESSAGE =
  'We are sorry, our assistant cannot take your call at the moment. Please try again in a few minutes.';

/** All variables, with what they may hold and what holds where they are not set. */
export const schema = z.object({
  BRIDGE_PUBLIC_URL: address(['https:']),
  BRIDGE_API_KEY: word,
  BRIDGE_HOST: word.default('0.0.0.0'),
  BRIDGE_PORT: integer(0, 65_535).default(8080),
  BRIDGE_MAX_SESSIONS: integer(1, 100_000).default(500),
  BRIDGE_DRAIN_SECONDS: integer(0, 86_400).default(120),
  BRIDGE_FALLBACK_MESSAGE: spoken.default(FALLBACK_MESSAGE),
  BRIDGE_FALLBACK_NUMBER: phoneNumber.optional(),
  BRIDGE_FROM_NUMBER: phoneNumber.optional(),
  BRIDGE_PACING: onOff.default(true),
  BRIDGE_PACING_LEAD_MS: integer(20, 2000).default(160),
  BRIDGE_RECONNECT: onOff.default(false),
  BRIDGE_DTMF: z
    .enum(['off', 'message', 'tone'], { error: 'must be one of off, message, tone' })
    .default('off'),
  BRIDGE_WAITING_TONE: onOff.default(true),
  BRIDGE_ASSISTANT_SILENT_SECONDS: integer(0, 600).default(10),
  BRIDGE_DATA_DIR: z.string().default('./data'),
  BRIDGE_RECORD: onOff.default(false),
  BRIDGE_RECORDING_DAYS: integer(0, 36_500).default(30),
  BRIDGE_RECORDING_MIB: integer(0, 100_000_000).default(10_240),
  BRIDGE_EVENTS_URL: workflowAddress.optional(),
  BRIDGE_EVENTS_SECRET: word.optional(),
  BRIDGE_EVENTS: eventTypes.optional(),
  BRIDGE_EVENTS_HOURS: integer(1, 720).default(24),
  BRIDGE_WEBHOOKS: workflowAddresses.optional(),
  BRIDGE_LLMS: workflowAddresses.optional(),
  BRIDGE_WEBHOOK_SECRET: word.optional(),
  BRIDGE_GATEWAY_SECONDS: integer(1, 295).default(15),
  BRIDGE_GATEWAY_MESSAGE: z.string().trim().min(1).max(1000).default(GATEWAY_MESSAGE),
  BRIDGE_METRICS_TOKEN: word.optional(),
  BRIDGE_TRUSTED_PROXIES: addressRanges.default([]),
  BRIDGE_LOG_LEVEL: z
    .enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'], {
      error: 'must be one of trace, debug, info, warn, error, fatal, silent',
    })
    .default('info'),
  VAPI_API_KEY: word,
  VAPI_PUBLIC_KEY: word.optional(),
  VAPI_BASE_URL: address(['https:', 'http:']).default('https://api.vapi.ai'),
  VAPI_ASSISTANT_ID: word.optional(),
  TWILIO_ACCOUNT_SID: z
    .string()
    .regex(/^AC[0-9a-fA-F]{32}$/, 'must be "AC" and 32 hexadecimal digits')
    .optional(),
  TWILIO_AUTH_TOKEN: word.optional(),
  TWILIO_API_BASE_URL: address(['https:', 'http:']).default('https://api.twilio.com'),
  VONAGE_APPLICATION_ID: word.optional(),
  VONAGE_PRIVATE_KEY: rsaKey.optional(),
  VONAGE_SIGNATURE_SECRET: word.optional(),
  VONAGE_API_BASE_URL: address(['https:', 'http:']).default('https://api.nexmo.com'),
  VONAGE_SAMPLE_RATE: sampleRate.default(8000),
  PLIVO_AUTH_ID: word.optional(),
  PLIVO_AUTH_TOKEN: word.optional(),
  PLIVO_API_BASE_URL: address(['https:', 'http:']).default('https://api.plivo.com'),
  SIGNALWIRE_SPACE_URL: spaceAddress.optional(),
  SIGNALWIRE_PROJECT_ID: z.uuid('must be a UUID').optional(),
  SIGNALWIRE_API_TOKEN: word.optional(),
  SIGNALWIRE_SIGNING_KEY: word.optional(),
  TELNYX_API_KEY: word.optional(),
  TELNYX_PUBLIC_KEY: z
    .string()
    .refine(isPublicKey, 'must be 32 bytes in base64, as the portal of Telnyx shows it')
    .optional(),
  TELNYX_ACCOUNT_ID: word.optional(),
  TELNYX_APPLICATION_ID: word.optional(),
  TELNYX_API_BASE_URL: address(['https:', 'http:']).default('https://api.telnyx.com'),
});

/** What is read from the environment. */
export type Values = z.infer<typeof schema>;
export type Variable = keyof Values;
/** The names of all variables. */
export const variables = Object.keys(schema.shape) as Variable[];
/** Never repeated in a message: secrets, the id beside which a secret is pasted by mistake, and phone numbers. */
export const unspoken: ReadonlySet<Variable> = new Set<Variable>([
  'BRIDGE_API_KEY',
  'BRIDGE_METRICS_TOKEN',
  'BRIDGE_EVENTS_URL',
  'BRIDGE_EVENTS_SECRET',
  'BRIDGE_WEBHOOKS',
  'BRIDGE_LLMS',
  'BRIDGE_WEBHOOK_SECRET',
  'BRIDGE_FALLBACK_NUMBER',
  'BRIDGE_FROM_NUMBER',
  'VAPI_API_KEY',
  'VAPI_PUBLIC_KEY',
  'TWILIO_AUTH_TOKEN',
  'TWILIO_ACCOUNT_SID',
  'VONAGE_APPLICATION_ID',
  'VONAGE_PRIVATE_KEY',
  'VONAGE_SIGNATURE_SECRET',
  'PLIVO_AUTH_ID',
  'PLIVO_AUTH_TOKEN',
  'SIGNALWIRE_PROJECT_ID',
  'SIGNALWIRE_API_TOKEN',
  'SIGNALWIRE_SIGNING_KEY',
  'TELNYX_API_KEY',
  'TELNYX_PUBLIC_KEY',
  'TELNYX_ACCOUNT_ID',
  'TELNYX_APPLICATION_ID',
]);

/** Variables that are of no use without each other. */
export const groups = [
  ['BRIDGE_EVENTS_URL', 'BRIDGE_EVENTS_SECRET'],
  ['SIGNALWIRE_SPACE_URL', 'SIGNALWIRE_PROJECT_ID', 'SIGNALWIRE_API_TOKEN', 'SIGNALWIRE_SIGNING_KEY'],
  ['TELNYX_API_KEY', 'TELNYX_PUBLIC_KEY'],
  ['TELNYX_ACCOUNT_ID', 'TELNYX_APPLICATION_ID'],
  ['VONAGE_APPLICATION_ID', 'VONAGE_PRIVATE_KEY', 'VONAGE_SIGNATURE_SECRET'],
  ['PLIVO_AUTH_ID', 'PLIVO_AUTH_TOKEN'],
] as const satisfies readonly (readonly Variable[])[];
