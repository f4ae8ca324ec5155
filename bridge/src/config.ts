import type { KeyObject } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { SampleRate } from './audio/resampler';
import { isPublicKey } from './carriers/telnyx/signature';
import { farewellTwiml } from './carriers/twilio/answer';
import { parsePrivateKey } from './carriers/vonage/privateKey';
import { parseAddressRange } from './clientAddress';
import { EVENT_TYPES, type EventType } from './events/envelope';
import type { CallSettings } from './relay/settings';
import { workflowAddressProblem } from './workflowAddress';

const GATEWAY_MESSAGE = 'Sorry, I cannot do that right now. Please try again in a moment.';

const FALLBACK_MESSAGE =
  'We are sorry, our assistant cannot take your call at the moment. Please try again in a few minutes.';

/** Secrets and ids are one printable word; a stray line break or quote is a mistake in the environment. */
const word = z.string().regex(/^[\x21-\x7e]+$/, 'must be one word without spaces or line breaks');

const address = (schemes: readonly string[]): z.ZodType<string, string> =>
  z.string().transform((value, context) => {
    const problem = addressProblem(value, schemes);
    if (problem === undefined) return value.replace(/\/+$/, '');
    context.addIssue({ code: 'custom', message: problem });
    return z.NEVER;
  });

/** SignalWire shows the address of a space as a host name alone. */
const spaceAddress = z
  .string()
  .transform((value) => (value.includes('://') ? value : `https://${value}`))
  .pipe(address(['https:', 'http:']));

const integer = (min: number, max: number): z.ZodType<number, string> =>
  z
    .string()
    .regex(/^\d{1,9}$/, `must be a whole number from ${min} to ${max}`)
    .transform(Number)
    .refine((value) => value >= min && value <= max, `must be a whole number from ${min} to ${max}`);

const onOff = z.enum(['on', 'off'], { error: 'must be on or off' }).transform((value) => value === 'on');

/** What Twilio takes as the `Twiml` of an update (Twilio docs, "Call resource", update). */
const MAX_TWIML = 4000;
const LONGEST_NUMBER = `+${'9'.repeat(15)}`;

const spoken = z
  .string()
  // eslint-disable-next-line no-control-regex -- control characters can't stand in XML, hence not in TwiML
  .regex(/^[^\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]*$/, {
    error: 'must not contain control characters',
    abort: true,
  })
  .refine(
    (message) => farewellTwiml(message, LONGEST_NUMBER).length <= MAX_TWIML,
    `must be shorter: with its TwiML it has more than ${MAX_TWIML} characters, as many as Twilio takes`,
  );

/** "+", a country code that never begins with 0, at most 15 digits (ITU-T E.164, 6.1). */
const phoneNumber = z
  .string()
  .regex(
    /^\+[1-9]\d{6,14}$/,
    'must be a telephone number in E.164 form: "+", country code, number, digits only',
  );

const addressRanges = z.string().transform((value, context) => {
  const ranges = value.split(',').map((entry) => entry.trim());
  const wrong = ranges.find((range) => parseAddressRange(range) === undefined);
  if (wrong === undefined) return ranges;
  const message = `must be a comma list of IP addresses and ranges such as 10.0.0.0/8, which "${wrong}" is not`;
  context.addIssue({ code: 'custom', message });
  return z.NEVER;
});

const workflowAddress = z.string().transform((value, context) => {
  const problem = workflowAddressProblem(value);
  if (problem === undefined) return value;
  context.addIssue({ code: 'custom', message: problem });
  return z.NEVER;
});

/** `name=address` pairs. An address may hold commas, so only those before a name part them. */
const workflowAddresses = z.string().transform((value, context) => {
  const pairs = value.split(/,\s*(?=[\w-]+=)/).map((pair) => pair.trim().split(/=(.*)/s));
  const names = pairs.map(([name = '']) => name);
  const wrongName = names.find((name, at) => !/^[\w-]{1,64}$/.test(name) || names.indexOf(name) !== at);
  const problems = pairs.map(([, url = '']) => workflowAddressProblem(url));
  const problem = problems.find((each) => each !== undefined);
  let message: string | undefined;
  if (wrongName !== undefined) {
    message = 'must be a comma list of name=address, each name once and of letters, digits, "-" and "_"';
  } else if (problem !== undefined)
    message = `names an address for "${names[problems.indexOf(problem)]}" that ${problem}`;
  if (message === undefined) return new Map(pairs.map(([name = '', url = '']) => [name, url]));
  context.addIssue({ code: 'custom', message });
  return z.NEVER;
});

const eventTypes = z.string().transform((value, context) => {
  if (value === 'all') return EVENT_TYPES;
  const names = value.split(',').map((entry) => entry.trim());
  const types = EVENT_TYPES.filter((type) => names.includes(type));
  if (names.every((name) => types.includes(name as EventType))) return types;
  context.addIssue({ code: 'custom', message: `must be all or a comma list of ${EVENT_TYPES.join(', ')}` });
  return z.NEVER;
});

const rsaKey = z.string().transform((value, context) => {
  const key = parsePrivateKey(value);
  if (key) return key;
  context.addIssue({
    code: 'custom',
    message: 'must be an RSA private key in PEM form ("-----BEGIN PRIVATE KEY-----")',
  });
  return z.NEVER;
});

const sampleRate = z
  .enum(['8000', '16000', '24000'], { error: 'must be one of 8000, 16000, 24000' })
  .transform((value) => Number(value) as SampleRate);

const schema = z.object({
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
  TELNYX_API_BASE_URL: address(['https:', 'http:']).default('https://api.telnyx.com'),
});

type Variable = keyof z.infer<typeof schema>;
/** The names of all variables. */
export const variables = Object.keys(schema.shape) as Variable[];
/** Never repeated in a message: secrets, the id beside which a secret is pasted by mistake, and phone numbers. */
const unspoken: ReadonlySet<Variable> = new Set<Variable>([
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
]);

/** Variables that are of no use without each other. */
const groups = [
  ['BRIDGE_EVENTS_URL', 'BRIDGE_EVENTS_SECRET'],
  ['SIGNALWIRE_SPACE_URL', 'SIGNALWIRE_PROJECT_ID', 'SIGNALWIRE_API_TOKEN', 'SIGNALWIRE_SIGNING_KEY'],
  ['TELNYX_API_KEY', 'TELNYX_PUBLIC_KEY'],
  ['VONAGE_APPLICATION_ID', 'VONAGE_PRIVATE_KEY', 'VONAGE_SIGNATURE_SECRET'],
  ['PLIVO_AUTH_ID', 'PLIVO_AUTH_TOKEN'],
] as const satisfies readonly (readonly Variable[])[];

/** Everything the service is told from outside; addresses are without a slash at the end. */
export interface Config {
  publicUrl: string;
  apiKey: string;
  host: string;
  port: number;
  maxSessions: number;
  drainSeconds: number;
  /** What the called party of a call out sees, unless the request says otherwise (E.164). */
  fromNumber: string | undefined;
  /** How calls are handled. */
  call: CallSettings;
  /** The folder of everything that is kept on disk; made when there is something to keep. */
  dataDir: string;
  /** Whether all calls are recorded, and how long and how much is kept; 0: for ever, any. */
  recording: { all: boolean; days: number; mib: number };
  /** Who is told what happens in the sessions; `undefined`: nobody. */
  events:
    | {
        types: readonly EventType[];
        /** `undefined`: only those who read along. */
        target: { url: string; secret: string } | undefined;
        /** An event that can't be delivered is given up after this time. */
        lifetimeMs: number;
      }
    | undefined;
  /** The workflows that Vapi reaches through the bridge, by name; `undefined`: none. */
  gateways:
    | {
        webhooks: ReadonlyMap<string, string>;
        llms: ReadonlyMap<string, string>;
        /** How Vapi proves itself; `undefined`: to the workflows only. */
        secret: string | undefined;
        deadlineMs: number;
        /** Said or told in place of an answer. */
        sentence: string;
      }
    | undefined;
  logLevel: string;
  /** Opens the metrics; where there is none, `apiKey` does. */
  metricsToken: string | undefined;
  /** Addresses and ranges of proxies whose `X-Forwarded-For` is believed, for limits only. */
  trustedProxies: readonly string[];
  vapi: { apiKey: string; baseUrl: string; assistantId: string | undefined };
  twilio: { accountSid: string | undefined; authToken: string | undefined; apiBaseUrl: string };
  vonage:
    | {
        applicationId: string;
        privateKey: KeyObject;
        signatureSecret: string;
        apiBaseUrl: string;
        /** What streams are asked for. */
        sampleRate: SampleRate;
      }
    | undefined;
  plivo: { authId: string; authToken: string; apiBaseUrl: string } | undefined;
  signalwire: { spaceUrl: string; projectId: string; apiToken: string; signingKey: string } | undefined;
  telnyx: { apiKey: string; publicKey: string; apiBaseUrl: string } | undefined;
}

/** All that is wrong with the environment, one line per problem. */
export class ConfigError extends Error {
  constructor(readonly problems: readonly string[]) {
    super(problems.join('\n'));
    this.name = 'ConfigError';
  }
}

/**
 * Reads the configuration. Each variable can also be given as the path of a file in `NAME_FILE`; empty counts as
 * not set.
 * @throws ConfigError with every problem found, each naming the variable and, unless it may be secret, the
 *   offending value
 */
export function loadConfig(env: NodeJS.ProcessEnv): Config {
  const problems: string[] = [];
  const input: Partial<Record<Variable, string>> = {};
  for (const name of variables) {
    const value = readVariable(env, name, problems);
    if (value !== undefined) input[name] = value;
  }
  for (const group of groups) {
    const [given] = group.filter((name) => input[name] !== undefined);
    const missing = group.filter((name) => input[name] === undefined);
    if (given && missing.length > 0) {
      problems.push(
        `${missing.join(', ')} not set, but of use only together with ${given}: set all of them.`,
      );
    }
  }
  const parsed = schema.safeParse(input);
  for (const issue of parsed.error?.issues ?? []) {
    const name = issue.path[0] as Variable;
    // A variable whose file can't be read has been reported already.
    if (!problems.some((problem) => problem.startsWith(name)))
      problems.push(describe(name, input, issue.message));
  }
  if (!parsed.success || problems.length > 0) throw new ConfigError(problems);
  const value = parsed.data;
  return {
    publicUrl: value.BRIDGE_PUBLIC_URL,
    apiKey: value.BRIDGE_API_KEY,
    host: value.BRIDGE_HOST,
    port: value.BRIDGE_PORT,
    maxSessions: value.BRIDGE_MAX_SESSIONS,
    drainSeconds: value.BRIDGE_DRAIN_SECONDS,
    fromNumber: value.BRIDGE_FROM_NUMBER,
    call: {
      fallbackMessage: value.BRIDGE_FALLBACK_MESSAGE,
      fallbackNumber: value.BRIDGE_FALLBACK_NUMBER,
      pacing: value.BRIDGE_PACING,
      pacingLeadMs: value.BRIDGE_PACING_LEAD_MS,
      reconnect: value.BRIDGE_RECONNECT,
      dtmf: value.BRIDGE_DTMF,
      waitingTone: value.BRIDGE_WAITING_TONE,
      assistantSilentMs: value.BRIDGE_ASSISTANT_SILENT_SECONDS * 1000,
    },
    dataDir: value.BRIDGE_DATA_DIR,
    recording: {
      all: value.BRIDGE_RECORD,
      days: value.BRIDGE_RECORDING_DAYS,
      mib: value.BRIDGE_RECORDING_MIB,
    },
    events: eventsOf(value),
    gateways: gatewaysOf(value),
    logLevel: value.BRIDGE_LOG_LEVEL,
    metricsToken: value.BRIDGE_METRICS_TOKEN,
    trustedProxies: value.BRIDGE_TRUSTED_PROXIES,
    vapi: {
      apiKey: value.VAPI_API_KEY,
      baseUrl: value.VAPI_BASE_URL,
      assistantId: value.VAPI_ASSISTANT_ID,
    },
    twilio: {
      accountSid: value.TWILIO_ACCOUNT_SID,
      authToken: value.TWILIO_AUTH_TOKEN,
      apiBaseUrl: value.TWILIO_API_BASE_URL,
    },
    vonage: vonageOf(value),
    plivo: plivoOf(value),
    signalwire: signalWireOf(value),
    telnyx: telnyxOf(value),
  };
}

function eventsOf(value: z.infer<typeof schema>): Config['events'] {
  const { BRIDGE_EVENTS_URL: url, BRIDGE_EVENTS_SECRET: secret, BRIDGE_EVENTS: types } = value;
  const target = url === undefined || secret === undefined ? undefined : { url, secret };
  if (!target && !types) return undefined;
  return { types: types ?? EVENT_TYPES, target, lifetimeMs: value.BRIDGE_EVENTS_HOURS * 3_600_000 };
}

function gatewaysOf(value: z.infer<typeof schema>): Config['gateways'] {
  const { BRIDGE_WEBHOOKS: webhooks, BRIDGE_LLMS: llms } = value;
  if (!webhooks && !llms) return undefined;
  return {
    webhooks: webhooks ?? new Map(),
    llms: llms ?? new Map(),
    secret: value.BRIDGE_WEBHOOK_SECRET,
    deadlineMs: value.BRIDGE_GATEWAY_SECONDS * 1000,
    sentence: value.BRIDGE_GATEWAY_MESSAGE,
  };
}

function signalWireOf(value: z.infer<typeof schema>): Config['signalwire'] {
  const { SIGNALWIRE_SPACE_URL: spaceUrl, SIGNALWIRE_PROJECT_ID: projectId } = value;
  const { SIGNALWIRE_API_TOKEN: apiToken, SIGNALWIRE_SIGNING_KEY: signingKey } = value;
  const isSet = spaceUrl !== undefined && projectId !== undefined;
  if (!isSet || apiToken === undefined || signingKey === undefined) return undefined;
  return { spaceUrl, projectId, apiToken, signingKey };
}

function vonageOf(value: z.infer<typeof schema>): Config['vonage'] {
  const { VONAGE_APPLICATION_ID: applicationId, VONAGE_PRIVATE_KEY: privateKey } = value;
  const { VONAGE_SIGNATURE_SECRET: signatureSecret, VONAGE_API_BASE_URL: apiBaseUrl } = value;
  if (applicationId === undefined || privateKey === undefined || signatureSecret === undefined) {
    return undefined;
  }
  return { applicationId, privateKey, signatureSecret, apiBaseUrl, sampleRate: value.VONAGE_SAMPLE_RATE };
}

function plivoOf(value: z.infer<typeof schema>): Config['plivo'] {
  const { PLIVO_AUTH_ID: authId, PLIVO_AUTH_TOKEN: authToken, PLIVO_API_BASE_URL: apiBaseUrl } = value;
  return authId === undefined || authToken === undefined ? undefined : { authId, authToken, apiBaseUrl };
}

function telnyxOf(value: z.infer<typeof schema>): Config['telnyx'] {
  const { TELNYX_API_KEY: apiKey, TELNYX_PUBLIC_KEY: publicKey, TELNYX_API_BASE_URL: apiBaseUrl } = value;
  return apiKey === undefined || publicKey === undefined ? undefined : { apiKey, publicKey, apiBaseUrl };
}

function readVariable(env: NodeJS.ProcessEnv, name: Variable, problems: string[]): string | undefined {
  const direct = env[name] === '' ? undefined : env[name];
  const file = env[`${name}_FILE`] === '' ? undefined : env[`${name}_FILE`];
  if (file === undefined) return direct;
  if (direct !== undefined) {
    problems.push(`${name} and ${name}_FILE are both set: keep one of them.`);
    return direct;
  }
  try {
    const content = readFileSync(file, 'utf8').replace(/\r?\n$/, '');
    if (content !== '') return content;
    problems.push(`${name}_FILE names "${file}", which is empty: write the value into it.`);
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code ?? 'unknown reason';
    problems.push(
      `${name}_FILE names "${file}", which cannot be read (${reason}): check path and permissions.`,
    );
  }
  return undefined;
}

function describe(name: Variable, input: Partial<Record<Variable, string>>, message: string): string {
  const value = input[name];
  if (value === undefined)
    return `${name} is not set: set it, or ${name}_FILE (see the README of the bridge).`;
  return unspoken.has(name)
    ? `${name} ${message}.`
    : `${name} is "${name.endsWith('_URL') ? masked(value) : value}": it ${message}.`;
}

/** Without the user name and password that an address may begin with. */
function masked(value: string): string {
  return value.replace(/^([a-z][a-z0-9+.-]*:\/\/)?.*@/is, '$1***@');
}

function addressProblem(value: string, schemes: readonly string[]): string | undefined {
  const wanted = schemes.map((scheme) => `${scheme}//`).join(' or ');
  const url = URL.canParse(value) ? new URL(value) : undefined;
  if (!url || !schemes.includes(url.protocol)) return `must be an address that begins with ${wanted}`;
  if (url.protocol === 'http:' && !isLoopback(url.hostname)) {
    return 'must begin with https://, as keys go over it; http:// is for this machine alone (127.0.0.1, localhost)';
  }
  if (url.username || url.password) return 'must not contain a user name or password';
  if (/[?#\s]/.test(value)) return 'must have no query, fragment or space';
  return undefined;
}

function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(?:\.\d{1,3}){3}$/.test(hostname);
}
