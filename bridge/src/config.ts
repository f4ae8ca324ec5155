import type { KeyObject } from 'node:crypto';
import type { SampleRate } from './audio/resampler';
import { describeProblem, readVariable } from './config/environment';
import { groups, schema, variables, type Values, type Variable } from './config/schema';
import { EVENT_TYPES, type EventType } from './events/envelope';
import type { CallSettings } from './relay/settings';

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
  vapi: {
    /** The private key. */
    apiKey: string;
    /** For calls that want it from who listens to them or controls them. */
    publicKey: string | undefined;
    baseUrl: string;
    assistantId: string | undefined;
  };
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
  telnyx:
    | {
        apiKey: string;
        publicKey: string;
        apiBaseUrl: string;
        /** Who calls out are placed as; undefined: they aren't. */
        dialling: { accountId: string; applicationId: string } | undefined;
      }
    | undefined;
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
      problems.push(describeProblem(name, input, issue.message));
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
      publicKey: value.VAPI_PUBLIC_KEY,
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

function eventsOf(value: Values): Config['events'] {
  const { BRIDGE_EVENTS_URL: url, BRIDGE_EVENTS_SECRET: secret, BRIDGE_EVENTS: types } = value;
  const target = url === undefined || secret === undefined ? undefined : { url, secret };
  if (!target && !types) return undefined;
  return { types: types ?? EVENT_TYPES, target, lifetimeMs: value.BRIDGE_EVENTS_HOURS * 3_600_000 };
}

function gatewaysOf(value: Values): Config['gateways'] {
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

function signalWireOf(value: Values): Config['signalwire'] {
  const { SIGNALWIRE_SPACE_URL: spaceUrl, SIGNALWIRE_PROJECT_ID: projectId } = value;
  const { SIGNALWIRE_API_TOKEN: apiToken, SIGNALWIRE_SIGNING_KEY: signingKey } = value;
  const isSet = spaceUrl !== undefined && projectId !== undefined;
  if (!isSet || apiToken === undefined || signingKey === undefined) return undefined;
  return { spaceUrl, projectId, apiToken, signingKey };
}

function vonageOf(value: Values): Config['vonage'] {
  const { VONAGE_APPLICATION_ID: applicationId, VONAGE_PRIVATE_KEY: privateKey } = value;
  const { VONAGE_SIGNATURE_SECRET: signatureSecret, VONAGE_API_BASE_URL: apiBaseUrl } = value;
  if (applicationId === undefined || privateKey === undefined || signatureSecret === undefined) {
    return undefined;
  }
  return { applicationId, privateKey, signatureSecret, apiBaseUrl, sampleRate: value.VONAGE_SAMPLE_RATE };
}

function plivoOf(value: Values): Config['plivo'] {
  const { PLIVO_AUTH_ID: authId, PLIVO_AUTH_TOKEN: authToken, PLIVO_API_BASE_URL: apiBaseUrl } = value;
  return authId === undefined || authToken === undefined ? undefined : { authId, authToken, apiBaseUrl };
}

function telnyxOf(value: Values): Config['telnyx'] {
  const { TELNYX_API_KEY: apiKey, TELNYX_PUBLIC_KEY: publicKey, TELNYX_API_BASE_URL: apiBaseUrl } = value;
  const { TELNYX_ACCOUNT_ID: accountId, TELNYX_APPLICATION_ID: applicationId } = value;
  const isComplete = accountId !== undefined && applicationId !== undefined;
  const dialling = isComplete ? { accountId, applicationId } : undefined;
  if (apiKey === undefined || publicKey === undefined) return undefined;
  return { apiKey, publicKey, apiBaseUrl, dialling };
}
