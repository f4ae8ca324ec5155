import { loadSpeech } from '../../support/wav';
import { AppServer } from './appServer';
import {
  CallEnded,
  startTwilioEmulator,
  twilioSignature,
  type TimelineEntry,
  type TwilioEmulator,
} from './index';

const ACCOUNT = `AC${'1'.repeat(32)}`;
const TOKEN = 'a-token';
const NUMBER = '+15550100100';
const CALLER = '+15550100200';
const APOLOGY = 'We are sorry, an application error has occurred. Goodbye.';
const STREAM = '<Connect><Stream url="wss://bridge.test/media"/></Connect>';

let app: AppServer;
let emulator: TwilioEmulator;

beforeEach(async () => {
  app = await new AppServer().start();
  emulator = await startTwilioEmulator({
    accountSid: ACCOUNT,
    authToken: TOKEN,
    hosts: { 'bridge.test': app.origin },
    timeScale: 0.001,
    webhookTimeoutMs: 60_000,
    dial: (target) => ({ status: target === '+1555' ? 'busy' : 'completed', durationMs: 3000 }),
    numbers: [
      {
        number: NUMBER,
        voiceUrl: 'https://bridge.test/voice',
        statusCallback: 'https://bridge.test/status',
      },
      {
        number: '+15550100101',
        voiceUrl: 'https://bridge.test/voice',
        voiceFallbackUrl: 'https://bridge.test/fallback',
      },
      { number: '+15550100102', voiceUrl: 'https://nowhere.test/voice' },
    ],
  });
  app.answers.set('/status', () => ({ status: 204, body: '' }));
});

afterEach(async () => {
  await emulator.close();
  await app.stop();
});

const call = (to = NUMBER): ReturnType<TwilioEmulator['call']> => emulator.call({ from: CALLER, to });
const codes = (placed: ReturnType<TwilioEmulator['call']>): number[] =>
  placed.warnings.map((warning) => warning.code);

describe('the voice webhook', () => {
  it('carries the call’s fields, the public host and a signature over the public address', async () => {
    app.twiml('/voice', '<Hangup/>');
    const placed = call();
    const result = await placed.done;
    const [request] = app.requests;
    expect(request).toMatchObject({ method: 'POST', path: '/voice' });
    expect(request?.form).toMatchObject({
      ...{
        CallSid: placed.sid,
        AccountSid: ACCOUNT,
        From: CALLER,
        To: NUMBER,
        Caller: CALLER,
        Called: NUMBER,
      },
      ...{ CallStatus: 'ringing', Direction: 'inbound', ApiVersion: '2010-04-01', FromCity: '' },
    });
    expect(request?.headers).toMatchObject({
      host: 'bridge.test',
      'content-type': 'application/x-www-form-urlencoded; charset=UTF-8',
      'x-twilio-signature': twilioSignature(TOKEN, 'https://bridge.test/voice', request?.form),
    });
    expect(result).toMatchObject({ endedBy: 'twiml', status: 'completed', errors: [] });
    expect(placed.webhookPosts[0]).toMatchObject({ url: 'https://bridge.test/voice', status: 200 });
  });

  it('is followed by a status callback when the call is over', async () => {
    app.twiml('/voice', '<Hangup/>');
    const placed = call();
    await placed.done;
    const status = app.requests.find((request) => request.path === '/status');
    expect(status?.form).toMatchObject({ CallSid: placed.sid, CallStatus: 'completed', CallDuration: '0' });
    expect(status?.headers['x-twilio-signature']).toBe(
      twilioSignature(TOKEN, 'https://bridge.test/status', status?.form),
    );
  });

  it.each<[string, number, () => void]>([
    ['answers 500', 11200, () => app.answers.set('/voice', () => ({ status: 500, body: 'oops' }))],
    ['answers 302', 11200, () => app.answers.set('/voice', () => ({ status: 302, body: '' }))],
    ['answers bad XML', 12100, () => app.answers.set('/voice', () => ({ body: '<Response>' }))],
    ['answers nothing', 12100, () => app.answers.set('/voice', () => ({ body: '' }))],
    [
      'answers JSON',
      12300,
      () => app.answers.set('/voice', () => ({ type: 'application/json', body: '{}' })),
    ],
    ['answers too much', 11750, () => app.twiml('/voice', `<!--${'x'.repeat(70_000)}--><Hangup/>`)],
  ])('that %s lets the caller hear an apology (%d)', async (_, code, arrange) => {
    arrange();
    const placed = call();
    const result = await placed.done;
    expect(result).toMatchObject({ endedBy: 'application-error', status: 'completed', spoken: [APOLOGY] });
    expect(result.errors).toEqual([]);
    expect(codes(placed)).toEqual([code]);
  });

  it('that takes too long lets the caller hear an apology', async () => {
    app.answers.set('/voice', () => new Promise(() => undefined));
    const impatient = await startTwilioEmulator({
      ...{ accountSid: ACCOUNT, authToken: TOKEN, hosts: { 'bridge.test': app.origin }, timeScale: 0.001 },
      ...{ webhookTimeoutMs: 500, numbers: [{ number: NUMBER, voiceUrl: 'https://bridge.test/voice' }] },
    });
    const placed = impatient.call({ from: CALLER, to: NUMBER });
    expect(await placed.done).toMatchObject({ endedBy: 'application-error', spoken: [APOLOGY] });
    expect(codes(placed)).toEqual([11205]);
    await impatient.close();
  });

  it('to an unknown host or a dead port fails the same way', async () => {
    const unknown = call('+15550100102');
    expect((await unknown.done).spoken).toEqual([APOLOGY]);
    expect(unknown.warnings).toEqual([{ code: 11210, message: expect.stringContaining('hosts') }]);
    emulator.hosts['nowhere.test'] = 'http://127.0.0.1:1';
    const dead = call('+15550100102');
    expect((await dead.done).endedBy).toBe('application-error');
    expect(codes(dead)).toEqual([11205]);
  });

  it('asks the fallback address and says why', async () => {
    app.answers.set('/voice', () => ({ status: 503, body: '' }));
    app.twiml('/fallback', '<Say>Please call later.</Say>');
    const placed = call('+15550100101');
    expect(await placed.done).toMatchObject({ endedBy: 'twiml', spoken: ['Please call later.'] });
    expect(app.requests[1]).toMatchObject({
      path: '/fallback',
      form: { ErrorCode: '11200', ErrorUrl: 'https://bridge.test/voice' },
    });
  });

  it('gives up when the fallback fails too', async () => {
    const placed = call('+15550100101');
    expect(await placed.done).toMatchObject({ endedBy: 'application-error', spoken: [APOLOGY] });
    expect(codes(placed)).toEqual([11200, 11200]);
  });

  it('may be outlived by a caller who hangs up first: the call was never answered', async () => {
    app.answers.set('/voice', () => new Promise(() => undefined));
    const placed = call();
    setImmediate(() => placed.hangUp());
    expect(await placed.done).toMatchObject({ endedBy: 'caller', status: 'canceled', durationMs: 0 });
    expect(app.requests.at(-1)?.form['CallStatus']).toBe('canceled');
  });

  it('is only sent for numbers of the account', () => {
    expect(() => call('+15550109999')).toThrow(/no number "\+15550109999"; it has: \+15550100100/);
  });
});

describe('TwiML', () => {
  it('is done verb by verb', async () => {
    app.twiml(
      '/voice',
      '<Say>One</Say><Pause length="2"/><Say loop="2">Two &amp; more</Say><Play>/ring.mp3</Play>' +
        '<Dial>+15550100300</Dial><Dial><Number>+1555</Number></Dial><Hangup/><Say>never</Say>',
    );
    const result = await call().done;
    expect(result).toMatchObject({
      endedBy: 'twiml',
      spoken: ['One', 'Two & more', 'Two & more'],
      playedUrls: ['https://bridge.test/ring.mp3'],
      dialed: ['+15550100300', '+1555'],
      errors: [],
    });
  });

  it('asks a Dial’s action how to go on', async () => {
    app.twiml('/voice', '<Dial action="after?x=1">+1555</Dial><Say>never</Say>');
    app.twiml('/after', '<Say>They are busy.</Say>');
    expect((await call().done).spoken).toEqual(['They are busy.']);
    expect(app.requests[1]).toMatchObject({ path: '/after?x=1', form: { DialCallStatus: 'busy' } });
    expect(app.requests[1]?.headers['x-twilio-signature']).toBe(
      twilioSignature(TOKEN, 'https://bridge.test/after?x=1', app.requests[1]?.form),
    );
  });

  it('redirects, also by GET with the fields in the signed address', async () => {
    app.twiml('/voice', '<Redirect method="GET">/next</Redirect>');
    app.twiml('/next', '<Say>Next</Say>');
    expect((await call().done).spoken).toEqual(['Next']);
    const [, next] = app.requests;
    expect(next?.method).toBe('GET');
    expect(next?.path).toContain('CallStatus=ringing');
    expect(next?.headers['x-twilio-signature']).toBe(
      twilioSignature(TOKEN, `https://bridge.test${next?.path}`),
    );
  });

  it('without a verb answers the call and ends it', async () => {
    app.twiml('/voice', '');
    expect(await call().done).toMatchObject({ endedBy: 'twiml', status: 'completed' });
  });

  it('that redirects in a circle is stopped', async () => {
    app.twiml('/voice', '<Redirect>/voice</Redirect>');
    const result = await call().done;
    expect(result.endedBy).toBe('application-error');
    expect(result.errors).toEqual([expect.stringContaining('redirect loop')]);
  });

  it.each([
    ['<Reject/>', 'no-answer'],
    ['<Reject reason="busy"/>', 'busy'],
  ])('%s refuses the call', async (verb, status) => {
    app.twiml('/voice', verb);
    expect(await call().done).toMatchObject({ endedBy: 'rejected', status, durationMs: 0 });
  });

  it('with a flaw goes on and leaves 12200', async () => {
    app.twiml('/voice', '<Shout>x</Shout><Say mood="good">Hello</Say>');
    const placed = call();
    expect((await placed.done).spoken).toEqual(['Hello']);
    expect(codes(placed)).toEqual([12200, 12200]);
  });

  it('that the emulator cannot play is an error of its own', async () => {
    app.twiml('/voice', '<Gather/>');
    expect((await call().done).errors).toEqual([expect.stringContaining('<Gather>')]);
  });

  it('may be words or a sound file', async () => {
    app.answers.set('/voice', () => ({ type: 'text/plain; charset=utf-8', body: 'Plain words' }));
    expect((await call().done).spoken).toEqual(['Plain words']);
    app.answers.set('/voice', () => ({ type: 'audio/mpeg', body: 'x' }));
    expect((await call().done).playedUrls).toEqual(['https://bridge.test/voice']);
  });

  it('can be cut short by the caller', async () => {
    app.twiml('/voice', '<Say loop="0">Please hold</Say>');
    const placed = emulator.call({
      from: CALLER,
      to: NUMBER,
      caller: async (line) => {
        await line.wait(100);
        line.hangUp();
      },
    });
    expect(await placed.done).toMatchObject({ endedBy: 'caller', status: 'completed' });
  });
});

describe('the end', () => {
  it('cuts a repeated Say short', async () => {
    app.twiml('/voice', '<Say loop="50">Please hold the line.</Say>');
    const placed = call();
    emulator.on('timeline', ({ kind }) => kind === 'say' && placed.hangUp());
    expect((await placed.done).spoken).toEqual(['Please hold the line.']);
  });

  it('is whose came first', async () => {
    app.twiml('/voice', '<Pause length="100000"/>');
    const placed = call();
    await new Promise<void>((resolve) =>
      emulator.on('timeline', ({ kind }) => kind === 'answered' && resolve()),
    );
    placed.hangUp();
    await emulator.close();
    expect((await placed.done).endedBy).toBe('caller');
  });
});

describe('the caller', () => {
  it('whose script fails hangs up, and the failure is reported', async () => {
    app.twiml('/voice', '<Pause length="100000"/>');
    const placed = emulator.call({
      from: CALLER,
      to: NUMBER,
      caller: (line) => line.untilAssistantSpeaks({ minSpokenMs: 100, timeoutMs: 60 }),
    });
    const result = await placed.done;
    expect(result.endedBy).toBe('caller');
    expect(result.errors).toEqual(['The caller waited 60 ms for 100 ms of speech and heard 0 ms.']);
  });

  it('who is waiting when the call ends is told so, and it is no failure', async () => {
    app.twiml('/voice', '<Pause length="40"/>');
    let told: (reason: unknown) => void = () => undefined;
    const reason = new Promise((resolve) => (told = resolve));
    const placed = emulator.call({
      from: CALLER,
      to: NUMBER,
      caller: (line) =>
        line.wait(60_000).catch((error: unknown) => {
          told(error);
          throw error;
        }),
    });
    expect(await reason).toBeInstanceOf(CallEnded);
    expect(await placed.done).toMatchObject({ endedBy: 'twiml', errors: [] });
  });
});

describe('a whole call', () => {
  it('carries speech both ways, real time, without a byte lost', async () => {
    const [question, answer] = [loadSpeech('caller-interrupt'), loadSpeech('assistant-goodbye')];
    app.twiml(
      '/voice',
      '<Connect><Stream url="wss://bridge.test/media" name="main" statusCallback="/stream">' +
        '<Parameter name="ticket" value="t&amp;1"/></Stream></Connect><Hangup/>',
    );
    app.answers.set('/stream', () => ({ body: '' }));
    app.onStream = (stream) => {
      void stream.first('start').then(({ streamSid }) => {
        stream.say({ event: 'media', streamSid, media: { payload: answer.toString('base64') } });
        stream.say({ event: 'mark', streamSid, mark: { name: 'said' } });
      });
      void stream.first('mark').then(() => stream.socket.close(1000));
    };
    const timeline: TimelineEntry[] = [];
    emulator.on('timeline', (entry) => timeline.push(entry));
    const placed = emulator.call({
      from: CALLER,
      to: NUMBER,
      caller: async (line) => {
        await line.untilStreamOpen();
        await line.play(question);
        line.pressDigit('7');
        await line.wait(60_000);
      },
    });
    const result = await placed.done;

    expect(result).toMatchObject({ endedBy: 'stream-closed', status: 'completed', errors: [] });
    expect(result.played.equals(answer)).toBe(true);
    expect(result.heard.includes(answer)).toBe(true);
    expect(result.heard.length % 160).toBe(0);
    // The answer can't have been heard faster than it lasts.
    expect(result.durationMs).toBeGreaterThanOrEqual(Math.floor(answer.length / 8));
    expect(result.sent.includes(question)).toBe(true);

    const [stream] = app.streams;
    const messages = stream?.texts.map((text) => JSON.parse(text) as Record<string, never>) ?? [];
    expect(messages.slice(0, 2)).toMatchObject([
      { event: 'connected' },
      { event: 'start', start: { callSid: placed.sid, customParameters: { ticket: 't&1' } } },
    ]);
    expect(stream?.headers).toMatchObject({
      host: 'bridge.test',
      'x-twilio-signature': twilioSignature(TOKEN, 'wss://bridge.test/media'),
    });
    const numbered = messages.slice(1).map((message) => message['sequenceNumber']);
    expect(numbered).toEqual(numbered.map((_, index) => String(index + 1)));
    const media = (stream?.texts ?? [])
      .filter((text) => text.startsWith('{"event":"media"'))
      .map((text) => (JSON.parse(text) as { media: Record<string, string> }).media);
    expect(media.map(({ chunk }) => chunk)).toEqual(media.map((_, index) => String(index + 1)));
    expect(media.map(({ timestamp }) => timestamp)).toEqual(media.map((_, index) => String(index * 20)));
    // What arrived is what was sent; the last frames may have crossed the close.
    const arrived = Buffer.concat(media.map(({ payload }) => Buffer.from(payload ?? '', 'base64')));
    expect(arrived.equals(result.sent.subarray(0, arrived.length))).toBe(true);
    expect(arrived.includes(question)).toBe(true);
    expect(messages).toContainEqual(
      expect.objectContaining({ event: 'dtmf', dtmf: { track: 'inbound_track', digit: '7' } }),
    );

    expect(placed.stream).toMatchObject({
      status: 'closed',
      closedBy: 'server',
      closeCode: 1000,
      name: 'main',
    });
    expect(codes(placed)).toEqual([31921]);
    const events = app.requests.filter((request) => request.path === '/stream');
    expect(events.map((request) => request.form['StreamEvent'])).toEqual([
      'stream-started',
      'stream-stopped',
    ]);
    expect(events[0]?.form).toMatchObject({ CallSid: placed.sid, StreamSid: placed.stream?.sid });
    expect(timeline.map((entry) => entry.kind)).toEqual(
      expect.arrayContaining([
        'call',
        'answered',
        'stream-open',
        'caller-speaks',
        'assistant-speaks',
        'ended',
      ]),
    );
  });

  it('that the caller ends closes the stream with stop', async () => {
    app.twiml('/voice', `${STREAM}<Say>never</Say>`);
    const placed = emulator.call({
      from: CALLER,
      to: NUMBER,
      caller: async (line) => {
        await line.untilStreamOpen();
        await line.wait(100);
        line.hangUp();
      },
    });
    const result = await placed.done;
    const [stream] = app.streams;
    expect(result).toMatchObject({ endedBy: 'caller', spoken: [] });
    expect(JSON.parse(stream?.texts.at(-1) ?? '')).toMatchObject({
      event: 'stop',
      stop: { accountSid: ACCOUNT, callSid: placed.sid },
    });
    expect(await stream?.closed).toBe(1000);
    expect(placed.stream).toMatchObject({ status: 'closed', closedBy: 'twilio' });
    expect(placed.warnings).toEqual([]);
  });

  it('goes on after Connect when the server closes the stream', async () => {
    app.twiml('/voice', `${STREAM}<Say>Still there?</Say>`);
    app.onStream = (stream) => void stream.first('start').then(() => stream.socket.close(1001));
    expect(await call().done).toMatchObject({ endedBy: 'twiml', spoken: ['Still there?'] });
  });

  it('asks Connect’s action when the server closes the stream, and can open another one', async () => {
    app.twiml('/voice', '<Connect action="/again"><Stream url="/media"/></Connect><Say>never</Say>');
    app.twiml('/again', STREAM);
    app.onStream = (stream) => void stream.first('media').then(() => stream.socket.terminate());
    const placed = call();
    expect(await placed.done).toMatchObject({ endedBy: 'stream-closed', spoken: [] });
    expect(placed.streams.map((stream) => stream.url)).toEqual([
      'wss://bridge.test/media',
      'wss://bridge.test/media',
    ]);
    expect(new Set(placed.streams.map((stream) => stream.sid)).size).toBe(2);
    expect(app.requests[1]?.form['CallStatus']).toBe('in-progress');
  });

  it('is cut off by closing the emulator, which leaves nothing open', async () => {
    app.twiml('/voice', STREAM);
    const placed = call();
    await new Promise<void>((resolve) => (app.onStream = () => resolve()));
    await emulator.close();
    expect((await placed.done).endedBy).toBe('emulator');
    await expect(fetch(emulator.url)).rejects.toThrow();
    // afterEach closes a second time, which must do no harm.
  });
});
