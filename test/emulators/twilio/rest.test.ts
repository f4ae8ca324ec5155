import { AppServer } from './appServer';
import { startTwilioEmulator, type TwilioCall, type TwilioEmulator } from './index';

const ACCOUNT = `AC${'3'.repeat(32)}`;
const TOKEN = 'a-token';
const NUMBER = '+15550100100';
const STREAM = '<Connect><Stream url="wss://bridge.test/media"/></Connect><Say>never</Say>';

let app: AppServer;
let emulator: TwilioEmulator;

beforeEach(async () => {
  app = await new AppServer().start();
  emulator = await startTwilioEmulator({
    accountSid: ACCOUNT,
    authToken: TOKEN,
    hosts: { 'bridge.test': app.origin },
    timeScale: 0.001,
    numbers: [
      { number: NUMBER, sid: `PN${'4'.repeat(32)}`, voiceUrl: 'https://bridge.test/voice' },
      { number: '+442079460000', voiceUrl: 'https://bridge.test/voice' },
    ],
  });
  app.twiml('/voice', STREAM);
});

afterEach(async () => {
  await emulator.close();
  await app.stop();
});

interface Reply {
  status: number;
  body: Record<string, unknown>;
}

async function rest(
  path: string,
  form?: Record<string, string>,
  login = `${ACCOUNT}:${TOKEN}`,
): Promise<Reply> {
  const response = await fetch(`${emulator.url}/2010-04-01/Accounts/${path}`, {
    headers: login === '' ? {} : { Authorization: `Basic ${Buffer.from(login).toString('base64')}` },
    ...(form && { method: 'POST', body: new URLSearchParams(form) }),
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

/** A call in the middle of its stream. */
async function streamingCall(): Promise<TwilioCall> {
  const opened = new Promise<void>((resolve) => {
    app.onStream = (stream) => void stream.first('media').then(() => resolve());
  });
  const call = emulator.call({ from: '+15550100200', to: NUMBER });
  await opened;
  return call;
}

describe('login', () => {
  it.each([
    ['no login', ''],
    ['a wrong token', `${ACCOUNT}:wrong`],
    ['a wrong account', `AC${'9'.repeat(32)}:${TOKEN}`],
    ['no token', `${ACCOUNT}:`],
  ])('%s gets 401 in Twilio’s words', async (_, login) => {
    expect(await rest(`${ACCOUNT}.json`, undefined, login)).toEqual({
      status: 401,
      body: {
        code: 20003,
        message: 'Authenticate',
        more_info: 'https://www.twilio.com/docs/errors/20003',
        status: 401,
      },
    });
  });

  it('is no key to another account', async () => {
    expect((await rest(`AC${'9'.repeat(32)}.json`)).status).toBe(401);
  });
});

describe('reading', () => {
  it('shows the account', async () => {
    expect(await rest(`${ACCOUNT}.json`)).toMatchObject({
      status: 200,
      body: { sid: ACCOUNT, status: 'active', type: 'Full' },
    });
  });

  it('lists numbers, all or those that match', async () => {
    const all = await rest(`${ACCOUNT}/IncomingPhoneNumbers.json`);
    expect(all.body['incoming_phone_numbers']).toMatchObject([
      { sid: `PN${'4'.repeat(32)}`, phone_number: NUMBER, voice_url: 'https://bridge.test/voice' },
      { sid: expect.stringMatching(/^PN[0-9a-f]{32}$/), phone_number: '+442079460000' },
    ]);
    const some = await rest(
      `${ACCOUNT}/IncomingPhoneNumbers.json?PhoneNumber=${encodeURIComponent('+442079460000')}`,
    );
    expect(some.body['incoming_phone_numbers']).toMatchObject([{ phone_number: '+442079460000' }]);
    expect(some.body).toMatchObject({ page: 0, next_page_uri: null });
    const none = await rest(`${ACCOUNT}/IncomingPhoneNumbers.json?PhoneNumber=%2B1999`);
    expect(none.body['incoming_phone_numbers']).toEqual([]);
  });

  it('shows a call while it runs and afterwards', async () => {
    const call = await streamingCall();
    const running = await rest(`${ACCOUNT}/Calls/${call.sid}.json`);
    expect(running.body).toMatchObject({
      ...{ sid: call.sid, status: 'in-progress', direction: 'inbound', from: '+15550100200', to: NUMBER },
      ...{ end_time: null, duration: null },
    });
    call.hangUp();
    await call.done;
    const over = await rest(`${ACCOUNT}/Calls/${call.sid}.json`);
    expect(over.body).toMatchObject({ status: 'completed', duration: expect.stringMatching(/^\d+$/) });
  });

  it.each(['Calls/CA0.json', 'Messages.json', 'Calls/CA0/Recordings.json'])('knows no %s', async (path) => {
    expect(await rest(`${ACCOUNT}/${path}`)).toMatchObject({
      status: 404,
      body: { code: 20404, status: 404, message: expect.stringContaining(path) },
    });
  });
});

describe('changing a call', () => {
  it('Status=completed ends it: stop, close, no further TwiML', async () => {
    const call = await streamingCall();
    const reply = await rest(`${ACCOUNT}/Calls/${call.sid}.json`, { Status: 'completed' });
    expect(reply).toMatchObject({ status: 200, body: { sid: call.sid } });
    expect(await call.done).toMatchObject({ endedBy: 'rest', status: 'completed', spoken: [] });
    expect(app.streams[0]?.texts.at(-1)).toContain('"event":"stop"');
    expect(emulator.requests.at(-1)).toEqual({
      method: 'POST',
      path: `/2010-04-01/Accounts/${ACCOUNT}/Calls/${call.sid}.json`,
      form: { Status: 'completed' },
      status: 200,
    });
  });

  it('a second time finds it no more: 404/20404', async () => {
    const call = await streamingCall();
    const path = `${ACCOUNT}/Calls/${call.sid}.json`;
    await rest(path, { Status: 'completed' });
    expect(await rest(path, { Status: 'completed' })).toMatchObject({ status: 404, body: { code: 20404 } });
    await call.done;
    expect(await rest(path, { Status: 'completed' })).toMatchObject({ status: 404, body: { code: 20404 } });
  });

  it.each<[string, Record<string, string>]>([
    ['Twiml', { Twiml: '<Response><Say>Too late</Say></Response>' }],
    ['Url', { Url: 'https://bridge.test/human' }],
  ])('%s cannot redirect a call that is over: 400/21220', async (_, form) => {
    const call = await streamingCall();
    const path = `${ACCOUNT}/Calls/${call.sid}.json`;
    await rest(path, { Status: 'completed' });
    // While it is being ended, and afterwards.
    const replies = [await rest(path, form)];
    const result = await call.done;
    replies.push(await rest(path, form));
    for (const reply of replies)
      expect(reply).toEqual({
        status: 400,
        body: {
          code: 21220,
          message: 'Call is not in-progress. Cannot redirect.',
          more_info: 'https://www.twilio.com/docs/errors/21220',
          status: 400,
        },
      });
    expect(result.spoken).toEqual([]);
    expect(app.requests.map((request) => request.path)).not.toContain('/human');
  });

  it('Twiml takes over from the stream', async () => {
    const call = await streamingCall();
    const twiml = '<Response><Dial>+15550100300</Dial></Response>';
    expect((await rest(`${ACCOUNT}/Calls/${call.sid}.json`, { Twiml: twiml })).status).toBe(200);
    const result = await call.done;
    expect(result).toMatchObject({ endedBy: 'twiml', dialed: ['+15550100300'], spoken: [] });
    expect(app.streams[0]?.texts.at(-1)).toContain('"event":"stop"');
    expect(call.stream?.closedBy).toBe('twilio');
  });

  it('Twiml is done only when the stream is closed', async () => {
    const call = await streamingCall();
    const events: string[] = [];
    const said = new Promise<void>((resolve) =>
      emulator.on('timeline', ({ kind }) => {
        events.push(kind);
        if (kind === 'say') resolve();
      }),
    );
    await rest(`${ACCOUNT}/Calls/${call.sid}.json`, {
      Twiml: '<Response><Say>Hold</Say><Pause length="100000"/></Response>',
    });
    await said;
    expect(call.status).toBe('in-progress');
    call.hangUp();
    await call.done;
    expect(events.indexOf('stream-closed')).toBeGreaterThanOrEqual(0);
    expect(events.indexOf('stream-closed')).toBeLessThan(events.indexOf('say'));
  });

  it('Url fetches the TwiML that takes over', async () => {
    app.twiml('/human', '<Say>One moment</Say>');
    const call = await streamingCall();
    await rest(`${ACCOUNT}/Calls/${call.sid}.json`, { Url: 'https://bridge.test/human' });
    expect(await call.done).toMatchObject({ endedBy: 'twiml', spoken: ['One moment'] });
    expect(app.requests.at(-1)).toMatchObject({ path: '/human', form: { CallStatus: 'in-progress' } });
  });

  it('with broken Twiml lets the caller hear the apology', async () => {
    const call = await streamingCall();
    expect((await rest(`${ACCOUNT}/Calls/${call.sid}.json`, { Twiml: 'oops' })).status).toBe(200);
    expect(await call.done).toMatchObject({
      endedBy: 'application-error',
      spoken: [expect.stringContaining('an application error has occurred')],
    });
  });

  it('Status=canceled leaves an answered call alone', async () => {
    const call = await streamingCall();
    expect((await rest(`${ACCOUNT}/Calls/${call.sid}.json`, { Status: 'canceled' })).status).toBe(200);
    expect(call.status).toBe('in-progress');
    call.hangUp();
    expect((await call.done).endedBy).toBe('caller');
  });

  it.each<[string, Record<string, string>, string]>([
    ['nothing', {}, 'exactly one of Status, Twiml and Url'],
    ['two things', { Status: 'completed', Twiml: '<Response/>' }, 'exactly one'],
    ['an unknown status', { Status: 'finished' }, 'Status "finished"'],
    ['long TwiML', { Twiml: `<Response><!--${'x'.repeat(4000)}--></Response>` }, '4000 are allowed'],
    ['an address that is none', { Url: 'human' }, 'Url "human"'],
  ])('refuses %s with 400', async (_, form, message) => {
    const call = await streamingCall();
    expect(await rest(`${ACCOUNT}/Calls/${call.sid}.json`, form)).toMatchObject({
      status: 400,
      body: { status: 400, code: expect.any(Number), message: expect.stringContaining(message) },
    });
    expect(call.status).toBe('in-progress');
  });
});
