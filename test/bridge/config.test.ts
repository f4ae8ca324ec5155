import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigError, loadConfig } from '../../bridge/src/config';

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
      fallbackMessage: expect.stringContaining('sorry') as string,
      pacingLeadMs: 160,
      logLevel: 'info',
      vapi: { apiKey: 'key-of-vapi', baseUrl: 'https://api.vapi.ai', assistantId: undefined },
      twilio: { accountSid: undefined, authToken: undefined, apiBaseUrl: 'https://api.twilio.com' },
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
    });
    expect(problems).toHaveLength(3);
    expect(problems.join()).not.toContain('secret');
    expect(problems.join()).toContain('32 hexadecimal digits');
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
      expect(loadConfig(env).fallbackMessage).toBe(message);
    } else {
      expect(problemsOf(env)).toEqual([expect.stringContaining('more than 4000 characters')]);
    }
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
