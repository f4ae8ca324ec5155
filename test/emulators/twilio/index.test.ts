import { AppServer } from './appServer';
import { startTwilioEmulator, twilioSignature, type TwilioEmulator } from './index';

const ACCOUNT = `AC${'5'.repeat(32)}`;
const TOKEN = 'a-token';
const NUMBER = '+15550100100';
const WSS = 'wss://bridge.test/media';

let app: AppServer;
let emulator: TwilioEmulator;

beforeEach(async () => {
  app = await new AppServer().start();
  emulator = await startTwilioEmulator({
    accountSid: ACCOUNT,
    authToken: TOKEN,
    hosts: { 'bridge.test': app.origin },
    numbers: [{ number: NUMBER, voiceUrl: 'https://bridge.test/voice' }],
  });
});

afterEach(async () => {
  await emulator.close();
  await app.stop();
});

describe('startTwilioEmulator', () => {
  it.each([
    ['an account SID that is none', { accountSid: 'AC1', authToken: 'x' }, /accountSid "AC1"/],
    ['an empty token', { accountSid: ACCOUNT, authToken: '' }, /authToken is empty/],
  ])('refuses %s', async (_, login, reason) => {
    await expect(startTwilioEmulator({ ...login, hosts: {}, numbers: [] })).rejects.toThrow(reason);
  });

  it('listens on the port it is told', async () => {
    const port = Number(new URL(emulator.url).port);
    await expect(
      startTwilioEmulator({ accountSid: ACCOUNT, authToken: TOKEN, port, hosts: {}, numbers: [] }),
    ).rejects.toThrow(/EADDRINUSE/);
  });
});

describe('postVoice', () => {
  it.each(['valid', 'wrong', 'none'] as const)('posts with a %s signature', async (signature) => {
    app.twiml('/voice', '<Hangup/>');
    const answer = await emulator.postVoice(NUMBER, { signature, params: { From: '+15550100999' } });
    expect(answer).toMatchObject({ status: 200, body: expect.stringContaining('<Hangup/>') });
    const [request] = app.requests;
    const right = twilioSignature(TOKEN, 'https://bridge.test/voice', request?.form);
    const given = request?.headers['x-twilio-signature'];
    if (signature === 'valid') expect(given).toBe(right);
    else if (signature === 'none') expect(given).toBeUndefined();
    else expect(given).toMatch(/^(?!.*undefined)[A-Za-z0-9+/]{27}=$/);
    if (signature === 'wrong') expect(given).not.toBe(right);
    expect(request?.form).toMatchObject({ From: '+15550100999', To: NUMBER, CallStatus: 'ringing' });
  });

  it('gives back refusals as they are', async () => {
    app.answers.set('/voice', () => ({ status: 403, body: 'no' }));
    expect(await emulator.postVoice(NUMBER)).toEqual({ status: 403, contentType: 'text/xml', body: 'no' });
  });

  it('says when there is no answer', async () => {
    emulator.hosts['bridge.test'] = 'http://127.0.0.1:1';
    await expect(emulator.postVoice(NUMBER)).rejects.toThrow(/POST https:\/\/bridge\.test\/voice/);
  });
});

describe('rawStream', () => {
  it('introduces itself as Twilio does, with the start that a test wants', async () => {
    const raw = await emulator.rawStream({
      wssUrl: WSS,
      callSid: 'CA1',
      streamSid: 'MZ1',
      start: { customParameters: { ticket: 'stolen' } },
    });
    raw.sendMedia(Buffer.from([1, 2]));
    const messages = await app.streams[0]?.messages(3);
    expect(raw.status).toBe(101);
    expect(messages).toEqual([
      { event: 'connected', protocol: 'Call', version: '1.0.0' },
      {
        event: 'start',
        sequenceNumber: '1',
        streamSid: 'MZ1',
        start: {
          ...{ accountSid: ACCOUNT, callSid: 'CA1', streamSid: 'MZ1', tracks: ['inbound'] },
          mediaFormat: { encoding: 'audio/x-mulaw', sampleRate: 8000, channels: 1 },
          customParameters: { ticket: 'stolen' },
        },
      },
      expect.objectContaining({ event: 'media', sequenceNumber: '2' }),
    ]);
    expect(app.streams[0]?.headers['x-twilio-signature']).toBe(twilioSignature(TOKEN, WSS));
  });

  it.each([
    [false, undefined],
    ['forged', 'forged'],
  ])('with sign: %j sends the signature %j', async (sign, header) => {
    await emulator.rawStream({ wssUrl: WSS, sign, start: null });
    expect(app.streams[0]?.headers['x-twilio-signature']).toBe(header);
  });

  it('says nothing by itself when told so, then whatever a test wants', async () => {
    const raw = await emulator.rawStream({ wssUrl: WSS, start: null });
    raw.send('not JSON');
    raw.send({ event: 'start' });
    raw.send(Buffer.from('{"event":"binary"}'));
    const [stream] = app.streams;
    while ((stream?.texts.length ?? 0) < 3) await new Promise((resolve) => setTimeout(resolve, 5));
    expect(stream?.texts).toEqual(['not JSON', '{"event":"start"}', '{"event":"binary"}']);
  });

  it('hears the server and sees it close', async () => {
    app.onStream = (stream) => {
      stream.say({ event: 'clear', streamSid: 'x' });
      stream.socket.close(1008, 'bad ticket');
    };
    const raw = await emulator.rawStream({ wssUrl: WSS });
    expect(await raw.closed).toEqual({ code: 1008, reason: 'bad ticket' });
    expect(raw.received).toEqual([{ event: 'clear', streamSid: 'x' }]);
  });

  it('reports a refused handshake', async () => {
    app.refuseUpgrades = 403;
    const raw = await emulator.rawStream({ wssUrl: `${WSS}?query=kept` });
    expect(raw.status).toBe(403);
    expect((await raw.closed).code).toBe(1006);
  });
});
