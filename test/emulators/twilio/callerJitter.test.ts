import { AppServer, type AppStream } from './appServer';
import { startTwilioEmulator, type CallOptions, type TwilioEmulator } from './index';

const NUMBER = '+15550100100';

let app: AppServer;
let emulator: TwilioEmulator;

beforeEach(async () => {
  app = await new AppServer().start();
  emulator = await startTwilioEmulator({
    accountSid: `AC${'2'.repeat(32)}`,
    authToken: 'a-token',
    hosts: { 'bridge.test': app.origin },
    numbers: [{ number: NUMBER, voiceUrl: 'https://bridge.test/voice' }],
  });
  app.twiml('/voice', '<Connect><Stream url="wss://bridge.test/media"/></Connect>');
});

afterEach(async () => {
  await emulator.close();
  await app.stop();
});

/** Every byte tells its place, so that order and loss show. */
const SPEECH = Buffer.from(Array.from({ length: 800 * 8 }, (_, index) => (index * 7 + (index >> 6)) % 96));

const speaker: CallOptions['caller'] = async (line) => {
  await line.untilStreamOpen();
  await line.play(SPEECH);
  line.hangUp();
};

const mediaOf = (stream: AppStream) =>
  stream.texts
    .map((text) => JSON.parse(text) as Awaited<ReturnType<AppStream['first']>>)
    .flatMap(({ media, sequenceNumber }) => (media ? [{ ...media, sequenceNumber }] : []));

describe('a caller with jitter', () => {
  it('comes in bursts: nothing lost, in order, with the times at which it was said', async () => {
    const counts = new Set<number>();
    const call = emulator.call({
      ...{ from: '+15550100200', to: NUMBER },
      jitter: { everyMs: 300, holdMs: 200 },
      caller: async (line) => {
        await line.untilStreamOpen();
        const said = line.play(SPEECH);
        for (let ms = 0; ms < 800; ms += 20) {
          await line.wait(20);
          counts.add(call.stream?.framesSent ?? 0);
        }
        await said;
        line.hangUp();
      },
    });
    const result = await call.done;
    expect(result.errors).toEqual([]);
    const [stream] = app.streams;
    if (!stream) throw new Error('No stream was opened.');
    const media = mediaOf(stream);
    expect(media.map(({ timestamp }) => timestamp)).toEqual(media.map((_, index) => String(index * 20)));
    expect(media.map(({ chunk }) => chunk)).toEqual(media.map((_, index) => String(index + 1)));
    const audio = Buffer.concat(media.map(({ payload }) => Buffer.from(payload, 'base64')));
    expect(audio.includes(SPEECH)).toBe(true);
    expect(result.sent.equals(audio)).toBe(true);
    expect(call.stream?.framesSent).toBe(media.length);
    expect(stream.texts.at(-1)).toContain('"event":"stop"');
    // Of every 15 frames 5 go one by one; the other 10 are held back and leave with the next one.
    expect(Math.max(...counts)).toBeGreaterThan(15);
    expect([...counts].filter((count) => count > 0 && (count - 1) % 15 >= 5)).toEqual([]);
  });

  it('gets what is held back sent before the stop, when the caller hangs up', async () => {
    const call = emulator.call({
      ...{ from: '+15550100200', to: NUMBER, caller: speaker },
      // The whole call is shorter than the hold.
      jitter: { everyMs: 10_000, holdMs: 9_980 },
    });
    const result = await call.done;
    const [stream] = app.streams;
    const media = stream ? mediaOf(stream) : [];
    const audio = Buffer.concat(media.map(({ payload }) => Buffer.from(payload, 'base64')));
    expect(audio.includes(SPEECH)).toBe(true);
    expect(result.sent.equals(audio)).toBe(true);
    expect(stream?.texts.at(-1)).toContain('"event":"stop"');
  });

  it('loses what is held back when the server closes the stream, and counts it as not sent', async () => {
    app.onStream = (stream) => void stream.first('media').then(() => stream.socket.close(1000));
    const call = emulator.call({
      ...{ from: '+15550100200', to: NUMBER },
      jitter: { everyMs: 10_000, holdMs: 9_980 },
    });
    const result = await call.done;
    expect(call.stream).toMatchObject({ closedBy: 'server', framesSent: 1 });
    expect(result.sent).toHaveLength(160);
  });

  it('is refused where the numbers make no sense', () => {
    const options = { from: '+15550100200', to: NUMBER, jitter: { everyMs: 100, holdMs: 200 } };
    expect(() => emulator.call(options)).toThrow('holdMs 200');
    expect(emulator.calls).toEqual([]);
  });
});
