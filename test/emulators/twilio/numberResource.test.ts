import { startTwilioEmulator, type TwilioEmulator, type TwilioNumber } from './index';

const ACCOUNT = `AC${'3'.repeat(32)}`;
const NUMBER = '+15550100100';
const SID = `PN${'4'.repeat(32)}`;
const APP = `AP${'5'.repeat(32)}`;
const TRUNK = `TK${'6'.repeat(32)}`;
const KEY = `SK${'7'.repeat(32)}`;

let emulator: TwilioEmulator;
let number: TwilioNumber;

beforeEach(async () => {
  emulator = await startTwilioEmulator({
    ...{ accountSid: ACCOUNT, authToken: 'a-token', apiKeys: { [KEY]: 'a-secret' }, hosts: {} },
    numbers: [{ number: NUMBER, sid: SID, voiceUrl: 'https://bridge.test/voice', friendlyName: 'Reception' }],
  });
  number = emulator.numbers[0] as TwilioNumber;
});

afterEach(() => emulator.close());

async function rest(
  path: string,
  form?: Record<string, string>,
  login = `${ACCOUNT}:a-token`,
): Promise<{ status: number; body: Record<string, unknown> }> {
  const response = await fetch(`${emulator.url}/2010-04-01/Accounts/${ACCOUNT}/IncomingPhoneNumbers${path}`, {
    headers: { Authorization: `Basic ${Buffer.from(login).toString('base64')}` },
    ...(form && { method: 'POST', body: new URLSearchParams(form) }),
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

describe('a number', () => {
  it('is shown, to an API key as well', async () => {
    const shown = await rest(`/${SID}.json`, undefined, `${KEY}:a-secret`);
    expect(shown).toMatchObject({
      status: 200,
      body: {
        ...{ sid: SID, phone_number: NUMBER, friendly_name: 'Reception', trunk_sid: null },
        ...{ voice_url: 'https://bridge.test/voice', voice_method: 'POST', voice_application_sid: '' },
      },
    });
    expect((await rest(`/${SID}.json`, undefined, `${KEY}:wrong`)).status).toBe(401);
  });

  it('is listed in pages', async () => {
    emulator.numbers.push({ number: '+15550100101', sid: `PN${'8'.repeat(32)}`, voiceUrl: '' });
    const { body } = await rest('.json?PageSize=1');
    expect(body.incoming_phone_numbers).toHaveLength(1);
    expect(body.page_size).toBe(1);
  });

  it('changes what is given, and nothing else', async () => {
    const changed = await rest(`/${SID}.json`, {
      VoiceUrl: 'https://n8n.test/webhook/a?b=c',
      VoiceMethod: 'GET',
    });
    expect(changed).toMatchObject({ status: 200, body: { voice_url: 'https://n8n.test/webhook/a?b=c' } });
    await rest(`/${SID}.json`, { FriendlyName: 'x' });
    expect(number).toMatchObject({ voiceUrl: 'https://n8n.test/webhook/a?b=c', voiceMethod: 'GET' });
    await rest(`/${SID}.json`, { VoiceUrl: '' });
    expect(number.voiceUrl).toBe('');
  });

  it('has an app or a trunk, not both; and takes no calls here then', async () => {
    number.trunkSid = TRUNK;
    expect(() => emulator.call({ from: '+15550100200', to: NUMBER })).toThrow(TRUNK);
    const { body } = await rest(`/${SID}.json`, { VoiceApplicationSid: APP });
    expect(body).toMatchObject({ voice_application_sid: APP, trunk_sid: null });
    expect(() => emulator.call({ from: '+15550100200', to: NUMBER })).toThrow(APP);
    await rest(`/${SID}.json`, { VoiceApplicationSid: '' });
    expect(number.voiceApplicationSid).toBeUndefined();
  });

  it.each([
    ['an address that is none', { VoiceUrl: 'n8n' }, 21402],
    ['a method that is none', { VoiceMethod: 'PUT' }, 21403],
    ['an app that is none', { VoiceApplicationSid: 'AP1' }, 20001],
  ])('refuses %s', async (_, form, code) => {
    expect(await rest(`/${SID}.json`, form)).toMatchObject({ status: 400, body: { code } });
    expect(number).toMatchObject({ voiceUrl: 'https://bridge.test/voice' });
  });

  it.each([`/PN${'9'.repeat(32)}.json`, '/x.json', 'x.json'])('is not at %s', async (path) => {
    expect((await rest(path)).status).toBe(404);
  });
});

it('fails on purpose, in the order that a test wants', async () => {
  emulator.restFaults.push(undefined, 503);
  expect((await rest('.json')).status).toBe(200);
  expect(await rest('.json')).toMatchObject({ status: 503, body: { status: 503 } });
  expect((await rest('.json')).status).toBe(200);
});
