import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigError, loadConfig } from '../../bridge/src/config';
import { variables } from '../../bridge/src/config/schema';
import { PRIVATE_KEY } from './support/fakeVonage';
import { EVENT_TYPES } from '../../bridge/src/events/envelope';

const minimal = {
  BRIDGE_PUBLIC_URL: 'https://bridge.test',
  BRIDGE_API_KEY: 'key-of-the-bridge',
  VAPI_API_KEY: 'key-of-vapi',
};

function problemsOf(env: NodeJS.ProcessEnv): readonly string[] {
  try {
    loadConfig(env);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
}

describe('configuration', () => {
  let folder: string;
  beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'bridge-config-'))));
  afterAll(() => rmSync(folder, { recursive: true }));

  const file = (name: string, content: string): string => {
    const path = join(folder, name);
    writeFileSync(path, content);
    return path;
  };

  it('has the documented defaults', () => {
    expect(loadConfig(minimal)).toEqual({
      publicUrl: 'https://bridge.test',
      apiKey: 'key-of-the-bridge',
      host: '0.0.0.0',
      port: 8080,
      maxSessions: 500,
      drainSeconds: 120,
      fromNumber: undefined,
      call: {
        fallbackMessage: expect.stringContaining('sorry') as string,
        fallbackNumber: undefined,
        pacing: true,
        pacingLeadMs: 160,
        reconnect: false,
        dtmf: 'off',
        waitingTone: true,
        assistantSilentMs: 10_000,
      },
      dataDir: './data',
      recording: { all: false, days: 30, mib: 10_240 },
      events: undefined,
      gateways: undefined,
      logLevel: 'info',
      metricsToken: undefined,
      trustedProxies: [],
      vapi: { apiKey: 'key-of-vapi', baseUrl: 'https://api.vapi.ai', assistantId: undefined },
      twilio: { accountSid: undefined, authToken: undefined, apiBaseUrl: 'https://api.twilio.com' },
      signalwire: undefined,
      telnyx: undefined,
      vonage: undefined,
      plivo: undefined,
    });
  });

  it('takes how calls are handled from its variables', () => {
    const { call } = loadConfig({
      ...minimal,
      BRIDGE_FALLBACK_MESSAGE: 'Sorry.',
      BRIDGE_FALLBACK_NUMBER: '+14155550177',
      BRIDGE_PACING: 'off',
      BRIDGE_PACING_LEAD_MS: '40',
      BRIDGE_RECONNECT: 'on',
      BRIDGE_DTMF: 'tone',
      BRIDGE_WAITING_TONE: 'off',
      BRIDGE_ASSISTANT_SILENT_SECONDS: '0',
    });
    expect(call).toEqual({
      fallbackMessage: 'Sorry.',
      fallbackNumber: '+14155550177',
      pacing: false,
      pacingLeadMs: 40,
      reconnect: true,
      dtmf: 'tone',
      waitingTone: false,
      assistantSilentMs: 0,
    });
  });

  it('takes a number for calls out', () => {
    const number = '+14155550177';
    expect(loadConfig({ ...minimal, BRIDGE_FROM_NUMBER: number }).fromNumber).toBe(number);
    const [problem] = problemsOf({ ...minimal, BRIDGE_FROM_NUMBER: '4155550177' });
    expect(problem).toMatch(/^BRIDGE_FROM_NUMBER must be a telephone number/);
    expect(problem).not.toMatch(/415/);
  });

  it('takes where events go, and which', () => {
    const env = { ...minimal, BRIDGE_EVENTS_URL: 'http://n8n:5678/webhook/x', BRIDGE_EVENTS_SECRET: 's' };
    const target = { url: 'http://n8n:5678/webhook/x', secret: 's' };
    expect(loadConfig(env).events).toEqual({ types: EVENT_TYPES, target, lifetimeMs: 86_400_000 });
    expect(
      loadConfig({ ...env, BRIDGE_EVENTS: 'dtmf, transcript', BRIDGE_EVENTS_HOURS: '2' }).events,
    ).toEqual({
      types: ['transcript', 'dtmf'],
      target,
      lifetimeMs: 7_200_000,
    });
    const { events } = loadConfig({ ...minimal, BRIDGE_EVENTS: 'all' });
    expect(events).toMatchObject({ types: EVENT_TYPES, target: undefined });
  });

  it('takes workflows by name', () => {
    const { gateways } = loadConfig({
      ...minimal,
      BRIDGE_WEBHOOKS: 'a=https://n8n.test/webhook/1?x=1,2, b-2=http://n8n:5678/webhook/2',
      BRIDGE_WEBHOOK_SECRET: 's',
    });
    expect(gateways).toEqual({
      webhooks: new Map([
        ['a', 'https://n8n.test/webhook/1?x=1,2'],
        ['b-2', 'http://n8n:5678/webhook/2'],
      ]),
      llms: new Map(),
      secret: 's',
      deadlineMs: 15_000,
      sentence: expect.stringContaining('Sorry') as string,
    });
  });

  it.each([
    ['BRIDGE_EVENTS_URL', 'http://n8n.test/webhook/secret-path', 'must begin with https://'],
    ['BRIDGE_EVENTS_URL', 'https://user:secret-path@n8n.test/', 'user name'],
    ['BRIDGE_WEBHOOKS', 'https://n8n.test/webhook/secret-path', 'name=address'],
    [
      'BRIDGE_WEBHOOKS',
      'a=http://n8n.test/secret-path',
      'names an address for "a" that must begin with https://',
    ],
    ['BRIDGE_WEBHOOKS', 'a=https://n8n.test/1,a=https://n8n.test/secret-path', 'each name once'],
    ['BRIDGE_LLMS', 'a b=https://n8n.test/secret-path', 'name=address'],
    ['BRIDGE_LLMS', 'a=', 'names an address for "a"'],
  ])('refuses %s as %s without repeating it', (name, value, problem) => {
    const problems = problemsOf({ ...minimal, BRIDGE_EVENTS_SECRET: 'x', [name]: value });
    expect(problems.join()).toContain(problem);
    expect(problems.join()).not.toContain('secret-path');
  });

  it('wants a secret for the events', () => {
    expect(problemsOf({ ...minimal, BRIDGE_EVENTS_URL: 'https://n8n.test/x' })).toEqual([
      expect.stringContaining('BRIDGE_EVENTS_SECRET not set'),
    ]);
    expect(problemsOf({ ...minimal, BRIDGE_EVENTS: 'dtmf,nonsense' })).toEqual([
      expect.stringMatching(/"dtmf,nonsense": it must be all or a comma list of session\.started/),
    ]);
  });

  it('takes a token for the metrics, and trusted proxies as a list', () => {
    const env = {
      ...minimal,
      BRIDGE_METRICS_TOKEN: 'scraper',
      BRIDGE_TRUSTED_PROXIES: '10.0.0.0/8, 192.0.2.1,fd00::/8',
    };
    expect(loadConfig(env)).toMatchObject({
      metricsToken: 'scraper',
      trustedProxies: ['10.0.0.0/8', '192.0.2.1', 'fd00::/8'],
    });
  });

  it('takes SignalWire with its space as a host name or an address, and Telnyx', () => {
    const signalwire = {
      SIGNALWIRE_SPACE_URL: 'example.signalwire.com',
      SIGNALWIRE_PROJECT_ID: 'b08dacad-2f6c-4de1-93d6-cc732e0c69c5',
      SIGNALWIRE_API_TOKEN: 'PT1',
      SIGNALWIRE_SIGNING_KEY: 'PSK1',
    };
    expect(loadConfig({ ...minimal, ...signalwire }).signalwire).toEqual({
      spaceUrl: 'https://example.signalwire.com',
      projectId: 'b08dacad-2f6c-4de1-93d6-cc732e0c69c5',
      apiToken: 'PT1',
      signingKey: 'PSK1',
    });
    const local = { ...minimal, ...signalwire, SIGNALWIRE_SPACE_URL: 'http://127.0.0.1:4030/' };
    expect(loadConfig(local).signalwire?.spaceUrl).toBe('http://127.0.0.1:4030');
    const abroad = { ...minimal, ...signalwire, SIGNALWIRE_SPACE_URL: 'http://space.test' };
    expect(problemsOf(abroad)).toEqual([expect.stringContaining('"http://space.test": it must begin with')]);
    const publicKey = Buffer.alloc(32, 7).toString('base64');
    const telnyx = { TELNYX_API_KEY: 'KEY1', TELNYX_PUBLIC_KEY: publicKey };
    expect(loadConfig({ ...minimal, ...telnyx }).telnyx).toEqual({
      apiKey: 'KEY1',
      publicKey,
      apiBaseUrl: 'https://api.telnyx.com',
      dialling: undefined,
    });
    const dialling = { TELNYX_ACCOUNT_ID: 'acc-1', TELNYX_APPLICATION_ID: '17' };
    expect(loadConfig({ ...minimal, ...telnyx, ...dialling }).telnyx?.dialling).toEqual({
      accountId: 'acc-1',
      applicationId: '17',
    });
  });

  it('refuses a public key that is none, and does not repeat it', () => {
    const problems = problemsOf({ ...minimal, TELNYX_API_KEY: 'KEY1', TELNYX_PUBLIC_KEY: 'KEY018' });
    expect(problems).toEqual([expect.stringMatching(/^TELNYX_PUBLIC_KEY must be 32 bytes in base64/)]);
    expect(problems.join()).not.toContain('KEY018');
  });

  it('takes Vonage and Plivo', () => {
    const vonage = {
      VONAGE_APPLICATION_ID: 'application-1',
      VONAGE_PRIVATE_KEY: PRIVATE_KEY.replaceAll('\n', '\\n'),
      VONAGE_SIGNATURE_SECRET: 'secret-1',
    };
    expect(loadConfig({ ...minimal, ...vonage }).vonage).toMatchObject({
      applicationId: 'application-1',
      signatureSecret: 'secret-1',
      apiBaseUrl: 'https://api.nexmo.com',
      sampleRate: 8000,
    });
    const wide = loadConfig({ ...minimal, ...vonage, VONAGE_SAMPLE_RATE: '16000' });
    expect(wide.vonage?.sampleRate).toBe(16_000);
    const [problem] = problemsOf({ ...minimal, ...vonage, VONAGE_PRIVATE_KEY: 'MIIE-secret' });
    expect(problem).toBe(
      'VONAGE_PRIVATE_KEY must be an RSA private key in PEM form ("-----BEGIN PRIVATE KEY-----").',
    );
    const plivo = { PLIVO_AUTH_ID: 'MA1', PLIVO_AUTH_TOKEN: 'token-1' };
    expect(loadConfig({ ...minimal, ...plivo }).plivo).toEqual({
      authId: 'MA1',
      authToken: 'token-1',
      apiBaseUrl: 'https://api.plivo.com',
    });
  });

  it('wants all variables of a carrier, or none', () => {
    expect(problemsOf({ ...minimal, TELNYX_API_KEY: 'KEY1' })).toEqual([
      'TELNYX_PUBLIC_KEY not set, but of use only together with TELNYX_API_KEY: set all of them.',
    ]);
    expect(problemsOf({ ...minimal, TELNYX_ACCOUNT_ID: 'acc-1' })).toEqual([
      'TELNYX_APPLICATION_ID not set, but of use only together with TELNYX_ACCOUNT_ID: set all of them.',
    ]);
    expect(problemsOf({ ...minimal, SIGNALWIRE_SIGNING_KEY: 'PSK1' })).toEqual([
      expect.stringMatching(
        /^SIGNALWIRE_SPACE_URL, SIGNALWIRE_PROJECT_ID, SIGNALWIRE_API_TOKEN not set, but .* SIGNALWIRE_SIGNING_KEY/,
      ),
    ]);
  });

  it('names every required variable that is missing, one line each', () => {
    expect(problemsOf({ BRIDGE_API_KEY: '' })).toEqual([
      'BRIDGE_PUBLIC_URL is not set: set it, or BRIDGE_PUBLIC_URL_FILE (see the README of the bridge).',
      'BRIDGE_API_KEY is not set: set it, or BRIDGE_API_KEY_FILE (see the README of the bridge).',
      'VAPI_API_KEY is not set: set it, or VAPI_API_KEY_FILE (see the README of the bridge).',
    ]);
  });

  it.each([
    ['BRIDGE_PUBLIC_URL', 'http://bridge.test', 'begins with https://'],
    ['BRIDGE_PUBLIC_URL', 'bridge.test', 'begins with https://'],
    ['BRIDGE_PUBLIC_URL', 'https://bridge.test/?a=b', 'no query'],
    ['VAPI_BASE_URL', 'ftp://api.vapi.ai', 'https:// or http://'],
    ['VAPI_BASE_URL', 'http://api.vapi.ai', 'begin with https://'],
    ['VAPI_BASE_URL', 'http://127.0.0.1.attacker.test', 'begin with https://'],
    ['TWILIO_API_BASE_URL', 'http://10.0.0.1:4020', 'begin with https://'],
    ['TWILIO_API_BASE_URL', 'nonsense', 'https:// or http://'],
    ['BRIDGE_PORT', '80a', 'from 0 to 65535'],
    ['BRIDGE_PORT', '70000', 'from 0 to 65535'],
    ['BRIDGE_PORT', '-1', 'from 0 to 65535'],
    ['BRIDGE_MAX_SESSIONS', '0', 'from 1 to'],
    ['BRIDGE_DRAIN_SECONDS', '1.5', 'from 0 to'],
    ['BRIDGE_PACING_LEAD_MS', '10', 'from 20 to'],
    ['BRIDGE_PACING_LEAD_MS', '2001', 'from 20 to'],
    ['BRIDGE_PACING', 'true', 'must be on or off'],
    ['BRIDGE_RECONNECT', 'ON', 'must be on or off'],
    ['BRIDGE_WAITING_TONE', '1', 'must be on or off'],
    ['BRIDGE_DTMF', 'on', 'must be one of off, message, tone'],
    ['BRIDGE_ASSISTANT_SILENT_SECONDS', '601', 'from 0 to 600'],
    ['BRIDGE_TRUSTED_PROXIES', '10.0.0.0/8,proxy.test', '"proxy.test" is not'],
    ['BRIDGE_TRUSTED_PROXIES', '10.0.0.0/33', '"10.0.0.0/33" is not'],
    ['BRIDGE_TRUSTED_PROXIES', '10.0.0.1,', '"" is not'],
    ['BRIDGE_LOG_LEVEL', 'loud', 'must be one of trace'],
    ['BRIDGE_FALLBACK_MESSAGE', 'bell\u0007', 'control characters'],
    ['VAPI_ASSISTANT_ID', 'two words', 'one word'],
  ])('refuses %s=%j, naming value and fix', (name, value, expected) => {
    const problems = problemsOf({ ...minimal, [name]: value });
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(name);
    expect(problems[0]).toContain(value);
    expect(problems[0]).toContain(expected);
  });

  it('never repeats a secret', () => {
    const problems = problemsOf({
      ...minimal,
      BRIDGE_API_KEY: 'secret one',
      TWILIO_AUTH_TOKEN: 'secret two',
      TWILIO_ACCOUNT_SID: 'secret three',
      BRIDGE_METRICS_TOKEN: 'secret four',
    });
    expect(problems).toHaveLength(4);
    expect(problems.join()).not.toContain('secret');
    expect(problems.join()).toContain('32 hexadecimal digits');
  });

  it.each([
    '04155550177',
    '14155550177',
    '+04155550177',
    '+1 415 555 0177',
    '+1415',
    `+${'4155550177'.repeat(2)}`,
  ])('refuses the telephone number %j without repeating it', (number) => {
    const [problem, ...others] = problemsOf({ ...minimal, BRIDGE_FALLBACK_NUMBER: number });
    expect(problem).toMatch(/^BRIDGE_FALLBACK_NUMBER must be a telephone number in E.164 form/);
    expect(problem).not.toMatch(/415/);
    expect(others).toEqual([]);
  });

  it.each([
    ['https://user:secret@bridge.test', 'is "https://***@bridge.test": it must not contain a user name'],
    ['https://user:sec/ret@bridge.test', 'is "https://***@bridge.test": it must be an address'],
    ['user:secret@bridge.test', 'is "***@bridge.test": it must be an address'],
  ])('masks user name and password of an address (%s)', (value, expected) => {
    const [problem, ...others] = problemsOf({ ...minimal, BRIDGE_PUBLIC_URL: value });
    expect(problem).toContain(expected);
    expect(problem).not.toMatch(/user:|sec|ret@/);
    expect(others).toEqual([]);
  });

  it.each(['http://127.0.0.1:4010', 'http://localhost:4010', 'http://[::1]:4010'])(
    'takes %s, which does not leave this machine',
    (address) => {
      const env = { ...minimal, VAPI_BASE_URL: address, TWILIO_API_BASE_URL: address };
      expect(loadConfig(env)).toMatchObject({ vapi: { baseUrl: address }, twilio: { apiBaseUrl: address } });
    },
  );

  it.each([
    ['a', 3800, true],
    ['a', 4000, false],
    // Five characters of XML each.
    ['&', 800, false],
  ])('measures the fallback message as Twilio does, with its TwiML (%s, %i times)', (letter, count, fits) => {
    const message = letter.repeat(count);
    const env = { ...minimal, BRIDGE_FALLBACK_MESSAGE: message };
    if (fits) {
      expect(loadConfig(env).call.fallbackMessage).toBe(message);
    } else {
      expect(problemsOf(env)).toEqual([expect.stringContaining('more than 4000 characters')]);
    }
  });

  it.each(['README.md', '.env.example'])('has all its variables in %s', (name) => {
    const text = readFileSync(join(__dirname, '..', '..', 'bridge', name), 'utf8');
    expect(variables.filter((variable) => !text.includes(variable))).toEqual([]);
  });

  it('takes the slash off the end of addresses', () => {
    const config = loadConfig({ ...minimal, BRIDGE_PUBLIC_URL: 'https://host.test:8443/bridge/' });
    expect(config.publicUrl).toBe('https://host.test:8443/bridge');
  });

  it('reads a variable from the file named by NAME_FILE, without the line break at its end', () => {
    const { VAPI_API_KEY: _key, ...others } = minimal;
    expect(loadConfig({ ...others, VAPI_API_KEY_FILE: file('key', 'from-file\n') }).vapi.apiKey).toBe(
      'from-file',
    );
  });

  it('refuses files that cannot be read or are empty, and a variable given twice', () => {
    const { VAPI_API_KEY: _key, ...others } = minimal;
    const missing = join(folder, 'missing');
    expect(problemsOf({ ...others, VAPI_API_KEY_FILE: missing })).toEqual([
      `VAPI_API_KEY_FILE names "${missing}", which cannot be read (ENOENT): check path and permissions.`,
    ]);
    expect(problemsOf({ ...others, VAPI_API_KEY_FILE: file('empty', '\n') })[0]).toContain('empty');
    expect(problemsOf({ ...minimal, VAPI_API_KEY_FILE: file('key', 'x') })).toEqual([
      'VAPI_API_KEY and VAPI_API_KEY_FILE are both set: keep one of them.',
    ]);
  });
});
