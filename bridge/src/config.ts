import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { farewellTwiml } from './carriers/twilio/answer';
import { parseAddressRange } from './clientAddress';
import type { CallSettings } from './relay/settings';

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

const schema = z.object({
  BRIDGE_PUBLIC_URL: address(['https:']),
  BRIDGE_API_KEY: word,
  BRIDGE_HOST: word.default('0.0.0.0'),
  BRIDGE_PORT: integer(0, 65_535).default(8080),
  BRIDGE_MAX_SESSIONS: integer(1, 100_000).default(500),
  BRIDGE_DRAIN_SECONDS: integer(0, 86_400).default(120),
  BRIDGE_FALLBACK_MESSAGE: spoken.default(FALLBACK_MESSAGE),
  BRIDGE_FALLBACK_NUMBER: phoneNumber.optional(),
  BRIDGE_PACING: onOff.default(true),
  BRIDGE_PACING_LEAD_MS: integer(20, 2000).default(160),
  BRIDGE_RECONNECT: onOff.default(false),
  BRIDGE_DTMF: z
    .enum(['off', 'message', 'tone'], { error: 'must be one of off, message, tone' })
    .default('off'),
  BRIDGE_WAITING_TONE: onOff.default(true),
  BRIDGE_ASSISTANT_SILENT_SECONDS: integer(0, 600).default(10),
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
});

type Variable = keyof z.infer<typeof schema>;
/** The names of all variables. */
export const variables = Object.keys(schema.shape) as Variable[];
/** Never repeated in a message: secrets, the id beside which a secret is pasted by mistake, and phone numbers. */
const unspoken: ReadonlySet<Variable> = new Set<Variable>([
  'BRIDGE_API_KEY',
  'BRIDGE_METRICS_TOKEN',
  'BRIDGE_FALLBACK_NUMBER',
  'VAPI_API_KEY',
  'TWILIO_AUTH_TOKEN',
  'TWILIO_ACCOUNT_SID',
]);

/** Everything the service is told from outside; addresses are without a slash at the end. */
export interface Config {
  publicUrl: string;
  apiKey: string;
  host: string;
  port: number;
  maxSessions: number;
  drainSeconds: number;
  /** How calls are handled. */
  call: CallSettings;
  logLevel: string;
  /** Opens the metrics; where there is none, `apiKey` does. */
  metricsToken: string | undefined;
  /** Addresses and ranges of proxies whose `X-Forwarded-For` is believed, for limits only. */
  trustedProxies: readonly string[];
  vapi: { apiKey: string; baseUrl: string; assistantId: string | undefined };
  twilio: { accountSid: string | undefined; authToken: string | undefined; apiBaseUrl: string };
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
  };
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
