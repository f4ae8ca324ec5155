import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigError, loadConfig, variables } from '../../bridge/src/config';

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
      logLevel: 'info',
      metricsToken: undefined,
      trustedProxies: [],
      vapi: { apiKey: 'key-of-vapi', baseUrl: 'https://api.vapi.ai', assistantId: undefined },
      twilio: { accountSid: undefined, authToken: undefined, apiBaseUrl: 'https://api.twilio.com' },
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
