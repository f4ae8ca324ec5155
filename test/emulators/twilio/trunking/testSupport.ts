import { startTwilioEmulator, type TwilioEmulator, type TwilioEmulatorOptions } from '../index';

export const ACCOUNT = `AC${'3'.repeat(32)}`;
export const NUMBER = '+15550100100';
export const NUMBER_SID = `PN${'4'.repeat(32)}`;
export const APP = `AP${'5'.repeat(32)}`;
export const NO_TRUNK = `TK${'0'.repeat(32)}`;
export const DOMAIN = 'support-line.pstn.twilio.com';
export const PASSWORD = 'Long-enough-1';
const TOKEN = 'a-token';

export interface Answer {
  status: number;
  body: Record<string, unknown>;
}

export type Form = Record<string, string | number | boolean>;

export interface Account {
  emulator: TwilioEmulator;
  /** trunking.twilio.com, below `/v1`. */
  trunking: (method: string, path: string, form?: Form) => Promise<Answer>;
  /** api.twilio.com, below the account. */
  api: (method: string, path: string, form?: Form) => Promise<Answer>;
  /** Expects success and gives the SID. */
  make: (where: 'trunking' | 'api', path: string, form?: Form) => Promise<string>;
}

let running: TwilioEmulator | undefined;

/** An account with one number, stopped by `stop`. */
export async function account(options: Partial<TwilioEmulatorOptions> = {}): Promise<Account> {
  const emulator = await startTwilioEmulator({
    ...{ accountSid: ACCOUNT, authToken: TOKEN, hosts: {} },
    numbers: [{ number: NUMBER, sid: NUMBER_SID, voiceUrl: 'https://bridge.test/voice' }],
    ...options,
  });
  running = emulator;
  const ask = async (method: string, path: string, form?: Form): Promise<Answer> => {
    const fields = Object.entries(form ?? {}).map(([name, value]): [string, string] => [name, String(value)]);
    const response = await fetch(emulator.url + path, {
      method,
      headers: { Authorization: `Basic ${Buffer.from(`${ACCOUNT}:${TOKEN}`).toString('base64')}` },
      ...(form && { body: new URLSearchParams(fields) }),
    });
    const text = await response.text();
    return { status: response.status, body: text === '' ? {} : JSON.parse(text) };
  };
  const trunking: Account['trunking'] = (method, path, form) => ask(method, `/v1${path}`, form);
  const api: Account['api'] = (method, path, form) =>
    ask(method, `/2010-04-01/Accounts/${ACCOUNT}${path}`, form);
  return {
    ...{ emulator, trunking, api },
    async make(where, path, form = {}) {
      const answer = await (where === 'api' ? api : trunking)('POST', path, form);
      if (answer.status !== 201) throw new Error(`POST ${path} answered ${JSON.stringify(answer)}`);
      return String(answer.body.sid);
    },
  };
}

export async function stop(): Promise<void> {
  await running?.close();
  running = undefined;
}
